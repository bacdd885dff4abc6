"""The button on a contact that records a refusal."""

from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_iys_refuse(self):
        """Open the small screen for refusals of these contacts."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "izinnet_iys.iys_refuse_action"
        )
        action["context"] = {"default_partner_ids": self.ids}
        return action
