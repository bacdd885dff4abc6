"""Where a fake registry keeps one brand's books: a small interface and one in memory.

An implementation on tables needs nine methods, all over sets. It may rely on this: a
``RegistryBook`` calls them one after the other, never from two threads.
"""

import bisect
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from .messages import Consent, Key
from .terms import is_recipient_side


class Mark(NamedTuple):
    """A place in the order of movements: creation second and transaction id."""

    creation_date: datetime
    transaction_id: str


@dataclass(frozen=True, slots=True)
class Movement:
    """One change of one record; never changed, never removed.

    ``consent`` carries ``creation_date`` (aware, whole seconds) and ``transaction_id``;
    ``previous`` is the record's status before it, None for the first.
    """

    consent: Consent
    previous: str | None = None

    @property
    def mark(self) -> Mark:
        """Its place in the order; two movements may share one (section 6.2)."""
        return Mark(self.consent.creation_date, self.consent.transaction_id)

    @property
    def side(self) -> str:
        """``IYS`` for the recipient's own act, else ``HS`` (section 8.4)."""
        return "IYS" if is_recipient_side(self.consent.source) else "HS"


@dataclass(frozen=True, slots=True)
class Lot:
    """A list that was accepted; ``rows`` is None until the worker has been there.

    ``items`` are the wire objects as sent, ``rows`` the entries of the status answer;
    both hold plain JSON values only. ``created`` is aware.
    """

    request_id: str
    created: datetime
    v2: bool
    items: tuple[dict[str, Any], ...]
    subrequest_ids: tuple[str, ...]
    rows: tuple[dict[str, Any], ...] | None = None


class Store(Protocol):
    """What a ``RegistryBook`` needs to be kept, for one brand."""

    def records(self, keys: Collection[Key]) -> dict[Key, Consent]:
        """The records that exist among the keys: each key's last appended movement."""

    def append(self, movements: Sequence[Movement]) -> None:
        """Add movements in this order; each becomes the record of its key."""

    def movements(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        side: str | None = None,
        key: Key | None = None,
        after: Mark | None = None,
        limit: int | None = None,
    ) -> list[Movement]:
        """Movements by (creation_date, transaction_id, order of coming).

        ``since`` and ``until`` are inclusive; ``after`` leaves out all up to that mark
        and those at it.
        """

    def totals(self) -> Mapping[str, int]:
        """How many records stand at each status."""

    def put_lot(self, lot: Lot) -> None:
        """Keep a lot, in place of an earlier one with its request id."""

    def lot(self, request_id: str) -> Lot | None:
        """The lot of a request id."""

    def open_lots(self) -> list[Lot]:
        """Lots the worker has not done, oldest first."""

    def recall(self, names: Collection[str]) -> dict[str, dict[str, Any]]:
        """The notes that exist among the names."""

    def remember(self, notes: Mapping[str, dict[str, Any]]) -> None:
        """Keep notes (plain JSON values) by name, over earlier ones."""


class MemoryStore:
    """The books in memory: for tests and the simulator."""

    def __init__(self) -> None:
        self._records: dict[Key, Consent] = {}
        self._totals: Counter[str] = Counter()
        self._marks: list[Mark] = []
        self._movements: list[Movement] = []
        self._of_key: dict[Key, list[Movement]] = {}
        self._lots: dict[str, Lot] = {}
        self._open: dict[str, Lot] = {}
        self._notes: dict[str, dict[str, Any]] = {}

    def records(self, keys: Collection[Key]) -> dict[Key, Consent]:
        """See ``Store.records``."""
        return {key: self._records[key] for key in keys if key in self._records}

    def all_records(self) -> list[Consent]:
        """Every record, in order of their first movement; for control pages."""
        return list(self._records.values())

    def forget(self, keys: Collection[Key]) -> None:
        """Lose records with all their movements: damage for tests, not İYS's doing."""
        self._put_in_order()
        gone = set(keys)
        for key in gone & self._records.keys():
            self._totals[self._records.pop(key).status] -= 1
            del self._of_key[key]
        self._movements = [m for m in self._movements if m.consent.key not in gone]
        self._marks = [movement.mark for movement in self._movements]

    def append(self, movements: Sequence[Movement]) -> None:
        """See ``Store.append``."""
        for movement in movements:
            key = movement.consent.key
            if key in self._records:
                self._totals[self._records[key].status] -= 1
            self._totals[movement.consent.status] += 1
            self._records[key] = movement.consent
            self._of_key.setdefault(key, []).append(movement)
            self._movements.append(movement)

    def _put_in_order(self) -> None:
        """Sort in what was appended since the last reading.

        Most of it belongs at the end; a clock that was moved back asks for more.
        """
        done = len(self._marks)
        fresh = sorted(self._movements[done:], key=lambda m: m.mark)
        if done and fresh and fresh[0].mark < self._marks[-1]:
            done, fresh = 0, sorted(self._movements, key=lambda m: m.mark)
        self._movements[done:] = fresh
        self._marks[done:] = [movement.mark for movement in fresh]

    def movements(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        side: str | None = None,
        key: Key | None = None,
        after: Mark | None = None,
        limit: int | None = None,
    ) -> list[Movement]:
        """See ``Store.movements``."""
        found: list[Movement] = []
        for movement in self._ordered(since, after, key):
            if until is not None and movement.consent.creation_date > until:
                break
            if len(found) == limit:
                break
            if side in (None, movement.side):
                found.append(movement)
        return found

    def _ordered(
        self, since: datetime | None, after: Mark | None, key: Key | None
    ) -> Iterable[Movement]:
        if key is None:
            self._put_in_order()
        marks, movements = self._marks, self._movements
        if key is not None:
            movements = sorted(self._of_key.get(key, ()), key=lambda m: m.mark)
            marks = [movement.mark for movement in movements]
        start = bisect.bisect_left(marks, Mark(since, "")) if since else 0
        if after is not None:
            start = max(start, bisect.bisect_right(marks, after))
        return (movements[place] for place in range(start, len(movements)))

    def totals(self) -> Mapping[str, int]:
        """See ``Store.totals``."""
        return Counter(self._totals)

    def put_lot(self, lot: Lot) -> None:
        """See ``Store.put_lot``."""
        self._lots[lot.request_id] = lot
        if lot.rows is None:
            self._open[lot.request_id] = lot
        else:
            self._open.pop(lot.request_id, None)

    def lot(self, request_id: str) -> Lot | None:
        """See ``Store.lot``."""
        return self._lots.get(request_id)

    def open_lots(self) -> list[Lot]:
        """See ``Store.open_lots``."""
        return sorted(self._open.values(), key=lambda lot: lot.created)

    def recall(self, names: Collection[str]) -> dict[str, dict[str, Any]]:
        """See ``Store.recall``."""
        return {name: self._notes[name] for name in names if name in self._notes}

    def remember(self, notes: Mapping[str, dict[str, Any]]) -> None:
        """See ``Store.remember``."""
        self._notes.update(notes)
