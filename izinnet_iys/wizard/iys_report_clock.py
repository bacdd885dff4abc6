"""Reports of the clock: deadlines kept or missed, and how fast refusals were obeyed."""

from functools import partial

from odoo import fields, models
from odoo.tools import SQL

from ..iys_api.business_time import business_hours
from ..iys_api.terms import COMPANY_SOURCES
from ..models.turkish_time import local_text
from .iys_report_table import Table


class IysReportScreen(models.TransientModel):
    _inherit = "iys.report.screen"

    def _acts_sql(self, condition):
        """SELECT of acts of the period that a condition (SQL) names, the oldest first."""
        start, end = self._period()
        self.env["iys.consent"].flush_model()
        return SQL(
            """
            SELECT brand_id, recipient, type, status, source, consent_date, recorded_at,
                   promise, deadline, COALESCE(iys_creation_date, registered_at), state,
                   id
            FROM iys_consent
            WHERE brand_id = ANY(%s) AND consent_date >= %s AND consent_date < %s AND %s
            ORDER BY consent_date, id
            """,
            self._brands().ids,
            start,
            end,
            condition,
        )

    def _deadline_table(self):
        """View 5: consent time to İYS time in business hours, with the late ones."""
        ours = SQL("source = ANY(%s)", list(COMPANY_SOURCES))
        return Table(
            self._deadline_headers(),
            self._acts_sql(ours),
            partial(
                self._spell_deadline,
                self._words_of_acts(),
                self.env["iys.holiday"]._map(),
                fields.Datetime.now(),
            ),
            note=self.env._(
                "Türkiye time. A business day counts 24 hours; weekends and full"
                " holidays count none (L-11, L-13)."
            ),
        )

    def _deadline_headers(self):
        return [
            self.env._("Brand"),
            self.env._("Recipient"),
            self.env._("Channel"),
            self.env._("Decision"),
            self.env._("Consent date"),
            self.env._("Inner promise"),
            self.env._("Legal end"),
            self.env._("Recorded at İYS"),
            self.env._("Business hours"),
            self.env._("In time?"),
            self.env._("State"),
            self.env._("Consent"),
        ]

    def _spell_deadline(self, words, holidays, now, row):
        (brand, recipient, type_, status, _source, date, _recorded, promise, end, taken,
         state, act) = row  # fmt: skip
        return (
            words["brand"][brand],
            recipient or self.env._("(masked)"),
            words["type"].get(type_),
            words["status"].get(status),
            local_text(date),
            local_text(promise),
            local_text(end),
            local_text(taken),
            round(business_hours(date, taken, holidays), 2) if taken else None,
            self._in_time(state, end, taken, now),
            words["state"].get(state),
            act,
        )

    def _in_time(self, state, end, taken, now):
        """Say whether İYS had it before the legal end, or may still get it in time."""
        if state == "local":
            return self.env._("Not needed at İYS")
        if (taken or now) > (end or now):
            return self.env._("Late")
        return self.env._("In time") if taken else self.env._("Waiting")

    def _refusal_table(self):
        """View 6: refusal received → suppressed here → told to İYS (L-14)."""
        return Table(
            self._refusal_headers(),
            self._acts_sql(SQL("status = 'RET'")),
            partial(self._spell_refusal, self._words_of_acts()),
            note=self.env._(
                "Türkiye time. A refusal counts here from the moment it is recorded."
            ),
        )

    def _refusal_headers(self):
        return [
            self.env._("Brand"),
            self.env._("Recipient"),
            self.env._("Channel"),
            self.env._("Source"),
            self.env._("Refused on"),
            self.env._("Obeyed from"),
            self.env._("Seconds between"),
            self.env._("Recorded at İYS"),
            self.env._("State"),
            self.env._("Consent"),
        ]

    def _spell_refusal(self, words, row):
        (brand, recipient, type_, _status, source, date, recorded, _promise, _end, taken,
         state, act) = row  # fmt: skip
        return (
            words["brand"][brand],
            recipient or self.env._("(masked)"),
            words["type"].get(type_),
            words["source"].get(source, source),
            local_text(date),
            local_text(recorded),
            max(0, round((recorded - date).total_seconds())),
            local_text(taken),
            words["state"].get(state),
            act,
        )
