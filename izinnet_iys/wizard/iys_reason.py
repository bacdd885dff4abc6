"""Asking for a reason before something is settled, closed or handed out."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

#: What is done with the records once the reason is given: model → (right, method).
DEEDS = {
    "iys.alarm": ("izinnet_iys.group_manager", "_settle"),
    "iys.dead.letter": ("izinnet_iys.group_manager", "_close"),
    "iys.backup": ("base.group_system", "_hand_out"),
}


class IysReason(models.TransientModel):
    """One question, why, and the records it is about. The reason goes to the day log.

    For a backup it is also the ticket of its download, for ten minutes, for the user who
    gave the reason.
    """

    _name = "iys.reason"
    _description = "Reason"

    reason = fields.Char(required=True, help="Kept in the day log.")
    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(readonly=True)
    record_count = fields.Integer("Records", compute="_compute_record_count")
    confirmed_at = fields.Datetime(readonly=True)

    @api.model
    def default_get(self, fields_list):
        """Override of `base`: take the records the user has ticked or looks at."""
        values = super().default_get(fields_list)
        values["res_model"] = self.env.context.get("active_model")
        values["res_ids"] = self.env.context.get("active_ids") or []
        return values

    @api.depends("res_ids")
    def _compute_record_count(self):
        for question in self:
            question.record_count = len(question.res_ids or [])

    def action_confirm(self):
        """Do what the reason was asked for; raises AccessError for whom may not."""
        self.ensure_one()
        group, method = DEEDS.get(self.res_model, (None, None))
        if not group or not self.env.user.has_group(group):
            raise AccessError(self.env._("You may not do this."))
        records = self.env[self.res_model].browse(self.res_ids).exists()
        records.check_access("read")
        self.confirmed_at = fields.Datetime.now()
        if action := getattr(records, method)(self.reason):
            return {**action, "url": f"/iys/backup/{self.id}"}
        return {"type": "ir.actions.act_window_close"}
