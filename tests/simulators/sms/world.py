"""Everything the simulated gateways know; one lock guards it."""

import itertools
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from iys_api.fake import BookOptions, MemoryStore, RegistryBook
from iys_api.messages import TRT, Key

from ..clock import Clock
from .account import Account
from .network import Job, Network, Text
from .segments import measure
from .settings import Limits, Switches
from .windows import Windows


@dataclass(frozen=True)
class Complaint:
    """A breach of the contract by the caller; without numbers, texts and secrets."""

    gateway: str
    operation: str
    what: str


class World:
    """State that all three gateways share. ``books`` are İYS's, by brand code."""

    def __init__(self, clock: Clock, switches: Switches, limits: Limits):
        self.clock, self.switches, self.limits = clock, switches, limits
        self.lock = threading.RLock()
        self.complaints: list[Complaint] = []
        self.accounts: list[Account] = []
        self.network = Network(self)
        self.windows = Windows()
        self.books: dict[str, RegistryBook] = {}
        #: set by the simulator
        self.pusher: Any = None
        self._numbers = itertools.count(20121)

    def now(self) -> datetime:
        """The simulated moment, aware, in UTC."""
        return self.clock.now()

    def local_now(self) -> datetime:
        """The simulated moment as a wall clock in Türkiye shows it, naive."""
        return self.now().astimezone(TRT).replace(tzinfo=None)

    def number(self) -> int:
        """A number never given before, for jobs and messages."""
        return next(self._numbers)

    def take(self, account: Account, limit: str, *key, seconds=60.0, count=1) -> bool:
        """Count a call against one of ``Limits``; tell whether it fits."""
        most = getattr(self.limits, limit)
        where = (account.gateway, account.username, limit, *key)
        return self.windows.take(where, most, self.now(), seconds=seconds, count=count)

    # === İYS === #

    def book(self, brand: str) -> RegistryBook:
        """İYS's book of a brand; an empty one is made when there is none."""
        with self.lock:
            if brand not in self.books:
                self.books[brand] = RegistryBook(
                    MemoryStore(), self.now, BookOptions(), brand_code=brand
                )
            return self.books[brand]

    def is_allowed(self, brand: str, number: str, recipient_type: str) -> bool:
        """Tell whether İYS lets a commercial text to this number pass (L-2)."""
        key = Key("+90" + number, recipient_type, "MESAJ")
        record = self.book(brand).record(key)
        if record is None:
            return recipient_type == "TACIR"
        return record.status == "ONAY"

    # === TEXTS === #

    def is_repeated(self, account: Account, key: Any, seconds: float) -> bool:
        """Tell whether the same went out within so many seconds, and remember it."""
        if not account.duplicate_filter:
            return False
        now, last = self.now(), account.recent.get(key)
        if last is not None and now - last < timedelta(seconds=seconds):
            return True
        account.recent[key] = now
        return False

    def add_text(
        self,
        job: Job,
        number: str,
        text: str,
        shown: str,
        encoding: str,
        recipient_type: str | None = None,
        ref: str | None = None,
    ) -> Text:
        """Add one text to a job that is being made."""
        parts = measure(text, encoding).parts
        kind = recipient_type or job.recipient_type
        one = Text(self.number(), job, number, text, shown, parts, ref, kind)
        job.texts.append(one)
        return one

    def refusals(self, job: Job, repeated: set[str]) -> dict[str, str]:
        """What the gateway itself will not send: number → outcome."""
        account, found = job.account, {}
        for text in job.texts:
            if text.number in account.blacklist and job.kind != "otp":
                found[text.number] = "blacklist"
            elif text.number in repeated:
                found[text.number] = "duplicate"
            elif job.kind == "commercial" and not self.is_allowed(
                self.brand_of(account, job.title), text.number, text.recipient_type
            ):
                found[text.number] = "iys_rejected"
        return found

    @staticmethod
    def brand_of(account: Account, title: str) -> str:
        """The İYS brand a title sends for."""
        return account.titles.get(title) or account.brand

    def launch(self, job: Job, refused: dict[str, str]) -> None:
        """Keep the job and let it go."""
        job.account.jobs[job.id] = job
        self.network.carry(job, refused)
        self.network.settle()

    def clear(self) -> None:
        """Forget accounts, texts, phones and complaints; clock and settings stay."""
        self.accounts.clear()
        self.complaints.clear()
        self.network.clear()
        self.windows.clear()
        self.books.clear()
