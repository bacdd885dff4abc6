"""A ZIP whose every file is in ``hashes.txt``, as ``sha256sum -c`` reads it. No Odoo."""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO, Final

HASHES: Final = "hashes.txt"
ROOT: Final = "proof"


class Entry:
    """One file of the pack while it is written."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> None:  # pylint: disable=method-required-super
        """Add bytes."""
        self._digest.update(data)
        self._file.write(data)

    @property
    def sha256(self) -> str:
        """Fingerprint of what was written so far."""
        return self._digest.hexdigest()


class HashedZip:
    """Writes files one after the other; the last one lists the fingerprints of all.

    ``moment`` stands on each file, so the same content gives the same pack. Names are
    ours alone: no name a user typed may become a path (R-60).
    """

    def __init__(self, file: BinaryIO, moment: datetime):
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._moment = moment.timetuple()[:6]
        self.hashes: dict[str, str] = {}

    @contextmanager
    def entry(self, path: str) -> Iterator[Entry]:
        """Open one file for writing; only one at a time. Raises ValueError for a double."""
        if path in self.hashes:
            raise ValueError(f"{path} is in the pack already")
        info = zipfile.ZipInfo(f"{ROOT}/{path}", self._moment)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        with self._zip.open(info, "w", force_zip64=True) as file:
            entry = Entry(file)
            yield entry
        self.hashes[path] = entry.sha256

    def add(self, path: str, data: bytes) -> str:
        """Write one whole file and return its fingerprint."""
        with self.entry(path) as entry:
            entry.write(data)
        return self.hashes[path]

    def close(self) -> None:
        """Write the list of fingerprints and end the pack."""
        lines = [f"{digest}  {path}\n" for path, digest in self.hashes.items()]
        self.add(HASHES, "".join(lines).encode())
        self._zip.close()
