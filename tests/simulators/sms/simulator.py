"""The three gateways in one object: HTTP server, phones, control page."""

import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from iys_api.fake import RegistryBook

from ..clock import Clock
from ..faults import Fault, Faults
from ..history import History
from ..iys.seed import put
from ..service import Service
from ..web import Request, Response, WebServer, reply
from .account import Account
from .control import Control
from .iletimerkezi import IletiMerkezi
from .netgsm import Netgsm
from .network import Text
from .people import People, ten_digits
from .push import Pusher
from .scenarios import OUTCOMES, SILENT, Scenario
from .settings import Limits, Switches
from .verimor import Verimor
from .world import Complaint, World

#: real seconds between two looks at a clock that runs
TICK = 0.05
_PHONES_IN_PATH = re.compile(r"(?<=/blacklists/).+")


class _Brand(NamedTuple):
    """What ``put`` needs of a brand."""

    code: str
    book: RegistryBook


class SmsSimulator(People):
    """Netgsm, İleti Merkezi and Verimor on one port, a page with phones on another.

    Use it as a context manager. ``clock`` is a Clock, an aware moment, or None for the
    present; ``books`` are İYS's books by brand code, shared with an İYS simulator so
    that both say the same; further names are ``Switches``. Each gateway has the base
    URL ``url("netgsm")`` and so on. With a frozen clock take ``Limits.off()``.
    """

    def __init__(
        self,
        *,
        clock: Clock | datetime | None = None,
        limits: Limits | None = None,
        latency: float = 0.0,
        host: str = "127.0.0.1",
        port: int = 0,
        control_port: int = 0,
        books: Mapping[str, RegistryBook] | None = None,
        **switches: Any,
    ):
        self.clock = clock if isinstance(clock, Clock) else Clock(clock)
        self.faults, self.history = Faults(), History()
        self.world = World(self.clock, Switches(), limits or Limits())
        self.world.switches.change(switches)
        self.world.books.update(books or {})
        made = [kind(self.world) for kind in (Netgsm, IletiMerkezi, Verimor)]
        self.gateways = {gateway.name: gateway for gateway in made}
        self.pusher = self.world.pusher = Pusher(self.world, self.gateways)
        self.world.network.tell = self.pusher.report
        self._service = Service(
            "sms", self._answer, self.clock, self.faults, self.history, masked
        )
        self._service.latency = latency
        self._found()
        self.clock.watch(self.world.network.settle)
        self._web = WebServer(self._service, host, port)
        self._control = WebServer(Control(self), host, control_port)
        self._over = threading.Event()

    # === LIFE === #

    def start(self) -> "SmsSimulator":
        """Begin to answer on both ports, to push and to look at the clock."""
        self._web.start()
        self._control.start()
        self.pusher.start()
        threading.Thread(target=self._tick, daemon=True).start()
        return self

    def close(self) -> None:
        """Let held calls go, stop answering, hang up."""
        self._over.set()
        self.faults.clear()
        self.pusher.stop()
        self._web.close()
        self._control.close()

    def __enter__(self) -> "SmsSimulator":
        return self.start()

    def __exit__(self, *exc_info) -> None:
        self.close()

    def reset(self) -> None:
        """No texts, phones, complaints, faults and calls; the first accounts again."""
        self.faults.clear()
        self.history.clear()
        with self.world.lock:
            self.world.clear()
            self._found()

    def _tick(self) -> None:
        while not self._over.wait(TICK):
            self.world.network.settle()

    # === WHERE AND WHO === #

    def url(self, gateway: str) -> str:
        """The base URL of a gateway, in the place of its own host."""
        return f"{self._web.url}/{self.gateways[gateway].name}"

    @property
    def base_url(self) -> str:
        """Where the gateways answer; each has a path of its own below."""
        return self._web.url

    @property
    def control_url(self) -> str:
        """Where the phones and the control interface are."""
        return self._control.url

    def account(self, gateway: str, index: int = 0) -> Account:
        """The first (or another) account at a gateway."""
        return [a for a in self.world.accounts if a.gateway == gateway][index]

    def add_account(
        self, gateway: str, username: str, password: str, **more
    ) -> Account:
        """Open one more account; ``titles`` map titles to İYS brand codes."""
        if gateway == Verimor.name:
            more.setdefault("ips", ("127.0.0.1",))
        account = Account(gateway, username, password, **more)
        self.world.accounts.append(account)
        return account

    def describe(self) -> dict[str, Any]:
        """What a caller on the outside needs to know, as plain JSON values."""
        accounts = [a.described(self.url(a.gateway)) for a in self.world.accounts]
        return {
            "base_url": self.base_url,
            "control_url": self.control_url,
            "phones_url": self.control_url + "/phones",
            "accounts": accounts,
        }

    # === SETTINGS === #

    def change(self, **switches: Any) -> None:
        """Set switches by name; ValueError for a name or value nobody knows."""
        self.world.switches.change(switches)

    @property
    def complaints(self) -> list[Complaint]:
        """Every breach of a contract so far; a test asserts that there is none."""
        return list(self.world.complaints)

    def scenario(self, number: str, outcome: str = "delivered", **more: Any) -> None:
        """Decide what becomes of texts to a number; see ``scenarios.Scenario``."""
        if outcome not in OUTCOMES and outcome != SILENT:
            raise ValueError(f"unknown outcome {outcome!r}; one of {sorted(OUTCOMES)}")
        self.world.network.scenarios[ten_digits(number)] = Scenario(outcome, **more)

    def seed(self, items: Iterable[Mapping[str, Any]], brand: str = "545454") -> int:
        """Put wire-shaped records into İYS's book of a brand, past all rules."""
        return put(_Brand(brand, self.world.book(brand)), items, self.clock.now())

    def fail(self, gateway: str, path: str, code: str, **settings: Any) -> Fault:
        """Answer the next call of a path (``*`` fits any) with a documented code.

        KeyError when the gateway has no such code. ``times``, ``nth`` as in faults.py.
        """
        answer = self.gateways[gateway].error(code)
        return self.faults.add(
            "reply",
            f"/{gateway}{path}",
            status=answer.status,
            body=answer.body.decode(),
            content_type=answer.content_type,
            headers=answer.headers,
            **settings,
        )

    # === WHAT LEFT === #

    def served(self, gateway: str | None = None) -> Counter:
        """How often each (number, text) was accepted, refused ones included (R-27)."""
        with self.world.lock:
            return Counter(
                (text.number, text.text)
                for text in self.texts()
                if gateway in (None, text.job.account.gateway)
            )

    def texts(self) -> list[Text]:
        """Every accepted text, in the order of acceptance."""
        with self.world.lock:
            return [
                text
                for account in self.world.accounts
                for job in account.jobs.values()
                for text in job.texts
            ]

    # === ANSWERS === #

    def _answer(self, request: Request) -> Response:
        name, _slash, rest = request.path.removeprefix("/").partition("/")
        if name not in self.gateways:
            return reply(404, {"error": f"no gateway {name!r}"})
        return self.gateways[name].answer(request, "/" + rest)

    def _found(self) -> None:
        """Two companies with an account at each gateway."""
        for number, name, brand in (
            ("8503050001", "deneme", "545454"),
            ("8503050002", "komsu", "626262"),
        ):
            secret, titles = f"sim-{name}", {name.upper(): brand}
            for gateway, username, password, receiver in (
                ("netgsm", number, secret, number),
                ("iletimerkezi", f"key-{name}", f"hash-{name}", "7889"),
                ("verimor", "90" + number, secret, "90" + number),
            ):
                self.add_account(
                    gateway,
                    username,
                    password,
                    titles=dict(titles),
                    brand=brand,
                    receiver=receiver,
                )


def masked(path: str) -> str:
    """A path without the phone numbers that Verimor's contract puts there."""
    return _PHONES_IN_PATH.sub("…", path)
