"""Sending the link: a light mail that says what pressing the button will lead to."""

from odoo import fields, models

from .iys_confirmation_words import mail_words, spoken
from .mail_mail import queue_mails

PATHS = {"preferences": "/iys/preferences/"}


class IysConfirmation(models.Model):
    _inherit = "iys.confirmation"

    def _send(self, tokens):
        """Hand the links of these records, one secret each, to Odoo's mail queue.

        The secret stands in the mail alone, which is deleted once it left. An addon with
        another method takes its own records out and passes the others on.
        """
        mails = [
            asked._mail_values(token)
            for asked, token in zip(self, tokens, strict=True)
            if asked.method == "email_link"
        ]
        queue_mails(self.env, mails)

    def _mail_values(self, token):
        language = spoken(self.language)
        words = mail_words(language, self.brand_id, self.purpose)
        values = {
            "words": words,
            "purposes": self._purposes_shown().mapped("name"),
            "language": language,
            "url": self._url(token),
            "identity": self.brand_id._iys_identity(),
        }
        body = self.env["ir.qweb"]._render(
            "izinnet_iys.mail_confirm", values, minimal_qcontext=True
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
            # a code or link the person asked for themselves (L-38)
            "iys_message_class": "OTP",
        }

    def _url(self, token):
        base = self.brand_id._iys_refusal_base()
        return f"{base}{PATHS.get(self.purpose, '/iys/confirm/')}{token}"

    def _note_mail(self, error):
        """Note what became of the mail: ``error`` is '' when it left."""
        if error:
            self._set_state("failed", error=error)
            return
        for asked in self:
            asked._set_state(
                "sent",
                sent_at=fields.Datetime.now(),
                sent_count=asked.sent_count + 1,
                error=False,
            )

    def _drop_mails(self):
        """Throw away mails whose link is of no use any more."""
        self.env["mail.mail"].search(
            [
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
                ("state", "!=", "sent"),
            ]
        ).unlink()
