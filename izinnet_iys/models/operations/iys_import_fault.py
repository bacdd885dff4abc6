"""What was not taken from an uploaded list, row by row, and why."""

from odoo import api, fields, models

from .iys_import_words import fault_text

OUTCOMES = [
    ("faulty", "Faulty"),
    ("too_old", "Too old, not at İYS"),
    ("blocked", "Refused earlier"),
]


class IysImportFault(models.Model):
    """One reason why one row (or one channel of it) was left out."""

    _name = "iys.import.fault"
    _description = "Row left out of an import"
    _order = "import_id, row, id"
    _rec_name = "code"
    _log_access = False

    import_id = fields.Many2one(
        "iys.import", required=True, readonly=True, ondelete="cascade", index=True
    )
    row = fields.Integer("Row in the file", readonly=True, aggregator=False)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    code = fields.Char("Reason code", readonly=True)
    target = fields.Char("Column", readonly=True)
    value = fields.Char("In the file", readonly=True)
    reason = fields.Char(compute="_compute_reason")

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_reason(self):
        texts = {code: fault_text(self.env, code) for code in set(self.mapped("code"))}
        for fault in self:
            fault.reason = texts[fault.code]

    @api.model
    def _store(self, job, outcome, faults):
        """Store faults in one statement; takes (row, code, target, value) each."""
        if not faults:
            return
        rows, codes, targets, values = zip(*faults, strict=True)
        self.env.cr.execute(
            """
            INSERT INTO iys_import_fault (import_id, outcome, row, code, target, value)
            SELECT %s, %s, * FROM unnest(%s::int[], %s, %s, %s)
            """,
            [job.id, outcome, list(rows), list(codes), list(targets), list(values)],
        )

    @api.model
    def _drop(self, job):
        """Forget the faults of an earlier check."""
        self.env.cr.execute(
            "DELETE FROM iys_import_fault WHERE import_id = %s", [job.id]
        )
        self.invalidate_model()
