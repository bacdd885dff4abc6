"""Staff write down that a contact said no: one question, one click (L-14, L-44)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .capture_ways import METHODS

#: Ways a person tells staff; each is a key of ``METHODS``, which names the source.
WAYS = ("call", "mail", "sms", "paper", "social", "spoken")
#: Channel → (box on the screen, field of the contact).
BOXES = {
    "ARAMA": ("refuses_call", "phone"),
    "MESAJ": ("refuses_sms", "phone"),
    "EPOSTA": ("refuses_email", "email"),
}


class IysRefuse(models.TransientModel):
    """Refusals of some contacts for some brands: all channels unless told otherwise.

    Needs no proof, as a refusal needs none; the note says what was heard. Every act
    counts at once and goes to İYS first.
    """

    _name = "iys.refuse"
    _description = "Record refusal"

    partner_ids = fields.Many2many("res.partner", string="Contacts", required=True)
    brand_ids = fields.Many2many(
        "iys.brand",
        string="Brands",
        required=True,
        default=lambda self: self.env["res.partner"]._iys_brands_here(),
        help="Leave all unless the person named one.",
    )
    refuses_call = fields.Boolean("Calls", default=True)
    refuses_sms = fields.Boolean("SMS", default=True)
    refuses_email = fields.Boolean("E-mails", default=True)
    way = fields.Selection(
        "_selection_way", "How did the person tell?", default="call", required=True
    )
    note = fields.Text(
        help="What was said, by whom and when; a page, file or call number."
    )
    unreachable = fields.Char(compute="_compute_unreachable")

    @api.model
    def _selection_way(self):
        labels = {
            "call": self.env._("On the phone"),
            "mail": self.env._("By e-mail"),
            "sms": self.env._("By SMS"),
            "paper": self.env._("On paper"),
            "social": self.env._("In social media"),
            "spoken": self.env._("Face to face"),
        }
        return [(way, labels[way]) for way in WAYS]

    @api.depends("partner_ids", *(box for box, _field in BOXES.values()))
    def _compute_unreachable(self):
        """Name the contacts without an address for any of the chosen channels."""
        for wizard in self:
            reached = {
                partner
                for type_ in wizard._types()
                for partner in wizard._addresses(type_)
            }
            missing = wizard.partner_ids.filtered(lambda p, r=reached: p not in r)
            wizard.unreachable = ", ".join(missing.mapped("display_name")) or False

    def _types(self):
        """Return the chosen channels."""
        return [type_ for type_, (box, _field) in BOXES.items() if self[box]]

    def _addresses(self, type_):
        """Return {contact: address} for one channel, contacts without one left out."""
        name = BOXES[type_][1]
        clean = {"phone": "phone_sanitized", "email": "email_normalized"}[name]
        found = {
            partner: partner[clean] or partner[name] for partner in self.partner_ids
        }
        return {partner: text for partner, text in found.items() if text}

    def action_refuse(self):
        """Record the refusals and say how many addresses they stop.

        Raises UserError when no channel is chosen or nobody has an address for it.
        """
        self.ensure_one()
        lots = {type_: set(self._addresses(type_).values()) for type_ in self._types()}
        if not any(lots.values()):
            raise UserError(
                self.env._(
                    "Choose at least one channel for which the contact has an address."
                )
            )
        for type_, addresses in lots.items():
            self.env["iys.consent"]._refuse(
                self.brand_ids,
                type_,
                addresses,
                METHODS[self.way].source,
                self._evidence(),
                user_id=self.env.uid,
                origin_model=self._name,
            )
        return self._tell()

    def _evidence(self):
        note = {"note": self.note} if self.note else {}
        return {"road": "contact", "way": self.way, **note}

    def _tell(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Refused. It counts from now on."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
