"""The class of a message: commercial, or why not (L-37, L-38)."""

from odoo import api, fields, models

from ...iys_api.gate import COMMERCIAL
from .gate_words import CLASS_REASONS, CLASSES


class IysMessageClass(models.AbstractModel):
    """Fields shared by everything that decides what kind of message it makes.

    Inherited by mailings, templates and composers. ``iys_message_class`` may be empty on
    a template: then it serves single transactional messages only.
    """

    _name = "iys.message.class"
    _description = "Message class"

    iys_message_class = fields.Selection(CLASSES, "Message class")
    iys_class_reason = fields.Selection(CLASS_REASONS, "Why not commercial")
    iys_class_note = fields.Char("In own words")
    iys_brand_id = fields.Many2one("iys.brand", "Brand")

    @api.model
    def _iys_default_brand(self, company=None):
        """Return the brand a company's messages belong to; empty when it has none."""
        company = company or self.env.company
        return (
            self.env["iys.brand"]
            .sudo()  # which brand speaks is no secret from who writes
            .search([("company_id", "=", company.id)], limit=1, order="id")
        )

    def _iys_is_released(self):
        """Tell whether a class other than commercial may be relied on (L-38)."""
        self.ensure_one()
        return self.iys_message_class != COMMERCIAL and bool(self.iys_class_reason)
