"""A QR code as squares on a page, sharp at any size. No Odoo in here."""

import re
from typing import Final

import qrcode

#: Any of the eight masks can be read; trying them all would cost seven times the time
#: for ten thousand codes (G17).
MASK: Final = 2
#: Light squares every code needs around it.
QUIET: Final = 4


def code_of(text: str, box_size: int = 10) -> qrcode.QRCode:
    """Return the code of a text; a sixth of it may be dirty or torn."""
    code = qrcode.QRCode(
        error_correction=qrcode.ERROR_CORRECT_M,
        box_size=box_size,
        border=QUIET,
        mask_pattern=MASK,
    )
    code.add_data(text)
    code.make(fit=True)
    return code


def svg_of(text: str) -> str:
    """Return the code of a text as one path: its runs of dark squares."""
    rows = code_of(text).get_matrix()
    runs = []
    for top, row in enumerate(rows):
        squares = "".join("#" if is_dark else " " for is_dark in row)
        for run in re.finditer("#+", squares):
            width = len(run[0])
            runs.append(f"M{run.start()} {top}h{width}v1h-{width}z")
    side = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path d="{"".join(runs)}"/></svg>'
    )


def draw_code(canvas, text: str, left: float, bottom: float, side: float) -> None:
    """Draw the code of a text on a reportlab canvas; lengths in points."""
    rows = code_of(text).get_matrix()
    step = side / len(rows)
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        top = bottom + side - (number + 1) * step
        for place, is_dark in enumerate(row):
            if is_dark:
                path.rect(left + place * step, top, step, step)
    canvas.drawPath(path, stroke=0, fill=1)
