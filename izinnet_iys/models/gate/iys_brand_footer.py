"""Who writes and how to refuse: the lines under every commercial e-mail (L-41, L-43)."""

from odoo import models

from ...iys_api.content import Identity


class IysBrand(models.Model):
    _inherit = "iys.brand"

    def _iys_identity(self):
        """Return the brand's `content.Identity`; empty texts where it says nothing."""
        brand_sudo = self.sudo()  # who writes stands in every message
        return Identity(
            brand_sudo.trade_name or "",
            brand_sudo.mersis or "",
            brand_sudo.contact or "",
        )

    def _iys_mail_footer(self, token, lang=None):
        """Return the footer as Markup: trade name, MERSİS, contact, links to
        refuse and to the preference page.

        ``token`` is the message's own (``iys.message._new_token``), ``lang`` a code such
        as ``de_DE`` or None: Turkish for who reads it or said nothing, else English,
        and English where Odoo has no Turkish.
        """
        is_turkish = not lang or lang.startswith("tr")
        is_turkish = is_turkish and bool(self.env["res.lang"]._get_data(code="tr_TR"))
        # without a language a template speaks the one it is written in
        brand_sudo = self.with_context(lang="tr_TR" if is_turkish else None).sudo()
        return brand_sudo.env["ir.qweb"]._render(
            "izinnet_iys.mail_footer",
            {
                "brand": brand_sudo,
                "identity": self._iys_identity(),
                "lang": "tr" if is_turkish else "en",
                "refusal_url": self._iys_refusal_url(token),
                "preferences_url": self._iys_preferences_url(token),
            },
            minimal_qcontext=True,
        )
