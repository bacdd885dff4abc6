"""The demo registry's books on tables: ``iys_api.fake_store.Store`` in SQL."""

from dataclasses import replace
from datetime import timezone

from psycopg2.extras import Json

from ...iys_api.fake_store import Lot, Movement
from ...iys_api.messages import Consent

LOCK_SPACE = 0x1957_04

MOVEMENT_COLUMNS = (
    "recipient", "recipient_type", "type", "status", "source", "consent_date",
    "creation_date", "transaction_id", "retailer_code", "retailer_access",
    "citizen_name", "previous",
)  # fmt: skip
_COLUMNS = ", ".join(f"m.{name}" for name in MOVEMENT_COLUMNS)


class TableStore:
    """`Store` for one brand, within the caller's transaction.

    All arguments and answers are sets; aware datetimes outside, naive UTC in the tables.
    """

    def __init__(self, env, brand_id):
        self.cr = env.cr
        self.brand_id = brand_id

    def records(self, keys):
        """See ``Store.records``: the last movement of each key."""
        if not keys:
            return {}
        recipients, recipient_types, types = zip(*keys, strict=True)
        self.cr.execute(
            f"""
            SELECT {_COLUMNS}
            FROM unnest(%s, %s, %s) AS k(recipient, recipient_type, type)
            CROSS JOIN LATERAL (
                SELECT * FROM iys_demo_movement o
                WHERE o.recipient = k.recipient AND o.brand_id = %s
                  AND o.recipient_type = k.recipient_type AND o.type = k.type
                ORDER BY o.id DESC LIMIT 1) AS m
            """,
            [list(recipients), list(recipient_types), list(types), self.brand_id],
        )
        found = (_movement(row).consent for row in self.cr.fetchall())
        return {consent.key: consent for consent in found}

    def append(self, movements):
        """See ``Store.append``."""
        if movements:
            names = ", ".join(("brand_id", "side", *MOVEMENT_COLUMNS))
            self.cr.execute_values(
                f"INSERT INTO iys_demo_movement ({names}) VALUES %s",
                [(self.brand_id, m.side, *_values(m)) for m in movements],
            )

    def movements(
        self, *, since=None, until=None, side=None, key=None, after=None, limit=None
    ):
        """See ``Store.movements``."""
        conditions = {
            "m.creation_date >= %s": [_naive(since)] if since else None,
            "m.creation_date <= %s": [_naive(until)] if until else None,
            "m.side = %s": [side] if side else None,
            "(m.recipient, m.recipient_type, m.type) = (%s, %s, %s)": key,
            '(m.creation_date, m.transaction_id COLLATE "C") > (%s, %s)': after
            and [_naive(after.creation_date), after.transaction_id],
        }
        wanted = {sql: values for sql, values in conditions.items() if values}
        self.cr.execute(
            f"""
            SELECT {_COLUMNS} FROM iys_demo_movement m
            WHERE {" AND ".join(["m.brand_id = %s", *wanted])}
            ORDER BY m.creation_date, m.transaction_id COLLATE "C", m.id LIMIT %s
            """,
            [self.brand_id, *(v for values in wanted.values() for v in values), limit],
        )
        return [_movement(row) for row in self.cr.fetchall()]

    def totals(self):
        """See ``Store.totals``."""
        self.cr.execute(
            """
            SELECT status, count(*) FROM (
                SELECT DISTINCT ON (recipient, recipient_type, type) status
                FROM iys_demo_movement WHERE brand_id = %s
                ORDER BY recipient, recipient_type, type, id DESC) AS records
            GROUP BY status
            """,
            [self.brand_id],
        )
        return dict(self.cr.fetchall())

    def put_lot(self, lot):
        """See ``Store.put_lot``."""
        rows = None if lot.rows is None else Json(list(lot.rows))
        self.cr.execute(
            """
            INSERT INTO iys_demo_request
                (brand_id, request_id, created, v2, items, subrequest_ids, rows)
            VALUES (%s, %s, %s, %s, %s, %s, %s)
            ON CONFLICT (brand_id, request_id) DO UPDATE SET rows = EXCLUDED.rows
            """,
            [
                self.brand_id, lot.request_id, _naive(lot.created), lot.v2,
                Json(list(lot.items)), Json(list(lot.subrequest_ids)), rows,
            ],
        )  # fmt: skip

    def lot(self, request_id):
        """See ``Store.lot``."""
        found = self._lots("request_id = %s", request_id)
        return found[0] if found else None

    def open_lots(self):
        """See ``Store.open_lots``; each question of the book begins here.

        So this is where two workers take turns: otherwise both would do the same lot.
        """
        self.cr.execute(
            "SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, self.brand_id]
        )
        return self._lots("rows IS NULL")

    def _lots(self, condition, *values):
        self.cr.execute(
            f"""
            SELECT request_id, created, v2, items, subrequest_ids, rows
            FROM iys_demo_request WHERE brand_id = %s AND {condition}
            ORDER BY created, id
            """,
            [self.brand_id, *values],
        )
        return [_lot(row) for row in self.cr.fetchall()]

    def recall(self, names):
        """See ``Store.recall``."""
        self.cr.execute(
            "SELECT name, value FROM iys_demo_note WHERE brand_id = %s"
            " AND name = ANY(%s)",
            [self.brand_id, list(names)],
        )
        return dict(self.cr.fetchall())

    def remember(self, notes):
        """See ``Store.remember``."""
        if notes:
            self.cr.execute_values(
                "INSERT INTO iys_demo_note (brand_id, name, value) VALUES %s"
                " ON CONFLICT (brand_id, name) DO UPDATE SET value = EXCLUDED.value",
                [(self.brand_id, name, Json(value)) for name, value in notes.items()],
            )


def _naive(moment):
    return moment and moment.astimezone(timezone.utc).replace(tzinfo=None)


def _aware(moment):
    return moment and moment.replace(tzinfo=timezone.utc)


def _values(movement):
    consent = movement.consent
    stored = replace(
        consent,
        consent_date=_naive(consent.consent_date),
        creation_date=_naive(consent.creation_date),
    )
    values = [getattr(stored, name) for name in MOVEMENT_COLUMNS[:-1]]
    values[MOVEMENT_COLUMNS.index("retailer_access")] = Json(
        list(consent.retailer_access)
    )
    return [*values, movement.previous]


def _movement(row):
    *values, previous = row
    fields = dict(zip(MOVEMENT_COLUMNS, values, strict=False))
    fields["retailer_access"] = tuple(fields["retailer_access"] or ())
    for name in ("consent_date", "creation_date"):
        fields[name] = _aware(fields[name])
    return Movement(Consent(**fields), previous)


def _lot(row):
    request_id, created, v2, items, subrequest_ids, rows = row
    return Lot(
        request_id=request_id,
        created=_aware(created),
        v2=v2,
        items=tuple(items),
        subrequest_ids=tuple(subrequest_ids),
        rows=None if rows is None else tuple(rows),
    )
