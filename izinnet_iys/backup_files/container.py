"""What is inside a sealed backup: a tar stream, so that plain tools can read it too.

Members, in this order::

    about.json                 version, database, moment
    database/000001 …          the output of ``pg_dump -Fc``, in pieces of 8 MiB
    filestore/ab/<name>        attachments, as Odoo stores them
    lists/000001 …             ``sha256sum`` lines of the files since the list before
    manifest.json              counts of every table, sizes, SHA-256 of the dump

``cat database/*`` is what ``pg_restore`` reads. Nothing is written to a disk on the way,
and memory does not grow with the data.
"""

import hashlib
import io
import json
import os
import re
import stat
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Protocol, cast

from .counted import CountedReader
from .faults import BackupFault
from .seal import Reader, Writer

VERSION: Final = 1
PIECE: Final = 8 << 20
BLOCK: Final = 1 << 20
LIST_LENGTH: Final = 5000
_STORED: Final = re.compile(r"[0-9a-f]{2}/[0-9a-f]{40,64}")
_PIECE: Final = re.compile(r"database/[0-9]{6,}")
_LIST: Final = re.compile(r"lists/[0-9]{6,}")
_FILE: Final = "filestore/"


@dataclass
class Manifest:
    """What a backup says about itself; the drill compares it with what comes out.

    ``tables`` are rows per table in the very snapshot that was dumped; ``passed_over``
    counts things in the filestore that Odoo did not put there.
    """

    version: int = VERSION
    database: str = ""
    database_uuid: str = ""
    made_at: str = ""
    postgres: str = ""
    collate: str = "C"
    ctype: str = "C"
    tables: dict[str, int] = field(default_factory=dict)
    dump_size: int = 0
    dump_sha256: str = ""
    files: int = 0
    file_bytes: int = 0
    passed_over: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


class ContainerWriter:
    """Writes the members one after the other into a stream."""

    def __init__(self, out: Writer):
        # tarfile asks for a file; in stream mode it only writes
        file = cast(IO[bytes], out)
        self._tar = tarfile.open(fileobj=file, mode="w|", bufsize=BLOCK)
        self._tar.copybufsize = BLOCK  # type: ignore[attr-defined]
        self._lines: list[str] = []
        self._lists = 0

    def add_bytes(self, name: str, data: bytes) -> None:
        """Add a small member."""
        self._add(name, len(data), io.BytesIO(data))

    def add_dump(self, source: Reader, manifest: Manifest) -> None:
        """Add a stream whose length nobody knows, in pieces; notes size and hash."""
        counted = CountedReader(source)
        number = 0
        while piece := counted.read(PIECE):
            number += 1
            self.add_bytes(f"database/{number:06d}", piece)
        manifest.dump_size, manifest.dump_sha256 = counted.size, counted.sha256

    def add_files(self, folder: str, manifest: Manifest) -> None:
        """Add Odoo's filestore; links and foreign names are passed over (R-60)."""
        for name in _stored_names(folder, manifest):
            self._add_file(folder, name, manifest)
        self._flush_list()

    def _add_file(self, folder: str, name: str, manifest: Manifest) -> None:
        try:
            descriptor = os.open(Path(folder, name), os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            manifest.passed_over += 1
            return
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                manifest.passed_over += 1
                return
            counted = CountedReader(file)
            self._add(_FILE + name, status.st_size, cast(IO[bytes], counted))
        manifest.files += 1
        manifest.file_bytes += counted.size
        self._lines.append(f"{counted.sha256}  {_FILE}{name}\n")
        if len(self._lines) >= LIST_LENGTH:
            self._flush_list()

    def _flush_list(self) -> None:
        if self._lines:
            self._lists += 1
            self.add_bytes(f"lists/{self._lists:06d}", "".join(self._lines).encode())
            self._lines.clear()

    def _add(self, name: str, size: int, source: IO[bytes]) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self._tar.addfile(member, source)
        # tarfile remembers every member; a million of them are not needed
        self._tar.members = []  # type: ignore[attr-defined]

    def close(self, manifest: Manifest) -> None:
        """Add the manifest and end the tar."""
        text = json.dumps(manifest.as_dict(), sort_keys=True).encode()
        self.add_bytes("manifest.json", text)
        self._tar.close()

    def abort(self) -> None:
        """Write nothing more, not even when it is forgotten."""
        self._tar.fileobj.closed = True  # type: ignore[attr-defined]


def _stored_names(folder: str, manifest: Manifest) -> Iterator[str]:
    """Yield ``ab/abcd…`` of the files Odoo has stored, folder by folder."""
    shelves = sorted(entry.name for entry in _entries(folder) if entry.is_dir())
    for shelf in shelves:
        if shelf == "checklist":
            continue
        for entry in _entries(os.path.join(folder, shelf)):
            name = f"{shelf}/{entry.name}"
            if _STORED.fullmatch(name) and not entry.is_symlink():
                yield name
            else:
                manifest.passed_over += 1


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    if os.path.isdir(folder) and not os.path.islink(folder):
        with os.scandir(folder) as entries:
            yield from entries


class Sink(Protocol):
    """Where the members of a backup go when it is read."""

    def dump(self, piece: bytes) -> None:
        """Take the next piece of the database."""

    def file(self, name: str, source: Reader) -> None:
        """Take one file of the filestore, ``ab/abcd…``, to its end."""


def read_container(source: Reader, sink: Sink) -> Manifest:
    """Read a whole backup into a sink and return its manifest.

    Everything is compared on the way: SHA-256 of every file and of the dump, sizes and
    numbers. Raises BackupFault("damaged") when something does not fit.
    """
    try:
        tar = tarfile.open(fileobj=cast(IO[bytes], source), mode="r|", bufsize=BLOCK)
        reading = _Reading(sink)
        for member in tar:
            tar.members = []  # type: ignore[attr-defined]
            reading.take(member.name, cast(IO[bytes], tar.extractfile(member)))
        # behind the last member lie only zeros; read on to see the seal of the end
        while source.read(BLOCK):
            pass
        return reading.finished()
    except tarfile.TarError as error:
        raise BackupFault("damaged", reason=error) from None


class _Reading:
    """The state while a container is read."""

    def __init__(self, sink: Sink):
        self._sink = sink
        self._dump_digest = hashlib.sha256()
        self._dump_size = 0
        self._files = self._file_bytes = 0
        self._unlisted: dict[str, str] = {}
        self._manifest: Manifest | None = None

    def take(self, name: str, content: IO[bytes]) -> None:
        """Take one member by its name; an unknown name is a damage."""
        if content is None:
            raise BackupFault("damaged", reason=f"member {name}")
        if _PIECE.fullmatch(name):
            self._take_dump(content.read())
        elif name.startswith(_FILE) and _STORED.fullmatch(name[len(_FILE) :]):
            self._take_file(name, content)
        elif _LIST.fullmatch(name):
            self._take_list(content.read().decode(errors="replace"))
        elif name == "manifest.json":
            self._manifest = _manifest(content.read())
        elif name != "about.json":
            raise BackupFault("damaged", reason=f"member {name[:80]!r}")

    def _take_dump(self, piece: bytes) -> None:
        self._dump_digest.update(piece)
        self._dump_size += len(piece)
        self._sink.dump(piece)

    def _take_file(self, name: str, content: IO[bytes]) -> None:
        counted = CountedReader(content)
        self._sink.file(name[len(_FILE) :], counted)
        self._files += 1
        self._file_bytes += counted.size
        self._unlisted[name] = counted.sha256

    def _take_list(self, text: str) -> None:
        for line in text.splitlines():
            digest, _, name = line.partition("  ")
            if self._unlisted.pop(name, None) != digest:
                raise BackupFault("files", name=name)

    def finished(self) -> Manifest:
        """Return the manifest once all that it says was found."""
        manifest = self._manifest
        if manifest is None:
            raise BackupFault("truncated")
        told = (manifest.dump_size, manifest.dump_sha256, manifest.files)
        found = (self._dump_size, self._dump_digest.hexdigest(), self._files)
        if told != found or manifest.file_bytes != self._file_bytes or self._unlisted:
            raise BackupFault("files", name="manifest.json")
        return manifest


def _manifest(text: bytes) -> Manifest:
    try:
        return Manifest(**json.loads(text))
    except (TypeError, ValueError):
        raise BackupFault("damaged", reason="manifest.json") from None
