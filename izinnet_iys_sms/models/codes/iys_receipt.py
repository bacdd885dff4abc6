"""Same-day receipts by SMS, for approvals of SMS and calls (L-19)."""

from odoo import fields, models

from odoo.addons.izinnet_iys.models.form.iys_confirmation_words import (
    CHANNELS,
    moment_text,
    spoken,
)
from odoo.addons.izinnet_iys.models.form.iys_receipt_send import MOST_ATTEMPTS

from .code_words import receipt_text


class IysReceipt(models.Model):
    _inherit = "iys.receipt"

    def _send(self):
        """Override of `izinnet_iys`: make the SMS of those that go to a phone."""
        result = super()._send()
        for receipt in self.filtered(lambda each: each.type == "MESAJ"):
            if receipt.brand_id._iys_receipt_methods("MESAJ"):
                receipt._send_sms()
            else:
                no_way = self.env._("No SMS account can send just now.")
                receipt._set_state("failed", error=no_way)
        return result

    def _send_sms(self):
        """Put one neutral SMS into the queue; it is of no use after its day is over."""
        brand = self.brand_id
        sms_sudo = self.env["iys.sms.code"]._queue(
            {
                "number": self.recipient,
                "body": self._sms_text(),
                "iys_message_class": "INFORMATIONAL",
                "iys_brand_id": brand.id,
                "iys_token": self.token,
                "iys_origin_model": self._name,
                "iys_origin_id": self.id,
                "iys_expires_at": self._sms_expiry(),
            }
        )
        return sms_sudo

    def _sms_expiry(self):
        """The end of the day; a receipt that is late already is sent all the same."""
        now = fields.Datetime.now()
        return self.due_at if self.due_at > now else fields.Datetime.add(now, hours=6)

    def _sms_text(self):
        language, brand = spoken(self.language), self.brand_id
        acts = self.consent_ids.sorted("id")
        channels = [CHANNELS[language][act.type] for act in acts]
        joined = " ve " if language == "tr" else " and "
        link = brand._iys_refusal_url(self.token)
        return receipt_text(
            language,
            brand.name,
            channels=joined.join(dict.fromkeys(channels)),
            date=moment_text(acts[:1].consent_date),
            refusal=self._refusal_way(brand, link),
            mersis=brand.mersis or "–",
        )

    def _refusal_way(self, brand, link):
        """The operator's keyword where SMS are all it is about; else the link that knows
        every channel (L-43)."""
        only_sms = set(self.consent_ids.mapped("type")) == {"MESAJ"}
        return brand.iys_sms_refusal if only_sms and brand.iys_sms_refusal else link

    def _again(self):
        """Override of `izinnet_iys`: an SMS of an earlier try that did not leave goes."""
        self.env["sms.sms"].search(
            [
                ("iys_origin_model", "=", self._name),
                ("iys_origin_id", "in", self.ids),
                ("state", "in", ("error", "canceled")),
            ]
        ).unlink()
        return super()._again()

    def _iys_note_sms(self, step, reason):
        """Note what became of the SMS; what nobody can say is not sent again by a machine."""
        if step in ("sent", "delivered"):
            self._note_mail("")
        elif step == "failed":
            for receipt in self:
                receipt._fail(reason)
        elif step == "unknown":
            self._set_state("failed", error=reason, attempts=MOST_ATTEMPTS)
        else:
            raise ValueError(f"unknown step {step!r}")

    def _fail(self, reason):
        """A report may come after the operator took it: what was sent did not arrive."""
        if self.state == "sent":
            self.write({"state": "failed", "error": reason})
        else:
            self._set_state("failed", error=reason)
