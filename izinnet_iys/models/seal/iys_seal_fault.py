"""What a check of the seal found wrong, with the record named (R-32)."""

from odoo import api, fields, models

from ...seal_chain.verify import Kind

#: Labels of ``Kind``; a selection's keys are its values.
KINDS = [
    (Kind.ROW_CHANGED.value, "The record was changed"),
    (Kind.PERSONAL_CHANGED.value, "Address, name, words or file were changed"),
    (Kind.ROW_MISSING.value, "The record was deleted"),
    (Kind.ROW_FOREIGN.value, "The record was not made by this system"),
    (Kind.ROW_BACKDATED.value, "The record is dated before its seal allows"),
    (Kind.NOT_SEALED.value, "The record was slipped in: it has no seal"),
    (Kind.SEAL_MISSING.value, "Seals were deleted"),
    (Kind.SEAL_CHANGED.value, "The seal was changed or moved"),
    (Kind.SEAL_FORGED.value, "The seal was made without the key"),
    (Kind.SEAL_UNKNOWN.value, "The seal is of a newer version"),
    (Kind.HEAD_DIFFERS.value, "The chain is not the one that was anchored"),
    (Kind.TAIL_MISSING.value, "The end of the chain is missing"),
    (Kind.ANCHOR_INVALID.value, "The time-stamp does not fit"),
]


class IysSealFault(models.Model):
    """One fault; ``seq`` to ``last_seq`` are the places it is about."""

    _name = "iys.seal.fault"
    _description = "Fault of the seal"
    _inherit = ["iys.record.link"]
    _order = "id"
    _log_access = False

    check_id = fields.Many2one(
        "iys.seal.check", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="check_id.company_id")
    kind = fields.Selection(KINDS, "What is wrong", required=True, readonly=True)
    seq = fields.Integer("Place in the chain", readonly=True)
    last_seq = fields.Integer("To place", readonly=True)
    res_model = fields.Selection("_selection_model", "Kind of record", readonly=True)
    res_id = fields.Many2oneReference(
        "Record id", model_field="res_model", readonly=True
    )
    note = fields.Char("Details", readonly=True)

    @api.model
    def _selection_model(self):
        return self.env["iys.seal"]._selection_model()

    @api.model
    def _append(self, check, faults, note=None):
        """Store faults (`seal_chain.verify.Fault`) of a check."""
        self.create(
            [
                {
                    "check_id": check.id,
                    "kind": fault.kind.value,
                    "seq": fault.seq,
                    "last_seq": fault.last or fault.seq,
                    "res_model": fault.model or False,
                    "res_id": fault.row_id or False,
                    "note": note,
                }
                for fault in faults
            ]
        )
