"""Faults on demand: what a network, a proxy or a tired server does to a call.

A fault names the calls it meets (shell patterns on method and path, the ``nth``
matching call and ``times`` calls from there, 0 = all) and what happens to them. With
``stored`` the request is carried out all the same before the answer goes wrong.

kind       what the caller gets                                     stored by default
drop       the connection closes, no answer                         yes
refuse     the connection closes, no answer                         no
error      ``status`` with ``code`` (500 H015, 503 H192, 429 H124)  no
html       an HTML page (``status`` 502)                            no
reply      ``status``, ``body``, ``content_type`` as given          no
slow       the true answer after ``seconds``                        yes
hold       the true answer after ``release()`` (``seconds`` at most) yes
half       half of the true body, then the connection closes        yes
gzip       bytes that claim to be gzip                              yes
duplicate  carried out twice, the second answer is given            yes
kill       SIGKILL for ``pid`` (or the caller's own process)        yes
"""

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any

from .peers import pid_of_peer
from .web import HALF, NOTHING, Request, Response, reply, text

Answer = Callable[[Request], Response]

NOT_STORED = {"refuse", "error", "html", "reply"}
TEXTS = {
    "H015": "Beklenmedik bir hata oluştu!",
    "H060": "Bayi:12345678 güncelleme operasyonu gerçekleştirilemedi.",
    "H101": "Sunucuya esas veri kaydedilemedi.",
    "H103": "Sunucuda arama yapılamadı.",
    "H124": "Saniyede kabul edilen istek limitine ulaşıldı. "
    "Lütfen daha sonra tekrar deneyiniz.",
    "H192": "İstek zaman aşımına uğradı.",
    "H245": "Verilen iysCode entegratör grubuna ait değildir!",
    "H268": "Verilen iysCode'una bağlı entegratör kullanıcısı bulunamadı!",
    "H470": "Beklenmedik bir hata oluştu.",
    "H476": "Beklenmedik bir hata oluştu.",
}
STATUSES = {"H124": 429, "H192": 503, "H123": 400}
PAGE = "<!DOCTYPE html><html><title>502</title><body>Bad Gateway</body></html>"


@dataclass(slots=True)
class Fault:
    """One fault; see the top of this file. ``seconds`` are real ones."""

    kind: str
    path: str = "*"
    method: str = "*"
    service: str = "*"
    nth: int = 1
    times: int = 1
    stored: bool | None = None
    status: int | None = None
    code: str = "H015"
    body: str = ""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    retry_after: str | int | None = None
    seconds: float = 30.0
    pid: int | None = None
    #: kill only: let the answer out first
    answered: bool = False
    seen: int = 0
    number: int = 0
    reached: threading.Event = field(default_factory=threading.Event, repr=False)
    released: threading.Event = field(default_factory=threading.Event, repr=False)

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}; one of {sorted(KINDS)}")
        if self.stored is None:
            self.stored = self.kind not in NOT_STORED

    def release(self) -> None:
        """Let a held call go on."""
        self.released.set()

    def wait_reached(self, seconds: float = 10.0) -> bool:
        """Wait until the first call has met this fault; tells whether one did."""
        return self.reached.wait(seconds)

    def meets(self, service: str, request: Request) -> bool:
        """Tell whether this very call is one of those meant; counts it."""
        if not self._matches(service, request):
            return False
        self.seen += 1
        return self.seen >= self.nth and (not self.times or self._is_in_time())

    def as_json(self) -> dict[str, Any]:
        """The fault as the control interface shows it."""
        plain = replace(self, reached=None, released=None)
        hidden = ("reached", "released")
        return {k: v for k, v in asdict(plain).items() if k not in hidden}

    def _matches(self, service: str, request: Request) -> bool:
        return (
            fnmatchcase(service, self.service)
            and fnmatchcase(request.method, self.method)
            and fnmatchcase(request.path, self.path)
        )

    def _is_in_time(self) -> bool:
        return self.seen < self.nth + self.times


class Faults:
    """The faults in force, in the order they were added; the first that meets wins."""

    def __init__(self):
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._count = 0

    def add(self, kind: str, path: str = "*", **settings: Any) -> Fault:
        """Put a fault in force. ValueError: unknown kind; TypeError: unknown member."""
        fault = Fault(kind, path, **settings)
        with self._lock:
            self._count += 1
            fault.number = self._count
            self._faults.append(fault)
        return fault

    def remove(self, number: int) -> None:
        """Take one out of force; a call held by it goes on."""
        with self._lock:
            gone = [f for f in self._faults if f.number == number]
            self._faults = [f for f in self._faults if f.number != number]
        for fault in gone:
            fault.release()

    def clear(self) -> None:
        """Take all out of force and let held calls go on."""
        with self._lock:
            gone, self._faults = self._faults, []
        for fault in gone:
            fault.release()

    def list(self) -> "list[Fault]":
        """All faults, spent ones included."""
        with self._lock:
            return list(self._faults)

    def pick(self, service: str, request: Request) -> Fault | None:
        """The fault this call meets, or None; counts the call with every fault."""
        with self._lock:
            met = [f for f in self._faults if f.meets(service, request)]
        return met[0] if met else None


def apply(fault: Fault, request: Request, answer: Answer) -> Response:
    """Answer one call the way its fault wants it."""
    fault.reached.set()
    if fault.stored:
        response = answer(request)
    else:
        response = Response()
    return KINDS[fault.kind](fault, request, response, answer)


def _drop(fault, request, response, answer):
    return replace(response, delivery=NOTHING)


def _error(fault, request, response, answer):
    headers = dict(fault.headers)
    if fault.retry_after is not None:
        headers["Retry-After"] = str(fault.retry_after)
    entry = {"code": fault.code, "message": TEXTS.get(fault.code, "Hata.")}
    status = fault.status or STATUSES.get(fault.code, 500)
    return reply(status, {"errors": [entry]}, **headers)


def _html(fault, request, response, answer):
    page = text(fault.status or 502, fault.body or PAGE, "text/html; charset=utf-8")
    return replace(page, headers=dict(fault.headers))


def _reply(fault, request, response, answer):
    given = text(fault.status or 200, fault.body, fault.content_type)
    return replace(given, headers=dict(fault.headers))


def _wait(fault, request, response, answer):
    fault.released.wait(fault.seconds)
    return response


def _half(fault, request, response, answer):
    return replace(response, delivery=HALF)


def _gzip(fault, request, response, answer):
    garbage = b"\x1f\x8b\x08\x00" + bytes(range(64))
    return replace(response, body=garbage, headers={"Content-Encoding": "gzip"})


def _duplicate(fault, request, response, answer):
    return answer(request)


def _kill(fault, request, response, answer):
    pid = fault.pid or pid_of_peer(request.peer, request.local_port)
    if fault.answered:
        return replace(response, after=lambda: _end(pid))
    _end(pid)
    return replace(response, delivery=NOTHING)


def _end(pid: int | None) -> None:
    if pid and pid != os.getpid():
        os.kill(pid, signal.SIGKILL)


KINDS: dict[str, Callable[..., Response]] = {
    "drop": _drop,
    "refuse": _drop,
    "error": _error,
    "html": _html,
    "reply": _reply,
    "slow": _wait,
    "hold": _wait,
    "half": _half,
    "gzip": _gzip,
    "duplicate": _duplicate,
    "kill": _kill,
}
