"""SMS templates with a message class that a second person releases (L-38)."""

from odoo import api, fields, models

from odoo.addons.izinnet_iys.iys_api.content import promotion_words
from odoo.addons.izinnet_iys.iys_api.gate import FREE_CLASSES


class SmsTemplate(models.Model):
    _name = "sms.template"
    _inherit = ["sms.template", "iys.class.release"]

    iys_promotion_words = fields.Char(
        "Looks like promotion", compute="_compute_iys_promotion_words"
    )

    @api.depends("iys_message_class", "body")
    def _compute_iys_promotion_words(self):
        for template in self:
            is_free = template.iys_message_class in FREE_CLASSES
            words = promotion_words(template.body or "") if is_free else []
            template.iys_promotion_words = ", ".join(dict.fromkeys(words))

    def _iys_text_fields(self):
        """Override of `izinnet_iys`: the body is what people read."""
        return ("body",)
