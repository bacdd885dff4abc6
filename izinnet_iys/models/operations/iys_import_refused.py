"""The file of rows that were left out, to be mended and uploaded again."""

import base64
import tempfile

from odoo import models

from ...spreadsheets.writer import XlsxWriter
from .iys_import_words import fault_text


class IysImport(models.Model):
    _inherit = "iys.import"

    def _write_refused_file(self):
        """Build the file from the parts and the faults; none when every row was taken.

        The columns are the uploaded ones, then row number, class and reason in the
        uploader's language; the import knows these three again and leaves them out.
        """
        if not self.env["iys.import.fault"].search_count(
            [("import_id", "=", self.id)], limit=1
        ):
            self.refused_file = False
            return
        columns = self.column_ids.sorted("position")
        headers = [column.header or "" for column in columns]
        headers += [self.env._("Row"), self.env._("Class"), self.env._("Reason")]
        with tempfile.TemporaryFile() as file:
            with XlsxWriter(file, headers, self.env._("Rows left out")) as writer:
                writer.add(self._refused_rows(len(columns)))
            file.seek(0)
            content = base64.b64encode(file.read())
        self.write(
            {
                "refused_file": content,
                "refused_name": self.env._("%(name)s - left out.xlsx", name=self.name),
            }
        )

    def _refused_rows(self, width):
        """Yield the rows left out, as they were, with their reasons."""
        after = 0
        labels = self.env["iys.import.fault"]._fields["outcome"]
        outcomes = dict(labels._description_selection(self.env))
        while found := self.env["iys.import.part"]._take(self, after):
            after, rows = found
            reasons = self._reasons_between(rows[0][0], rows[-1][0])
            for number, cells in rows:
                if number in reasons:
                    outcome, text = reasons[number]
                    padding = [None] * (width - len(cells))
                    cells = [_cell(cell) for cell in cells[:width]]
                    yield [*cells, *padding, number, outcomes[outcome], text]

    def _reasons_between(self, first, last):
        """Return {row number: (class, reasons as one text)} for a range of rows."""
        self.env.cr.execute(
            """
            SELECT row, min(outcome), array_agg(DISTINCT code) FROM iys_import_fault
            WHERE import_id = %s AND row BETWEEN %s AND %s GROUP BY row
            """,
            [self.id, first, last],
        )
        return {
            row: (outcome, " ".join(fault_text(self.env, code) for code in codes))
            for row, outcome, codes in self.env.cr.fetchall()
        }


def _cell(value):
    """Spell a cell for the workbook; long numbers as text, so that no digit is lost."""
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) > 10**9):
        return str(value)
    return value
