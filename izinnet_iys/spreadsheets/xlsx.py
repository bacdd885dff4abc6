"""xlsx as a stream: openpyxl reads the package, the rows pass through in blocks.

openpyxl's own read-only mode keeps one node per row and all shared strings in memory,
and cannot begin in the middle. Here whole rows are cut out of the unpacking stream and
parsed some hundred at a time; sheets, styles, dates and the meaning of a cell are
openpyxl's.
"""

import warnings
import zlib
from collections.abc import Iterator
from re import compile as regex
from xml.etree.ElementTree import Element, ParseError, fromstring
from zipfile import BadZipFile

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet._reader import (
    INLINE_STRING,
    ROW_TAG,
    VALUE_TAG,
    _cast_number,
)
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from .cells import Cell, plain, trimmed
from .faults import FileFault
from .guard import MIB, Limits
from .strings import StringTable, read_strings

TEXT_TAG = f"{{{SHEET_MAIN_NS}}}t"
MAX_COLUMNS = 16_384
_CHUNK = MIB // 4
_SHEET = regex(rb"<(?:[\w.-]+:)?worksheet\b[^>]*>")
_DATA = regex(rb"<((?:[\w.-]+:)?)sheetData\s*(/?)>")
_DIMENSION = regex(rb'<(?:[\w.-]+:)?dimension ref="[A-Z]+\d+:[A-Z]+(\d{1,7})"')
_HEAD = 4096
_BROKEN = (
    ParseError, BadZipFile, zlib.error, KeyError, ValueError, TypeError, OSError,
    EOFError, IndexError, AttributeError, NotImplementedError,
)  # fmt: skip


class XlsxFile:
    """One opened workbook; raises FileFault for whatever cannot be read."""

    def __init__(self, path: str, limits: Limits | None = None):
        self.limits = limits or Limits()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._open(path)
        except _BROKEN:
            raise FileFault("broken") from None
        self._table: StringTable | None = None

    def _open(self, path: str) -> None:
        # an open file: openpyxl judges names by their ending, and ours have none
        self._file = open(path, "rb")
        self._reader = ExcelReader(self._file, read_only=True, keep_links=False)
        self._reader.read_manifest()
        self._reader.read_workbook()
        apply_stylesheet(self._reader.archive, self._reader.wb)
        self._parts = {
            sheet.name: rel.target
            for sheet, rel in self._reader.parser.find_sheets()
            if "worksheet" in rel.Type and rel.target in self._reader.valid_files
        }

    @property
    def sheets(self) -> list[str]:
        """Names of the sheets with cells, in their order."""
        return list(self._parts)

    def close(self) -> None:
        """Close the file and the strings on disk."""
        self._reader.archive.close()
        self._file.close()
        if self._table:
            self._table.close()

    def is_short(self, sheet: str, most: int) -> bool:
        """Tell whether a sheet has at most so many rows.

        What the sheet says of itself is believed when it is more than one row: a lie
        costs the reading process its memory limit, and the file is streamed then.
        """
        try:
            with self._reader.archive.open(self._parts[sheet]) as part:
                said = _DIMENSION.search(part.read(_HEAD))
        except _BROKEN:
            raise FileFault("broken") from None
        rows = int(said.group(1)) if said else 0
        return rows <= most if rows > 1 else self.count_rows(sheet, most) <= most

    def count_rows(self, sheet: str, most: int) -> int:
        """Count row elements of a sheet, not further than ``most``."""
        count = 0
        try:
            for block, mark in self._blocks(sheet):
                count += block.count(mark)
                if count > most:
                    break
        except _BROKEN:
            raise FileFault("broken") from None
        return count

    def rows(
        self, sheet: str, skip: int = 0, last: int = 0
    ) -> Iterator[tuple[int, int, list[Cell]]]:
        """Yield (position, row number, cells) of the rows that are not empty.

        ``position`` counts row elements and may be handed in again as ``skip`` together
        with the last row number, to go on behind that row.
        """
        try:
            if self._table is None:
                self._table = self._read_strings()
            yield from self._rows(sheet, skip, last)
        except _BROKEN:
            raise FileFault("broken") from None

    def _read_strings(self) -> StringTable:
        part = self._reader.package.find(SHARED_STRINGS)
        if part is None:
            return StringTable()
        with self._reader.archive.open(part.PartName[1:]) as source:
            return read_strings(source, self.limits)

    def _rows(self, sheet, skip, last):
        position, number = 0, 0
        for block, mark in self._blocks(sheet):
            count = block.count(mark)
            if position + count > self.limits.rows:
                raise FileFault("too_many_rows", limit=self.limits.rows)
            if position + count <= skip:
                position += count
                continue
            number = max(number, last)
            for row in fromstring(self._document(block)).iter(ROW_TAG):
                position += 1
                if position <= skip:
                    continue
                number = int(row.get("r") or number + 1)
                cells = trimmed(self._cells(row))
                if cells:
                    yield position, number, cells

    def _document(self, block: bytes) -> bytes:
        return b"".join((self._head, block, self._foot))

    def _blocks(self, sheet: str) -> Iterator[tuple[bytes, bytes]]:
        """Cut the sheet's stream into blocks of whole rows, with the rows' start mark."""
        with self._reader.archive.open(self._parts[sheet]) as part:
            buffer, prefix = self._find_data(part)
            mark, end = b"<" + prefix + b"row", b"</" + prefix + b"sheetData"
            while (stop := buffer.find(end)) < 0:
                cut = buffer.rfind(mark)
                if cut > 0:
                    yield buffer[:cut], mark
                    buffer = buffer[cut:]
                if len(buffer) > self.limits.row_size:
                    raise FileFault("row_too_long", limit=self.limits.row_size // MIB)
                chunk = part.read(_CHUNK)
                if not chunk:
                    raise FileFault("broken")
                buffer += chunk
            yield buffer[:stop], mark

    def _find_data(self, part) -> tuple[bytes, bytes]:
        """Read up to the first row; keeps the namespaces of the sheet for the blocks."""
        buffer = b""
        while not (data := _DATA.search(buffer)):
            chunk = part.read(_CHUNK)
            if not chunk or len(buffer) > self.limits.small_part:
                raise FileFault("broken")
            buffer += chunk
        prefix, closed = data.groups()
        start = _SHEET.search(buffer)
        if not start:
            raise FileFault("broken")
        self._foot = b"</" + prefix + b"sheetData></" + prefix + b"worksheet>"
        self._head = start.group() + b"<" + prefix + b"sheetData>"
        if closed:
            return self._foot, prefix
        return buffer[data.end() :], prefix

    def _cells(self, row: Element) -> list[Cell]:
        values: list[Cell] = []
        for cell in row:
            place = _column(cell.get("r")) or len(values) + 1
            if place > MAX_COLUMNS:
                raise FileFault("row_too_long", limit=self.limits.row_size // MIB)
            if place > len(values):
                values.extend([None] * (place - len(values)))
            values[place - 1] = self._value(cell)
        return values

    def _value(self, cell: Element) -> Cell:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _inline(cell.find(INLINE_STRING))
        text = cell.findtext(VALUE_TAG)
        if not text or kind == "e":
            return None
        if kind == "s":
            return self._table[int(text)] or None
        if kind == "n":
            return self._number(_cast_number(text), int(cell.get("s") or 0))
        if kind == "b":
            return text.strip() == "1"
        return text

    def _number(self, number: int | float, style: int) -> Cell:
        book = self._reader.wb
        if style not in book._date_formats:
            return plain(number)
        try:
            return plain(
                from_excel(
                    number, book.epoch, timedelta=style in book._timedelta_formats
                )
            )
        except (OverflowError, ValueError):
            return plain(number)


def _inline(node: Element | None) -> str | None:
    if node is None:
        return None
    if len(node) == 1 and node[0].tag == TEXT_TAG:
        return node[0].text
    return Text.from_tree(node).content or None


def _column(reference: str | None) -> int:
    """Column number of ``B12`` is 2; 0 when the cell does not say."""
    column = 0
    for letter in reference or "":
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - 64
    return column
