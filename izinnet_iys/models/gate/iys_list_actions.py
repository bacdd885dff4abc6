"""What people do with a saved list: look, write, export."""

from odoo import models
from odoo.exceptions import UserError


class IysList(models.Model):
    _inherit = "iys.list"

    def action_open_records(self):
        """Open the people in the list, with what stands for the list's brand."""
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self.model_name,
            "view_mode": "list,kanban,form",
            "domain": self._membership(),
        }
        if self.model_name == "res.partner":
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "izinnet_iys.res_partner_action_consent"
            )
            action.update(name=self.name, domain=self._membership())
        action["context"] = {"iys_brand_id": self.brand_id.id}
        return action

    def action_use_as_audience(self):
        """Open a new mailing to the list: records, audience and brand are filled in.

        Raises UserError when the channel has no mailings here or the user may make none.
        """
        self.ensure_one()
        mailings = self.env["mailing.mailing"]
        kind = {"EPOSTA": "mail", "MESAJ": "sms"}.get(self.type)
        if kind not in dict(mailings._fields["mailing_type"].selection):
            raise UserError(
                self.env._("There are no mailings on this channel: call or export.")
            )
        if not mailings.has_access("create"):
            raise UserError(
                self.env._("Only users of mailings can make one from this list.")
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "mailing.mailing",
            "view_mode": "form",
            "context": {
                "default_mailing_type": kind,
                "default_mailing_model_id": self.model_id.id,
                "default_mailing_domain": repr(self._membership()),
                "default_iys_brand_id": self.brand_id.id,
            },
        }

    def action_export(self):
        """Open the export of the consents of these contacts, which asks for a reason."""
        self.ensure_one()
        if self.model_name != "res.partner":
            raise UserError(self.env._("Only lists of contacts can be exported."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "izinnet_iys.iys_export_action_partner"
        )
        action["context"] = {
            "active_model": "res.partner",
            "active_domain": self._membership(),
        }
        return action
