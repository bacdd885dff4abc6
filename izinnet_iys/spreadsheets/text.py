"""csv and txt: which letters, which separator, then Python's own csv reader."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from .cells import Cell, trimmed
from .faults import FileFault
from .guard import MIB, Limits

#: In the order they are preferred when two fit equally well.
SEPARATORS = (";", "\t", ",", "|")
_SAMPLE_LINES = 30


class TextFile:
    """One opened text file with one table."""

    sheets = [""]

    def __init__(self, path: str, limits: Limits | None = None):
        self.limits = limits or Limits()
        self.path = path
        self.encoding = find_encoding(path)
        self.separator = find_separator(self._sample())

    def _open(self) -> io.TextIOBase:
        return open(self.path, encoding=self.encoding, newline="")

    def _sample(self) -> list[str]:
        with self._open() as file:
            return [line for _n, line in zip(range(_SAMPLE_LINES), file, strict=False)]

    def close(self) -> None:
        """Nothing stays open between two readings."""

    def rows(
        self, sheet: str = "", skip: int = 0, last: int = 0
    ) -> Iterator[tuple[int, int, list[Cell]]]:
        """Yield (position, record number, cells); see `XlsxFile.rows`."""
        csv.field_size_limit(self.limits.row_size)
        with self._open() as file:
            records = csv.reader(
                (line.replace("\0", "") for line in file), delimiter=self.separator
            )
            try:
                yield from self._records(records, skip)
            except csv.Error:
                raise FileFault(
                    "row_too_long", limit=self.limits.row_size // MIB
                ) from None

    def _records(self, records, skip):
        for position, record in enumerate(records, 1):
            if position <= skip:
                continue
            if position > self.limits.rows:
                raise FileFault("too_many_rows", limit=self.limits.rows)
            cells = trimmed([cell or None for cell in record])
            if cells:
                yield position, position, cells


def find_encoding(path: str) -> str:
    """Tell the letters: by mark, else UTF-8 if all fits, else Turkish Windows (cp1254).

    Raises FileFault when neither fits.
    """
    with open(path, "rb") as file:
        head = file.read(4)
    if head.startswith(b"\xef\xbb\xbf"):
        candidates = ("utf-8-sig",)
    elif head.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ("utf-16",)
    else:
        candidates = ("utf-8", "cp1254")
    for encoding in candidates:
        if _fits(path, encoding):
            return encoding
    raise FileFault("bad_encoding")


def _fits(path: str, encoding: str) -> bool:
    try:
        with open(path, encoding=encoding) as file:
            while file.read(MIB):
                pass
    except UnicodeError:
        return False
    return True


def find_separator(lines: list[str]) -> str:
    """Choose the separator that gives most lines the same number of columns (> 1)."""
    best, best_score = SEPARATORS[0], 0
    for separator in SEPARATORS:
        widths = Counter(
            len(row) for row in csv.reader(lines, delimiter=separator) if row
        )
        width, lines_alike = max(
            ((w, n) for w, n in widths.items() if w > 1),
            key=lambda pair: pair[1],
            default=(0, 0),
        )
        if lines_alike > best_score and width > 1:
            best, best_score = separator, lines_alike
    return best
