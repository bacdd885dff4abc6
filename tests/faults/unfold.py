"""What is in some bytes once everything in them that is packed has been unpacked."""

import base64
import binascii
import io
import json
import zipfile

from pypdf import PdfReader
from pypdf.errors import PyPdfError


def unfold(content):
    """Return the bytes with what ZIP files and PDFs in them say, in small letters.

    XLSX files are ZIP files; values of JSON are searched for packed files in base64.
    """
    parts = [content]
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                parts += [name.encode(), unfold(packed.read(name))]
    elif content[:5] == b"%PDF-":
        parts.append(_pdf_text(content))
    elif content[:1] in b"{[":
        parts += [unfold(file) for file in _files(_json(content))]
    return b"\n".join(parts).decode("utf-8", "replace").lower().encode()


def hits(content, canaries):
    """Which canaries (small letters) are in some bytes, each with what stands around."""
    text = unfold(content).decode()
    found = []
    for canary in canaries:
        place = text.find(canary)
        if place >= 0:
            found.append(text[max(0, place - 60) : place + 40])
    return found


def _pdf_text(content):
    try:
        pages = PdfReader(io.BytesIO(content)).pages
        return "\n".join(page.extract_text() for page in pages).encode()
    except PyPdfError:
        return b""  # one of ours that only looks like a PDF


def _json(content):
    try:
        return json.loads(content)
    except ValueError:
        return None


def _files(value):
    """Yield the files that JSON values carry in base64."""
    if isinstance(value, dict):
        value = value.values()
    elif isinstance(value, str):
        if len(value) > 40 and len(value) % 4 == 0 and " " not in value[:80]:
            try:
                yield base64.b64decode(value, validate=True)
            except (ValueError, binascii.Error):
                return
        return
    elif not isinstance(value, list):
        return
    for one in value:
        yield from _files(one)
