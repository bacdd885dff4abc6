"""What stood on a day: rebuilt from the acts, never read from a flag (L-64, view 3)."""

from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...iys_api.recipients import normalise

#: Acts with two judgements. ``stood``: what was so, by the dates of the acts and of İYS.
#: ``known``: what this house could know, by the moments it learned of them.
JUDGED = """
    SELECT id, brand_id, recipient, recipient_key, type, recipient_type, status,
           consent_date,
           COALESCE(consent_date, iys_creation_date, recorded_at) AS moment,
           (status = 'RET' AND state <> 'unconfirmed')
           OR (state IN ('registered', 'received')
               AND COALESCE(iys_creation_date, registered_at, recorded_at)
                   <= %(moment)s) AS stood,
           recorded_at <= %(moment)s
           AND ((status = 'RET' AND state <> 'unconfirmed') OR state = 'received'
                OR (state = 'registered' AND registered_at <= %(moment)s)) AS known
    FROM iys_consent
    WHERE COALESCE(consent_date, iys_creation_date, recorded_at) <= %(moment)s AND %(which)s
"""
#: The same order as decides which act is in force (``WINNERS`` of the ledger).
RANKED = """
    SELECT *, stood AND row_number() OVER (PARTITION BY %(place)s
                  ORDER BY stood DESC, %(strength)s) = 1 AS wins,
              known AND row_number() OVER (PARTITION BY %(place)s
                  ORDER BY known DESC, %(strength)s) = 1 AS was_known
    FROM (%(judged)s) judged
"""
PLACE = SQL("recipient_key, brand_id, type, recipient_type")
STRENGTH = SQL("moment DESC, (status = 'RET') DESC, id DESC")


class StateAt(NamedTuple):
    """What stood for one address and recipient type at a moment.

    ``status`` ONAY, RET or None, by the dates of the acts; ``known_status`` what this
    house had been told by then. The ids name the acts.
    """

    recipient_type: str
    status: str | None
    consent_id: int | None
    known_status: str | None
    known_consent_id: int | None


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _iys_state_at(self, brand, type, recipients, moment):
        """Rebuild what stood at a moment: {text as given: [`StateAt`, …]}.

        ``moment`` is naive UTC; ``recipients`` are texts in any spelling; one query. An
        address that nothing was recorded for has an empty list. A refusal stands from its
        own date, an approval only from İYS's record of it (L-14, L-16); what İYS later no
        longer showed does not count. Raises UserError when the address key is missing.
        """
        keyed = self.env["iys.key"]._hasher()
        spelled = {text: normalise(type, text) for text in recipients}
        keys = {text: keyed(address) for text, address in spelled.items() if address}
        which = SQL(
            "recipient_key = ANY(%s) AND brand_id = %s AND type = %s",
            list(keys.values()),
            brand.id or 0,
            type,
        )
        stood = {}
        for row in self._iys_states_at(which, moment):
            stood.setdefault(row[1], []).append(StateAt(row[4], *row[5:9]))
        return {text: stood.get(keys.get(text), []) for text in recipients}

    @api.model
    def _iys_states_at(self, which, moment):
        """Return rows of what stood for the acts a condition (SQL) names.

        Each: brand, key, recipient, type, recipient type, status, act, status known
        then, act known then, and the date of the act that stood.
        """
        self.flush_model()
        return self.env.execute_query(self._iys_states_sql(which, moment))

    @api.model
    def _iys_states_sql(self, which, moment):
        """Return the SELECT of ``_iys_states_at``, for cursors over millions."""
        judged = SQL(JUDGED, moment=moment, which=which)
        ranked = SQL(RANKED, place=PLACE, strength=STRENGTH, judged=judged)
        return SQL(
            """
            SELECT brand_id, recipient_key, max(recipient), type, recipient_type,
                   max(status) FILTER (WHERE wins), max(id) FILTER (WHERE wins),
                   max(status) FILTER (WHERE was_known),
                   max(id) FILTER (WHERE was_known),
                   max(moment) FILTER (WHERE wins)
            FROM (%s) ranked WHERE wins OR was_known
            GROUP BY %s ORDER BY max(recipient), %s
            """,
            ranked,
            PLACE,
            PLACE,
        )
