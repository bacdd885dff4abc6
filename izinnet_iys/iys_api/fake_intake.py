"""What a fake registry takes in: single adds, lots, and the worker that carries lots out.

The half of ``RegistryBook`` that writes for the company; see ``fake``.
"""

import hashlib
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Final

from . import queries, rules
from .fake_store import Lot, Movement, Store
from .fake_wire import (
    consent_of,
    echoed,
    note_name,
    note_of,
    repeated,
    stamp,
    success,
    unknown_dealers,
    waiting,
)
from .messages import TRT, ApiError, Consent, Key, to_wire_time
from .registry import MAX_LOT
from .rules import RuleOptions, error
from .texts import text_of

_V2_MEMBERS: Final = ("isAddConsentV2Service", "originalRequestInformation")


@dataclass(frozen=True)
class BookOptions:
    """How the registry behaves; times in seconds, defaults as documented or advised.

    A lot's status is an empty list before ``worker_start``, ``enqueue`` until
    ``worker_delay``. ``bad_cursor``: ``refuse`` (422 H098) or ``restart``;
    ``end_of_feed``: ``nothing`` (204) or ``empty`` (200, empty list, same cursor);
    ``consent_limit``: addresses under the subscription, None for no end (H525).
    """

    rules: RuleOptions = field(default_factory=RuleOptions)
    worker_start: float = 60
    worker_delay: float = 300
    results_kept: float = 60 * 86400
    window: float = 7 * 86400
    lag: float = 3600
    lot_max: int = MAX_LOT
    status_max: int = 1000
    feed_max: int = 1000
    consent_limit: int | None = None
    bad_cursor: str = "refuse"
    end_of_feed: str = "nothing"


class Refusal(Exception):
    """The registry's no: HTTP ``status`` and the ``errors`` of the body."""

    def __init__(self, status: int, errors: Sequence[ApiError]):
        super().__init__(f"{status} " + " ".join(e.code for e in errors))
        self.status = status
        self.errors = tuple(errors)


def alone(method):
    """One caller at a time, and the worker has done all that is due."""

    @wraps(method)
    def guarded(self, *args, **kwargs):
        with self._lock:
            self._work()
            return method(self, *args, **kwargs)

    return guarded


class Intake:
    """Adds, lots and the worker.

    ``now`` gives an aware datetime. ``options`` may be replaced at any time.
    ``retailers`` maps known dealer codes (text) to titles; None accepts any code.
    ``room`` tells how many more addresses the subscription takes, None for no end.
    """

    def __init__(
        self,
        store: Store,
        now: Callable[[], datetime],
        options: BookOptions | None = None,
        *,
        brand_code: str = "",
        retailers: Mapping[str, str] | None = None,
    ):
        self.store = store
        self.now = now
        self.options = options or BookOptions()
        self.brand_code = brand_code
        self.retailers = retailers
        self.room: Callable[[], int | None] = self._own_room
        self._lock = threading.RLock()

    # === TIME AND WORKER === #

    def _second(self) -> datetime:
        return self.now().astimezone(TRT).replace(microsecond=0)

    @alone
    def settle(self) -> None:
        """Let the worker do the lots that are due; every other method does it too."""

    def _work(self) -> None:
        now = self._second()
        for lot in self.store.open_lots():
            due = lot.created + timedelta(seconds=self.options.worker_delay)
            if due <= now:
                self._carry_out(lot, due)

    def _carry_out(self, lot: Lot, moment: datetime) -> None:
        """State rules item by item, in list order, against the state by then (15.3)."""
        names = [note_name("item", item) for item in lot.items]
        notes = self.store.recall(names) if lot.v2 else {}
        records = self.store.records({rules.key_of(item) for item in lot.items})
        rows, movements, fresh = [], [], {}
        for index, (item, name) in enumerate(zip(lot.items, names, strict=True)):
            row = {"index": index, "subRequestId": lot.subrequest_ids[index]}
            if name in notes:
                rows.append(row | repeated(lot, notes[name]))
                continue
            consent = consent_of(item)
            stored = records.get(consent.key)
            if code := rules.transition(stored, consent, self.options.rules):
                fault = {"code": code, "message": text_of(code)}
                rows.append(row | {"status": "failure", "error": fault})
                continue
            movement = self._movement(consent, stored, moment)
            records[consent.key] = movement.consent
            movements.append(movement)
            fresh[name] = note_of(movement, lot.request_id, row["subRequestId"])
            rows.append(row | success(lot, movement))
        self.store.append(movements)
        self.store.remember(fresh)
        self.store.put_lot(replace(lot, rows=tuple(rows)))

    def _movement(
        self, consent: Consent, stored: Consent | None, moment: datetime
    ) -> Movement:
        return Movement(
            replace(
                consent,
                creation_date=moment,
                transaction_id=self._transaction_id(consent.key, moment),
            ),
            stored.status if stored else None,
        )

    def _transaction_id(self, key: Key, moment: datetime) -> str:
        """From key and second, so two movements in one second share it (15.4)."""
        parts = [self.brand_code, key.recipient_type, key.type, key.recipient]
        text = "|".join([*parts, to_wire_time(moment)])
        return hashlib.sha256(text.encode()).hexdigest()

    # === ADDING === #

    @alone
    def add_item(
        self, item: Any, *, v2: bool = False, path: str = ""
    ) -> dict[str, str]:
        """Single add (7.1, 7.2): one wire object → ``{transactionId, creationDate}``."""
        self._refuse(rules.check_item(item, self.now(), self.options.rules))
        self._refuse_dealers(list(unknown_dealers(item, self.retailers, single=True)))
        name = note_name("add", [path, item])
        if v2 and (known := self.store.recall([name])):
            return known[name]
        consent = consent_of(item)
        stored = self.store.records([consent.key]).get(consent.key)
        self._refuse_quota(0 if stored else 1)
        if code := rules.transition(stored, consent, self.options.rules):
            raise Refusal(400, [error(code)])
        movement = self._movement(consent, stored, self._second())
        self.store.append([movement])
        answer = stamp(movement)
        self.store.remember({name: answer} if v2 else {})
        return answer

    @alone
    def submit_items(self, items: Any, *, v2: bool = False) -> dict[str, Any]:
        """Batch add (7.3): a list of wire objects → ``{requestId, subRequests}``."""
        if not isinstance(items, list) or not items:
            raise Refusal(400, [error("H092")])
        if len(items) > self.options.lot_max:
            raise Refusal(422, [error("H091", limit=self.options.lot_max)])
        self._refuse(rules.check_lot(items, self.now(), self.options.rules))
        self._refuse_dealers(
            [
                replace(fault, index=index)
                for index, item in enumerate(items)
                for fault in unknown_dealers(item, self.retailers)
            ]
        )
        keys = {rules.key_of(item) for item in items}
        self._refuse_quota(len(keys) - len(self.store.records(keys)))
        lot = Lot(
            request_id=uuid.uuid4().hex,
            created=self._second(),
            v2=v2,
            items=tuple(items),
            subrequest_ids=tuple(str(uuid.uuid4()) for _ in items),
        )
        self.store.put_lot(lot)
        return {"requestId": lot.request_id, "subRequests": echoed(lot)}

    def _refuse(self, faults: Sequence[ApiError]) -> None:
        """422 for field errors; what is wrong with the whole request goes alone as 400."""
        whole = [fault for fault in faults if fault.code in rules.WHOLE_REQUEST]
        if whole:
            raise Refusal(400, [replace(fault, index=None) for fault in whole[:1]])
        if faults:
            raise Refusal(422, faults)

    def _refuse_dealers(self, faults: Sequence[ApiError]) -> None:
        if faults:
            raise Refusal(403, faults)

    def _refuse_quota(self, new_addresses: int) -> None:
        room = self.room()
        if new_addresses and room is not None and new_addresses > room:
            raise Refusal(422, [error("H525")])

    def _own_room(self) -> int | None:
        limit = self.options.consent_limit
        return None if limit is None else max(0, limit - self.used())

    def used(self) -> int:
        """How many records the brand holds (``usedConsentLimit``)."""
        return sum(self.store.totals().values())

    @alone
    def results(self, request_id: str, *, v2: bool = False) -> list[dict[str, Any]]:
        """Batch status (7.4, 7.5); unknown and forgotten lots give an empty list."""
        if faults := queries.check_request_id(request_id):
            raise Refusal(422, faults)
        lot = self.store.lot(request_id)
        age = (self._second() - lot.created).total_seconds() if lot else 0
        start = min(self.options.worker_start, self.options.worker_delay)
        if lot is None or age > self.options.results_kept:
            return []
        if lot.rows is None:
            return waiting(lot) if age >= start else []
        hidden = () if v2 else _V2_MEMBERS
        return [
            {name: value for name, value in row.items() if name not in hidden}
            for row in lot.rows
        ]
