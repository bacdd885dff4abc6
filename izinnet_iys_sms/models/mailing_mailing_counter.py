"""SMS mailings: what the counter below the text counts and multiplies."""

from odoo import api, fields, models

from odoo.addons.izinnet_iys.iys_api.gate import COMMERCIAL


class MailingMailing(models.Model):
    _inherit = "mailing.mailing"

    iys_counter = fields.Json(
        "What the counter adds",
        compute="_compute_iys_counter",
        help="Pieces added to the text, price of a part and credit of the SMS account.",
    )

    @api.depends(
        "mailing_type",
        "iys_brand_id",
        "iys_message_class",
        "iys_nature_label",
        "iys_valid_until",
        "iys_conditions",
    )
    @api.depends_context("company")
    def _compute_iys_counter(self):
        for mailing in self:
            is_sms = mailing.mailing_type == "sms"
            mailing.iys_counter = mailing._iys_counter_facts() if is_sms else False

    def _iys_counter_facts(self):
        """Return {pieces, price, currency, credits}; the last three by the SMS account."""
        brand = self.iys_brand_id or self._iys_default_brand()
        is_commercial = self.iys_message_class == COMMERCIAL
        pieces = brand._iys_sms_pieces(self) if brand and is_commercial else []
        company = brand.sudo().company_id or self.env.company
        # sudo: what a part costs and what is left is shown to every author
        gateway_sudo = company.sudo().iys_sms_gateway_id
        facts = {"pieces": pieces, "currency": company.sudo().currency_id.name}
        if gateway_sudo:
            facts["price"] = gateway_sudo.part_price
            facts["credits"] = gateway_sudo.credits if gateway_sudo.balance_at else None
        return facts
