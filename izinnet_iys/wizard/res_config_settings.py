"""Settings of the system administrator: where the seal is anchored, who gets reports."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    iys_stamp_url = fields.Char(related="company_id.iys_stamp_url", readonly=False)
    iys_stamp_user = fields.Char(related="company_id.iys_stamp_user", readonly=False)
    iys_stamp_password = fields.Char(
        related="company_id.iys_stamp_password", readonly=False
    )
    iys_stamp_ca = fields.Binary(related="company_id.iys_stamp_ca", readonly=False)
    iys_seal_partner_ids = fields.Many2many(
        related="company_id.iys_seal_partner_ids", readonly=False
    )
    iys_report_partner_ids = fields.Many2many(
        related="company_id.iys_report_partner_ids", readonly=False
    )
