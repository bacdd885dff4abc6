"""Outgoing e-mails: what they are for the law, and the queue they wait in."""

from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...iys_api.gate import COMMERCIAL, FREE_CLASSES
from ..record.iys_ledger_link import LedgerLink
from .gate_words import FAILURES, RULE_WORDS
from .leaving import Kind
from .mail_message import CLASS_FIELDS


class MailMail(models.Model):
    _inherit = "mail.mail"

    failure_type = fields.Selection(selection_add=FAILURES)
    iys_rule = fields.Selection(RULE_WORDS, "Send check", readonly=True, copy=False)
    iys_consent_id = LedgerLink(
        "iys.consent", "Consent used", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `mail`: an e-mail a person makes by RPC is commercial.

        Whatever the person says about its class; code that works as superuser makes
        informational e-mails unless it says otherwise (L-38).
        """
        if self.env.su:
            return super().create(vals_list)
        told = [
            {name: vals[name] for name in vals if name not in CLASS_FIELDS}
            for vals in vals_list
        ]
        mails = super().create(told)
        # nobody may change the class of a message; this makes it stricter
        mails_sudo = mails.sudo()
        mails_sudo.mail_message_id.write(
            {"iys_message_class": COMMERCIAL, "iys_is_released": False}
        )
        return mails

    def write(self, vals):
        """Override of `mail`: an e-mail stays with its message, which says what it is.

        Raises AccessError for a person who would hang it on another one.
        """
        if "mail_message_id" in vals and not self.env.su:
            raise AccessError(self.env._("An e-mail stays with its own message."))
        return super().write(vals)

    def _iys_gated(self):
        """Return the e-mails that are asked about: with a class, or of a mailing.

        All others are ordinary messages; telling them apart costs no query, as `mail`
        reads the same rows in order to send them.
        """
        return self.filtered(lambda mail: mail.iys_message_class or mail.mailing_id)

    def _iys_kind(self):
        """Say what this e-mail is: a `Kind`. Of mailing and message the stricter counts."""
        self.ensure_one()
        # what a message is for the law is no secret from who sends it
        mail_sudo = self.sudo()
        said = []
        if mailing := mail_sudo.mailing_id:
            said.append((mailing.iys_message_class, mailing._iys_is_released()))
        if mail_sudo.iys_message_class or not mailing:
            said.append((mail_sudo.iys_message_class, mail_sudo.iys_is_released))
        relied_on = [
            free for free, released in said if released and free in FREE_CLASSES
        ]
        brand = mail_sudo.iys_brand_id or mailing.iys_brand_id
        brand = brand or mail_sudo._iys_brand_of_company()
        if len(relied_on) == len(said):
            return Kind(brand, relied_on[-1], True)
        return Kind(brand, COMMERCIAL, False)

    def _iys_brand_of_company(self):
        company = self.record_company_id or self.env.company
        return self.env["iys.message.class"]._iys_default_brand(company)

    def _get_notification_values(self):
        """Override of `mail`: the notification keeps the decision too."""
        rows = super()._get_notification_values()
        for mail, row in zip(self, rows, strict=True):
            if mail.iys_rule:
                row["iys_rule"] = mail.iys_rule
                row["iys_consent_id"] = mail.iys_consent_id.id
        return rows

    @api.model
    def process_email_queue(self, email_ids=(), batch_size=1000):
        """Override of `mail`: comes back at once while a lot has left more to send.

        `mail` sends one lot an hour. Mails that stay although it was their turn do not
        call it back: something keeps them, and asking again would not help.
        """
        turn = set() if email_ids else set(self._iys_due(batch_size).ids)
        done = super().process_email_queue(email_ids=email_ids, batch_size=batch_size)
        if turn:
            left = self._iys_due(2 * len(turn))
            if left and turn.difference(left.ids):
                # whoever started the queue, its own job goes on
                cron_sudo = self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()
                cron_sudo._trigger()
        return done

    @api.model
    def _iys_due(self, batch_size):
        """Return mails whose turn it is, as `mail` chooses them for one lot."""
        limit = self.env["ir.config_parameter"].sudo()  # a setting everybody may feel
        limit = int(limit.get_param("mail.mail.queue.batch.size", 0)) or batch_size
        due = Domain("state", "=", "outgoing") & (
            Domain("scheduled_date", "=", False)
            | Domain("scheduled_date", "<=", datetime.utcnow())
        )
        if "filters" in self.env.context:
            due &= Domain(self.env.context["filters"])
        return self.search(due, limit=limit)
