"""What every screen that asks the books has: brands and a span of Turkish days."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..models.turkish_time import span, today


class IysAsked(models.AbstractModel):
    """Brands and days a proof or a report is about; ``date_from`` is the screen's own."""

    _name = "iys.asked"
    _description = "Screen that asks the books"

    date_from = fields.Date("From")
    date_to = fields.Date("Until", default=lambda self: today())
    brand_ids = fields.Many2many(
        "iys.brand", string="Brands", help="Empty: all of your companies."
    )

    def _brands(self):
        """Return the brands asked about: chosen, or all the user may see."""
        return self.brand_ids or self.env["iys.brand"].search(
            [("active", "in", (True, False))]
        )

    def _period(self):
        """Return (start, end) as naive UTC: Türkiye days, the last one included.

        Raises UserError when the end comes first.
        """
        try:
            return span(self.date_from, self.date_to)
        except ValueError:
            raise UserError(self.env._("The period ends before it begins.")) from None
