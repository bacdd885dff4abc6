"""The log of every call a simulator answered, and what can be counted in it.

A call is kept without bodies and without personal data: addresses never stand in a
path of these contracts, and of a query only the names are kept.
"""

import threading
from collections import deque
from dataclasses import asdict, dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

from .web import Request, Response

MAX_CALLS = 200_000


@dataclass(frozen=True, slots=True)
class Call:
    """One call. ``time`` is the simulated moment, ``real`` seconds of the real clock.

    ``items`` counts the rows of a list in the request, ``codes`` are the error codes of
    the answer, ``seconds`` how long it took, ``fault`` the fault it met or "".
    """

    number: int
    time: datetime
    real: float
    service: str
    method: str
    path: str
    query: tuple[str, ...]
    status: int
    codes: tuple[str, ...]
    items: int
    bytes_in: int
    bytes_out: int
    caller: str
    seconds: float
    fault: str = ""

    def as_json(self) -> dict[str, Any]:
        """The call as the control interface shows it."""
        return asdict(self) | {"time": self.time.isoformat()}


class History:
    """All calls in the order they were answered; safe to read while it grows."""

    def __init__(self):
        self._lock = threading.Lock()
        self._calls: deque[Call] = deque(maxlen=MAX_CALLS)
        self._count = 0

    def note(
        self,
        service: str,
        request: Request,
        response: Response,
        *,
        time: datetime,
        real: float,
        seconds: float,
        fault: str = "",
    ) -> None:
        """Add one answered call."""
        with self._lock:
            self._count += 1
            self._calls.append(
                Call(
                    number=self._count,
                    time=time,
                    real=real,
                    service=service,
                    method=request.method,
                    path=request.path,
                    query=tuple(sorted(request.query)),
                    status=response.status,
                    codes=_codes(response.data),
                    items=_items(request),
                    bytes_in=len(request.body),
                    bytes_out=len(response.body),
                    caller=f"{request.peer[0]}:{request.peer[1]}",
                    seconds=round(seconds, 6),
                    fault=fault,
                )
            )

    def calls(
        self,
        path: str = "*",
        *,
        method: str = "*",
        status: int | None = None,
        after: int = 0,
    ) -> list[Call]:
        """The calls that match; ``path`` and ``method`` are shell patterns."""
        with self._lock:
            calls = list(self._calls)
        return [
            call
            for call in calls
            if call.number > after
            and fnmatchcase(call.path, path)
            and fnmatchcase(call.method, method)
            and status in (None, call.status)
        ]

    def clear(self) -> None:
        """Forget all calls (their numbers go on)."""
        with self._lock:
            self._calls.clear()

    def maximum(self, seconds: float, path: str = "*", *, real: bool = False) -> int:
        """The most calls within any ``seconds`` (R-10), by the simulated clock.

        With ``real`` the machine's own clock counts instead.
        """
        moments = sorted(
            call.real if real else call.time.timestamp() for call in self.calls(path)
        )
        return _densest(moments, seconds)

    def success_share(self, path: str = "*") -> float:
        """The part of the calls that İYS counts as a success (section 4), 0 to 1."""
        calls = self.calls(path)
        failed = sum(call.status in (400, 401, 403, 404, 422) for call in calls)
        return 1 - failed / len(calls) if calls else 1.0


def _densest(moments: list[float], seconds: float) -> int:
    best = start = 0
    for end, moment in enumerate(moments):
        while moment - moments[start] >= seconds:
            start += 1
        best = max(best, end - start + 1)
    return best


def _codes(data: Any) -> tuple[str, ...]:
    if not isinstance(data, dict):
        return ()
    if isinstance(data.get("response"), dict):
        data = data["response"].get("status") or {}
    if isinstance(data.get("error"), str) and "code" not in data:
        return (data["error"],)
    entries = data.get("errors")
    if not isinstance(entries, list):
        entries = [data] if "code" in data else []
    return tuple(str(entry.get("code") or entry.get("code:")) for entry in entries)


def _items(request: Request) -> int:
    if request.body[:1] not in (b"[", b"{"):
        return 0
    try:
        body = request.json()
    except ValueError:
        return 0
    if isinstance(body, dict):
        body = body.get("recipients")
    return len(body) if isinstance(body, list) else 1
