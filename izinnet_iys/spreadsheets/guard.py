"""Is this file safe to read? Judged by its first bytes and its directory (R-51).

Nothing is unpacked here but the first lines of each XML part. What only shows while
unpacking (row counts, sizes that lie) is watched by the readers, and the reading process
runs under a memory limit of its own.
"""

import struct
import zlib
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from .faults import FileFault

MIB = 1024 * 1024
_DIRECTORY_END = b"PK\x05\x06"
_DIRECTORY_END_64 = b"PK\x06\x06"
_TAIL = 66_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Parts the reader takes whole; everything else is streamed or never opened.
_SMALL_PARTS = ("[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml")
#: First bytes of files people pick by mistake.
_NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


@dataclass(frozen=True)
class Limits:
    """What is read at most; sizes in bytes. Values are settings of the company."""

    file_size: int = 64 * MIB
    rows: int = 1_048_576
    unpacked: int = 1024 * MIB
    ratio: int = 100
    parts: int = 1000
    row_size: int = MIB
    small_part: int = 4 * MIB
    strings: int = 8 * MIB
    #: memory of the reading process
    memory: int = 300 * MIB


def inspect(file: BinaryIO, limits: Limits | None = None) -> str:
    """Return the kind of a file: ``xlsx``, ``ods``, ``xls`` or ``text``.

    Raises FileFault for everything that is not read, with the cause.
    """
    limits = limits or Limits()
    size = file.seek(0, 2)
    if size > limits.file_size:
        raise FileFault("file_too_big", limit=limits.file_size // MIB)
    file.seek(0)
    head = file.read(4096)
    if head.startswith(b"PK"):
        return _inspect_zip(file, limits)
    if head.startswith(_OLE):
        return _inspect_ole(file)
    return _inspect_text(head)


def _inspect_text(head: bytes) -> str:
    if not head.strip():
        raise FileFault("no_rows")
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower()
    if head.startswith(_NO_TABLES) or (b"\0" in head and not wide):
        raise FileFault("unknown_format")
    if start.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"{\\rtf")):
        raise FileFault("unknown_format")
    return "text"


def _inspect_ole(file: BinaryIO) -> str:
    file.seek(0)
    content = file.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise FileFault("encrypted")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise FileFault("macros")
    if "ook".encode("utf-16-le") in content:  # Workbook, or Book before 1997
        return "xls"
    raise FileFault("unknown_format")


def _inspect_zip(file: BinaryIO, limits: Limits) -> str:
    _check_directory_size(file, limits)
    try:
        with ZipFile(file) as archive:
            return _inspect_archive(archive, limits)
    except (BadZipFile, LargeZipFile, zlib.error, EOFError, NotImplementedError):
        raise FileFault("broken") from None
    except (OSError, ValueError, RuntimeError, UnicodeError):
        raise FileFault("broken") from None


def _inspect_archive(archive: ZipFile, limits: Limits) -> str:
    infos = archive.infolist()
    _check_sizes(infos, limits)
    if any(info.flag_bits & 1 for info in infos):
        raise FileFault("encrypted")
    names = {info.filename for info in infos}
    kind = _kind_of(names)
    _check_names(names)
    for info in infos:
        if info.filename.endswith((".xml", ".rels")):
            _check_prolog(archive, info, limits)
    if kind == "ods":
        _check_ods(archive, limits)
    return kind


def _kind_of(names: set[str]) -> str:
    if "[Content_Types].xml" in names and any(
        name.startswith("xl/") and name.endswith(".xml") for name in names
    ):
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    raise FileFault("unknown_format")


def _check_directory_size(file: BinaryIO, limits: Limits) -> None:
    """Refuse a directory of millions of entries before it becomes objects in memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    end = tail.rfind(_DIRECTORY_END)
    if end < 0 or len(tail) < end + 22:
        raise FileFault("broken")
    directory = struct.unpack_from("<L", tail, end + 12)[0]
    end_64 = tail.rfind(_DIRECTORY_END_64)
    if end_64 >= 0 and len(tail) >= end_64 + 56:
        directory = struct.unpack_from("<Q", tail, end_64 + 40)[0]
    if directory > limits.parts * 1024:
        raise FileFault("too_many_parts", limit=limits.parts)


def _check_sizes(infos: list[ZipInfo], limits: Limits) -> None:
    if len(infos) > limits.parts:
        raise FileFault("too_many_parts", limit=limits.parts)
    if sum(info.file_size for info in infos) > limits.unpacked:
        raise FileFault("unpacked_too_big", limit=limits.unpacked // MIB)
    for info in infos:
        packed = max(1, info.compress_size)
        if info.file_size > MIB and info.file_size > limits.ratio * packed:
            raise FileFault("bomb", limit=limits.ratio)
        if info.filename in _SMALL_PARTS and info.file_size > limits.small_part:
            raise FileFault("bomb", limit=limits.ratio)


def _check_names(names: set[str]) -> None:
    for name in names:
        if "vbaProject" in name or name.startswith(("xl/macrosheets/", "Basic/")):
            raise FileFault("macros")
        if name.startswith("xl/externalLinks/"):
            raise FileFault("external_links")


def _check_prolog(archive: ZipFile, info: ZipInfo, limits: Limits) -> None:
    """Read an XML part up to its first element; a DTD can only stand before it."""
    parser = expat.ParserCreate()
    seen = []
    parser.StartDoctypeDeclHandler = lambda *_args: seen.append("dtd")
    parser.StartElementHandler = lambda *_args: seen.append("element")
    left = limits.small_part
    with archive.open(info) as part:
        while left > 0 and not seen and (chunk := part.read(4096)):
            left -= len(chunk)
            try:
                parser.Parse(chunk, False)
            except expat.ExpatError:
                if not seen:
                    raise FileFault("broken") from None
    if seen[:1] != ["element"]:
        raise FileFault("dtd" if seen else "broken")


def _check_ods(archive: ZipFile, limits: Limits) -> None:
    try:
        manifest = archive.getinfo("META-INF/manifest.xml")
    except KeyError:
        return
    if manifest.file_size > limits.small_part:
        raise FileFault("bomb", limit=limits.ratio)
    if b"encryption-data" in archive.read(manifest):
        raise FileFault("encrypted")
