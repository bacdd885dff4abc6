"""Whose refusal a text is: the brand it was meant for, or all of the company (L-44)."""

from odoo import fields, models

from odoo.addons.izinnet_iys.iys_api.recipients import normalise

from ...sms_gateways.inbound import words


class IysBrand(models.Model):
    _inherit = "iys.brand"

    iys_sms_word = fields.Char(
        "Word beside RET",
        help="Where several brands share a number: what people write beside RET to mean"
        " this one, such as ALFA in “RET ALFA”.",
    )


class IysSmsGateway(models.Model):
    _inherit = "iys.sms.gateway"

    def _brands(self):
        """Return the brands an account speaks for: of its titles, else the company's."""
        self.ensure_one()
        gateway_sudo = self.sudo()  # whose account it is, is no secret of the company
        company = gateway_sudo.company_id
        own = gateway_sudo.title_ids.brand_id.filtered(
            lambda brand: brand.company_id == company
        )
        return own or own.search([("company_id", "=", company.id)])


class IysSmsInbound(models.Model):
    _inherit = "iys.sms.inbound"

    def _brands_meant(self):
        """Return the brands a refusal is for.

        The account's only brand; of several the one whose word stands in the text, or
        whose message was the last to this number; else all brands of the company, for a
        no that is unclear about the brand is a no to all of them.
        """
        self.ensure_one()
        brands = self.gateway_id._brands()
        if len(brands) <= 1:
            return brands
        said = set(words(self.text or ""))
        named = brands.filtered(
            lambda b: b.iys_sms_word and "".join(words(b.iys_sms_word)) in said
        )
        if len(named) == 1:
            return named
        last = self._last_brand(brands)
        return last or brands.search([("company_id", "=", self.company_id.id)])

    def _last_brand(self, brands):
        """Return the brand of the last message to this number before the text."""
        address = normalise("MESAJ", self.sender or "")
        if not address:
            return brands.browse()
        log_sudo = self.env["iys.message"].sudo()  # only whose message it was
        last = log_sudo.search(
            [
                ("recipient_key", "=", self.env["iys.key"]._hash(address)),
                ("type", "=", "MESAJ"),
                ("brand_id", "in", brands.ids),
                ("sent_at", "<=", self.at),
            ],
            order="sent_at desc, id desc",
            limit=1,
        )
        return last.brand_id
