"""Reading the answers of an S3 server."""

import re
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Final
from xml.etree import ElementTree

import requests

from .faults import BackupFault

_LONGEST_ANSWER: Final = 8 << 20


def is_busy(status: int) -> bool:
    """Tell whether it makes sense to ask again; a full bucket (507) stays full."""
    return status == 429 or (status >= 500 and status != 507)


def tree(answer: requests.Response) -> ElementTree.Element:
    """Read a small XML answer; raises BackupFault("refused") for anything else."""
    with answer:
        text = answer.content[:_LONGEST_ANSWER]
    # our own bucket's answers have no document type; entities are not expanded
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise BackupFault("refused", where="S3", reason="not understood")
    try:
        return ElementTree.fromstring(text)
    except ElementTree.ParseError:
        raise BackupFault("refused", where="S3", reason="not understood") from None


def error_code(answer: requests.Response) -> str:
    """Return S3's word for an error, "" without one."""
    found = re.search(rb"<Code>([A-Za-z0-9]{1,60})</Code>", answer.content[:20_000])
    return found[1].decode() if found else ""


def local(tag: str) -> str:
    """Return a tag without its namespace."""
    return tag.rpartition("}")[2]


def children(node: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Yield the direct children of that name, whatever their namespace."""
    return (child for child in node if local(child.tag) == name)


def text_of(node: ElementTree.Element, name: str) -> str:
    """Return the text of the first child of that name, "" without one."""
    return next((child.text or "" for child in children(node, name)), "")


def moment_of(text: str) -> datetime:
    """Read a moment; one that is not understood counts as now, so nothing is swept."""
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return datetime.now(timezone.utc)
