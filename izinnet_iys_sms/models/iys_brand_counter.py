"""What the counter below an SMS needs: what will be added, what a part costs."""

from odoo import models
from odoo.tools import format_date

from odoo.addons.izinnet_iys.iys_api.content import NATURE


class IysBrand(models.Model):
    _inherit = "iys.brand"

    def _iys_sms_pieces(self, mailing=None):
        """Return what ``_iys_sms_text`` adds to a text, and when it does not.

        A list of dicts for the browser, which counts while somebody types: ``text``;
        ``is_before``; and what in the author's text makes it superfluous, ``unless`` (any
        of these texts), ``unless_digits``, ``unless_kind`` (pattern of a first word). The
        link's token is as long as a real one.
        """
        self.ensure_one()
        company_lang = self.sudo().company_id.partner_id.lang  # no secret
        brand = self.sudo().with_context(lang=company_lang or self.env.lang)
        pieces = []
        if mailing and mailing.iys_nature_label:
            kind = f"(?:{'|'.join(NATURE.split())})[a-z]*"
            label = mailing.iys_nature_label
            pieces.append({"text": label, "is_before": True, "unless_kind": kind})
        return [*pieces, *brand._iys_offer_pieces(mailing), *brand._iys_own_pieces()]

    def _iys_offer_pieces(self, mailing):
        if not mailing:
            return
        if day := mailing.iys_valid_until:
            until = format_date(self.env, day)
            text = self.env._("Valid until %(date)s", date=until)
            yield {"text": text, "unless": [until]}
        if where := mailing.iys_conditions:
            text = self.env._("Conditions: %(where)s", where=where)
            yield {"text": text, "unless": [where]}

    def _iys_own_pieces(self):
        """Yield the MERSİS number and the way to refuse (L-41, L-43)."""
        if self.mersis:
            digits = "".join(filter(str.isdigit, self.mersis))
            yield {"text": f"Mersis:{self.mersis}", "unless_digits": digits}
        token = "x" * len(self.env["iys.message"]._new_token())
        link = self._iys_refusal_url(token)
        if way := self.iys_sms_refusal:
            yield {"text": way, "unless": [way]}
        else:
            yield {"text": self.env._("Refuse: %(link)s", link=link), "unless": [link]}
