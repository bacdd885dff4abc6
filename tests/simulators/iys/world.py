"""Who exists in the simulated registry: companies, brands, integrators, API users."""

import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any

from iys_api.fake import BookOptions, MemoryStore, RegistryBook
from iys_api.messages import TRT, WIRE_FORMAT, Key
from iys_api.rules import RuleOptions

from ..clock import Clock
from .limits import Limits, Windows
from .places import Places
from .retailers import Retailers
from .settings import Switches

FOREVER = 10 * 365
CONTRACT_STATUSES = ("ACTIVE", "PAUSED", "EXPIRED", "CLOSED")


@dataclass
class Contract:
    """A subscription (section 9.5). ``api`` False is a package without API (H586)."""

    status: str = "ACTIVE"
    package: str = "İleti-5 (Seviye 1)"
    id: str = "12345879"
    start: str = "2020-06-21 12:24:55"
    end: str = ""
    limit: int = 5_000_000
    exceed: bool = False
    api: bool = True
    #: further members of the reply, like viaSubscriptionPackage
    more: dict[str, Any] = field(default_factory=dict)

    def change(self, values: dict[str, Any]) -> None:
        """Set several members; ValueError for one that does not exist."""
        for name, value in values.items():
            if name not in self.__dataclass_fields__:
                raise ValueError(f"unknown member {name!r} of a subscription")
            setattr(self, name, value)


@dataclass
class Brand:
    """One brand: its registry book, its retailers, who may see which consent."""

    code: str
    name: str
    master: bool
    book: RegistryBook
    retailers: Retailers
    #: addresses whose retailers were set by an access call: key → codes
    access: dict[Key, list[int]] = field(default_factory=dict)
    connections: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Owner:
    """Whoever holds a contract with İYS. ``contract`` None: no record of one."""

    iys_code: str
    title: str
    contract: Contract | None

    def set_contract(self, values: dict[str, Any]) -> None:
        """Change members of the subscription; ``status`` None takes its record away."""
        if values.get("status", "") is None:
            self.contract = None
            return
        if values.get("status", "ACTIVE") not in CONTRACT_STATUSES:
            raise ValueError(f"status takes one of {CONTRACT_STATUSES}")
        self.contract = self.contract or Contract()
        self.contract.change(values)


@dataclass
class Company(Owner):
    """A service provider (HS) with its brands by code."""

    brands: dict[str, Brand] = field(default_factory=dict)

    kind = "HS"

    def rights(self) -> set[tuple[str, str]]:
        """Its own brands, as (iysCode, brandCode)."""
        return {(self.iys_code, code) for code in self.brands}


@dataclass
class Integrator(Owner):
    """A business partner; ``grants`` maps (iysCode, brandCode) to its listed rights."""

    code: str = ""
    grants: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    kind = "Entegratör"

    def rights(self) -> set[tuple[str, str]]:
        """The brands it may act for."""
        return set(self.grants)


@dataclass
class User:
    """An API user. A ``role`` other than api gets no token."""

    username: str
    password: str
    owner: Company | Integrator
    role: str = "api"


class World:
    """Everything the simulator knows; one lock guards it."""

    def __init__(
        self, clock: Clock, limits: Limits, switches: Switches, options: BookOptions
    ):
        self.clock, self.limits, self.switches = clock, limits, switches
        #: how the books of brands to come behave
        self.options = options
        self.lock = threading.RLock()
        self.windows = Windows(limits)
        self.places = Places()
        self.companies: dict[str, Company] = {}
        self.integrators: dict[str, Integrator] = {}
        self.users: dict[str, User] = {}
        self.tokens: Any = None
        self.pusher: Any = None

    def now(self) -> datetime:
        """The simulated moment, aware, in UTC."""
        return self.clock.now()

    def wire_now(self) -> str:
        """The simulated moment as İYS writes it."""
        return self.now().astimezone(TRT).strftime(WIRE_FORMAT)

    def add_company(self, iys_code: str, title: str, brands: dict[str, str]) -> Company:
        """Found a company; ``brands`` are code → name, the first one is the master."""
        end = (self.now() + timedelta(days=FOREVER)).astimezone(TRT)
        contract = Contract(end=end.strftime(WIRE_FORMAT))
        company = Company(iys_code, title, contract)
        with self.lock:
            self.companies[iys_code] = company
            for code, name in brands.items():
                self.add_brand(company, code, name)
        return company

    def add_brand(self, company: Company, code: str, name: str) -> Brand:
        """Give a company one more brand, with an empty book."""
        retailers = Retailers()
        book = RegistryBook(
            MemoryStore(),
            self.now,
            self.options,
            brand_code=code,
            retailers=retailers.titles,
        )
        book.room = lambda: room_of(company)
        brand = Brand(code, name, not company.brands, book, retailers)
        company.brands[code] = brand
        return brand

    def change_options(
        self, values: dict[str, Any], brand_code: str | None = None
    ) -> None:
        """Change fields of BookOptions or RuleOptions, for one brand or for all.

        Raises ValueError for a name neither has.
        """
        if brand_code is None:
            self.options = _changed(self.options, values)
        for _company, brand in self.brands():
            if brand_code in (None, brand.code):
                brand.book.options = _changed(brand.book.options, values)

    def add_integrator(self, code: str, iys_code: str, title: str) -> Integrator:
        """Found a business partner without any rights yet."""
        contract = Contract(
            package="IO - API Kullanım Lisansı", end="2036-06-21 12:24:55"
        )
        integrator = Integrator(iys_code, title, contract, code)
        self.integrators[code] = integrator
        return integrator

    def grant(self, integrator: Integrator, company: Company, brand: str) -> None:
        """Let an integrator act for a brand."""
        rights = dict.fromkeys(("MESAJ", "ARAMA", "EPOSTA"), "write")
        listed = {"agreementControl": True, "viaControl": False, **rights}
        integrator.grants[company.iys_code, brand] = listed

    def add_user(
        self, owner: Company | Integrator, username: str, password: str | None = None
    ) -> User:
        """Make an API user for a company or an integrator."""
        user = User(username, password or secrets.token_urlsafe(12), owner)
        self.users[username] = user
        return user

    def clear(self) -> None:
        """Forget everyone and all calls; clock, limits and switches stay."""
        self.companies.clear()
        self.integrators.clear()
        self.users.clear()
        self.tokens.expire(refresh=True)
        self.windows.clear()

    def brands(self) -> Iterator[tuple[Company, Brand]]:
        """All brands with their companies."""
        for company in list(self.companies.values()):
            for brand in list(company.brands.values()):
                yield company, brand

    def brand(self, code: str) -> Brand:
        """The brand of a code; KeyError when there is none."""
        for _company, brand in self.brands():
            if brand.code == str(code):
                return brand
        raise KeyError(code)


def room_of(company: Company) -> int | None:
    """How many more records the subscription takes; None: no end (H525)."""
    contract = company.contract
    if contract is None or contract.exceed:
        return None
    used = sum(brand.book.used() for brand in company.brands.values())
    return max(0, contract.limit - used)


def _changed(options: BookOptions, values: dict[str, Any]) -> BookOptions:
    of_rules = {n: v for n, v in values.items() if n in _names(RuleOptions)}
    of_book = {n: v for n, v in values.items() if n in _names(BookOptions) - {"rules"}}
    if unknown := values.keys() - of_rules.keys() - of_book.keys():
        raise ValueError(f"unknown option {sorted(unknown)}")
    return replace(options, rules=replace(options.rules, **of_rules), **of_book)


def _names(kind: type) -> set[str]:
    return {f.name for f in fields(kind)}
