"""What people did about a dead letter: looked at it, or closed it with a reason."""

from odoo import api, fields, models


class IysDeadLetterMark(models.Model):
    """One row per record that somebody has seen or closed; the record stays as it is."""

    _name = "iys.dead.letter.mark"
    _description = "Note on a dead letter"
    _log_access = False

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Integer(required=True, readonly=True)
    seen_by = fields.Many2one("res.users", readonly=True)
    seen_at = fields.Datetime(readonly=True)
    closed_by = fields.Many2one("res.users", readonly=True)
    closed_at = fields.Datetime(readonly=True)
    reason = fields.Char(readonly=True)

    _record_uniq = models.UniqueIndex("(res_model, res_id)")

    @api.model
    def _note(self, letters, **vals):
        """Write on the marks of letters, making those that are missing."""
        for model, those in letters.grouped("res_model").items():
            ids = those.mapped("res_id")
            known = self.search([("res_model", "=", model), ("res_id", "in", ids)])
            missing = set(ids) - set(known.mapped("res_id"))
            new = [{"res_model": model, "res_id": res_id} for res_id in missing]
            (known | self.create(new)).write(vals)
