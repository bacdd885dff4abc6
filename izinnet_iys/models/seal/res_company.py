"""Where a company's seal is anchored, and who gets its heads and day reports."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..sync.iys_address import address_fault


class ResCompany(models.Model):
    _inherit = "res.company"

    iys_stamp_url = fields.Char(
        "Time-stamp authority",
        groups="base.group_system",
        help="Address of an authority that answers by RFC 3161. The server's"
        " configuration (IZINNET_HOSTS) has to name its host.",
    )
    iys_stamp_user = fields.Char("User name there", groups="base.group_system")
    iys_stamp_password = fields.Char(
        "Password there", groups="base.group_system", copy=False
    )
    iys_stamp_ca = fields.Binary(
        "Certificate of the authority (PEM)",
        groups="base.group_system",
        help="Goes into exports, so that others can check the time-stamps.",
    )
    iys_seal_partner_ids = fields.Many2many(
        "res.partner",
        "res_company_iys_seal_partner_rel",
        string="Seal is mailed to",
        groups="base.group_system",
        help="They get the day's fingerprint of the seal; best somebody outside, whose"
        " mail nobody here can delete.",
    )
    iys_report_partner_ids = fields.Many2many(
        "res.partner",
        "res_company_iys_report_partner_rel",
        string="Day report goes to",
        groups="base.group_system",
    )

    @api.constrains("iys_stamp_url")
    def _check_iys_stamp_url(self):
        """R-54: only hosts that the server's own configuration names are ever called."""
        for company in self.sudo():
            fault = company.iys_stamp_url and address_fault(company.iys_stamp_url)
            if fault:
                raise ValidationError(
                    self.env._(
                        "%(url)s cannot be used: %(fault)s",
                        url=company.iys_stamp_url,
                        fault=fault,
                    )
                )
