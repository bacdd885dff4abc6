"""PDF pages for proof and reports: headings, facts, tables. No Odoo in here."""

import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO, Final
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer

NORMAL: Final = "izinnet"
BOLD: Final = "izinnet-bold"
#: A cell longer than this would not fit on a page.
CELL_LENGTH: Final = 600
_MARGIN = 15 * mm
_no_controls = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]").sub
_GREY = colors.HexColor("#5f6368")
_LINE = colors.HexColor("#d0d4d9")


def _style(name: str, font: str, size: float, **more) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=size * 1.3, **more
    )


_TITLE = _style("title", BOLD, 16, spaceAfter=4 * mm)
_HEADING = _style("heading", BOLD, 11, spaceBefore=5 * mm, spaceAfter=2 * mm)
_TEXT = _style("text", NORMAL, 9, spaceAfter=1 * mm)
# long keys and Message-IDs have no blank to break at
_CELL = _style("cell", NORMAL, 7, wordWrap="CJK")
_HEAD_CELL = _style("head", BOLD, 7, wordWrap="CJK")


def use_fonts(normal: str, bold: str) -> None:
    """Load the two fonts (paths of TTF files with Turkish letters), once a process."""
    if NORMAL not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(NORMAL, normal))
        pdfmetrics.registerFont(TTFont(BOLD, bold))


class Pdf:
    """Collects blocks and writes the file at the end; ``use_fonts`` comes first."""

    def __init__(self, file: BinaryIO, title: str, foot: str, is_wide: bool = False):
        self._foot = foot
        self._document = SimpleDocTemplate(
            file,
            pagesize=landscape(A4) if is_wide else A4,
            leftMargin=_MARGIN,
            rightMargin=_MARGIN,
            topMargin=_MARGIN,
            bottomMargin=_MARGIN + 5 * mm,
            title=title,
        )
        self._story = [Paragraph(_clean(title), _TITLE)]

    def heading(self, text: str) -> None:
        """Begin a section."""
        self._story.append(Paragraph(_clean(text), _HEADING))

    def text(self, text: str) -> None:
        """Add a paragraph; line breaks stay."""
        self._story.append(Paragraph(_clean(text).replace("\n", "<br/>"), _TEXT))

    def facts(self, pairs: Iterable[tuple[str, object]]) -> None:
        """Add lines "name: value"; empty values are left out."""
        for name, value in pairs:
            if value not in (None, False, ""):
                line = f"<b>{_clean(name)}:</b> {_clean(str(value))}"
                self._story.append(Paragraph(line, _TEXT))

    def table(self, headers: Sequence[str], rows: Iterable[Sequence]) -> None:
        """Add a table whose head is repeated on each page; cells wrap."""
        cells = [[Paragraph(_clean(head), _HEAD_CELL) for head in headers]]
        cells += [[Paragraph(_cell(value), _CELL) for value in row] for row in rows]
        width = self._document.width / max(1, len(headers))
        table = LongTable(cells, colWidths=[width] * len(headers), repeatRows=1)
        table.setStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
        self._story += [table, Spacer(1, 2 * mm)]

    def close(self) -> None:
        """Lay out the pages and write the file."""
        self._document.build(
            self._story, onFirstPage=self._draw_foot, onLaterPages=self._draw_foot
        )

    def _draw_foot(self, canvas, document) -> None:
        canvas.saveState()
        canvas.setFont(NORMAL, 7)
        canvas.setFillColor(_GREY)
        canvas.drawString(_MARGIN, 10 * mm, self._foot[:150])
        right = document.pagesize[0] - _MARGIN
        canvas.drawRightString(right, 10 * mm, str(canvas.getPageNumber()))
        canvas.restoreState()


def _clean(text: str) -> str:
    return escape(_no_controls("", str(text)))


def _cell(value: object) -> str:
    text = "" if value is None or value is False else str(value)
    if len(text) > CELL_LENGTH:
        text = text[: CELL_LENGTH - 1] + "…"
    return _clean(text).replace("\n", "<br/>")
