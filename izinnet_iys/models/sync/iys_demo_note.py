"""What the demo registry remembers by name."""

from odoo import fields, models


class IysDemoNote(models.Model):
    """A remembered add (so that a repeat is recognised) or an agreement about a day."""

    _name = "iys.demo.note"
    _description = "Note of the demo registry"
    _log_access = False

    brand_id = fields.Many2one("iys.brand", required=True, ondelete="restrict")
    name = fields.Char(required=True)
    value = fields.Json(required=True)

    _name_uniq = models.UniqueIndex("(brand_id, name)")
