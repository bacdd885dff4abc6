"""What passes between the reading process and the one that ordered it."""

import json
import zlib
from dataclasses import asdict, dataclass, field

from .guard import Limits


@dataclass
class Order:
    """What to read: ``skip`` and ``last`` as a part before this one told them."""

    path: str
    sheet: str = ""
    skip: int = 0
    last: int = 0
    fast: bool = True
    part_rows: int = 5000
    limits: dict = field(default_factory=lambda: asdict(Limits()))


def pack(rows: list) -> bytes:
    """Pack rows ``[[row number, cells], …]`` for storing."""
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 1)


def unpack(packed: bytes) -> list:
    """Undo `pack`."""
    return json.loads(zlib.decompress(packed))
