"""Phone numbers as people type them: the usual slips of Turkish numbers are mended."""

from odoo import api, models

from ...iys_api.recipients import normalise


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.onchange("phone", "country_id", "company_id")
    def _onchange_phone_validation(self):
        """Override of `phone_validation`: ``+9005…``, ``905…`` and ``5…`` are understood.

        Only Turkish mobiles, and of a contact abroad only what names Türkiye itself:
        a guessed number would be somebody else's.
        """
        if mended := self._iys_mended_phone():
            self.phone = mended
        return super()._onchange_phone_validation()

    def _iys_mended_phone(self):
        """Return the number in E.164 when it surely is a Turkish mobile, or None."""
        spelled = normalise("MESAJ", self.phone or None) or ""
        if not spelled.startswith("+905"):
            return None
        country = self.country_id or self.company_id.country_id
        names_country = (self.phone or "").lstrip("+0 (").startswith("90")
        is_at_home = not country or country.code == "TR"
        return spelled if is_at_home or names_country else None
