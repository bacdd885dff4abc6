"""The second half of a batch: codes and posters, a part of the ZIP for each lot."""

import csv
import io
import re
import tempfile

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...report.poster import SIZES, write_posters
from ...report.qr_art import png_of, svg_of
from ...report.streamed import pieces
from ...report.zip_parts import join, pack
from .iys_form_print import ready_fonts

DRAW_LOT = 500
#: Days until the parts of a ZIP are thrown away; the links stay.
KEEP_DAYS = 30
HEADERS = ("name", "kind", "url", "file", "poster", "page", "error")
_unsafe = re.compile(r"[^\w-]+").sub


class IysFormBatchPart(models.Model):
    """One lot of a batch, packed; ``index`` are its lines of ``index.csv``."""

    _name = "iys.form.batch.part"
    _description = "Part of a ZIP of QR codes"
    _order = "batch_id, id"
    _log_access = False

    batch_id = fields.Many2one(
        "iys.form.batch", required=True, index=True, readonly=True, ondelete="cascade"
    )
    file = fields.Binary(attachment=True, readonly=True)
    index = fields.Text(readonly=True)


class IysFormBatch(models.Model):
    _inherit = "iys.form.batch"

    def _draw_lot(self, size=DRAW_LOT):
        """Draw the next links, or end; memory does not grow with their number."""
        if not self._lock("drawing"):
            return
        domain = [("batch_ids", "in", self.ids), ("id", ">", self.position)]
        points = self.env["iys.form.point"].search(domain, order="id", limit=size)
        if not points:
            self._end()
            return
        self._keep_part(*self._draw(points, self.drawn_count + 1))
        self.write(
            {
                "position": points[-1].id,
                "drawn_count": self.drawn_count + len(points),
            }
        )

    def _draw(self, points, first=1):
        """Return (files, lines of the index) of some links; one that cannot be drawn is
        named in the index and stops no other. ``first`` is the number of the first."""
        files, posters, index = {}, [], []
        lot = f"{first:05}-{first + len(points) - 1:05}"
        for point in points:
            stem = f"{_unsafe('_', point.name)[:60].strip('_')}-{point.id}"
            url, error = "", ""
            try:
                poster = point._poster()
                url = poster.url
                files |= self._pictures(stem, poster.rows)
                posters.append(poster)
            except (ValueError, UserError) as fault:
                error = str(fault)
                self._note_fault(point.name, error)
            page = "" if error else len(posters)
            url = url or point.url
            line = [_plain(point.name), point.kind, url, stem, lot, page, error]
            index.append(line)
        return files | self._poster_files(lot, posters), index

    def _pictures(self, stem, rows):
        pictures = {}
        if self.with_svg:
            pictures[f"svg/{stem}.svg"] = svg_of(rows).encode()
        if self.with_png:
            pictures[f"png/{stem}.png"] = png_of(rows)
        return pictures

    def _poster_files(self, lot, posters):
        """One PDF a size and lot, a page for each link: that is what a printer wants."""
        wanted = [size for size in SIZES if self[f"with_{size}"]]
        files = {}
        for size in wanted if posters else ():
            ready_fonts()
            file = io.BytesIO()
            write_posters(file, posters, size)
            files[f"{size}/{lot}.pdf"] = file.getvalue()
        return files

    def _keep_part(self, files, index):
        part = self.env["iys.form.batch.part"].create(
            {"batch_id": self.id, "index": _csv(index)}
        )
        self.env["ir.attachment"].create(
            {
                "name": "part",
                "res_model": part._name,
                "res_field": "file",
                "res_id": part.id,
                "type": "binary",
                "raw": pack(files),
            }
        )

    def _stream(self):
        """Write the ZIP to disk, part by part, and return an iterator over its bytes."""
        self.ensure_one()
        file = tempfile.TemporaryFile()
        index = "".join([_csv([HEADERS]), *self.part_ids.mapped("index")])
        join(file, self._packed_parts(), {"index.csv": ("\ufeff" + index).encode()})
        file.seek(0)
        return pieces(file)

    def _packed_parts(self):
        # sudo: files of fields are reached through their record, which was just read
        files_sudo = self.env["ir.attachment"].sudo()
        for part in self.part_ids.sorted("id"):
            domain = [
                ("res_model", "=", part._name),
                ("res_field", "=", "file"),
                ("res_id", "=", part.id),
            ]
            yield files_sudo.search(domain, limit=1).raw or b""
            self.env.invalidate_all()

    @api.autovacuum
    def _gc_iys_form_batch(self):
        """Throw packed codes away after a month; they can be drawn again from the links."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS)
        self.search([("ended_at", "<", limit)]).part_ids.unlink()


def _plain(name):
    """Spell a name so that no spreadsheet takes it for a formula (R-52)."""
    return f"'{name}" if name[:1] in "=+-@" else name


def _csv(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
