"""Messages know their class and brand; e-mails and SMS inherit them."""

from odoo import fields, models

from .gate_words import CLASSES


class MailMessage(models.Model):
    _inherit = "mail.message"

    iys_message_class = fields.Selection(CLASSES, "Message class", copy=False)
    iys_brand_id = fields.Many2one("iys.brand", "Brand", copy=False)
    #: the class may be relied on: chosen by who may, released where that is needed
    iys_is_released = fields.Boolean(copy=False)
