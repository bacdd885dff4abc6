"""Streams that count and hash what passes through them."""

# streams, no models of Odoo: pylint: disable=method-required-super

import hashlib
from collections.abc import Callable
from typing import Any, BinaryIO

from .seal import Reader, Writer


class CountedWriter:
    """Passes bytes on; knows how many there were and their SHA-256."""

    def __init__(self, out: Writer, tell: Callable[[int], Any] | None = None):
        self._out = out
        self._tell = tell
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        """Pass bytes on, then report how many have passed so far."""
        self._out.write(data)
        self._digest.update(data)
        self.size += len(data)
        if self._tell:
            self._tell(self.size)
        return len(data)

    @property
    def sha256(self) -> str:
        """SHA-256 of all that has passed, in hex."""
        return self._digest.hexdigest()


class CountedReader:
    """Passes bytes on; knows how many there were and their SHA-256."""

    def __init__(self, source: Reader | BinaryIO):
        self._source = source
        self._digest = hashlib.sha256()
        self.size = 0

    def read(self, size: int = 1 << 20) -> bytes:
        """Return what the source gives."""
        data = self._source.read(size)
        self._digest.update(data)
        self.size += len(data)
        return data

    @property
    def sha256(self) -> str:
        """SHA-256 of all that has passed, in hex."""
        return self._digest.hexdigest()
