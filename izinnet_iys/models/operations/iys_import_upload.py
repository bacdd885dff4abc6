"""Imports that begin with a file uploaded through the page for large lists."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...spreadsheets.faults import FileFault
from ...spreadsheets.guard import Limits
from .iys_import_words import file_fault_text

#: Days after which files and faults of ended imports are deleted (L-57, minimisation).
KEEP_DAYS = 90


class IysImport(models.Model):
    _inherit = "iys.import"

    @api.model
    def _create_from_upload(self, brand_id, upload):
        """Make an import from a werkzeug ``FileStorage``; raises UserError.

        The bytes go to the attachment store without a detour through base64.
        """
        brand = self.env["iys.brand"].search([("id", "=", brand_id)])
        if not brand:
            raise UserError(self.env._("Choose a brand of a company you work for."))
        raw = upload.stream.read(Limits().file_size + 1)
        if len(raw) > Limits().file_size:
            fault = FileFault("file_too_big", limit=Limits().file_size >> 20)
            raise UserError(file_fault_text(self.env, fault.code, fault.details))
        job = self.with_context(iys_import_upload=True).create(
            {"brand_id": brand.id, "file_name": upload.filename or "list"}
        )
        job._attach(raw)
        job._begin()
        return job

    def _attach(self, raw):
        # sudo: files of fields are reached through their record, which was just made
        self.env["ir.attachment"].sudo().create(
            {
                "name": "file",
                "res_model": self._name,
                "res_field": "file",
                "res_id": self.id,
                "type": "binary",
                "raw": raw,
            }
        )
        self.invalidate_recordset(["file"])

    @api.autovacuum
    def _gc_iys_import_files(self):
        """Delete files and rows left out of imports that ended long ago.

        The import itself stays: its figures and the file's hash belong to the proof.
        """
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS)
        ended = self.search([("ended_at", "<", limit), ("file_hash", "!=", False)])
        files = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "in", ("file", "refused_file")),
                    ("res_id", "in", ended.ids),
                ]
            )
        )
        files.unlink()
        for job in ended.filtered("fault_ids"):
            self.env["iys.import.fault"]._drop(job)
