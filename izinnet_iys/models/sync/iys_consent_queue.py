"""The queue: which waiting acts go next, and which İYS would refuse anyway."""

import time
from datetime import datetime, timezone
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ...iys_api.messages import ApiError, Consent
from ...iys_api.rules import RuleOptions, validate
from ...iys_api.terms import COMPANY_SOURCES

#: İYS's own reading of "three business days" is not known: the law's end counts.
OPTIONS = RuleOptions(three_day_rule=False)

#: {(database, brand id, status): (id below which no new act waits, when to look anew)}
#: A hint of this process: an index walk from the very first act would step over every
#: settled one that vacuum has not removed yet.
_FLOORS: dict[tuple[str, int, str], tuple[int, float]] = {}
#: A rival's transaction may commit an id below the floor: walk from the start this often.
FLOOR_SECONDS = 600.0

#: An act waits while an earlier one of its key is on its way (R-19).
FIRST_OF_KEY = """
    NOT EXISTS (
        SELECT 1 FROM iys_consent o
        WHERE o.recipient_key = c.recipient_key AND o.brand_id = c.brand_id
          AND o.type = c.type AND o.recipient_type = c.recipient_type
          AND (o.state IN ('in_flight', 'sent', 'unknown')
               OR (o.state = 'queued'
                   AND (COALESCE(o.consent_date, '-infinity'), o.id)
                       < (COALESCE(c.consent_date, '-infinity'), c.id))))
"""
TAKE_NEW = f"""
    SELECT c.id FROM iys_consent c
    WHERE c.brand_id = %(brand)s AND c.status = %(status)s AND c.state = 'queued'
      AND c.next_attempt IS NULL AND c.id > %(after)s AND {FIRST_OF_KEY}
    ORDER BY c.id LIMIT %(limit)s
    FOR NO KEY UPDATE OF c SKIP LOCKED
"""
TAKE_AGAIN = f"""
    SELECT c.id FROM iys_consent c
    WHERE c.brand_id = %(brand)s AND c.status = %(status)s AND c.state = 'queued'
      AND c.next_attempt <= %(now)s AND {FIRST_OF_KEY}
    ORDER BY c.next_attempt, c.id LIMIT %(limit)s
    FOR NO KEY UPDATE OF c SKIP LOCKED
"""
FIRST_WAITING = """
    SELECT id FROM iys_consent
    WHERE brand_id = %s AND status = %s AND state = 'queued'
      AND next_attempt IS NULL AND id > %s
    ORDER BY id LIMIT 1
"""


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _take_lot(self, brand, status, after=None):
        """Lock the next lot and return its ids: each key once, oldest act first (R-19).

        With ``after`` (an id) new acts behind it, by id; with None those that wait for
        another try and are due. The two are apart so that neither walks over the other.
        """
        self.flush_model()
        self.env.cr.execute(
            TAKE_AGAIN if after is None else TAKE_NEW,
            {
                "brand": brand.id,
                "status": status,
                "after": after,
                "now": fields.Datetime.now(),
                "limit": brand.account_id.lot_size,
            },
        )
        return [row[0] for row in self.env.cr.fetchall()]

    @api.model
    def _queue_floor(self, brand, status):
        """Return the id after which new acts are looked for."""
        place = (self.env.cr.dbname, brand.id, status)
        floor, until = _FLOORS.get(place, (0, 0.0))
        return floor if time.monotonic() < until else 0

    @api.model
    def _raise_floor(self, brand, status, start, last):
        """Remember how far the queue is empty after a walk from ``start`` to ``last``."""
        self.env.cr.execute(FIRST_WAITING, [brand.id, status, start])
        row = self.env.cr.fetchone()
        place = (self.env.cr.dbname, brand.id, status)
        now = time.monotonic()
        until = _FLOORS.get(place, (0, 0.0))[1] if start else now + FLOOR_SECONDS
        floor = (row[0] - 1 if row else last, until)
        self.env.cr.postcommit.add(lambda: _FLOORS.update({place: floor}))

    @api.model
    def _sift(self, ids):
        """Take out what İYS would refuse anyway, so that the lot is taken whole (R-7).

        Returns [(id, Consent)] for the rest, in the order of ``ids``.
        """
        now = fields.Datetime.now()
        good, bad = [], []
        for act in self._read_waiting(ids):
            consent = act.consent()
            faults = act.faults(consent, now)
            if faults:
                bad.append((act, faults[0]))
            else:
                good.append((act.id, consent))
        self._settle_refused(bad)
        return good

    @api.model
    def _read_waiting(self, ids):
        """Read acts as `Waiting`, in the order of ``ids``; the ORM would cost thrice."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "SELECT %s FROM iys_consent WHERE id = ANY(%s)",
                SQL(", ").join(map(SQL.identifier, Waiting._fields)),
                list(ids),
            )
        )
        acts = {row[0]: Waiting(*row) for row in self.env.cr.fetchall()}
        return [acts[act_id] for act_id in ids]


class Waiting(NamedTuple):
    """An act on its way out; columns of the same names, times naive UTC."""

    id: int
    recipient: str | None
    recipient_type: str
    type: str
    status: str
    source: str | None
    consent_date: datetime | None
    retailer_code: str | None
    deadline: datetime | None

    def consent(self):
        """What İYS is told of it."""
        moment = self.consent_date
        return Consent(
            recipient=self.recipient or "",
            type=self.type,
            status=self.status,
            source=self.source or None,
            consent_date=moment and moment.replace(tzinfo=timezone.utc),
            recipient_type=self.recipient_type,
            retailer_code=self.retailer_code or None,
        )

    def faults(self, consent, now):
        """Return the ApiErrors İYS would answer with; [] when it may go."""
        if self.deadline and self.deadline < now:
            return [ApiError("H467")]
        if self._passed_the_entrance(now):
            return []
        return validate(consent, now.replace(tzinfo=timezone.utc), OPTIONS)

    def _passed_the_entrance(self, now):
        """Tell whether `fault_of_act` has looked at all there is to look at."""
        return (
            self.recipient
            and self.source in COMPANY_SOURCES
            and self.consent_date
            and self.consent_date <= now
            and not self.retailer_code
        )
