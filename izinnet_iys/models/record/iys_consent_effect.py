"""Effect: which act of a key counts now, decided in one place (L-14, L-16, L-65)."""

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError

#: Rows whose flag is wrong, for keys given as four parallel arrays.
WINNERS = """
    WITH ranked AS (
        SELECT c.id, c.is_effective,
               ((c.status = 'RET' AND c.state <> 'unconfirmed')
                OR c.state IN ('registered', 'received')) AS counts,
               row_number() OVER (
                   PARTITION BY c.recipient_key, c.brand_id, c.type, c.recipient_type
                   ORDER BY ((c.status = 'RET' AND c.state <> 'unconfirmed')
                             OR c.state IN ('registered', 'received')) DESC,
                            COALESCE(c.consent_date, c.iys_creation_date,
                                     c.recorded_at) DESC,
                            (c.status = 'RET') DESC, c.id DESC) AS rank
        FROM unnest(%s, %s, %s, %s) AS k(recipient_key, brand_id, type, recipient_type)
        JOIN iys_consent c USING (recipient_key, brand_id, type, recipient_type)
    )
    SELECT id, counts AND rank = 1 FROM ranked
    WHERE COALESCE(is_effective, FALSE) <> (counts AND rank = 1)
"""


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _take_back(self, refused):
        """Keep here what a refusal overtook before it was ever sent."""
        places = list(
            {(*d.place, d.act.consent_date) for d in refused if d.act.consent_date}
        )
        if not places:
            return
        keys, brands, types, recipient_types, dates = zip(*places, strict=True)
        self.env.cr.execute(
            """
            SELECT c.id FROM unnest(%s, %s, %s, %s, %s::timestamp[])
                   AS r(recipient_key, brand_id, type, recipient_type, consent_date)
            JOIN iys_consent c USING (recipient_key, brand_id, type, recipient_type)
            WHERE c.status = 'ONAY' AND c.state IN ('queued', 'unconfirmed')
              AND c.consent_date <= r.consent_date
            """,
            [list(keys), list(brands), list(types), list(recipient_types), list(dates)],
        )
        overtaken = [row[0] for row in self.env.cr.fetchall()]
        if overtaken:
            self._set_state("local", overtaken)

    @api.model
    def _refresh_effective(self, places):
        """Decide anew which act counts for some keys; the only place that does (L-65).

        The latest act wins, a RET wins a tie. A RET stands for itself; an ONAY stands
        only when İYS has confirmed it (L-16).
        """
        places = list(places)
        if not places:
            return
        self.env.cr.execute(
            WINNERS, [list(column) for column in zip(*places, strict=True)]
        )
        rows = self.env.cr.fetchall()
        losers = [row[0] for row in rows if not row[1]]
        winners = [row[0] for row in rows if row[1]]
        # first make room: the unique index allows one act in force per key
        update = "UPDATE iys_consent SET is_effective = %s WHERE id = ANY(%s)"
        if losers:
            self.env.cr.execute(update, [False, losers])
        if winners:
            try:
                with self.env.cr.savepoint(flush=False):
                    self.env.cr.execute(update, [True, winners])
            except UniqueViolation as error:
                raise ConcurrencyError(str(error)) from None
        self.invalidate_model(["is_effective"])
