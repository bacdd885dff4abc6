"""A file on its way to a browser, piece by piece; memory stays flat. No Odoo."""

from collections.abc import Iterator
from typing import BinaryIO, Final

PIECE: Final = 256 * 1024


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """Yield what is left of a file; it is closed behind the last piece, or when the
    reader hangs up, so a temporary one leaves the disk at once."""
    with file:
        while piece := file.read(PIECE):
            yield piece
