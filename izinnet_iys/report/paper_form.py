"""A form to sign on paper: 12 points and more, empty boxes, a number (L-18, L-23).

No Odoo in here.
"""

from typing import Any, BinaryIO, Final
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    HRFlowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
)

from ..iys_api.notice_lines import read_lines
from .pdf import BOLD, NORMAL
from .qr_art import Rows, draw_code

_MARGIN: Final = 20 * mm
_CODE: Final = 24 * mm
_SIZE: Final = 12
_TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=17, leading=22)
_HEADING = ParagraphStyle(
    "heading", fontName=BOLD, fontSize=13, leading=17, spaceBefore=3 * mm
)
_TEXT = ParagraphStyle(
    "text", fontName=NORMAL, fontSize=_SIZE, leading=15.5, spaceAfter=1.5 * mm
)
_BOX_TEXT = ParagraphStyle("box", parent=_TEXT, leftIndent=9 * mm, bulletIndent=0)
_LINE = ParagraphStyle("line", parent=_TEXT, spaceBefore=5 * mm)
#: Every reader has this font of signs; a box of the text's own font prints solid.
_EMPTY: Final = '<font name="ZapfDingbats" size="15">❏</font>&nbsp;&nbsp;'
_DOTS: Final = "." * 52
WORDS: Final = {
    "tr": {
        "number": "Form no",
        "person": "Bilgileriniz",
        "name": "Ad soyad",
        "email": "E-posta",
        "phone": "Cep telefonu",
        "choose": "İzin verdiğiniz kanalı işaretleyin. Hiçbiri zorunlu değildir; boş"
        " bıraktığınız kutu izin vermediğiniz anlamına gelir. Dilediğiniz an"
        " vazgeçebilirsiniz.",
        "date": "Tarih ve saat",
        "signature": "İmza",
    },
    "en": {
        "number": "Form no",
        "person": "About you",
        "name": "Name and surname",
        "email": "E-mail",
        "phone": "Mobile phone",
        "choose": "Tick the channels you agree to. None is required; an empty box means"
        " that you do not agree. You can change your mind at any time.",
        "date": "Date and time",
        "signature": "Signature",
    },
}


def write_paper_form(
    file: BinaryIO,
    content: dict[str, Any],
    language: str,
    number: str,
    code: Rows,
    foot: str,
) -> None:
    """Write the sheet of one published version; ``use_fonts`` comes first.

    ``content`` is one language of ``iys.form.version``, ``number`` is the sheet's own,
    ``code`` leads to its screen, ``foot`` names the version with its fingerprint.
    """
    words = WORDS[language]

    def first_page(canvas, document):
        right, top = A4[0] - _MARGIN, A4[1] - 12 * mm
        draw_code(canvas, code, right - _CODE, top - _CODE, _CODE)
        canvas.setFont(NORMAL, _SIZE)
        told = f"{words['number']}: {number}"
        canvas.drawRightString(right - _CODE - 4 * mm, top - 8 * mm, told)
        later_pages(canvas, document)

    def later_pages(canvas, document):
        canvas.setFont(NORMAL, _SIZE)
        canvas.drawString(_MARGIN, 10 * mm, foot)
        canvas.drawRightString(A4[0] - _MARGIN, 10 * mm, str(document.page))

    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=content["title"],
    )
    story = [Spacer(1, _CODE - 10 * mm), *_story(content, words)]
    document.build(story, onFirstPage=first_page, onLaterPages=later_pages)


def _story(content, words):
    yield Paragraph(escape(content["brand"]), _TEXT)
    yield Paragraph(escape(content["title"]), _TITLE)
    if content.get("intro"):
        yield Paragraph(escape(content["intro"]), _TEXT)
    yield Paragraph(words["person"], _HEADING)
    for name in content["fields"]:
        label = words.get(name) or content["labels"].get(name) or name
        yield Paragraph(f"{escape(label)}: {_DOTS}", _LINE)
    yield Spacer(1, 3 * mm)
    yield Paragraph(words["choose"], _TEXT)
    for question in content["questions"]:
        yield KeepTogether(list(_question(question)))
    yield KeepTogether(
        [
            Paragraph(f"{words['date']}: {'.' * 30}", _LINE),
            Paragraph(f"{words['signature']}:", _LINE),
            Spacer(1, 16 * mm),
            HRFlowable(width="45%", hAlign="LEFT", thickness=0.6),
        ]
    )
    if content.get("notice"):
        yield Paragraph(escape(content["notice"]["name"]), _HEADING)
        yield from _lines(content["notice"]["body"])


def _question(question):
    """An empty box with its label, and the text it stands for."""
    yield Paragraph(f"{_EMPTY}<b>{escape(question['label'])}</b>", _HEADING)
    yield from _lines(question["notice"]["body"], _BOX_TEXT)


def _lines(body, style=_TEXT):
    for line in read_lines(str(body)):
        yield Paragraph(escape(line.text), style)
