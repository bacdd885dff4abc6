"""Writing tables: formula-safe text, xlsx in constant memory, csv (R-52)."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

#: Rows of a sheet, headers included; Excel ends there.
SHEET_ROWS = 1_048_576
#: What a spreadsheet may take for a formula, plain and full-width (R-52).
DANGEROUS = "=+-@\t\r\0＝＋－＠"
_INVISIBLE = " \n\u00a0\u200b\u200c\u200d\u2060\ufeff"
_CONTROLS = {c: None for c in range(32) if c not in (9, 10)} | {
    0xFFFE: None,
    0xFFFF: None,
}
_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_TEXT_LENGTH = 32_767


def safe_text(text: str) -> str:
    """Make a text harmless for spreadsheets: no formula, no control characters.

    What begins like a formula, also behind blanks nobody sees, gets an apostrophe in
    front.
    """
    first = text[:1]
    if (
        first
        and first not in DANGEROUS
        and first not in _INVISIBLE
        and (text.isprintable())
    ):
        return text
    text = text.translate(_CONTROLS).encode("utf-8", "replace").decode()
    head = text.lstrip(_INVISIBLE)[:1]
    return (
        f"'{text}" if text[:1] in ("\t", "\r") or (head and head in DANGEROUS) else text
    )


class _Rows(Worksheet):
    """A worksheet that writes whole rows straight to its temporary file."""

    used_rows = 0

    def append(self, values: Sequence, date_style: int) -> None:
        """Write one row. Text goes inline; a tuple ``(serial,)`` is a date."""
        row = self.used_rows = self.used_rows + 1
        cells = [f'<row r="{row}">']
        for letter, value in zip(_LETTERS, values, strict=False):
            kind = value.__class__
            if value is None or value == "" or value is False:
                continue
            if kind is str:
                text = safe_text(value)[:_TEXT_LENGTH].translate(_XML)
                cells.append(
                    f'<c r="{letter}{row}" t="inlineStr"><is>'
                    f'<t xml:space="preserve">{text}</t></is></c>'
                )
            elif kind is tuple:
                cells.append(
                    f'<c r="{letter}{row}" s="{date_style}"><v>{value[0]}</v></c>'
                )
            else:
                cells.append(f'<c r="{letter}{row}"><v>{value}</v></c>')
        cells.append("</row>")
        self.row_data_fh.write("".join(cells))
        self._check_dimensions(row - 1, max(0, len(values) - 1))


_LETTERS = [chr(65 + i) for i in range(26)] + [
    chr(65 + i) + chr(65 + j) for i in range(26) for j in range(26)
]


class XlsxWriter:
    """Writes rows to a workbook; begins another sheet when one is full.

    Values: str, int, float, None, or ``(serial,)`` for a date. Use as a context manager.
    """

    def __init__(
        self,
        file: str | BinaryIO,
        headers: Sequence[str],
        title: str = "",
        sheet_rows: int = SHEET_ROWS,
    ):
        self._book = xlsxwriter.Workbook(file, {"constant_memory": True})
        dates = self._book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"})
        self._date_style = dates._get_xf_index()
        self._headers, self._title = headers, title[:28]
        self._sheet_rows = sheet_rows
        self._sheet: _Rows | None = None
        self._next_sheet()

    def _next_sheet(self) -> None:
        count = len(self._book.worksheets()) + 1
        name = self._title if count == 1 else f"{self._title or 'Sheet'} {count}"
        self._sheet = self._book.add_worksheet(name or None, worksheet_class=_Rows)
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, len(self._headers) - 1, 18)
        self._sheet.append(self._headers, 0)

    def add(self, rows: Iterable[Sequence]) -> None:
        """Write rows behind those that are there."""
        for row in rows:
            if self._sheet.used_rows >= self._sheet_rows:
                self._next_sheet()
            self._sheet.append(row, self._date_style)

    def __enter__(self) -> "XlsxWriter":
        return self

    def __exit__(self, *_error) -> None:
        self._book.close()


def csv_line(values: Iterable) -> str:
    """Spell one csv line for Turkish Excel: semicolons, every text quoted."""
    buffer = io.StringIO()
    writer = csv.writer(
        buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n"
    )
    writer.writerow("" if v is None else safe_text(str(v)) for v in values)
    return buffer.getvalue()
