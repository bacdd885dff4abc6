"""Preparing a mailing in lots: each lot asks about its own addresses only.

Odoo reads all addresses a mailing has reached, all that opted out and the whole block
list for every lot, and looks each recipient up in lists. Both grow with the mailing.
"""

from markupsafe import Markup

from odoo import api, models
from odoo.tools import SQL


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `mail`: a mailing's label and terms become part of it (L-42)."""
        for vals in vals_list:
            mailing = self.env["mailing.mailing"].browse(vals.get("mass_mailing_id"))
            if not mailing:
                continue
            if vals.get("subject") == mailing.subject:
                vals["subject"] = mailing._iys_subject()
            if vals.get("body") and (terms := mailing._iys_terms()):
                vals["body"] = Markup("%s%s") % (Markup(vals["body"]), terms)  # noqa: S704
        return super().create(vals_list)

    def _get_done_emails(self, mail_values_dict):
        """Override of `mass_mailing`: which of the lot's addresses were reached already."""
        lot = self._iys_for_lot(mail_values_dict)
        return super(MailComposeMessage, lot)._get_done_emails(mail_values_dict)

    def _get_optout_emails(self, mail_values_dict):
        """Override of `mass_mailing`: which of the lot's addresses left the lists."""
        lot = self._iys_for_lot(mail_values_dict)
        return super(MailComposeMessage, lot)._get_optout_emails(mail_values_dict)

    def _get_blacklist_record_ids(self, mail_values_dict, recipients_info=None):
        """Override of `mail`: look the lot's addresses up instead of reading the list.

        The answer is the same; a lot without a blocked address costs one small query.
        """
        if not self.use_exclusion_list or not self._is_mass_mailing():
            return super()._get_blacklist_record_ids(mail_values_dict, recipients_info)
        emails = self._iys_emails_by_record(mail_values_dict, recipients_info or {})
        listed = self._iys_blacklisted(
            {mail for mails in emails.values() for mail in mails}
        )
        return {
            res_id for res_id, mails in emails.items() if listed.intersection(mails)
        }

    def _iys_emails_by_record(self, mail_values_dict, recipients_info):
        """Return the addresses `mail` compares with the list: {record id: addresses}."""
        target = self.env[self.model]
        if not isinstance(target, self.pool["mail.thread.blacklist"]):
            return {
                res_id: info["mail_to_normalized"]
                for res_id, info in recipients_info.items()
            }
        records = target.browse(mail_values_dict)
        records.fetch(["email_normalized"])
        return {record.id: [record.email_normalized] for record in records}

    def _iys_blacklisted(self, emails):
        self.env["mail.blacklist"].flush_model(["email", "active"])
        rows = self.env.execute_query(
            SQL(
                "SELECT email FROM mail_blacklist WHERE active AND email = ANY(%s)",
                [email for email in emails if email],
            )
        )
        return {email for (email,) in rows}

    def _iys_for_lot(self, mail_values_dict):
        """Return this composer with the lot's addresses in the context, for mailings."""
        if not self.mass_mailing_id:
            return self
        infos = self._get_recipients_data(mail_values_dict).values()
        emails = {mail for info in infos for mail in info["mail_to_normalized"]}
        return self.with_context(iys_lot_emails=tuple(sorted(emails)))
