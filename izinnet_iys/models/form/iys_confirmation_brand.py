"""Which ways a brand has to ask a person for a confirmation and to send a receipt."""

from odoo import models


class IysBrand(models.Model):
    _inherit = "iys.brand"

    def _iys_confirm_methods(self, type_):
        """Return how an address of a channel can be confirmed, best first.

        Codes of ``iys.confirmation.method``. Phones need a way to send a code; an addon
        that can send SMS adds ``sms_code``. Empty means: cannot be confirmed.
        """
        return ("email_link",) if type_ == "EPOSTA" else ()

    def _iys_receipt_methods(self, type_):
        """Return how the receipt of a channel's approval can reach the person, best first.

        It has to go to the address the approval is about (L-19), so phones have no way
        until an addon can send SMS. Empty means: not possible.
        """
        return ("email",) if type_ == "EPOSTA" else ()

    def _iys_sender(self):
        """Return the address the brand's own mails come from; '' when nobody said one."""
        company_sudo = self.sudo().company_id  # it stands in every mail
        return company_sudo.email_formatted or company_sudo.catchall_formatted or ""
