"""Posters and table cards with the QR code of a form's link. No Odoo in here."""

from dataclasses import dataclass
from typing import BinaryIO, Final

from reportlab.lib.pagesizes import A4, A6
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from .pdf import BOLD, NORMAL
from .qr_art import Rows, draw_code

#: Width and height of what is printed.
SIZES: Final = {"a4": A4, "a6": A6, "card": (100 * mm, 150 * mm)}
WORDS: Final = {
    "tr": (
        "Karekodu telefonunuzun kamerasıyla okutun, neyi duymak istediğinizi siz seçin.",
        "İzin vermek zorunda değilsiniz; dilediğiniz an vazgeçebilirsiniz.",
    ),
    "en": (
        "Scan the code with your phone and choose what you want to hear from us.",
        "You need not agree to anything, and can change your mind at any time.",
    ),
}


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it. ``rows`` are the squares of the code of ``url``; ``language`` is a
    key of ``WORDS``; ``place`` tells the company's own people which of its codes this is.
    """

    brand: str
    title: str
    url: str
    rows: Rows
    place: str
    language: str = "tr"


def write_posters(file: BinaryIO, posters: list[Poster], size: str) -> None:
    """Write one page for each; ``size`` is a key of ``SIZES``, ``use_fonts`` is first."""
    canvas = Canvas(file, pagesize=SIZES[size])
    canvas.setTitle(posters[0].title if posters else "QR")
    for poster in posters:
        _draw(canvas, poster, *SIZES[size])
        canvas.showPage()
    canvas.save()


def _draw(canvas, poster, width, height):
    """From the top: who asks, what about, the code, its address, what to do."""
    unit = width / 100
    margin = 8 * unit
    room = width - 2 * margin
    top = height - margin
    top = _lines(canvas, poster.brand, NORMAL, 4.5 * unit, top, room)
    top = _lines(canvas, poster.title, BOLD, 7.5 * unit, top - 2 * unit, room)
    advice, freedom = WORDS[poster.language]
    side = min(62 * unit, top - 42 * unit)
    bottom = top - side - 3 * unit
    draw_code(canvas, poster.rows, (width - side) / 2, bottom, side)
    below = _one_line(canvas, poster.url.split("://")[-1], 3.6 * unit, bottom, room)
    below = _lines(canvas, advice, NORMAL, 4.2 * unit, below - 2 * unit, room)
    _lines(canvas, freedom, NORMAL, 3.2 * unit, below - unit, room)
    canvas.setFont(NORMAL, 2 * unit)
    canvas.drawCentredString(width / 2, 3 * unit, poster.place[:80])


def _lines(canvas, text, font, size, top, room):
    """Write centred lines below ``top``; returns where they end."""
    canvas.setFont(font, size)
    for line in simpleSplit(text, font, size, room):
        top -= size * 1.25
        canvas.drawCentredString(canvas._pagesize[0] / 2, top, line)
    return top


def _one_line(canvas, text, size, top, room):
    """Write one line, as small as it must be: an address is never broken in two."""
    size = min(size, size * room / max(stringWidth(text, BOLD, size), 1))
    canvas.setFont(BOLD, size)
    canvas.drawCentredString(canvas._pagesize[0] / 2, top - size * 1.25, text)
    return top - size * 1.25
