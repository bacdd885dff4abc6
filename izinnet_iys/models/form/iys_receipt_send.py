"""Sending receipts, and telling the managers about those that could not be sent."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .iys_confirmation_words import moment_text, receipt_words, spoken
from .mail_mail import queue_mails

LOT = 200
#: A mail that failed is made again after this, so often, until the day is over.
PAUSE = timedelta(minutes=30)
MOST_ATTEMPTS = 5


class IysReceipt(models.Model):
    _inherit = "iys.receipt"

    @api.model
    def _cron_receipts(self):
        """Hand waiting receipts to the mail queue, try failed ones again, raise alarms."""
        self._retry()
        while lot := self._take_lot():
            lot._send()
            if not self.env["ir.cron"]._commit_progress(len(lot)):
                return
        self._alarm()

    @api.model
    def _take_lot(self):
        """Return receipts nobody has made a message for yet, kept from other workers."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM iys_receipt WHERE state = 'waiting' AND tried_at IS NULL"
                " ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED",
                LOT,
            )
        )
        return self.browse([row[0] for row in rows])

    @api.model
    def _retry(self):
        """Give failed receipts another try while their day lasts."""
        now = fields.Datetime.now()
        self.search(
            [
                ("state", "=", "failed"),
                ("attempts", "<", MOST_ATTEMPTS),
                ("tried_at", "<", now - PAUSE),
                ("due_at", ">", now),
            ]
        )._again()

    def _again(self):
        """Put receipts back; a mail of an earlier try is thrown away first."""
        self.env["mail.mail"].search(
            [
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
                ("state", "in", ("exception", "cancel")),
            ]
        ).unlink()
        self._set_state("waiting", tried_at=False, error=False)

    def _send(self):
        """Make the messages of a lot. An addon with SMS takes phones out first."""
        self.write({"tried_at": fields.Datetime.now()})
        for receipt in self:
            receipt.attempts += 1
        mails = self.filtered(lambda receipt: receipt.type == "EPOSTA")
        queue_mails(self.env, [receipt._mail_values() for receipt in mails])

    def _mail_values(self):
        language = spoken(self.language)
        words = receipt_words(language, self.brand_id)
        values = {
            "words": words,
            "language": language,
            "identity": self.brand_id._iys_identity(),
            "acts": self.consent_ids.sorted("id"),
            "moment": moment_text,
            "refusal_url": self.brand_id._iys_refusal_url(self.token),
        }
        body = self.env["ir.qweb"]._render(
            "izinnet_iys.mail_receipt", values, minimal_qcontext=True
        )
        return {
            "model": self._name,
            "res_id": self.id,
            "subject": words["subject"],
            "body_html": body,
            "email_to": self.recipient,
            "email_from": self.brand_id._iys_sender(),
            "reply_to": self.brand_id._iys_sender(),
            "iys_brand_id": self.brand_id.id,
            "iys_message_class": "INFORMATIONAL",
            "iys_token": self.token,
        }

    def _note_mail(self, error):
        """Note what became of the mail: ``error`` is '' when it left."""
        if error:
            self._set_state("failed", error=error)
            return
        self._set_state("sent", sent_at=fields.Datetime.now(), error=False)

    @api.model
    def _alarm(self):
        """Tell the managers, once a receipt, what was not or cannot be told in time."""
        now = fields.Datetime.now()
        late = self.search(
            [
                ("alarmed_at", "=", False),
                "|",
                ("state", "=", "not_possible"),
                "|",
                "&",
                ("state", "=", "failed"),
                ("attempts", ">=", MOST_ATTEMPTS),
                "&",
                ("state", "in", ("waiting", "failed")),
                ("due_at", "<", now),
            ]
        )
        late.write({"alarmed_at": now})
        self = self.with_context(lang=self.env["iys.brand"]._peoples_lang())
        for brand, receipts in late.grouped("brand_id").items():
            brand.with_env(self.env)._alert_managers(
                self.env._("Approvals without a same-day receipt"),
                self.env._(
                    "%(count)s people of %(brand)s could not be told today that their"
                    " approval was taken (L-19). See Receipts for the reason; tell them"
                    " in another way, or mend the cause and send again.",
                    count=len(receipts),
                    brand=brand.name,
                ),
            )

    def action_send_again(self):
        """Try receipts that could not be sent once more; for consent managers.

        Raises UserError for others, and where there is still no way to send it.
        """
        self.check_access("read")
        if not self.env.user.has_group("izinnet_iys.group_manager"):
            raise UserError(
                self.env._("Only a consent manager may send a receipt again.")
            )
        for receipt in self:
            if not receipt.brand_id._iys_receipt_methods(receipt.type):
                raise UserError(
                    self.env._(
                        "There is no way yet to send a receipt to a phone. Set up an SMS"
                        " gateway first."
                    )
                )
        self.sudo()._again()  # nobody writes receipts; a manager may ask for another try
        self.env.ref("izinnet_iys.ir_cron_receipt").sudo()._trigger()
        return True
