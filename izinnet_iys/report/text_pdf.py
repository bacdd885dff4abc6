"""A consent text as a page to read and to sign: 12 points and more. No Odoo in here."""

import re
from typing import BinaryIO, Final
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate

from ..iys_api.notice_lines import Line
from .pdf import BOLD, NORMAL

_MARGIN: Final = 22 * mm
#: L-23 asks for 12 points; nothing on these pages is smaller but the foot.
_SIZE: Final = 12
_TITLE = ParagraphStyle(
    "title", fontName=BOLD, fontSize=17, leading=22, spaceAfter=5 * mm
)
_HEADING = ParagraphStyle(
    "heading", fontName=BOLD, fontSize=13, leading=17, spaceBefore=4 * mm,
    spaceAfter=1.5 * mm,
)  # fmt: skip
_TEXT = ParagraphStyle(
    "text", fontName=NORMAL, fontSize=_SIZE, leading=16, spaceAfter=2.5 * mm
)
#: Every reader has this font of signs. The page's own would print an unknown letter as a
#: black box, which reads as ticked.
_BOX: Final = '<font name="ZapfDingbats">❏</font>'
_boxes = re.compile(r"[☐□▢❏❑◻]|\[ ?\]").sub
_GREY = colors.HexColor("#5f6368")
_DRAFT_GREY = colors.HexColor("#e3e6ea")


def write_text_pdf(
    file: BinaryIO, title: str, lines: list[Line], foot: list[str], mark: str = ""
) -> None:
    """Write the pages of one text; `pdf.use_fonts` comes first.

    ``foot``: lines below every page, such as version and fingerprint; ``mark`` is set
    large behind the text of a draft.
    """

    def draw(canvas, document):
        canvas.saveState()
        if mark:
            _draw_mark(canvas, mark)
        _draw_foot(canvas, foot, document.page)
        canvas.restoreState()

    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN + 4 * mm,
        title=title,
    )
    story = [Paragraph(escape(title), _TITLE), *map(_paragraph, lines)]
    document.build(story, onFirstPage=draw, onLaterPages=draw)


def _paragraph(line):
    words = _boxes(_BOX, escape(line.text))
    return Paragraph(words, _HEADING if line.is_heading else _TEXT)


def _draw_mark(canvas, mark):
    canvas.saveState()
    canvas.setFont(BOLD, 70)
    canvas.setFillColor(_DRAFT_GREY)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(45)
    canvas.drawCentredString(0, 0, mark)
    canvas.restoreState()


def _draw_foot(canvas, foot, page):
    canvas.setFont(NORMAL, 7.5)
    canvas.setFillColor(_GREY)
    for number, words in enumerate(reversed(foot)):
        canvas.drawString(_MARGIN, 11 * mm + number * 3.5 * mm, words[:150])
    canvas.drawRightString(A4[0] - _MARGIN, 11 * mm, str(page))
