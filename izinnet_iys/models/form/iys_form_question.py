"""One box of a form: one text, one channel or one purpose (L-24, L-51, L-54)."""

from odoo import fields, models


class IysFormQuestion(models.Model):
    """Empty when shown and never required; there is no field that could say otherwise
    (L-21, L-22)."""

    _name = "iys.form.question"
    _description = "Box of a consent form"
    _order = "form_id, sequence, id"

    form_id = fields.Many2one("iys.form", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    notice_id = fields.Many2one(
        "iys.notice",
        "Text",
        required=True,
        domain="[('kind', 'in', ('commercial_approval', 'explicit_consent'))]",
    )
    type = fields.Selection(
        [("ARAMA", "Call"), ("MESAJ", "SMS"), ("EPOSTA", "E-mail")],
        "Channel",
        help="Of a commercial approval; an explicit consent has a purpose instead.",
    )
    label = fields.Char("Words beside the box", required=True, translate=True)
