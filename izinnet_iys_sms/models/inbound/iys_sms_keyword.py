"""A published word: who texts it approves by an act of their own (L-26)."""

from odoo import fields, models


class IysSmsKeyword(models.Model):
    """Belongs to a published form, whose text says what the word means."""

    _name = "iys.sms.keyword"
    _description = "Keyword of a consent form"
    _order = "gateway_id, name"

    name = fields.Char("Word", required=True)
    active = fields.Boolean(default=True)
    gateway_id = fields.Many2one(
        "iys.sms.gateway", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="gateway_id.company_id", store=True)
    receiver = fields.Char("Number it is sent to", required=True)
    point_id = fields.Many2one("iys.form.point", "Form", required=True)
