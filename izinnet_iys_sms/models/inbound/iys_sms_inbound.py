"""A text somebody sent to the company's number."""

from odoo import fields, models


class IysSmsInbound(models.Model):
    """Each text once, by push or by asking. A refusal counts at once (L-43); a keyword of a
    published form is the person's own approval (L-26); all else waits for a person and is
    never an approval (R-30).
    """

    _name = "iys.sms.inbound"
    _description = "Text from a person"
    _inherit = ["mail.activity.mixin", "mail.thread"]
    _order = "id desc"
    _rec_name = "sender"

    gateway_id = fields.Many2one(
        "iys.sms.gateway", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    brand_id = fields.Many2one("iys.brand", readonly=True)
    external_id = fields.Char(required=True, readonly=True)
    sender = fields.Char(readonly=True)
    receiver = fields.Char(readonly=True)
    text = fields.Char(readonly=True)
    keyword = fields.Char(readonly=True)
    at = fields.Datetime("Written on", required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", "Contact", readonly=True)
    reading = fields.Selection(
        [
            ("refusal", "Refusal"),
            ("approval", "Approval by keyword"),
            ("unclear", "Unclear"),
        ],
        required=True,
        readonly=True,
        default="unclear",
    )
    state = fields.Selection(
        [
            ("new", "To be read"),
            ("done", "Done"),
            ("person", "Waits for a person"),
            ("failed", "Could not be recorded"),
        ],
        required=True,
        readonly=True,
        default="new",
    )
    consent_ids = fields.Many2many("iys.consent", readonly=True)
    error = fields.Char(readonly=True)

    _external_uniq = models.UniqueIndex("(gateway_id, external_id)")
