"""Encryption while streaming: AES-256-GCM in chunks, as documented in the README.

A sealed file is a header of 52 bytes and chunks::

    header  "IZNT-BACKUP" (11 bytes), version 1 (1 byte), fingerprint of the key
            (8 bytes), salt (32 random bytes)
    key     HKDF-SHA256(key file, salt, info "izinnet backup v1"), 32 bytes; so every file
            has a key of its own and nonces can count
    chunk   AES-256-GCM of at most 1 MiB, with the header as associated data;
            nonce = number of the chunk from 0 (11 bytes, big endian) and one byte that
            is 1 for the last chunk, else 0

A changed, moved or missing chunk is found, a cut end too: no chunk before the last one
opens as the last one.
"""

# streams, no models of Odoo: pylint: disable=method-required-super

import os
from typing import Any, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .faults import BackupFault
from .key import fingerprint

MAGIC: Final = b"IZNT-BACKUP\x01"
ID_SIZE: Final = 8
SALT_SIZE: Final = 32
HEADER_SIZE: Final = len(MAGIC) + ID_SIZE + SALT_SIZE
CHUNK: Final = 1 << 20
TAG: Final = 16


class Writer(Protocol):
    """Something that takes bytes."""

    def write(self, data: bytes, /) -> Any:
        """Take all of them, or raise."""


class Reader(Protocol):
    """Something that gives bytes, fewer than asked for only at its end."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, b"" at the end."""


class SealWriter:
    """Encrypts what is written to it; ``close`` marks the end and must be called."""

    def __init__(self, out: Writer, key: bytes):
        self._out = out
        self._header = MAGIC + bytes.fromhex(fingerprint(key)) + os.urandom(SALT_SIZE)
        self._cipher = _cipher(key, self._header)
        self._buffer = bytearray()
        self._number = 0
        out.write(self._header)

    def write(self, data: bytes) -> int:
        """Take bytes of any size."""
        self._buffer += data
        # the last chunk is only known at the end, so a full one waits for another byte
        while len(self._buffer) > CHUNK:
            self._put(bytes(self._buffer[:CHUNK]), last=False)
            del self._buffer[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Write the last chunk."""
        self._put(bytes(self._buffer), last=True)
        self._buffer.clear()

    def _put(self, plain: bytes, last: bool) -> None:
        nonce = _nonce(self._number, last)
        self._out.write(self._cipher.encrypt(nonce, plain, self._header))
        self._number += 1


class SealReader:
    """Decrypts a sealed file from its beginning.

    Raises BackupFault: ``damaged`` for what is no sealed file or was changed,
    ``wrong_key`` when it was made with another key, ``truncated`` when its end is missing.
    """

    def __init__(self, source: Reader, key: bytes):
        self._source = source
        self._header = _read_exactly(source, HEADER_SIZE)
        if not self._header.startswith(MAGIC):
            raise BackupFault("damaged", reason="no backup of this product")
        if len(self._header) < HEADER_SIZE:
            raise BackupFault("truncated")
        made_with, ours = key_of(self._header), fingerprint(key)
        if made_with != ours:
            raise BackupFault("wrong_key", made_with=made_with, given=ours)
        self._cipher = _cipher(key, self._header)
        self._number = 0
        self._next = _read_exactly(source, CHUNK + TAG)
        self._plain = b""
        self._place = 0
        self._ended = False

    def read(self, size: int = CHUNK) -> bytes:
        """Return exactly ``size`` bytes, fewer only at the end."""
        pieces = []
        while size > 0:
            if self._place == len(self._plain):
                if self._ended:
                    break
                self._open_next()
            piece = self._plain[self._place : self._place + size]
            self._place += len(piece)
            size -= len(piece)
            pieces.append(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _open_next(self) -> None:
        current = self._next
        full = len(current) == CHUNK + TAG
        self._next = _read_exactly(self._source, CHUNK + TAG) if full else b""
        last = not self._next
        try:
            self._plain = self._decrypt(current, last)
        except InvalidTag:
            raise self._why(current, last) from None
        self._place, self._ended = 0, last
        self._number += 1

    def _decrypt(self, sealed: bytes, last: bool) -> bytes:
        if len(sealed) < TAG:
            raise InvalidTag
        nonce = _nonce(self._number, last)
        return self._cipher.decrypt(nonce, sealed, self._header)

    def _why(self, sealed: bytes, last: bool) -> BackupFault:
        """Tell a missing end from a changed chunk."""
        if last and len(sealed) < CHUNK + TAG:
            # a whole last chunk would have opened: it is cut, or it was changed
            return BackupFault("truncated", chunk=self._number)
        try:
            self._decrypt(sealed, not last)
        except InvalidTag:
            return BackupFault("damaged", chunk=self._number)
        return BackupFault("truncated", chunk=self._number)


def key_of(header: bytes) -> str:
    """Return the fingerprint of the key a sealed file was made with."""
    return header[len(MAGIC) : len(MAGIC) + ID_SIZE].hex()


def _cipher(key: bytes, header: bytes) -> AESGCM:
    salt = header[-SALT_SIZE:]
    kdf = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"izinnet backup v1")
    return AESGCM(kdf.derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _read_exactly(source: Reader, size: int) -> bytes:
    pieces, wanted = [], size
    while wanted and (piece := source.read(wanted)):
        pieces.append(piece)
        wanted -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
