"""The one interface to a registry: İYS itself, a fake of it, later an integrator's."""

from collections.abc import Collection, Sequence, Sized
from datetime import date
from typing import Protocol

from .messages import (
    Added,
    Agreement,
    BrandInfo,
    ChangePage,
    Consent,
    DayCount,
    DayFile,
    HistoryPage,
    Key,
    Receipt,
    Result,
    Subscription,
)
from .terms import RecipientType, Side, Type

MAX_LOT = 1000


def check_amount(values: Sized, maximum: int = MAX_LOT) -> None:
    """Raise ValueError unless there are 1 to ``maximum`` values (section 4).

    İYS refuses such a list whole; that it was built at all is a mistake of the caller.
    """
    if not 0 < len(values) <= maximum:
        raise ValueError(f"{len(values)} values, but 1 to {maximum} may be sent")


class Registry(Protocol):
    """What a brand may ask of a registry. Every method may raise any ``IysError``."""

    def add(self, consent: Consent) -> Added:
        """Register one consent (section 7.1, 7.2). May raise IysStateError."""

    def submit(self, consents: Sequence[Consent]) -> Receipt:
        """Hand in a lot of 1 to 1000 consents, each key once (section 7.3, 7.5)."""

    def results(self, request_id: str) -> list[Result]:
        """Ask for a lot, not before 300 s; an empty list means "not yet" (section 7.4)."""

    def lookup(self, key: Key) -> Consent | None:
        """The record of one address, or None when İYS holds none (section 8.1)."""

    def approved(
        self, type: Type, recipient_type: RecipientType, recipients: Collection[str]
    ) -> set[str]:
        """Which of at most 1000 addresses stand at ONAY (section 8.2)."""

    def history(self, key: Key, offset: int = 0, limit: int = 100) -> HistoryPage:
        """Movements of one address, newest first (section 8.3)."""

    def changes(
        self, after: str | None = None, source: Side = "IYS", limit: int = MAX_LOT
    ) -> ChangePage:
        """Movements after an opaque cursor, oldest first (section 8.4)."""

    def brands(self) -> list[BrandInfo]:
        """The company's brands with their counts (section 9.1)."""

    def subscription(self) -> Subscription:
        """The company's contract (section 9.5)."""

    def day_counts(self, day: date, recipient_type: RecipientType) -> list[DayCount]:
        """Counts of one day (section 10.1)."""

    def day_file(self, day: date) -> DayFile | None:
        """All movements of one day, or None when there were none (section 10.4)."""

    def agreement(self, day: date) -> Agreement | None:
        """İYS's hash of that file (section 10.2), None when there is nothing."""

    def agree(self, day: date) -> bool:
        """Tell İYS that the file matches ours (section 10.3)."""
