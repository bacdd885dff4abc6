"""Sealed rows that were destroyed when their term ended: a list that only grows."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..append_only import protect


class IysSealGone(models.Model):
    """One sealed row that the destruction job removed (L-33, L-57).

    Without this note the check reports the row as missing. The note itself is sealed, so
    nobody can add one for an earlier day. It names no person.
    """

    _name = "iys.seal.gone"
    _description = "Destroyed sealed record"
    _order = "id desc"
    _rec_name = "res_id"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    date = fields.Datetime("Destroyed on", required=True, readonly=True)
    res_model = fields.Char("Kind of record", required=True, readonly=True)
    res_id = fields.Integer("Record", required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)

    _row_uniq = models.UniqueIndex("(res_id, res_model)")

    def init(self):
        """Override of `base`: the database itself keeps the list append-only."""
        protect(self.env.cr, self._table)

    @api.model
    def _note(self, model, ids, reason):
        """Note that sealed rows are being destroyed, in the transaction that does it.

        ``reason`` says by which job and rule, without personal data; ids that were never
        sealed are left out. Returns how many were noted.
        """
        self.env.cr.execute(
            """
            INSERT INTO iys_seal_gone (company_id, date, res_model, res_id, reason)
            SELECT company_id, %s, res_model, res_id, %s FROM iys_seal
            WHERE res_model = %s AND res_id = ANY(%s) ORDER BY res_id
            ON CONFLICT DO NOTHING
            """,
            [fields.Datetime.now(), reason, model, list(ids)],
        )
        return self.env.cr.rowcount

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Override of `base`: refuses; rows come through ``_note`` alone."""
        raise UserError(self.env._("This list is written by the system alone."))

    def write(self, vals):  # pylint: disable=method-required-super
        """Override of `base`: refuses."""
        raise UserError(self.env._("This list cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("This list cannot be deleted."))
