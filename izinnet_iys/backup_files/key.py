"""The key: a file on the server, never beside the backups (R-38, R-40)."""

import hashlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from .faults import BackupFault

SHORTEST: Final = 32
LONGEST: Final = 4096


def read_key(path: str, forbidden: Iterable[str] = ()) -> bytes:
    """Read the key; raises BackupFault key_missing, key_open, key_short or key_place.

    ``forbidden`` are folders it must not lie in: the data folder, the target, the addons.
    At least 32 bytes; a line end behind them does not count. Make one with
    ``openssl rand -base64 48``.
    """
    file = Path(path)
    if not path or not file.is_absolute() or not file.is_file():
        raise BackupFault("key_missing", path=path or "–")
    real = file.resolve()
    if any(real.is_relative_to(Path(folder).resolve()) for folder in forbidden):
        raise BackupFault("key_place", path=path)
    try:
        mode = file.stat().st_mode
        with open(file, "rb") as opened:
            key = opened.read(LONGEST).rstrip(b"\r\n")
    except OSError as error:
        raise BackupFault("key_missing", path=path, reason=error.strerror) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BackupFault("key_open", path=path)
    if len(key) < SHORTEST:
        raise BackupFault("key_short", path=path)
    return key


def fingerprint(key: bytes) -> str:
    """Return 16 hex digits that tell keys apart and nothing about them."""
    return hashlib.sha256(b"izinnet backup key\0" + key).hexdigest()[:16]


def make_key(path: str) -> None:
    """Write a new key, readable by its owner only; raises FileExistsError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(os.urandom(48).hex().encode() + b"\n")
