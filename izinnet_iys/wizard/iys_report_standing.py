"""Reports of what stands: the state on a date, the differences with İYS."""

from functools import partial

from odoo import fields, models
from odoo.tools import SQL

from ..models.turkish_time import local_text
from .iys_report_table import Table

#: Differences that are open now, and those that reconciliation found and mended.
DIFFERENCES = """
    SELECT 'open', brand_id, recorded_at, state, recipient, 1, error_code, id
    FROM iys_consent
    WHERE brand_id = ANY(%(brands)s) AND state IN ('unknown', 'failed')
    UNION ALL
    SELECT 'found', res_id, date, data->>'kind', NULL, (data->>'count')::int,
           data->>'day', NULL
    FROM iys_log
    WHERE kind = 'difference' AND res_model = 'iys.brand' AND res_id = ANY(%(brands)s)
      AND date >= %(start)s AND date < %(end)s
    ORDER BY 1 DESC, 3, 8
"""


class IysReportScreen(models.TransientModel):
    _inherit = "iys.report.screen"

    def _state_table(self):
        """View 3: what stood on a date, by dates and by what was known then."""
        words = self._words_of_acts()
        which = SQL("brand_id = ANY(%s)", list(words["brand"]))
        moment = self.moment or fields.Datetime.now()
        return Table(
            self._state_headers(),
            self.env["iys.consent"]._iys_states_sql(which, moment),
            partial(self._spell_state, words),
            note=self.env._(
                "Rebuilt from the acts. “Stood” follows the dates of the acts and of"
                " İYS's record; “Known here” what this company had been told by then."
            ),
        )

    def _state_headers(self):
        return [
            self.env._("Brand"),
            self.env._("Channel"),
            self.env._("Recipient type"),
            self.env._("Recipient"),
            self.env._("Stood"),
            self.env._("Since (Türkiye time)"),
            self.env._("Known here"),
            self.env._("Consent"),
        ]

    def _spell_state(self, words, row):
        brand, _key, recipient, type_, kind, status, act, known, known_act, date = row
        nothing = self.env._("nothing")
        return (
            words["brand"][brand],
            words["type"].get(type_),
            words["recipient_type"].get(kind),
            recipient or self.env._("(masked)"),
            words["status"].get(status, nothing),
            local_text(date),
            words["status"].get(known, nothing),
            act or known_act,
        )

    def _difference_table(self):
        """View 4: where İYS and the book differ now, and what was found and mended."""
        words = self._words_of_acts()
        start, end = self._period()
        query = SQL(DIFFERENCES, brands=list(words["brand"]), start=start, end=end)
        return Table(
            self._difference_headers(),
            query,
            partial(self._spell_difference, words, fields.Datetime.now()),
            note=self.env._(
                "Until a difference is settled the more restrictive answer counts (L-65)."
            ),
        )

    def _difference_headers(self):
        return [
            self.env._("Kind"),
            self.env._("Brand"),
            self.env._("Since (Türkiye time)"),
            self.env._("Age in days"),
            self.env._("What"),
            self.env._("Recipient"),
            self.env._("Number"),
            self.env._("Code or day"),
            self.env._("Consent"),
        ]

    def _spell_difference(self, words, now, row):
        kind, brand, since, what, recipient, count, detail, act = row
        is_open = kind == "open"
        return (
            self.env._("Open") if is_open else self.env._("Found and mended"),
            words["brand"][brand],
            local_text(since),
            (now - since).days if is_open else None,
            words["state"].get(what, what),
            recipient,
            count,
            detail,
            act,
        )
