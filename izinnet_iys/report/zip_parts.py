"""One ZIP out of many that were packed one after the other; memory stays flat. No Odoo.

What is packed stays packed: only the table of contents is written anew.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import BinaryIO

#: Pictures and PDFs are packed in themselves.
_PACKED = (".png", ".pdf")


def pack(entries: Mapping[str, bytes]) -> bytes:
    """Pack files, {path: bytes}, into a part."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as part:
        for path, content in entries.items():
            is_packed = path.endswith(_PACKED)
            how = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            part.writestr(path, content, how)
    return file.getvalue()


def join(file: BinaryIO, parts: Iterable[bytes], more: Mapping[str, bytes]) -> None:
    """Write one ZIP of all parts, read one at a time, and of ``more`` files behind them.

    Raises zipfile.BadZipFile for a part that is none.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole:
        for content in parts:
            _append(whole, content)
        for path, words in more.items():
            whole.writestr(path, words)


def _append(whole: zipfile.ZipFile, content: bytes) -> None:
    """Copy the packed files of a part as they are, and where each of them begins now."""
    start = whole.fp.tell()
    with zipfile.ZipFile(io.BytesIO(content)) as part:
        whole.fp.write(content[: part.start_dir])
        for entry in part.infolist():
            entry.header_offset += start
            whole.filelist.append(entry)
            whole.NameToInfo[entry.filename] = entry
    whole.start_dir = whole.fp.tell()
