"""What a mailing tells the composer about one lot of its recipients."""

from odoo import models
from odoo.tools import SQL


class MailingMailing(models.Model):
    """The composer names the lot in the context key ``iys_lot_emails``."""

    _inherit = "mailing.mailing"

    def _get_seen_list_extra(self):
        """Override of `mass_mailing`: only look for the lot's addresses."""
        joins, condition = super()._get_seen_list_extra()
        lot = self.env.context.get("iys_lot_emails")
        if lot is None:
            return joins, condition
        literal = self.env.cr.mogrify(" AND s.email = ANY(%s)", [list(lot)]).decode()
        # the text becomes part of a query that is formatted once more
        return joins, condition + literal.replace("%", "%%")

    def _get_opt_out_list(self):
        """Override of `mass_mailing`: of mailing lists, only look for the lot's people."""
        lot = self.env.context.get("iys_lot_emails")
        if lot is None or self.mailing_model_name != "mailing.list":
            return super()._get_opt_out_list()
        self.env["mailing.subscription"].flush_model()
        self.env["mailing.contact"].flush_model(["email_normalized"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT contact.email_normalized
                FROM mailing_contact contact
                JOIN mailing_subscription link ON link.contact_id = contact.id
                WHERE contact.email_normalized = ANY(%s) AND link.list_id = ANY(%s)
                GROUP BY 1 HAVING bool_and(COALESCE(link.opt_out, FALSE))
                """,
                list(lot),
                self.contact_list_ids.ids,
            )
        )
        return {email for (email,) in rows}
