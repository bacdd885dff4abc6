"""The last pages of a PDF as lines with their type size; for checking contracts. No Odoo."""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ..iys_api.notice_lines import Line

#: A clause stands at the end (L-23): earlier pages need not be read.
LAST_PAGES: Final = 5
MOST_PAGES: Final = 2000
LARGEST: Final = 32 * 1024 * 1024
#: Type sizes come out of matrices: 12 points may be 11.98.
_ROUNDING: Final = 0.05
#: A run that lies this far (in points) from the line's base begins another line.
_LINE_GAP: Final = 3.0
#: Heads and feet of pages stand here (in points from the edge) and are no clause.
_MARGIN: Final = 42.0
_bold = re.compile(r"bold|black|heavy|semi", re.IGNORECASE).search


class UnreadablePdf(Exception):
    """The file is no PDF with text: a picture, locked, broken or far too large."""


def read_last_lines(file: BinaryIO, size: int) -> list[Line]:
    """Return the lines of the last pages; ``size`` is the file's length in bytes.

    Raises UnreadablePdf.
    """
    if size > LARGEST:
        raise UnreadablePdf("too large")
    try:
        lines = list(_lines_of(PdfReader(file)))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadablePdf(type(error).__name__) from error
    except (RecursionError, IndexError, ZeroDivisionError, OSError) as error:
        raise UnreadablePdf(type(error).__name__) from error
    if not lines:
        raise UnreadablePdf("no text")
    return lines


def _lines_of(reader: PdfReader) -> Iterator[Line]:
    if reader.is_encrypted or len(reader.pages) > MOST_PAGES:
        raise UnreadablePdf("locked or too long")
    for page in reader.pages[-LAST_PAGES:]:
        runs = []

        def note(text, matrix, text_matrix, font, size, runs=runs):
            if text.strip():
                runs.append(_run(text, matrix, text_matrix, font, size))

        page.extract_text(visitor_text=note)
        top = float(page.mediabox.top) - _MARGIN
        yield from _join([run for run in runs if _MARGIN <= run[0] <= top])


def _run(text, matrix, text_matrix, font, size):
    """Measure one piece of text: (height on the page, words, points, bold?)."""
    scale = abs(matrix[3] * text_matrix[3]) or 1.0
    height = matrix[3] * text_matrix[5] + matrix[5]
    name = str((font or {}).get("/BaseFont", ""))
    return height, text, round(size * scale + _ROUNDING, 1), bool(_bold(name))


def _join(runs) -> Iterator[Line]:
    line = []
    for run in runs:
        parts = run[1].split("\n")
        for number, part in enumerate(parts):
            if line and (number or abs(line[-1][0] - run[0]) > _LINE_GAP):
                yield from _line(line)
                line = []
            if part.strip():
                line.append((run[0], part, *run[2:]))
    yield from _line(line)


def _line(line) -> Iterator[Line]:
    text = " ".join(" ".join(part for _h, part, _s, _b in line).split())
    if text:
        is_heading = all(is_bold for *_rest, is_bold in line)
        yield Line(text, is_heading, min(size for _h, _p, size, _b in line))
