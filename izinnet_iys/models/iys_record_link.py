"""Rows that point at a record of any model: the button that opens it."""

from odoo import models
from odoo.exceptions import UserError


class IysRecordLink(models.AbstractModel):
    """A model with ``res_model`` and ``res_id``: rows of the log, alarms, seals, faults."""

    _name = "iys.record.link"
    _description = "Row about a record"

    def action_open_record(self):
        """Open the record a row is about; raises UserError when it is gone."""
        self.ensure_one()
        known = self.res_model in self.env and self.res_id
        if not known or not self.env[self.res_model].browse(self.res_id).exists():
            raise UserError(self.env._("The record does not exist any more."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
