"""Commercial SMS to many, where the operator wants each bulk signed (L-47)."""

from odoo import models
from odoo.exceptions import UserError

from ..models.sms_class import passed_class


class SmsComposer(models.TransientModel):
    _inherit = "sms.composer"

    def _action_send_sms(self):
        """Override of `izinnet_iys_sms`: say at once what would wait for ever.

        Raises UserError for commercial SMS outside a mailing: only a mailing carries the
        reference of a release.
        """
        if not self.mailing_id and not self.env.su:
            self._iys_check_release()
        return super()._action_send_sms()

    def _iys_check_release(self):
        sms_class = passed_class(self.env)
        brand = self.env["iys.brand"].browse(sms_class and sms_class.brand_id or ())
        company_sudo = (brand.sudo().company_id or self.env.company).sudo()  # no secret
        if not (company_sudo.iys_sms_gateway_id.needs_release and sms_class):
            return
        if sms_class.is_commercial:
            raise UserError(
                self.env._(
                    "The operator lets commercial SMS leave only with a release by"
                    " e-signature. Send them as an SMS mailing, which carries its"
                    " reference."
                )
            )
