"""Legal hold: a dispute stops every masking and deletion of a person (L-33)."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...iys_api.recipients import normalise
from ..record.masked_char import NotedChar

MIN_REASON = 10


class IysHold(models.Model):
    """One address that may not be touched, why, and until whom lets it go.

    A hold is lifted, never deleted: who held what back, and when, is part of the record.
    """

    _name = "iys.hold"
    _description = "Legal hold"
    _inherit = ["iys.masked", "mail.thread"]
    _order = "id desc"
    _rec_name = "number"

    number = fields.Char(compute="_compute_number")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one("res.partner", "Contact", index="btree_not_null")
    address = NotedChar(
        "Phone or e-mail", help="In any spelling; not needed when a contact is named."
    )
    recipient_key = fields.Char(
        "Key of the address", compute="_compute_recipient_key", store=True, index=True
    )
    reason = fields.Char(required=True, tracking=True)
    state = fields.Selection(
        [("held", "Held"), ("lifted", "Lifted")],
        required=True,
        readonly=True,
        default="held",
        tracking=True,
    )
    lifted_at = fields.Datetime("Lifted on", readonly=True)
    lifted_by_id = fields.Many2one("res.users", "Lifted by", readonly=True)

    def _compute_number(self):
        for hold in self:
            hold.number = self.env._("Hold %s", hold.id or "")

    @api.depends("address")
    def _compute_recipient_key(self):
        for hold in self:
            hold.recipient_key = False
            if spelt := hold._spelt():
                hold.recipient_key = self.env["iys.key"]._hash(spelt)

    def _spelt(self):
        text = (self.address or "").strip()
        return normalise("EPOSTA" if "@" in text else "MESAJ", text or None)

    @api.constrains("address", "partner_id", "reason")
    def _check_named(self):
        for hold in self:
            if not hold.partner_id and not hold._spelt():
                raise ValidationError(
                    self.env._("Name a contact, or a complete phone or e-mail.")
                )
            if len((hold.reason or "").strip()) < MIN_REASON:
                raise ValidationError(
                    self.env._("Write down which dispute or order holds this back.")
                )

    def write(self, vals):
        """Override of `base`: a hold is lifted by its button alone."""
        if {"state", "lifted_at", "lifted_by_id"} & set(vals) and not self.env.su:
            raise UserError(self.env._("Use the button to lift a hold."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A hold stays. Lift it instead."))

    def action_lift(self):
        """Let the person's data go their normal way again; raises UserError when somebody
        else has lifted it: who lifted a hold, and when, is part of the record."""
        self.check_access("write")
        if any(hold.state != "held" for hold in self):
            raise UserError(
                self.env._("This step is not possible in the present state.")
            )
        # sudo: the button is the one way to lift; the right was checked above
        self.sudo().write(
            {
                "state": "lifted",
                "lifted_at": fields.Datetime.now(),
                "lifted_by_id": self.env.uid,
            }
        )
        for hold in self:
            self.env["iys.log"]._add("decision", "Legal hold lifted", record=hold)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: the day log tells who held something back."""
        holds = super().create(vals_list)
        for hold in holds:
            self.env["iys.log"]._add("decision", "Legal hold set", record=hold)
        return holds

    @api.model
    def _held(self, company):
        """Return (keys, contact ids) that nobody may touch for a company.

        A named contact holds its addresses too.
        """
        holds = self.sudo().search(
            [("state", "=", "held"), ("company_id", "=", company.id)]
        )
        keys = {key for key in holds.mapped("recipient_key") if key}
        return keys | set(holds.partner_id._iys_keys()), set(holds.partner_id.ids)
