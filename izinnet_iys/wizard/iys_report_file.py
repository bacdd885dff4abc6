"""Reports as files: the same rows as Excel and as PDF, with hash, user and time (L-64)."""

import hashlib
import tempfile

from odoo import fields, models
from odoo.tools import file_path

from ..models.turkish_time import local_text
from ..report.pdf import Pdf, use_fonts
from ..report.streamed import pieces
from ..spreadsheets.writer import XlsxWriter, csv_line

#: Pages nobody reads; the workbook holds every row.
PDF_ROWS = 500


class IysReportScreen(models.TransientModel):
    _inherit = "iys.report.screen"

    def _stream(self):
        """Write the file to disk and return an iterator over its bytes.

        The database is not needed any more once the iterator is returned.
        """
        self.ensure_one()
        file = tempfile.TemporaryFile()
        if self.file_format == "pdf":
            self._write_pdf(file)
        else:
            self._write_xlsx(file)
        file.seek(0)
        return pieces(file)

    def _write_xlsx(self, file):
        table = self._as_table()
        digest = hashlib.sha256()
        count = 0
        with XlsxWriter(file, table.headers, self.report_id.name) as writer:
            for row in self._all_rows(table):
                digest.update(csv_line(row).encode())
                writer.add([row])
                count += 1
            writer.add([(), *self._foot_rows(table, count, digest.hexdigest())])

    def _write_pdf(self, file):
        table = self._as_table()
        digest = hashlib.sha256()
        count, shown = 0, []
        for row in self._all_rows(table):
            digest.update(csv_line(row).encode())
            count += 1
            if count <= PDF_ROWS:
                shown.append(row)
        pdf = self._new_pdf(file, self.report_id.name)
        pdf.text(self.report_id.question)
        pdf.table(table.headers, shown)
        if count > PDF_ROWS:
            pdf.text(
                self.env._(
                    "These are the first %(shown)s of %(count)s rows; the Excel file"
                    " holds all of them.",
                    shown=PDF_ROWS,
                    count=count,
                )
            )
        pdf.facts(self._foot_rows(table, count, digest.hexdigest()))
        pdf.close()

    def _new_pdf(self, file, title):
        """Begin a PDF in landscape with fonts of Odoo's own tree."""
        fonts = "web/static/fonts/google/Roboto/Roboto-%s.ttf"
        use_fonts(file_path(fonts % "Regular"), file_path(fonts % "Bold"))
        made = local_text(fields.Datetime.now())
        foot = f"{self.env.company.name} · {self.env.user.name} · {made}"
        return Pdf(file, title, foot, is_wide=True)

    def _foot_rows(self, table, count, digest):
        """Say what the rows are, who took them out and when, and their hash."""
        return [
            (self.env._("What it is about"), self._filter_words()),
            (self.env._("Note"), table.note),
            (self.env._("Rows"), count),
            (self.env._("Taken out by"), self.env.user.name),
            (self.env._("Reason"), self.reason or ""),
            (self.env._("Türkiye time"), local_text(fields.Datetime.now())),
            (self.env._("SHA-256 of the rows"), digest),
        ]
