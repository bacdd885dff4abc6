"""What a destruction takes from each kind of record: planned and done, without names."""

from odoo import api, fields, models

VERBS = [
    ("masked", "Masked"),
    ("locked", "Locked in the vault"),
    ("deleted", "Deleted"),
    ("swept", "Traces blanked"),
]


class IysDestructionLine(models.Model):
    """One model and what happens to how many of its rows; kept with the destruction.

    ``sample`` shows some of them while a person decides, and is emptied when it is done.
    """

    _name = "iys.destruction.line"
    _description = "Line of a destruction"
    _order = "destruction_id, id"
    _rec_name = "model"

    destruction_id = fields.Many2one(
        "iys.destruction", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="destruction_id.company_id")
    model = fields.Char("Kind of record (technical)", required=True, readonly=True)
    label = fields.Char("Kind of record", compute="_compute_label")
    verb = fields.Selection(VERBS, "What happens", required=True, readonly=True)
    planned = fields.Integer(readonly=True)
    done = fields.Integer(readonly=True)
    sample = fields.Text("Examples", readonly=True)

    @api.depends("model")
    @api.depends_context("lang")
    def _compute_label(self):
        known = self.env["ir.model"].sudo()  # names of models are no secret
        for line in self:
            line.label = known._get(line.model).name or line.model
