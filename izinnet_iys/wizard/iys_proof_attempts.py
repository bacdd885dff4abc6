"""Messages that were meant for an address and were kept back, from every trace of them."""

from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ..iys_api.gate import RULES, SEND

#: Rules that keep a message back, for now or for good.
KEPT_BACK = [rule for rule, verdict in RULES.items() if verdict != SEND]
#: Free texts are searched for few addresses only.
FEW = 50

OF_TRACES = """
    SELECT t.create_date, %(type)s, %(column)s, t.iys_rule, m.subject, m.iys_brand_id,
           t.iys_consent_id, 't' || t.id
    FROM mailing_trace t JOIN mailing_mailing m ON m.id = t.mass_mailing_id
    JOIN res_users u ON u.id = m.create_uid
    WHERE %(column)s = ANY(%(addresses)s) AND t.iys_rule = ANY(%(rules)s)
      AND (m.iys_brand_id = ANY(%(brands)s)
           OR (m.iys_brand_id IS NULL AND u.company_id = ANY(%(companies)s)))
      AND %(which)s
"""
OF_NOTIFICATIONS = """
    SELECT mm.date, %(type)s, %(column)s, n.iys_rule, mm.subject, mm.iys_brand_id,
           n.iys_consent_id, 'n' || n.id
    FROM mail_notification n JOIN mail_message mm ON mm.id = n.mail_message_id
    LEFT JOIN res_partner p ON p.id = n.res_partner_id
    WHERE %(column)s = ANY(%(addresses)s) AND n.iys_rule = ANY(%(rules)s)
      AND (mm.iys_brand_id = ANY(%(brands)s)
           OR (mm.iys_brand_id IS NULL AND mm.record_company_id = ANY(%(companies)s)))
      AND n.notification_type = %(kind)s AND %(which)s
"""
#: E-mails without a notification: made by code, addressed by a free text.
OF_MAILS = """
    SELECT mm.date, 'EPOSTA', address.text, e.iys_rule, mm.subject, mm.iys_brand_id,
           e.iys_consent_id, 'e' || e.id
    FROM mail_mail e JOIN mail_message mm ON mm.id = e.mail_message_id
    JOIN unnest(%(addresses)s) AS address(text)
         ON strpos(lower(e.email_to), address.text) > 0
    WHERE e.iys_rule = ANY(%(rules)s) AND e.mailing_id IS NULL
      AND (mm.iys_brand_id = ANY(%(brands)s)
           OR (mm.iys_brand_id IS NULL AND mm.record_company_id = ANY(%(companies)s)))
      AND NOT EXISTS (SELECT 1 FROM mail_notification n WHERE n.mail_mail_id = e.id)
      AND %(which)s
"""


class Attempt(NamedTuple):
    """A message that was kept back; ``moment`` is naive UTC."""

    moment: object
    type: str
    recipient: str
    rule: str
    subject: str | None
    brand_id: int | None
    consent_id: int | None


class IysProof(models.TransientModel):
    _inherit = "iys.proof"

    def _each_attempts(self, found):
        """Yield lists of `Attempt`, lot by lot, ordered by time."""
        self.env.flush_all()
        for keys in self._lots(found):
            addresses = [found[key] for key in keys if found[key]]
            if not addresses:
                continue
            # a notification may be found by its own address and by its contact's
            union = SQL(" UNION ").join(
                SQL("(%s)", query) for query in self._attempt_queries(addresses)
            )
            rows = self.env.execute_query(SQL("%s ORDER BY 1, 3", union))
            yield [Attempt(*row[:-1]) for row in rows]

    def _attempt_queries(self, addresses):
        """Return the SELECTs that look for some addresses, one for each kind of trace."""
        common = self._attempt_values(addresses)
        queries = []
        for model, template, columns in (
            ("mailing.trace", OF_TRACES, self._trace_columns()),
            ("mail.notification", OF_NOTIFICATIONS, self._notification_columns()),
        ):
            which = self._attempt_condition(model)
            for type_, column in columns:
                queries.append(
                    SQL(
                        template,
                        **common,
                        type=type_,
                        kind="sms" if type_ == "MESAJ" else "email",
                        column=column,
                        which=which,
                    )
                )
        if len(addresses) <= FEW:
            which = self._attempt_condition("mail.mail")
            queries.append(SQL(OF_MAILS, **common, which=which))
        return queries

    def _attempt_values(self, addresses):
        brands = self._brands()
        return {
            "addresses": addresses,
            "rules": KEPT_BACK,
            "brands": brands.ids,
            # who asks for one brand does not ask for what belongs to none
            "companies": [] if self.brand_ids else self.env.companies.ids,
        }

    def _trace_columns(self):
        columns = [("EPOSTA", SQL("t.email"))]
        if "sms_number" in self.env["mailing.trace"]._fields:
            columns.append(("MESAJ", SQL("t.sms_number")))
        return columns

    def _notification_columns(self):
        columns = [
            ("EPOSTA", SQL("n.mail_email_address")),
            ("EPOSTA", SQL("p.email_normalized")),
        ]
        if "sms_number" in self.env["mail.notification"]._fields:
            columns.append(("MESAJ", SQL("n.sms_number")))
        return columns

    def _attempt_condition(self, model):
        """SQL: which traces of a model belong to the subject or the period."""
        is_trace = model == "mailing.trace"
        if self.subject == "mailing":
            own = SQL("m.id = %s", self.mailing_id.id)
            return own if is_trace else SQL("FALSE")
        if self.subject == "message":
            own = SQL("mm.id = %s", self.mail_message_id.id)
            return SQL("FALSE") if is_trace else own
        column = SQL("t.create_date") if is_trace else SQL("mm.date")
        start, end = self._period()
        return SQL("%s >= %s AND %s < %s", column, start, column, end)
