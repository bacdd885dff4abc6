"""What a company decides about erasing and about asking again (L-50, L-57, L-58)."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    iys_keep_block = fields.Boolean(
        "Keep the block by key after the proof is deleted",
        default=True,
        help="The refusal stays as a key alone, so the address is still blocked. Review it"
        " with each destruction (L-58).",
    )
    iys_destruction_months = fields.Integer(
        "Months between destructions",
        default=6,
        help="At most six: the next periodic destruction has to come in time (L-57).",
    )
    iys_ask_again_months = fields.Integer(
        "Months before somebody who refused may be asked again",
        default=12,
        help="Before that a new approval needs a consent manager and a reason (L-50).",
    )

    _iys_destruction_check = models.Constraint(
        "CHECK (iys_destruction_months BETWEEN 1 AND 6)",
        "The law allows at most six months between two destructions.",
    )
    _iys_ask_again_check = models.Constraint(
        "CHECK (iys_ask_again_months >= 0)", "Months cannot be negative."
    )
