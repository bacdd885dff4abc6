"""SMS that other models of ours send: a code, a receipt, the answer to a refusal."""

from odoo import fields, models


class SmsSms(models.Model):
    """The contract with whoever makes an SMS for its own record.

    The maker creates `sms.sms` under sudo with ``iys_message_class``, ``iys_is_released``,
    ``iys_brand_id``, and ``iys_origin_model`` / ``iys_origin_id``. The queue sends it
    within seconds (classes OTP first), not at all after ``iys_expires_at``. What becomes
    of it is told to the origin, once per step::

        record._iys_note_sms("sent", "")          the operator took it
        record._iys_note_sms("delivered", "")     a report said so
        record._iys_note_sms("failed", reason)    refused, expired, not delivered: plain
                                                  words in the company's language
        record._iys_note_sms("unknown", reason)   nobody can say; never sent again
    """

    _inherit = "sms.sms"

    iys_origin_model = fields.Char(readonly=True, copy=False)
    iys_origin_id = fields.Many2oneReference(
        "Made for", model_field="iys_origin_model", readonly=True, copy=False
    )
    iys_expires_at = fields.Datetime("Of no use after", readonly=True, copy=False)
    iys_title_id = fields.Many2one("iys.sms.title", "Sender title", readonly=True)
