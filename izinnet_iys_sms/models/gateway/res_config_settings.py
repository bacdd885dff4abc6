"""The SMS account of the company, beside Odoo's own SMS settings."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    iys_sms_gateway_id = fields.Many2one(
        related="company_id.iys_sms_gateway_id", readonly=False
    )
