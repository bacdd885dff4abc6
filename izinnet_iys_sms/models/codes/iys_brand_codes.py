"""Whether a brand can send codes and receipts by SMS."""

from odoo import models


class IysBrand(models.Model):
    _inherit = "iys.brand"

    def _iys_confirm_methods(self, type_):
        """Override of `izinnet_iys`: phones are confirmed by a code, if one can be sent."""
        methods = super()._iys_confirm_methods(type_)
        if type_ in ("MESAJ", "ARAMA") and self._iys_sends_sms():
            return (*methods, "sms_code")
        return methods

    def _iys_receipt_methods(self, type_):
        """Override of `izinnet_iys`: receipts of phone channels go by SMS (L-19)."""
        methods = super()._iys_receipt_methods(type_)
        if type_ in ("MESAJ", "ARAMA") and self._iys_sends_sms():
            return (*methods, "sms")
        return methods

    def _iys_sends_sms(self):
        """Tell whether an SMS of the house would leave now: an account of the company's
        own, confirmed and not paused, with an approved title."""
        self.ensure_one()
        brand_sudo = self.sudo()  # visitors read no set-up; they learn yes or no
        gateway_sudo = brand_sudo.company_id.iys_sms_gateway_id
        return bool(
            gateway_sudo.active
            and not brand_sudo.emergency_stop
            and not gateway_sudo.pause_reason
            and gateway_sudo.is_confirmed_here
            and self._iys_has_title(gateway_sudo)
        )

    def _iys_has_title(self, gateway_sudo):
        """Tell whether `iys.sms.title._for_send` finds one for a code, in one query."""
        return gateway_sudo.title_ids.search_count(
            [
                ("gateway_id", "=", gateway_sudo.id),
                ("state", "=", "approved"),
                ("brand_id", "in", (self.id, False)),
            ],
            limit=1,
        )
