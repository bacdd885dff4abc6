"""One brand's books at a fake İYS: reads, the feed, days and the citizen's own acts.

Speaks in wire objects, so that the HTTP simulator only has to route; see ``fake``.
"""

import hashlib
import json
import uuid
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from . import queries, rules
from .fake_intake import Intake, Refusal, alone
from .fake_store import Mark, Movement
from .fake_wire import (
    cursor,
    day_counts,
    day_csv,
    feed_row,
    record_row,
    stands,
    whole_marks,
)
from .messages import TRT, Consent, Key, from_wire_time, to_wire_time
from .rules import error
from .terms import RECIPIENT_TYPES, TYPES


class RegistryBook(Intake):
    """See the head of ``fake`` for the methods in one table."""

    # === READING === #

    @alone
    def status(self, body: Any) -> dict[str, Any] | None:
        """One consent (8.1); None when there is no record."""
        self._refuse(queries.check_key(body))
        record = self.record(rules.key_of(body))
        if record is None:
            return None
        wire = record_row(record)
        if record.retailer_code:
            wire["retailerCode"] = int(record.retailer_code)
            titles = self.retailers or {}
            wire["retailerTitle"] = titles.get(record.retailer_code, "")
        wire["retailerAccessCount"] = len(record.retailer_access)
        return wire

    def record(self, key: Key) -> Consent | None:
        """The stored record of a key, as it is."""
        return self.store.records([key]).get(key)

    @alone
    def approved(self, recipient_type: str, type: str, body: Any) -> dict[str, Any]:
        """Multi status (8.2): which of the addresses stand at ONAY."""
        self._refuse(queries.check_path(type, recipient_type))
        recipients = body.get("recipients") if isinstance(body, Mapping) else None
        self._refuse(
            queries.check_recipients(type, recipients, self.options.status_max)
        )
        keys = [
            rules.key_of(
                {"recipient": r, "recipientType": recipient_type, "type": type}
            )
            for r in recipients
        ]
        records = self.store.records(keys)
        return {
            "requestId": str(uuid.uuid4()),
            "list": [
                key.recipient
                for key in keys
                if key in records and records[key].status == "ONAY"
            ],
        }

    @alone
    def history(self, body: Any, offset: Any = None, limit: Any = None) -> dict:
        """Movements of one address, newest consentDate first (8.3); paging as text."""
        self._refuse([*queries.check_key(body), *queries.check_paging(offset, limit)])
        found = self.store.movements(key=rules.key_of(body))
        found.sort(key=lambda m: m.consent.consent_date or m.consent.creation_date)
        found.reverse()
        start, size = int(offset or 0), int(limit or 100)
        rows = [record_row(m.consent) for m in found[start : start + size]]
        paging = {"totalCount": len(found), "pageSize": len(rows), "offset": start}
        return {"list": rows, "pagination": paging}

    @alone
    def changes(
        self, source: str = "IYS", limit: Any = None, after: str | None = None
    ) -> dict[str, Any] | None:
        """The change feed (8.4); None stands for 204."""
        self._refuse(queries.check_changes(source, limit, self.options.feed_max))
        size = int(limit or self.options.feed_max)
        now = self._second()
        found = self.store.movements(
            since=now - timedelta(seconds=self.options.window),
            until=now - timedelta(seconds=self.options.lag),
            side=source,
            after=self._mark(after),
            limit=size + 1,
        )
        page = whole_marks(found, size)
        if page:
            rows = [feed_row(movement.consent, source) for movement in page]
            return {"after": cursor(page[-1].mark), "list": rows}
        if self.options.end_of_feed == "empty" and after:
            return {"after": after, "list": []}
        return None

    def _mark(self, after: str | None) -> Mark | None:
        if not after:
            return None
        second, _, transaction_id = after.partition("_")
        if second.isdigit() and len(second) <= 10 and transaction_id:
            return Mark(datetime.fromtimestamp(int(second), TRT), transaction_id)
        if self.options.bad_cursor == "refuse":
            raise Refusal(422, [error("H098", "after", value=after)])
        return None

    # === RECONCILIATION === #

    def _movements_of(self, report_date: str) -> list[Movement]:
        faults = queries.check_report_date(report_date, self.now())
        if faults:
            raise Refusal(422, faults)
        start = from_wire_time(f"{report_date} 00:00:00")
        end = start + timedelta(days=1) - timedelta(seconds=1)
        return self.store.movements(since=start, until=end)

    @alone
    def day_counts(self, report_date: str, recipient_type: str) -> dict[str, Any]:
        """Counts of a day by type and side (10.1)."""
        movements = self._movements_of(report_date)
        self._refuse(queries.check_path(TYPES[0], recipient_type))
        pending = self._pending(report_date, recipient_type)
        return {"changeStats": day_counts(movements, pending, recipient_type)}

    def _pending(self, report_date: str, recipient_type: str) -> dict[str, int]:
        """Rows of that day's lots that the worker has not done."""
        counts: dict[str, int] = {}
        for lot in self.store.open_lots():
            if to_wire_time(lot.created)[:10] == report_date:
                for item in lot.items:
                    key = rules.key_of(item)
                    if key.recipient_type == recipient_type:
                        counts[key.type] = counts.get(key.type, 0) + 1
        return counts

    @alone
    def day_file(self, report_date: str) -> bytes | None:
        """All movements of a day as CSV (10.4); None stands for 204."""
        movements = self._movements_of(report_date)
        return day_csv(movements) if movements else None

    @alone
    def agreement(self, report_date: str) -> dict[str, Any] | None:
        """The hash of that file and whether it was agreed on (10.2); None: 204."""
        movements = self._movements_of(report_date)
        if not movements:
            return None
        name = f"agreement:{report_date}"
        return {
            "processStatus": "completed",
            "hashValue": hashlib.sha384(day_csv(movements)).hexdigest(),
            "hashMethod": "SHA-384",
            "agreementStatus": name in self.store.recall([name]),
        }

    @alone
    def agree(self, report_date: str, body: Any) -> dict[str, bool] | None:
        """Take the company's agreement (10.3); None: nothing to agree on."""
        movements = self._movements_of(report_date)
        value = body.get("agreementStatus") if isinstance(body, Mapping) else None
        if value is not True:
            spelling = json.dumps(value, ensure_ascii=False)
            raise Refusal(422, [error("H512", "agreementStatus", spelling=spelling)])
        if not movements:
            return None
        self.store.remember({f"agreement:{report_date}": {"captured": True}})
        return {"agreementCaptured": True}

    @alone
    def counts(self) -> dict[str, int]:
        """Records by status, as the brand list shows them (9.1)."""
        totals = self.store.totals()
        return {
            "approval": totals.get("ONAY", 0),
            "rejection": totals.get("RET", 0),
            "total": sum(totals.values()),
        }

    # === THE CITIZEN === #

    @alone
    def citizen_act(
        self,
        key: Key,
        status: str,
        source: str = "IYS_WEB",
        *,
        citizen_name: str | None = None,
    ) -> Consent:
        """The recipient decides at İYS, now (15.6); gives the new record.

        Seen at once by status queries, in the feed after its hour. Raises ValueError
        when the source is not İYS's.
        """
        if not source.startswith("IYS_"):
            raise ValueError(f"{source} is no source of İYS")
        return self._citizen([key], status, source, citizen_name)[0]

    @alone
    def close_line(self, recipient: str) -> list[Consent]:
        """The operator reports a closed line: every approval of the phone falls."""
        keys = [Key(recipient, r, t) for r in RECIPIENT_TYPES for t in TYPES]
        records = self.store.records(keys)
        approvals = [key for key in keys if stands(records, key, "ONAY")]
        return self._citizen(approvals, "RET", "IYS_AHS_HAT_KAPATMA", None)

    def _citizen(
        self, keys: Collection[Key], status: str, source: str, name: str | None
    ) -> list[Consent]:
        now = self._second()
        records = self.store.records(keys)
        movements = []
        for key in keys:
            stored = records.get(key)
            consent = Consent(
                recipient=key.recipient,
                type=key.type,
                status=status,
                source=source,
                consent_date=now,
                recipient_type=key.recipient_type,
                retailer_code=stored.retailer_code if stored else None,
                retailer_access=stored.retailer_access if stored else (),
                citizen_name=name,
            )
            movements.append(self._movement(consent, stored, now))
        self.store.append(movements)
        return [movement.consent for movement in movements]
