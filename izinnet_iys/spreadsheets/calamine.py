"""The fast reader, where python-calamine is installed; the only one for xls and ods.

It holds a whole sheet in memory, so it never reads long sheets, and a file that needs
more memory than allowed ends the reading process, not the server.
"""

from collections.abc import Iterator

from .cells import Cell, plain, trimmed
from .faults import FileFault
from .guard import Limits

try:
    import python_calamine
except ImportError:  # optional: openpyxl reads xlsx without it
    python_calamine = None


def is_installed() -> bool:
    """Tell whether the fast reader can be used."""
    return python_calamine is not None


class CalamineFile:
    """One opened workbook; raises FileFault for whatever cannot be read."""

    def __init__(self, path: str, limits: Limits | None = None):
        if not is_installed():
            raise FileFault("no_reader")
        self.limits = limits or Limits()
        try:
            with open(path, "rb") as file:
                self._book = python_calamine.CalamineWorkbook.from_filelike(file)
        except python_calamine.PasswordError:
            raise FileFault("encrypted") from None
        except (python_calamine.CalamineError, OSError, ValueError):
            raise FileFault("broken") from None
        work = python_calamine.SheetTypeEnum.WorkSheet
        self.sheets = [m.name for m in self._book.sheets_metadata if m.typ == work]

    def close(self) -> None:
        """Free the workbook."""
        self._book.close()

    def rows(
        self, sheet: str, skip: int = 0, last: int = 0
    ) -> Iterator[tuple[int, int, list[Cell]]]:
        """Yield (position, row number, cells); here both are the row number."""
        try:
            table = self._book.get_sheet_by_name(sheet)
        except (python_calamine.CalamineError, OSError, ValueError):
            raise FileFault("broken") from None
        if table.start is None:
            return
        if table.total_height > self.limits.rows:
            raise FileFault("too_many_rows", limit=self.limits.rows)
        indent = [None] * table.start[1]
        for number, row in enumerate(table.iter_rows(), 1):
            if number > skip:
                cells = trimmed([plain(cell) for cell in row])
                if cells:
                    yield number, number, indent + cells
