"""The shared strings of a workbook, kept on disk once they grow big."""

import os
import tempfile
from array import array
from typing import IO
from xml.parsers import expat

from .faults import FileFault
from .guard import MIB, Limits

#: Excel's own limit for the text of a cell.
TEXT_LENGTH = 32_767
#: What a short text costs in memory beside its characters.
_OVERHEAD = 60


class StringTable:
    """A list of texts that moves to a temporary file when it passes ``in_memory`` bytes."""

    def __init__(self, in_memory: int = 24 * MIB):
        self._left = in_memory
        self._texts: list[str] = []
        self._file: IO[bytes] | None = None
        self._ends = array("Q")
        self._end = 0

    def __len__(self) -> int:
        return len(self._ends) if self._file else len(self._texts)

    def append(self, text: str) -> None:
        """Add a text at the end."""
        if self._file:
            self._write(text)
            return
        self._texts.append(text)
        self._left -= len(text) + _OVERHEAD
        if self._left < 0:
            self._file = tempfile.TemporaryFile()
            for known in self._texts:
                self._write(known)
            self._texts = []

    def _write(self, text: str) -> None:
        raw = text.encode("utf-8", "surrogatepass")
        self._file.write(raw)
        self._end += len(raw)
        self._ends.append(self._end)

    def finish(self) -> None:
        """Make everything readable; call once after the last `append`."""
        if self._file:
            self._file.flush()

    def __getitem__(self, index: int) -> str:
        if not self._file:
            return self._texts[index]
        end = self._ends[index]
        start = self._ends[index - 1] if index else 0
        raw = os.pread(self._file.fileno(), end - start, start)
        return raw.decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Free the temporary file."""
        if self._file:
            self._file.close()


class _Collector:
    """Expat handlers: the text of each ``si``, without its phonetic runs (``rPh``)."""

    def __init__(self, table: StringTable, limits: Limits):
        self.table, self.limits = table, limits
        self.pieces: list[str] = []
        self.length = 0
        self.in_text = self.in_phonetic = False

    def start(self, name, _attributes):
        name = name.rpartition(":")[2]
        if name == "si":
            self.pieces, self.length = [], 0
        elif name == "rPh":
            self.in_phonetic = True
        self.in_text = name == "t" and not self.in_phonetic

    def data(self, text):
        if self.in_text and self.length < TEXT_LENGTH:
            self.pieces.append(text)
            self.length += len(text)

    def end(self, name):
        name = name.rpartition(":")[2]
        self.in_text = False
        if name == "rPh":
            self.in_phonetic = False
        elif name == "si":
            if len(self.table) >= self.limits.strings:
                raise FileFault("unpacked_too_big", limit=self.limits.unpacked // MIB)
            self.table.append("".join(self.pieces)[:TEXT_LENGTH])


def read_strings(part: IO[bytes], limits: Limits) -> StringTable:
    """Read ``sharedStrings.xml`` as a stream; raises FileFault when it is broken."""
    table = StringTable()
    collector = _Collector(table, limits)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.data
    try:
        while chunk := part.read(MIB // 4):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise FileFault("broken") from None
    table.finish()
    return table
