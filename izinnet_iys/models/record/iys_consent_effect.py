"""Effect: which act of a key counts now, decided in one place (L-14, L-16, L-65)."""

from datetime import datetime

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError

#: Acts of some keys whose flag is wrong, and all that are about to be registered.
WINNERS = """
    WITH judged AS (
        SELECT id, is_effective, status, recipient_key, brand_id, type, recipient_type,
               COALESCE(consent_date, iys_creation_date, recorded_at) AS moment,
               id = ANY(%(coming)s) AS comes,
               ((status = 'RET' AND state <> 'unconfirmed')
                OR state IN ('registered', 'received')
                OR id = ANY(%(coming)s)) AS counts
        FROM iys_consent WHERE recipient_key = ANY(%(keys)s)
    ), ranked AS (
        SELECT id, is_effective, comes,
               counts AND row_number() OVER (
                   PARTITION BY recipient_key, brand_id, type, recipient_type
                   ORDER BY counts DESC, moment DESC, (status = 'RET') DESC, id DESC
               ) = 1 AS wins
        FROM judged
    )
    SELECT id, wins FROM ranked
    WHERE comes OR COALESCE(is_effective, FALSE) <> wins
"""


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _take_back(self, refused):
        """Keep here what a refusal overtook before it was ever sent."""
        latest = {}
        for draft in refused:
            if draft.act.consent_date:
                before = latest.get(draft.place, draft.act.consent_date)
                latest[draft.place] = max(before, draft.act.consent_date)
        self.env.cr.execute(
            """
            SELECT recipient_key, brand_id, type, recipient_type, id, consent_date
            FROM iys_consent
            WHERE recipient_key = ANY(%s) AND status = 'ONAY'
              AND state IN ('queued', 'unconfirmed')
            """,
            [[place[0] for place in latest]],
        )
        self._set_state(
            "local",
            [
                act_id
                for *place, act_id, moment in self.env.cr.fetchall()
                if moment and moment <= latest.get(tuple(place), datetime.min)
            ],
        )

    @api.model
    def _refresh_effective(self, places, coming=()):
        """Decide anew which act counts for some keys; the only place that does (L-65).

        The latest act wins, a RET wins a tie. A RET stands for itself; an ONAY stands
        only when İYS has confirmed it (L-16). ``coming`` are ids about to be registered:
        they count already, but their own flag is left to the caller, who gets the ids of
        those in force back. Two updates of one row cost twice.
        """
        keys = {place[0] for place in places}
        if not keys:
            return set()
        coming = set(coming)
        self.env.cr.execute(WINNERS, {"keys": list(keys), "coming": list(coming)})
        rows = self.env.cr.fetchall()
        # first make room: the unique index allows one act in force per key
        self._flag([act_id for act_id, wins in rows if not wins], False)
        winners = {act_id for act_id, wins in rows if wins}
        self._flag(list(winners - coming), True)
        self.invalidate_model(["is_effective"])
        return winners & coming

    @api.model
    def _flag(self, ids, value):
        if not ids:
            return
        try:
            self.env.cr.execute(
                "UPDATE iys_consent SET is_effective = %s"
                " WHERE id = ANY(%s) AND COALESCE(is_effective, FALSE) <> %s",
                [value, ids, value],
            )
        except UniqueViolation as error:
            raise ConcurrencyError(str(error)) from None
