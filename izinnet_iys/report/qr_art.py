"""A QR code as squares on a page, sharp at any size. No Odoo in here.

One matrix a code, drawn as often as wanted: counting the squares is the dear part (G17).
"""

import re
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import qrcode
from qrcode.util import MODE_8BIT_BYTE, QRData

#: Any of the eight masks can be read; trying them all would cost seven times the time
#: for ten thousand codes (G17).
MASK: Final = 2
#: Light squares every code needs around it.
QUIET: Final = 4
#: Pixels of a square in a PNG.
BOX: Final = 10
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_SAME_AS_ABOVE: Final = b"\x02"
_dark = re.compile(b"\x01+").finditer

#: The squares of a code, quiet zone included, row by row; True for dark.
Rows = list[list[bool]]


def code_of(text: str, box_size: int = BOX) -> qrcode.QRCode:
    """Return the code of a text; a sixth of it may be dirty or torn.

    Raises qrcode's DataOverflowError, a ValueError's relative, for more than 2,331 bytes.
    """
    data = text.encode()
    code = _empty_code(_version_for(len(data)), box_size)
    code.add_data(QRData(data, mode=MODE_8BIT_BYTE))
    code.make(fit=False)
    return code


def rows_of(text: str) -> Rows:
    """Return the squares of a text's code, row by row, True for dark."""
    return code_of(text).get_matrix()


def svg_of(rows: Rows) -> str:
    """Return a code as SVG of one path: its runs of dark squares."""
    side = len(rows)
    path = "".join(
        "M%d %dh%dv1h-%dz" % (left, top, width, width)  # noqa: UP031  (twice as fast)
        for top, left, width in _runs(rows)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path d="{path}"/></svg>'
    )


def png_of(rows: Rows, box_size: int = BOX) -> bytes:
    """Return a code as the bytes of a PNG of one bit a pixel, about 400 pixels wide.

    Written here because a picture library takes three times as long (G17): only the first
    line of each square is spelt out, the others say "as above".
    """
    side = len(rows) * box_size
    blank = bytes((side + 7) // 8)
    below = (_SAME_AS_ABOVE + blank) * (box_size - 1)
    dark, light, rest = "0" * box_size, "1" * box_size, "0" * (-side % 8)
    lines = []
    for row in rows:
        bits = "".join(dark if is_dark else light for is_dark in row) + rest
        lines.append(b"\0" + int(bits, 2).to_bytes(len(blank), "big") + below)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(lines), 1)
    parts = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


def draw_code(canvas, rows: Rows, left: float, bottom: float, side: float) -> None:
    """Draw a code on a reportlab canvas; lengths in points."""
    step = side / len(rows)
    path = canvas.beginPath()
    for row, place, width in _runs(rows):
        top = bottom + side - (row + 1) * step
        path.rect(left + place * step, top, width * step, step)
    canvas.drawPath(path, stroke=0, fill=1)


def _empty_code(version, box_size=BOX):
    return qrcode.QRCode(
        version=version,
        error_correction=qrcode.ERROR_CORRECT_M,
        box_size=box_size,
        border=QUIET,
        mask_pattern=MASK,
    )


@lru_cache(maxsize=256)
def _version_for(length: int) -> int:
    """Return the size of a code for so many bytes; links of one house are all as long."""
    code = _empty_code(None)
    code.add_data(QRData(b"x" * length, mode=MODE_8BIT_BYTE))
    return code.best_fit()


def _runs(rows: Rows) -> Iterator[tuple[int, int, int]]:
    """Yield (row, place, width) of dark squares side by side, from the top left."""
    for number, row in enumerate(rows):
        for found in _dark(bytes(row)):
            left, right = found.span()
            yield number, left, right - left
