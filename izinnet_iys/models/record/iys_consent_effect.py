"""Effect: which act of a key counts now, decided in one place (L-14, L-16, L-65)."""

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
#: Refusals in force that İYS need not be told of when they came, because they repeated
#: one, for keys where İYS's last word that we know is an approval after all.
UNTOLD = """
    SELECT c.id
    FROM unnest(%s, %s, %s, %s) AS k(recipient_key, brand_id, type, recipient_type)
    JOIN iys_consent c USING (recipient_key, brand_id, type, recipient_type)
    WHERE c.is_effective AND c.status = 'RET' AND c.state = 'local'
      AND COALESCE(c.error_code, 'H174') IN ('H174', 'H175')
      AND (SELECT o.status FROM iys_consent o
           WHERE o.recipient_key = c.recipient_key AND o.brand_id = c.brand_id
             AND o.type = c.type AND o.recipient_type = c.recipient_type
             AND o.state IN ('registered', 'received')
           -- of two in the same second nobody can say which İYS took last: tell it
           ORDER BY COALESCE(o.consent_date, o.iys_creation_date) DESC,
                    (o.status = 'ONAY') DESC
           LIMIT 1) = 'ONAY'
"""


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _refresh_effective(self, places, coming=()):
        """Decide anew which act counts for some keys (L-65), from all that stands.

        While acts are recorded, ``Sorting`` decides by the same rule beforehand.

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

    @api.model
    def _tell_untold(self, places):
        """Hand in refusals kept here that İYS's newly known approval makes necessary.

        A repeat of a refusal is kept here, as İYS would answer H174. When the person
        approved at İYS between the two, İYS has to hear of the second one (L-14, L-65).
        """
        places = list(places)
        if not places:
            return
        self.env.cr.execute(
            UNTOLD, [list(column) for column in zip(*places, strict=True)]
        )
        untold = [row[0] for row in self.env.cr.fetchall()]
        if untold:
            self._set_state("queued", untold, error_code=None, error_message=None)
            self._wake_push()
