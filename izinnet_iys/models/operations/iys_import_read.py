"""Reading an uploaded file: first rows at once, the rest by a scheduled action."""

import hashlib
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from odoo import fields, models

from ...spreadsheets.columns import find_header, propose
from ...spreadsheets.guard import Limits
from ...spreadsheets.order import Order
from ...spreadsheets.process import Reading, read_head
from ...spreadsheets.words import fold

PART_ROWS = 5000
#: Seconds of reading in one go; each go has to find its place in the file again.
READ_SECONDS = 40
HEAD_ROWS = 40
SAMPLE_ROWS = 3


class IysImport(models.Model):
    _inherit = "iys.import"

    @contextmanager
    def _open_file(self):
        """Give the path of the uploaded file; a copy when the storage has none."""
        attachment = self._file_attachment()
        path = attachment.store_fname and attachment._full_path(attachment.store_fname)
        if path and Path(path).is_file():
            yield path
            return
        with tempfile.NamedTemporaryFile() as copy:
            copy.write(attachment.raw or b"")
            copy.flush()
            yield copy.name

    def _file_attachment(self):
        self.ensure_one()
        # sudo: files of fields are reached through their record, which was checked
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "file"),
                    ("res_id", "=", self.id),
                ],
                limit=1,
            )
        )

    def _read_first_rows(self):
        """Look into the file and propose the columns; raises FileFault."""
        with self._open_file() as path:
            sheets, sheet, rows = read_head(path, HEAD_ROWS, self.sheet or "")
            file_hash = _sha256(path)
        header_row = find_header(rows)
        self.with_context(iys_import_head=True).write(
            {
                "file_hash": file_hash,
                "sheet": sheet or False,
                "sheet_names": ", ".join(name for name in sheets if name),
                "header_row": header_row,
            }
        )
        self._propose_columns(rows)

    def action_propose_columns(self):
        """Propose the columns anew, after another row was named as headers."""
        for job in self:
            found = self.env["iys.import.part"]._take(job, 0)
            if found:
                job._propose_columns(found[1][:HEAD_ROWS])

    def _propose_columns(self, rows):
        """Make the column lines; what a person chose for these headers comes first."""
        headers = next((c for n, c in rows if n == self.header_row), [])
        data = [cells for number, cells in rows if number > self.header_row]
        width = max([len(headers), *(len(cells) for cells in data)], default=0)
        headers = [*headers, *[None] * (width - len(headers))]
        header_hash = _hash_headers(headers)
        targets = self._remembered(header_hash) or propose(headers, data)
        self.column_ids.unlink()
        self.env["iys.import.column"].create(
            [
                {
                    "import_id": self.id,
                    "position": position,
                    "header": _shown(header) or self.env._("Column %s", position + 1),
                    "sample": _samples(data, position),
                    "target": targets[position] or False,
                }
                for position, header in enumerate(headers)
            ]
        )
        self.header_hash = header_hash

    def _remembered(self, header_hash):
        """Return the targets of the last import of the company with these headers."""
        earlier = self.search(
            [
                ("header_hash", "=", header_hash),
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("running", "done")),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        return [column.target or "" for column in earlier.column_ids]

    def _read_slot(self):
        """Read on behind the last part, part by part, each committed."""
        end = time.monotonic() + READ_SECONDS
        order = Order(
            path="",
            sheet=self.sheet or "",
            skip=self.read_position,
            last=self.read_last,
            fast=self.reader != "XlsxFile",
            part_rows=PART_ROWS,
        )
        with self._open_file() as path:
            order.path = path
            with Reading(order) as reading:
                for part in reading.parts():
                    if not self._keep_part(part, reading.reader):
                        return
                    if time.monotonic() > end:
                        return
        self._end_reading()

    def _keep_part(self, part, reader):
        """Store one part and where it ended; False when the job was cancelled."""
        if not self._lock("reading"):
            return False
        self.env["iys.import.part"]._append(self, part)
        self.write(
            {
                "reader": reader,
                "read_position": part.position,
                "read_last": part.last,
                "rows_total": self.rows_total + part.rows,
            }
        )
        self.env["ir.cron"]._commit_progress(1, remaining=1)
        return True

    def _end_reading(self):
        if self._lock("reading"):
            self.state = "ready"

    def _lock(self, state):
        """Take the job for one transaction; False when it is no longer in this state."""
        locked = self.try_lock_for_update(allow_referencing=True)
        self.invalidate_recordset()
        return bool(locked) and self.state == state

    def _limits(self):
        return Limits()

    def _now(self):
        return fields.Datetime.now()


def _sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _hash_headers(headers):
    return hashlib.sha256("|".join(map(fold, headers)).encode()).hexdigest()


def _shown(value):
    return "" if value is None else str(value)[:80]


def _samples(data, position):
    values = (row[position] for row in data if position < len(row))
    shown = [_shown(v) for v in values if v is not None]
    return " · ".join(shown[:SAMPLE_ROWS])
