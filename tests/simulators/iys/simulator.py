"""The whole simulator in one object: registry, HTTP server, control page."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from iys_api.fake import BookOptions
from iys_api.messages import Consent, Key

from ..clock import Clock
from ..faults import Faults
from ..history import History
from ..service import Service
from ..web import WebServer
from .auth import Tokens
from .control import Control
from .limits import Limits
from .push import Pusher
from .routes import Contract
from .seed import put
from .settings import Switches
from .world import Brand, World

WORKER_DELAY = 300.0


@dataclass(frozen=True)
class Account:
    """What one needs to call as a company or as an integrator."""

    iys_code: str
    brand_codes: tuple[str, ...]
    username: str
    password: str
    integrator_code: str | None = None


class IysSimulator:
    """İYS on two ports of this machine: its API and the control page.

    Use it as a context manager, or ``start`` and ``close`` it. ``clock`` is a Clock, an
    aware moment to start from, or None for the present. ``worker_delay`` (seconds, by
    the simulated clock) is how long rows of a list wait; ``latency`` (seconds, real) is
    what every answer takes at least. ``switches`` are names of ``Switches``,
    ``BookOptions`` or ``RuleOptions`` with their values. With a frozen clock take
    ``Limits.off()``: ten calls a second are ten calls for ever there.
    """

    def __init__(
        self,
        *,
        clock: Clock | datetime | None = None,
        worker_delay: float = WORKER_DELAY,
        limits: Limits | None = None,
        latency: float = 0.0,
        host: str = "127.0.0.1",
        port: int = 0,
        control_port: int = 0,
        **switches: Any,
    ):
        self.clock = clock if isinstance(clock, Clock) else Clock(clock)
        self.faults, self.history = Faults(), History()
        options = BookOptions(worker_delay=worker_delay)
        self.world = World(self.clock, limits or Limits(), Switches(), options)
        self.world.tokens = Tokens(self.world)
        self.world.pusher = Pusher(self.world)
        self._service = Service(
            "iys", Contract(self.world), self.clock, self.faults, self.history
        )
        self._service.latency = latency
        self.accounts = self._found()
        self.change(**switches)
        # a jump makes many lists due: whoever jumps waits for them, not the next caller
        self.clock.watch(self._settle)
        self._web = WebServer(self._service, host, port)
        self._control = WebServer(Control(self), host, control_port)

    # === LIFE === #

    def start(self) -> "IysSimulator":
        """Begin to answer on both ports."""
        self._web.start()
        self._control.start()
        return self

    def close(self) -> None:
        """Let held calls go, stop answering, hang up."""
        self.faults.clear()
        self._web.close()
        self._control.close()

    def __enter__(self) -> "IysSimulator":
        return self.start()

    def __exit__(self, *exc_info) -> None:
        self.close()

    def reset(self) -> None:
        """Back to an empty registry; clock, settings and switches stay as they are."""
        self.faults.clear()
        self.history.clear()
        with self.world.lock:
            self.world.clear()
            self.accounts = self._found()

    # === WHERE AND WHO === #

    @property
    def base_url(self) -> str:
        """The API's address, without a slash at the end."""
        return self._web.url

    @property
    def control_url(self) -> str:
        """The control page's address."""
        return self._control.url

    @property
    def account(self) -> Account:
        """The first company's API user."""
        return self.accounts[0]

    def brand(self, code: str | None = None) -> Brand:
        """A brand with its ``book``; without a code the first company's master."""
        return self.world.brand(code or self.account.brand_codes[0])

    def describe(self) -> dict[str, Any]:
        """What a caller on the outside needs to know, as plain JSON values."""
        return {
            "base_url": self.base_url,
            "control_url": self.control_url,
            "accounts": [asdict(account) for account in self.accounts],
        }

    # === SETTINGS === #

    @property
    def latency(self) -> float:
        """Real seconds added to every answer."""
        return self._service.latency

    @latency.setter
    def latency(self, seconds: float) -> None:
        self._service.latency = seconds

    def change(self, brand_code: str | None = None, **values: Any) -> None:
        """Set switches and options by name, the latter for one brand or all.

        ValueError for a name or value nobody knows.
        """
        names = {f.name for f in fields(Switches)}
        of_all = {n: v for n, v in values.items() if n in names}
        rest = {n: v for n, v in values.items() if n not in names}
        self.world.switches.change(of_all)
        self.world.change_options(rest, brand_code)

    # === THE CITIZEN === #

    def citizen(
        self,
        recipient: str,
        type: str = "MESAJ",
        status: str = "RET",
        *,
        source: str = "IYS_WEB",
        recipient_type: str = "BIREYSEL",
        brand_code: str | None = None,
        citizen_name: str | None = None,
    ) -> Consent:
        """The recipient decides at İYS now; pushed to whoever registered for it."""
        key = Key(recipient, recipient_type, type)
        brand = self.brand(brand_code)
        act = brand.book.citizen_act(key, status, source, citizen_name=citizen_name)
        self._push(brand, [act])
        return act

    def close_line(self, recipient: str) -> list[Consent]:
        """The operator reports a closed line: approvals fall at every brand."""
        fallen = []
        for _company, brand in self.world.brands():
            acts = brand.book.close_line(recipient)
            self._push(brand, acts)
            fallen += acts
        return fallen

    def seed(
        self, items: Iterable[Mapping[str, Any]], brand_code: str | None = None
    ) -> int:
        """Put wire-shaped records into the registry past all rules; their count."""
        return put(self.brand(brand_code), items, self.clock.now())

    def forget(self, keys: Iterable[Key], brand_code: str | None = None) -> None:
        """Lose records, as if they had never come (for tests of reconciliation)."""
        self.brand(brand_code).book.store.forget(list(keys))

    def _settle(self) -> None:
        for _company, brand in self.world.brands():
            brand.book.settle()

    def _push(self, brand: Brand, acts: list[Consent]) -> None:
        for company, candidate in self.world.brands():
            if candidate is brand:
                self.world.pusher.push(company.iys_code, brand, acts)

    # === THE FIRST PEOPLE === #

    def _found(self) -> list[Account]:
        """Two companies that must not see each other, and an integrator."""
        world = self.world
        first = world.add_company(
            "545454",
            "DENEME TİCARET ANONİM ŞİRKETİ",
            {"545454": "Deneme", "545455": "Deneme Alt Marka"},
        )
        second = world.add_company(
            "626262", "KOMŞU MAĞAZACILIK LİMİTED ŞİRKETİ", {"626262": "Komşu"}
        )
        partner = world.add_integrator("741126", "74112691", "ÖRNEK İŞ ORTAĞI A.Ş.")
        world.grant(partner, first, "545454")
        owners = (first, second, partner)
        names = ("deneme", "komsu", "ortak")
        return [
            _account(world.add_user(owner, f"api@{name}.example", f"sim-{name}"))
            for owner, name in zip(owners, names, strict=True)
        ]


def _account(user) -> Account:
    owner = user.owner
    rights = sorted(owner.rights())
    return Account(
        iys_code=rights[0][0],
        brand_codes=tuple(code for _iys_code, code in rights),
        username=user.username,
        password=user.password,
        integrator_code=getattr(owner, "code", None),
    )
