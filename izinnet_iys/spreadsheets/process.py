"""Reading a file in a process of its own, part by part (R-51).

Whatever the file does to the library that reads it, at worst that process dies.
"""

import json
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from .faults import FileFault
from .guard import Limits
from .order import Order, unpack

_PACKAGES = Path(__file__).resolve().parents[1]
_NAME = Path(__file__).resolve().parent.name
_START = (
    "import sys; sys.path.insert(0, sys.argv[2]);"
    f" from {_NAME}.child import main; main(sys.argv[1], sys.stdout.buffer)"
)


@dataclass(frozen=True)
class Part:
    """Some rows, packed; ``position`` and ``last`` say where the next part begins."""

    packed: bytes
    rows: int
    position: int
    last: int

    def unpack(self) -> list:
        """Return ``[[row number, cells], …]``."""
        return unpack(self.packed)


class Reading:
    """A file being read; use as a context manager, then ask for ``parts()``.

    ``sheets``, ``sheet`` and ``reader`` are known once the first part has come.
    """

    def __init__(self, order: Order):
        self.order = order
        self.sheets: list[str] = []
        self.sheet = ""
        self.reader = ""
        #: largest memory of the reading process in MiB, as far as it has told
        self.peak = 0
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> "Reading":
        self._start()
        return self

    def __exit__(self, *_error) -> None:
        self._stop()

    def _start(self) -> None:
        argument = json.dumps(asdict(self.order))
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, argument, str(_PACKAGES)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def _stop(self) -> None:
        self._process.kill()
        self._process.stdout.close()
        self._process.wait()

    def parts(self) -> Iterator[Part]:
        """Yield the parts of the file in order; raises FileFault.

        A workbook too heavy for the fast reader is read once more by the streaming one.
        """
        try:
            yield from self._parts()
        except EOFError:
            if not self.order.fast or self.reader not in ("", "CalamineFile"):
                raise FileFault("too_heavy") from None
            self._stop()
            self.order = replace(self.order, fast=False)
            self._start()
            yield from self._parts_streamed()

    def _parts_streamed(self) -> Iterator[Part]:
        try:
            yield from self._parts()
        except EOFError:
            raise FileFault("too_heavy") from None

    def _parts(self) -> Iterator[Part]:
        delivered = False
        while True:
            try:
                header = self._header()
                packed = self._take(header.get("size", 0))
            except EOFError:
                if delivered:
                    raise FileFault("too_heavy") from None
                raise
            self.peak = max(self.peak, header.get("peak", 0))
            if "fault" in header:
                raise FileFault(header["fault"], **header["details"])
            if header.get("end"):
                return
            if "sheets" in header:
                self.sheets, self.sheet = header["sheets"], header["sheet"]
                self.reader = header["reader"]
                continue
            delivered = True
            yield Part(packed, header["rows"], header["position"], header["last"])

    def _header(self) -> dict:
        (length,) = struct.unpack(">L", self._take(4))
        return json.loads(self._take(length))

    def _take(self, size: int) -> bytes:
        """Read exactly ``size`` bytes; raises EOFError when the process has died."""
        raw = self._process.stdout.read(size)
        if len(raw) < size:
            raise EOFError
        return raw


def read_head(path: str, rows: int = 30, sheet: str = "", limits: Limits | None = None):
    """Return (sheet names, sheet, first rows) without reading the rest of the file.

    The rows are ``[[row number, cells], …]``. Raises FileFault.
    """
    order = Order(
        path, sheet, fast=False, part_rows=rows, limits=asdict(limits or Limits())
    )
    with Reading(order) as reading:
        first = next(reading.parts(), None)
        if first is None:
            raise FileFault("no_rows")
        return reading.sheets, reading.sheet, first.unpack()
