"""The acts that stage 2 deleted: number and fingerprint, no person (L-57)."""

from odoo import fields, models

from ..append_only import protect


class IysDestroyed(models.Model):
    """One act that was lawfully deleted; a gap in the ledger that is explained.

    Append-only. Id, record id and fingerprint are those of the act: whoever checks a seal
    over it finds here by which destruction it went.
    """

    _name = "iys.destroyed"
    _description = "Deleted proof"
    _order = "id desc"
    _rec_name = "uid"
    _log_access = False

    destruction_id = fields.Many2one(
        "iys.destruction",
        "Destruction",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="destruction_id.company_id")
    res_model = fields.Char("Kind of record", required=True, readonly=True)
    res_id = fields.Integer("Number", required=True, readonly=True, aggregator=False)
    uid = fields.Char("Record id", readonly=True)
    content_hash = fields.Char("Fingerprint", readonly=True)
    destroyed_at = fields.Datetime("Deleted on", required=True, readonly=True)

    _record_idx = models.Index("(res_model, res_id)")

    def init(self):
        """Override of `base`: the database itself keeps the list append-only."""
        protect(self.env.cr, self._table)
