"""Lots handed in at the demo registry."""

from odoo import fields, models


class IysDemoRequest(models.Model):
    """One accepted list; ``rows`` is empty until the pretended worker has done it.

    Members as in ``iys_api.fake_store.Lot``.
    """

    _name = "iys.demo.request"
    _description = "Lot at the demo registry"
    _order = "id desc"
    _rec_name = "request_id"
    _log_access = False

    brand_id = fields.Many2one("iys.brand", required=True, ondelete="restrict")
    request_id = fields.Char("İYS request id", required=True)
    created = fields.Datetime(required=True)
    v2 = fields.Boolean("Second edition")
    items = fields.Json()
    subrequest_ids = fields.Json()
    rows = fields.Json()

    _request_uniq = models.UniqueIndex("(brand_id, request_id)")
    _open_idx = models.Index("(brand_id, created, id) WHERE rows IS NULL")
