"""Report of one message: why each recipient was allowed, and who was left out (L-64)."""

from functools import partial

from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..models.turkish_time import local_text
from .iys_report_table import Table

#: Recipients of a mailing: its traces, and logged messages whose trace is gone.
OF_MAILING = """
    SELECT told.*, c.status, c.source, c.consent_date
    FROM (
        SELECT %(address)s AS address, t.trace_status AS outcome, t.iys_rule AS rule,
               t.failure_type AS failure, t.iys_consent_id AS act,
               COALESCE(t.sent_datetime, t.create_date) AS moment, t.id
        FROM mailing_trace t
        WHERE t.mass_mailing_id = %(mailing)s AND t.is_test_trace IS NOT TRUE
        UNION ALL
        SELECT m.recipient, 'sent', m.rule, NULL, m.consent_id, m.sent_at, m.id
        FROM iys_message m
        WHERE m.mailing_id = %(mailing)s AND NOT EXISTS (
            SELECT 1 FROM mailing_trace t
            WHERE t.mass_mailing_id = m.mailing_id AND %(address)s = m.recipient)
    ) told LEFT JOIN iys_consent c ON c.id = told.act
    ORDER BY told.address, told.id
"""
#: Recipients of a single message: its notifications, and logged messages without one.
OF_MESSAGE = """
    SELECT told.*, c.status, c.source, c.consent_date
    FROM (
        SELECT %(address)s AS address, n.notification_status AS outcome,
               n.iys_rule AS rule, n.failure_type AS failure, n.iys_consent_id AS act,
               mm.date AS moment, n.id
        FROM mail_notification n
        JOIN mail_message mm ON mm.id = n.mail_message_id
        LEFT JOIN res_partner p ON p.id = n.res_partner_id
        WHERE n.mail_message_id = %(message)s AND n.notification_type <> 'inbox'
        UNION ALL
        SELECT m.recipient, 'sent', m.rule, NULL, m.consent_id, m.sent_at, m.id
        FROM iys_message m
        JOIN mail_message mm ON mm.message_id = m.message_ref
        WHERE mm.id = %(message)s AND NOT EXISTS (
            SELECT 1 FROM mail_notification n
            LEFT JOIN res_partner p ON p.id = n.res_partner_id
            WHERE n.mail_message_id = mm.id AND %(address)s = m.recipient)
    ) told LEFT JOIN iys_consent c ON c.id = told.act
    ORDER BY told.address, told.id
"""


class IysReportScreen(models.TransientModel):
    _inherit = "iys.report.screen"

    def _message_table(self):
        """View 2: each recipient of a message with the decision and the deciding act."""
        self.env.flush_all()
        query = self._recipients_sql()
        if query is None:
            return Table(
                self._message_headers(),
                note=self.env._("Choose the mailing this report is about."),
            )
        words = {
            **self._words_of_acts(),
            "rule": self._labels("iys.message", "rule"),
            "outcome": {
                **self._labels("mail.notification", "notification_status"),
                **self._labels("mailing.trace", "trace_status"),
            },
            "failure": {
                **self._labels("mail.notification", "failure_type"),
                **self._labels("mailing.trace", "failure_type"),
            },
        }
        return Table(self._message_headers(), query, partial(self._spell_told, words))

    def _recipients_sql(self):
        """Return the SELECT of the recipients; None while nothing is chosen.

        Raises AccessError for a message of another company.
        """
        if self.mail_message_id:
            # the message may belong to any document; its company decides who reads
            self._check_of_my_company(self.mail_message_id.sudo())
            address = _coalesce(
                self.env["mail.notification"],
                "n",
                ("mail_email_address", "sms_number"),
                SQL("p.email_normalized"),
            )
            return SQL(OF_MESSAGE, address=address, message=self.mail_message_id.id)
        if self.mailing_id:
            self._check_of_my_company(self.mailing_id.sudo())
            address = _coalesce(self.env["mailing.trace"], "t", ("email", "sms_number"))
            return SQL(OF_MAILING, address=address, mailing=self.mailing_id.id)
        return None

    def _check_of_my_company(self, record_sudo):
        company = record_sudo.iys_brand_id.company_id
        company = company or record_sudo.create_uid.company_id
        if company not in self.env.companies:
            raise AccessError(
                self.env._("This message belongs to a company you do not work for.")
            )

    def _message_headers(self):
        return [
            self.env._("Recipient"),
            self.env._("Result"),
            self.env._("Send check"),
            self.env._("Reason not sent"),
            self.env._("Moment (Türkiye time)"),
            self.env._("Decision of the person"),
            self.env._("Source"),
            self.env._("Consent date"),
            self.env._("Consent"),
        ]

    def _spell_told(self, words, row):
        (address, outcome, rule, failure, act, moment, _id, status, source, date) = row
        return (
            address or self.env._("(masked)"),
            words["outcome"].get(outcome, outcome),
            words["rule"].get(rule, rule),
            words["failure"].get(failure, failure),
            local_text(moment),
            words["status"].get(status),
            words["source"].get(source, source),
            local_text(date),
            act,
        )


def _coalesce(model, alias, names, *more):
    """Return SQL of the first filled column; the SMS ones are there with its addon only."""
    columns = [SQL.identifier(alias, name) for name in names if name in model._fields]
    return SQL("COALESCE(%s)", SQL(", ").join([*columns, *more]))
