"""Notifications keep why an e-mail was, or was not, sent to somebody."""

from odoo import fields, models

from ..record.iys_ledger_link import LedgerLink
from .gate_words import FAILURES, RULE_WORDS


class MailNotification(models.Model):
    _inherit = "mail.notification"

    failure_type = fields.Selection(selection_add=FAILURES)
    iys_rule = fields.Selection(RULE_WORDS, "Send check")
    iys_consent_id = LedgerLink("iys.consent", "Consent used")

    def _iys_address(self):
        """Return the address a notification went to, as `mail` normalises it."""
        self.ensure_one()
        return self.mail_email_address or self.res_partner_id.email_normalized
