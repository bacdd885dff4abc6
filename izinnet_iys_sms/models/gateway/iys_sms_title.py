"""A sender title: what stands where the number of the sender would (L-46)."""

from odoo import api, fields, models


class IysSmsTitle(models.Model):
    """``name`` is spelt exactly as the operator knows it, small letters and spaces too.

    Only an ``approved`` title sends; a commercial SMS only with a title of its brand.
    A title without a brand serves informational messages and codes of the company.
    """

    _name = "iys.sms.title"
    _description = "Sender title"
    _order = "gateway_id, sequence, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    gateway_id = fields.Many2one(
        "iys.sms.gateway", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="gateway_id.company_id", store=True)
    brand_id = fields.Many2one("iys.brand", index="btree_not_null")
    state = fields.Selection(
        [
            ("asked", "Asked for"),
            ("approved", "Approved by the operator"),
            ("refused", "Refused by the operator"),
            ("gone", "Not listed any more"),
        ],
        required=True,
        default="asked",
        readonly=True,
        copy=False,
        help="Approved once the operator lists it.",
    )
    listed_at = fields.Datetime("Last listed by the operator", readonly=True)
    document_id = fields.Many2one("iys.document", "Document it is tied to (L-46)")
    note = fields.Char()

    _name_uniq = models.UniqueIndex(
        "(gateway_id, name) WHERE active IS TRUE", "This title is there already."
    )

    @api.model
    def _for_send(self, brand, company, is_commercial):
        """Return the title a message leaves with, or an empty one: then it may not leave.

        ``brand`` may be empty for informational messages; titles of paused or inactive
        accounts count, the account says by itself that it waits.
        """
        raise NotImplementedError
