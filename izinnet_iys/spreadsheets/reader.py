"""Choosing the reader: one interface over openpyxl, calamine and csv."""

from typing import Protocol

from . import calamine
from .faults import FileFault
from .guard import Limits, inspect
from .text import TextFile
from .xlsx import XlsxFile

#: Longer sheets are always streamed.
CALAMINE_ROWS = 300_000


class Table(Protocol):
    """An opened file."""

    sheets: list[str]

    def rows(self, sheet: str, skip: int = 0, last: int = 0):
        """Yield (position, row number, cells) of the rows that are not empty."""

    def close(self) -> None:
        """Free what the file holds."""


def open_table(
    path: str, limits: Limits | None = None, fast: bool = True, sheet: str = ""
) -> Table:
    """Open a file with the best reader for it; raises FileFault.

    ``fast=False`` keeps to openpyxl where it can read the file at all.
    """
    limits = limits or Limits()
    with open(path, "rb") as file:
        kind = inspect(file, limits)
    if kind == "text":
        return TextFile(path, limits)
    if kind in ("xls", "ods"):
        return calamine.CalamineFile(path, limits)
    book = XlsxFile(path, limits)
    if not book.sheets:
        raise FileFault("no_sheet")
    name = sheet if sheet in book.sheets else book.sheets[0]
    short = fast and calamine.is_installed()
    if short and book.is_short(name, CALAMINE_ROWS):
        book.close()
        return calamine.CalamineFile(path, limits)
    return book


def choose_sheet(table: Table, wanted: str = "") -> str:
    """Return the wanted sheet, else the first one with a row; raises FileFault."""
    if wanted:
        if wanted not in table.sheets:
            raise FileFault("no_sheet", name=wanted)
        return wanted
    for name in table.sheets:
        if next(iter(table.rows(name)), None) is not None:
            return name
    raise FileFault("no_rows")
