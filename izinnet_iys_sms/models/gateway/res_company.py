"""Which SMS account a company sends by."""

from odoo import fields, models

from ...tools.sms_api import SmsApiGateway


class ResCompany(models.Model):
    _inherit = "res.company"

    iys_sms_gateway_id = fields.Many2one(
        "iys.sms.gateway",
        "SMS account",
        domain="[('company_id', '=', id)]",
        help="Empty: SMS leave as they did before, through Odoo's own service or another"
        " addon's.",
    )

    def _get_sms_api_class(self):
        """Override of `sms`: with an account of ours nothing is sent within a request."""
        self.ensure_one()
        if self.sudo().iys_sms_gateway_id:  # which one is no secret
            return SmsApiGateway
        return super()._get_sms_api_class()
