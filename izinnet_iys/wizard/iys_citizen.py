"""Play the citizen at the demo registry: what a person would do in İYS's own portal."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..iys_api.messages import Key
from ..iys_api.recipients import normalise

SOURCE = "IYS_WEB"


class IysCitizen(models.TransientModel):
    """Changes a record at the demo registry only; it comes here by the normal pull."""

    _name = "iys.citizen"
    _description = "Act as the citizen"

    brand_id = fields.Many2one(
        "iys.brand", required=True, domain="[('route', '=', 'demo')]"
    )
    type = fields.Selection(
        [("ARAMA", "Call"), ("MESAJ", "SMS"), ("EPOSTA", "E-mail")],
        "Channel",
        required=True,
        default="MESAJ",
    )
    recipient_type = fields.Selection(
        [("BIREYSEL", "Individual"), ("TACIR", "Merchant")],
        required=True,
        default="BIREYSEL",
    )
    recipient = fields.Char("Phone or e-mail", required=True)
    act = fields.Selection(
        [
            ("RET", "Refuse"),
            ("ONAY", "Approve"),
            ("close", "Close the telephone line (all approvals of the number fall)"),
        ],
        "What the person does",
        required=True,
        default="RET",
    )

    @api.model
    def _open_for(self, brand, recipient, type_, recipient_type):
        """Open the screen for an address; raises UserError outside the demo registry."""
        self._check_demo(brand)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Act as the citizen"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_brand_id": brand.id,
                "default_recipient": recipient,
                "default_type": type_,
                "default_recipient_type": recipient_type,
            },
        }

    @api.model
    def _check_demo(self, brand):
        if brand.route != "demo":
            raise UserError(
                self.env._(
                    "Only at the demo registry can you act for a person. At the real İYS"
                    " people decide for themselves."
                )
            )

    def action_act(self):
        """Do it at the demo registry and wake the pull that brings it here."""
        self.ensure_one()
        self._check_demo(self.brand_id)
        recipient = self._normalised()
        book = self.env["iys.demo.movement"]._get_book(self.brand_id)
        if self.act == "close":
            book.close_line(recipient)
        else:
            key = Key(recipient, self.recipient_type, self.type)
            book.citizen_act(key, self.act, SOURCE)
        self.env["iys.log"]._add(
            "setup", "Acted as the citizen at the demo registry", record=self.brand_id
        )
        return self.brand_id.action_pull_now()

    def _normalised(self):
        if self.act == "close" and self.type == "EPOSTA":
            raise UserError(self.env._("Only a telephone line can be closed."))
        recipient = normalise(self.type, self.recipient)
        if not recipient:
            raise UserError(
                self.env._(
                    "%(text)s is no address of this channel. Write a phone like"
                    " 0532 111 22 33 or an e-mail address.",
                    text=self.recipient,
                )
            )
        return recipient


class IysConsent(models.Model):
    _inherit = "iys.consent"

    is_demo = fields.Boolean("At the demo registry", compute="_compute_is_demo")

    @api.depends("brand_id.route")
    def _compute_is_demo(self):
        for consent in self:
            consent.is_demo = consent.brand_id.route == "demo"

    def action_act_as_citizen(self):
        """Play the person at the demo registry, for this consent's address."""
        self.ensure_one()
        return self.env["iys.citizen"]._open_for(
            self.brand_id, self.recipient, self.type, self.recipient_type
        )
