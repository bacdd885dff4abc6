"""Training on what is said before a code is sent (L-25)."""

from odoo import fields, models


class IysTraining(models.Model):
    _inherit = "iys.training"

    iys_script_id = fields.Many2one(
        "iys.sms.script",
        "What to say to the customer",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id), ('state', '!=', 'draft')]",
        help="The version the person was trained on. One-to-one requests are open to who"
        " was trained on the version in use.",
    )
