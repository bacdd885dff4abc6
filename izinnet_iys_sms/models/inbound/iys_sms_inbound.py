"""A text somebody sent to the company's number."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.izinnet_iys.models.record.masked_char import MaskedChar, shown

#: Written by the system alone; a consent manager adds the note of a decision.
KEPT = {
    "gateway_id", "company_id", "brand_id", "external_id", "sender", "receiver", "text",
    "keyword", "at", "road", "partner_id", "reading", "state", "consent_ids", "error",
    "retry_at", "decided_by", "decided_at", "answer_state", "answer_error", "list_order",
}  # fmt: skip


class IysSmsInbound(models.Model):
    """Each text once, by push or by asking. A refusal counts at once (L-43); a keyword of a
    published form is the person's own approval (L-26); all else waits for a person and is
    never an approval (R-30).

    Files: this one the fields, ``…_take`` the entrance, ``…_brand`` whose refusal it is,
    ``…_approve`` the keyword, ``…_answer`` the confirmation, ``…_person`` the buttons,
    ``…_pull`` the asking.
    """

    _name = "iys.sms.inbound"
    _description = "Text from a person"
    _inherit = ["iys.masked", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "sender"

    gateway_id = fields.Many2one(
        "iys.sms.gateway", "SMS account", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    brand_id = fields.Many2one("iys.brand", readonly=True)
    external_id = fields.Char("Operator's number", required=True, readonly=True)
    sender = MaskedChar(readonly=True)
    receiver = fields.Char("Number it was sent to", readonly=True)
    text = fields.Char(readonly=True)
    keyword = fields.Char(readonly=True)
    at = fields.Datetime("Written on", required=True, readonly=True)
    road = fields.Selection(
        [("text", "Text message"), ("list", "Operator's block list")],
        "Came by",
        required=True,
        readonly=True,
        default="text",
    )
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
            ("person", "Waits for a person"),
            ("done", "Done"),
            ("failed", "Could not be recorded"),
        ],
        required=True,
        readonly=True,
        default="new",
    )
    consent_ids = fields.Many2many("iys.consent", string="Consents", readonly=True)
    error = fields.Char("What is wrong", readonly=True)
    retry_at = fields.Datetime("Tried again at", readonly=True)
    decision_note = fields.Char(
        "Why it is no refusal",
        help="What the person wants instead, in a few words; kept with the text.",
    )
    decided_by = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime("Decided on", readonly=True)
    answer_state = fields.Selection(
        [
            ("none", "No confirmation"),
            ("waiting", "To be sent"),
            ("sent", "Sent"),
            ("delivered", "Delivered"),
            ("failed", "Not sent"),
            ("unknown", "Answer of the operator unknown"),
        ],
        "Confirmation to the person",
        readonly=True,
        default="none",
    )
    answer_error = fields.Char(readonly=True)
    list_order = fields.Selection(
        [("add", "To be put on it"), ("remove", "To be taken off it")],
        "Operator's block list",
        readonly=True,
    )

    _external_uniq = models.UniqueIndex("(gateway_id, external_id)")
    _sender_idx = models.Index("(gateway_id, sender, at)")
    _failed_idx = models.Index("(retry_at) WHERE state = 'failed'")
    _list_idx = models.Index("(gateway_id) WHERE list_order IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `mail`: rows come from operators alone."""
        if not self.env.su:
            raise UserError(self.env._("Texts of people come from the operator."))
        return super().create(vals_list)

    def write(self, vals):
        """Override of `mail`: what a person wrote is proof; managers add their note."""
        is_late = "decision_note" in vals and any(one.state != "person" for one in self)
        if not self.env.su and (is_late or KEPT & set(vals)):
            raise UserError(
                self.env._("What a person wrote is proof and cannot be changed.")
            )
        return super().write(vals)

    @api.depends("sender", "text")
    def _compute_display_name(self):
        """Override of `base`: who wrote and how it begins."""
        for text in self:
            words = (text.text or "").strip()
            short = words if len(words) <= 40 else f"{words[:39]}…"
            text.display_name = " · ".join(
                p for p in (shown(text.sender, text), short) if p
            )
