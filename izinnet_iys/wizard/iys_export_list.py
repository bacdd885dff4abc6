"""Export of every other list with whole addresses: the reason is asked just the same."""

import tempfile

from lxml import etree

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.record.looks import exporting
from ..report.streamed import pieces
from ..spreadsheets.writer import XlsxWriter, csv_line
from .iys_export_stream import FETCH

#: What does not fit into a cell.
NO_CELL = ("binary", "html", "one2many", "many2many", "json", "properties")


class IysExport(models.TransientModel):
    """Messages, confirmations, texts from people …: the columns of the list as it stands.

    Consents have an export of their own, made for millions of rows.
    """

    _inherit = "iys.export"

    def _is_consents(self):
        return self.model_name in ("iys.consent", "res.partner")

    def _list(self):
        """Return the model of the list; raises UserError for one that is not of ours."""
        known = self.model_name in self.env and self.env[self.model_name]
        if known is False or not hasattr(known, "_check_export"):
            raise UserError(self.env._("This list cannot be exported here."))
        return known

    def _list_domain(self):
        """Return the domain of a list that is not of consents; raises UserError."""
        self._list()
        return self._plain_domain()

    def _count_rows(self):
        """Override of `izinnet_iys`: other lists are counted by themselves."""
        if self._is_consents():
            return super()._count_rows()
        return self._list().search_count(self._list_domain())

    def _stream(self):
        """Override of `izinnet_iys`: other lists are written by Odoo's own export."""
        if self._is_consents():
            return super()._stream()
        file = tempfile.TemporaryFile()
        with exporting(self.env.cr):
            self._write_list(file)
        file.seek(0)
        return pieces(file)

    def _write_list(self, file):
        names = self._list_columns()
        strings = self._list().fields_get(names, ["string"])
        headers = [strings[name]["string"] for name in names]
        if self.file_format == "csv":
            file.write(("\ufeff" + csv_line(headers)).encode())
            for rows in self._list_rows(names):
                file.write("".join(map(csv_line, rows)).encode())
            return
        title = self.env["ir.model"]._get(self.model_name).name
        with XlsxWriter(file, headers, title) as writer:
            for rows in self._list_rows(names):
                writer.add(rows)

    def _list_rows(self, names):
        """Yield the rows in lots, oldest first, by the rights of the user."""
        lists = self._list().with_context(import_compat=False)
        paths, last, domain = [[name] for name in names], 0, self._list_domain()
        while True:
            more = domain & Domain("id", ">", last)
            lot = lists.search(more, order="id", limit=FETCH)
            if not lot:
                return
            last = lot[-1].id
            yield [list(map(_cell, row)) for row in lot._export_rows(paths)]
            lot.invalidate_model()

    def _list_columns(self):
        """Return the names of what the list on the screen shows and a cell can hold."""
        model = self._list()
        tree = etree.fromstring(model.get_view(view_type="list")["arch"])
        names = [
            node.get("name")
            for node in tree.xpath("/list/field")
            if node.get("column_invisible") not in ("1", "True", "true")
        ]
        cells = [
            name for name in dict.fromkeys(names)
            if model._fields[name].type not in NO_CELL
        ]  # fmt: skip
        return cells or ["id"]


def _cell(value):
    """Spell what is no number as text: the writers make it formula-safe (R-52)."""
    if value is None or value is False:
        return ""
    return value if isinstance(value, int | float) else str(value)
