"""Messages know their class and brand; e-mails and SMS inherit them."""

from odoo import fields, models
from odoo.exceptions import AccessError

from .gate_words import CLASSES

#: Empty class: an ordinary message, made by code or in a chatter (informational).
CLASS_FIELDS = ("iys_message_class", "iys_brand_id", "iys_is_released")


class MailMessage(models.Model):
    _inherit = "mail.message"

    iys_message_class = fields.Selection(CLASSES, "Message class", copy=False)
    iys_brand_id = fields.Many2one("iys.brand", "Brand", copy=False)
    #: the class may be relied on: chosen by who may, released where that is needed
    iys_is_released = fields.Boolean(copy=False)

    def write(self, vals):
        """Override of `mail`: what a message is for the law is said when it is made.

        Raises AccessError for a person who would change it later.
        """
        if not self.env.su and not vals.keys().isdisjoint(CLASS_FIELDS):
            raise AccessError(
                self.env._("The class of a message cannot be changed any more.")
            )
        return super().write(vals)
