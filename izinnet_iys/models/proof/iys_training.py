"""Who was trained on what, and when (L-25, L-64 view 11)."""

from odoo import fields, models


class IysTraining(models.Model):
    """One person's training on one version of the rules; entered by the manager."""

    _name = "iys.training"
    _description = "Staff training"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Subject", required=True, tracking=True)
    version = fields.Char(help="Which edition of the material was used.")
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    valid_until = fields.Date(tracking=True)
    user_id = fields.Many2one("res.users", "Trained person", tracking=True)
    person_name = fields.Char("Name", help="For people who are no users here.")
    trainer = fields.Char()
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Files")

    _person_check = models.Constraint(
        "CHECK (user_id IS NOT NULL OR person_name IS NOT NULL)",
        "Say who was trained: choose a user or write the name.",
    )
