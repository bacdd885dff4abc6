"""The rows of an uploaded file as they were read, waiting to be worked on."""

from psycopg2 import Binary

from odoo import api, fields, models

from ...spreadsheets.order import unpack


class IysImportPart(models.Model):
    """Some thousand rows of a file, packed. Deleted when the import has ended.

    Reading a workbook is dear, so it is done once; check and recording work on parts,
    each in one transaction, and go on behind the last part after a crash.
    """

    _name = "iys.import.part"
    _description = "Rows of an import"
    _order = "import_id, sequence"
    _log_access = False

    import_id = fields.Many2one("iys.import", required=True, ondelete="cascade")
    sequence = fields.Integer(required=True)
    rows = fields.Integer()
    has_refusals = fields.Boolean()
    data = fields.Binary(attachment=False, groups=fields.NO_ACCESS)

    _place_uniq = models.UniqueIndex("(import_id, sequence)")

    @api.model
    def _append(self, job, part):
        """Store one `Part` as the next of a job."""
        self.env.cr.execute(
            """
            INSERT INTO iys_import_part (import_id, sequence, rows, has_refusals, data)
            SELECT %(job)s, coalesce(max(sequence), 0) + 1, %(rows)s, TRUE, %(data)s
            FROM iys_import_part WHERE import_id = %(job)s
            """,
            {"job": job.id, "rows": part.rows, "data": Binary(part.packed)},
        )

    @api.model
    def _take(self, job, after, refusals_only=False):
        """Return (sequence, [[row number, cells], …]) of the next part, or None."""
        self.env.cr.execute(
            """
            SELECT sequence, data FROM iys_import_part
            WHERE import_id = %s AND sequence > %s AND (has_refusals OR NOT %s)
            ORDER BY sequence LIMIT 1
            """,
            [job.id, after, refusals_only],
        )
        found = self.env.cr.fetchone()
        return found and (found[0], unpack(bytes(found[1])))

    @api.model
    def _note_refusals(self, job, sequence, has_refusals):
        """Remember whether a part has refusals: they are recorded first."""
        self.env.cr.execute(
            "UPDATE iys_import_part SET has_refusals = %s"
            " WHERE import_id = %s AND sequence = %s",
            [has_refusals, job.id, sequence],
        )

    @api.model
    def _drop(self, job):
        """Forget the rows of a job."""
        self.env.cr.execute(
            "DELETE FROM iys_import_part WHERE import_id = %s", [job.id]
        )
