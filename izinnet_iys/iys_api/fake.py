"""A registry of our own making: same rules, same answers, no network.

``RegistryBook(store, now, options)`` is one brand's books and speaks in wire objects, for
the HTTP simulator; ``FakeRegistry(book)`` puts the typed interface on it, for demo mode
and tests. ``Store`` is where the books are kept: ``MemoryStore``, or tables.

=====================================  ==========  ==================================
method of ``RegistryBook``             section     gives
=====================================  ==========  ==================================
``add_item(item, v2=, path=)``         7.1, 7.2    ``{transactionId, creationDate}``
``submit_items(items, v2=)``           7.3, 7.5    ``{requestId, subRequests}`` (202)
``results(request_id, v2=)``           7.4, 7.5    list of rows, maybe empty
``status(body)``                       8.1         record, or None for no record
``approved(rtype, type, body)``        8.2         ``{requestId, list}``
``history(body, offset, limit)``       8.3         ``{list, pagination}``
``changes(source, limit, after)``      8.4         ``{after, list}``, or None for 204
``day_counts(date, recipient_type)``   10.1        ``{changeStats}``
``agreement(date)``                    10.2        object, or None for 204
``agree(date, body)``                  10.3        object, or None for 204
``day_file(date)``                     10.4        bytes of the CSV, or None for 204
``counts()``                           9.1         ``{approval, rejection, total}``
``citizen_act(key, status, source)``   15.6        the new record (Consent)
``close_line(recipient)``              15.6        the records that fell
``settle()``                           15.3        nothing; the worker does what is due
``record(key)``, ``used()``                        the stored Consent or None; a count
=====================================  ==========  ==================================

Every "no" is a ``Refusal`` with HTTP ``status`` and ``errors`` (``error_to_wire`` spells
them). Arguments that come from a path or query are text; ``offset`` and ``limit`` may be
None. ``book.options``, ``book.retailers`` and ``book.room`` may be replaced at any time.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from . import answers
from .answers import error_for
from .fake_book import RegistryBook
from .fake_intake import BookOptions, Refusal
from .fake_store import Lot, Mark, MemoryStore, Movement, Store
from .fake_wire import error_to_wire
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
    consent_to_wire,
    key_to_wire,
)
from .registry import MAX_LOT, check_amount
from .terms import RecipientType, Side, Type

__all__ = [
    "BookOptions",
    "FakeRegistry",
    "Lot",
    "Mark",
    "MemoryStore",
    "Movement",
    "Refusal",
    "RegistryBook",
    "Store",
    "error_to_wire",
]

T = TypeVar("T")


class FakeRegistry:
    """The ``Registry`` interface over one brand's books, failing as İYS would."""

    def __init__(
        self,
        book: RegistryBook,
        *,
        edition: str = "v2",
        brand: BrandInfo | None = None,
        subscription: Subscription | None = None,
    ):
        self.book = book
        self._v2 = edition == "v2"
        self._brand = brand or BrandInfo(book.brand_code, book.brand_code, master=True)
        self._subscription = subscription or Subscription("ACTIVE")

    def _ask(self, question: Callable[[], T], wrote: bool = False) -> T:
        try:
            return question()
        except Refusal as refusal:
            raise error_for(refusal.status, refusal.errors, wrote=wrote) from refusal

    def add(self, consent: Consent) -> Added:
        """See ``Registry.add``."""
        item = consent_to_wire(consent)
        body = self._ask(lambda: self.book.add_item(item, v2=self._v2), wrote=True)
        return answers.added(body)

    def submit(self, consents: Sequence[Consent]) -> Receipt:
        """See ``Registry.submit``."""
        check_amount(consents)
        items = [consent_to_wire(consent) for consent in consents]
        body = self._ask(lambda: self.book.submit_items(items, v2=self._v2), wrote=True)
        return answers.receipt(consents)(body)

    def results(self, request_id: str) -> list[Result]:
        """See ``Registry.results``."""
        body = self._ask(lambda: self.book.results(request_id, v2=self._v2))
        return answers.results(body)

    def lookup(self, key: Key) -> Consent | None:
        """See ``Registry.lookup``."""
        body = self._ask(lambda: self.book.status(key_to_wire(key)))
        return answers.record(key)(body)

    def approved(
        self, type: Type, recipient_type: RecipientType, recipients: Collection[str]
    ) -> set[str]:
        """See ``Registry.approved``."""
        check_amount(recipients)
        question = {"recipients": list(recipients)}
        body = self._ask(lambda: self.book.approved(recipient_type, type, question))
        return answers.approved(frozenset(recipients))(body)

    def history(self, key: Key, offset: int = 0, limit: int = 100) -> HistoryPage:
        """See ``Registry.history``."""
        body = self._ask(lambda: self.book.history(key_to_wire(key), offset, limit))
        return answers.history(body)

    def changes(
        self, after: str | None = None, source: Side = "IYS", limit: int = MAX_LOT
    ) -> ChangePage:
        """See ``Registry.changes``."""
        return answers.changes(
            self._ask(lambda: self.book.changes(source, limit, after))
        )

    def brands(self) -> list[BrandInfo]:
        """See ``Registry.brands``: this one brand with its present counts."""
        return [replace(self._brand, **self._ask(self.book.counts))]

    def subscription(self) -> Subscription:
        """See ``Registry.subscription``."""
        return replace(self._subscription, used=self.book.used())

    def day_counts(self, day: date, recipient_type: RecipientType) -> list[DayCount]:
        """See ``Registry.day_counts``."""
        text = day.isoformat()
        return answers.day_counts(
            self._ask(lambda: self.book.day_counts(text, recipient_type))
        )

    def day_file(self, day: date) -> DayFile | None:
        """See ``Registry.day_file``."""
        content = self._ask(lambda: self.book.day_file(day.isoformat()))
        return answers.day_file(day)(content)

    def agreement(self, day: date) -> Agreement | None:
        """See ``Registry.agreement``."""
        return answers.agreement(
            self._ask(lambda: self.book.agreement(day.isoformat()))
        )

    def agree(self, day: date) -> bool:
        """See ``Registry.agree``."""
        question = {"agreementStatus": True}
        body = self._ask(lambda: self.book.agree(day.isoformat(), question), wrote=True)
        return answers.agreed(body)
