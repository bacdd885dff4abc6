"""Where a brand's messages can be refused."""

from odoo import models


class IysBrand(models.Model):
    _inherit = "iys.brand"

    def _iys_refusal_url(self, token):
        """Return the address of the refusal page for one message (L-43).

        ``token`` comes from ``iys.message._new_token``; the page works as long as the
        row of the message log lives.
        """
        return f"{self._iys_refusal_base()}/iys/refuse/{token}"

    def _iys_preferences_url(self, token):
        """Return the address of the preference page by the link of one message."""
        return f"{self._iys_refusal_base()}/iys/preferences/{token}"

    def _iys_oneclick_url(self, token):
        """Return the address for the header ``List-Unsubscribe`` (RFC 8058)."""
        return f"{self._iys_refusal_base()}/iys/refuse/{token}/oneclick"

    def _iys_refusal_base(self):
        brand_sudo = self.sudo()  # the website of a company is no secret
        return brand_sudo.get_base_url().rstrip("/")
