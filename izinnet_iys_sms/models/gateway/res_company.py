"""Which SMS account a company sends by."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    iys_sms_gateway_id = fields.Many2one(
        "iys.sms.gateway",
        "SMS account",
        domain="[('company_id', '=', id)]",
        help="Empty: SMS leave as they did before, through Odoo's own service or another"
        " addon's.",
    )
