"""The same-day receipt: whoever approved is told so, with a way to refuse (L-19)."""

from collections import defaultdict
from datetime import datetime, time, timedelta

from odoo import api, fields, models

from ...iys_api.messages import TRT
from ..record.masked_char import MaskedChar

#: Ways that are no electronic ones, or that the company itself declared (L-4, L-19).
NOT_ELECTRONIC = ("HS_FIZIKSEL_ORTAM", "HS_ISLAK_IMZA", "HS_2015", "HS_KARAR")
#: The address that carries the receipt of each channel.
CARRIERS = {"EPOSTA": "EPOSTA", "MESAJ": "MESAJ", "ARAMA": "MESAJ"}
TRANSITIONS = {
    "sent": ("waiting", "failed"),
    "failed": ("waiting",),
    "waiting": ("failed", "not_possible"),
}


class IysReceipt(models.Model):
    """What one address was told, on the day it approved: one receipt for all channels of
    a brand that the address serves.

    States, changed only by ``_set_state``::

        (new) --[there is a way to send it]--> waiting
        (new) --[there is none]--> not_possible       (a phone without an SMS gateway)
        waiting --[left]--> sent      waiting --[refused, stopped]--> failed
        failed  --[tried again by itself the same day, or by a manager]--> waiting
        failed  --[left after all]--> sent
        not_possible --[a manager tries again once there is a way]--> waiting

    Whatever is not sent is told to the consent managers. Files: ``iys_receipt_send`` the
    job, the mail and the alarm.
    """

    _name = "iys.receipt"
    _description = "Same-day receipt of an approval"
    _inherit = ["iys.masked"]
    _order = "id desc"
    _rec_name = "recipient"
    _log_access = False

    brand_id = fields.Many2one("iys.brand", required=True, readonly=True, index=True)
    company_id = fields.Many2one(related="brand_id.company_id")
    recipient = MaskedChar(readonly=True)
    recipient_key = fields.Char(required=True, readonly=True, index=True)
    type = fields.Selection(
        [("EPOSTA", "E-mail"), ("MESAJ", "SMS")],
        "By",
        required=True,
        readonly=True,
    )
    consent_ids = fields.Many2many(
        "iys.consent",
        "iys_receipt_consent_rel",
        "receipt_id",
        "consent_id",
        "Consents",
        readonly=True,
    )
    language = fields.Char(readonly=True)
    created_at = fields.Datetime("Approved on", required=True, readonly=True)
    due_at = fields.Datetime(
        "To be sent by", required=True, readonly=True, help="End of the day (L-19)."
    )
    attempts = fields.Integer(readonly=True)
    tried_at = fields.Datetime(readonly=True)
    sent_at = fields.Datetime("Sent on", readonly=True)
    error = fields.Char("Why it could not be sent", readonly=True)
    alarmed_at = fields.Datetime(readonly=True)
    token = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    state = fields.Selection(
        [
            ("waiting", "To be sent"),
            ("sent", "Sent"),
            ("failed", "Could not be sent"),
            ("not_possible", "No way to send it"),
        ],
        required=True,
        readonly=True,
    )

    _open_idx = models.Index("(state, due_at) WHERE state != 'sent'")

    @api.model
    def _owe(self, consents):
        """Note that the people behind some fresh acts have to be told the same day.

        Only electronic approvals count (L-19); others in the set are passed over. Acts
        of one address and brand share a receipt; the same channel a second time on one
        day joins the first receipt. Returns the receipts. Writes no mail: a job does.
        """
        lots = defaultdict(consents.browse)
        for act in consents:
            if _is_owed(act):
                lots[act.brand_id, CARRIERS[act.type], act.recipient] |= act
        if not lots:
            return self
        today = self._of_today(consents)
        receipts = self
        for lot, acts in lots.items():
            receipts |= self._joined(today, lot, acts) or self._new(lot, acts)
        # sudo: whoever approves wakes the job that tells them
        self.env.ref("izinnet_iys.ir_cron_receipt").sudo()._trigger()
        return receipts

    @api.model
    def _of_today(self, consents):
        return self.search(
            [
                ("recipient_key", "in", consents.mapped("recipient_key")),
                ("due_at", "=", _end_of_day(fields.Datetime.now())),
                ("state", "!=", "failed"),
            ]
        )

    @api.model
    def _joined(self, today, lot, acts):
        """Add acts to a receipt of today that speaks of all their channels already."""
        brand, carrier, _recipient = lot
        for receipt in today:
            if (
                (receipt.brand_id, receipt.type) == (brand, carrier)
                and receipt.recipient_key == acts[0].recipient_key
                and set(acts.mapped("type")) <= set(receipt.consent_ids.mapped("type"))
            ):
                receipt.consent_ids |= acts
                return receipt
        return self

    @api.model
    def _new(self, lot, acts):
        brand, carrier, recipient = lot
        moment = acts[0].consent_date or fields.Datetime.now()
        return self.create(
            {
                "brand_id": brand.id,
                "recipient": recipient,
                "recipient_key": acts[0].recipient_key,
                "type": carrier,
                "consent_ids": [fields.Command.set(acts.ids)],
                "language": (acts[0].evidence or {}).get("language"),
                "created_at": moment,
                "due_at": _end_of_day(moment),
                "token": self.env["iys.message"]._new_token(),
                "state": "waiting"
                if brand._iys_receipt_methods(carrier)
                else "not_possible",
            }
        )

    def _set_state(self, target, **vals):
        """Move to a state as the table allows; returns the receipts that moved."""
        moved = self.filtered(lambda receipt: receipt.state in TRANSITIONS[target])
        moved.write({"state": target, **vals})
        return moved


class IysConsent(models.Model):
    _inherit = "iys.consent"

    receipt_ids = fields.Many2many(
        "iys.receipt",
        "iys_receipt_consent_rel",
        "consent_id",
        "receipt_id",
        "Receipts",
        readonly=True,
    )


def _is_owed(act):
    """Tell whether an act is an electronic approval that was taken (L-19)."""
    is_approval = act.status == "ONAY" and act.state != "unconfirmed"
    return is_approval and act.source not in NOT_ELECTRONIC


def _end_of_day(moment):
    """Return the last second of a naive UTC moment's day in Türkiye, naive UTC."""
    ahead = TRT.utcoffset(None) or timedelta(0)
    return datetime.combine((moment + ahead).date(), time(23, 59, 59)) - ahead
