"""Addresses of masked people inside any text: found in every spelling, and blanked.

A text is chatter, a log line, JSON, a mail header. What is looked for is not the spelling
but the person: each candidate is brought into the one spelling of its kind first, so a
phone written in twenty ways is one phone (R-37, R-39).
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from .recipients import normalise_email, normalise_phone

#: What stands where an address or a name stood.
MARK: Final = "•••"

_GAP = r"[ \t\u00a0\u202f().\-\u2010-\u2013/]{0,3}"
# a Turkish mobile in any grouping, or anything that begins like an international number
_PHONE = re.compile(
    rf"(?<![0-9])(?:(?:\+|00|%2[Bb]){_GAP})?(?:90{_GAP})?(?:\(?0{_GAP}|\()?"
    rf"5(?:{_GAP}[0-9]){{9}}(?![0-9])"
    rf"|\+(?:{_GAP}[0-9]){{8,14}}(?![0-9])"
)
_EMAIL = re.compile(r"[A-Za-zİ0-9._+\-]+(?:@|%40)[A-Za-zİ0-9.\-]+\.[A-Za-zİ]{2,}")
#: JSON's escapes, and what the short ones of them mean that may stand in an address.
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)", re.DOTALL)
_SHORT: Final = {"/": "/", '"': '"', "\\": "\\"}
#: What a database may look for before a text is taken out at all.
CANDIDATE: Final = r"@|%40|5([^0-9A-Za-z]{0,3}[0-9]){9}|\+([^0-9A-Za-z]{0,3}[0-9]){8}"


def find_addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, address as İYS spells it) of the phones and e-mails in a text.

    A text with backslashes may be JSON, where a new line before an address is spelt with
    a letter: it is read both ways, so that places may overlap. The reading as JSON comes
    first.
    """
    if "\\" in text:
        plain, places = _unescaped(text)
        for start, end, address in _found(plain):
            yield places[start], places[end], address
    yield from _found(text)


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _EMAIL.finditer(text):
        spelt = found.group().replace("%40", "@").strip(".-")
        if address := normalise_email(spelt):
            yield found.start(), found.end(), address
    for found in _PHONE.finditer(text):
        spelt = re.sub(r"%2[Bb]", "+", found.group()).replace("/", "")
        if address := normalise_phone(spelt.strip()):
            yield found.start(), found.end(), address


def _unescaped(text: str) -> tuple[str, list[int]]:
    """The text without JSON's escapes, and where each of its characters began."""
    plain, places, last = [], list[int](), 0
    for found in _ESCAPE.finditer(text):
        plain += [text[last : found.start()], _meant(found.group())]
        places += range(last, found.start() + 1)
        last = found.end()
    places += range(last, len(text) + 1)
    return "".join([*plain, text[last:]]), places


def _meant(escape: str) -> str:
    return chr(int(escape[2:], 16)) if len(escape) > 2 else _SHORT.get(escape[1], " ")


def blank(text: str, is_masked: Callable[[str], bool]) -> str | None:
    """Return the text with each masked person's address replaced by ``MARK``.

    ``is_masked`` takes an address in İYS's spelling. None when nothing was found, so that
    a caller need not write what did not change.
    """
    spans = list[tuple[int, int]]()
    for start, end, address in find_addresses(text):
        apart = all(end <= first or start >= last for first, last in spans)
        if apart and is_masked(address):
            spans.append((start, end))
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + MARK + text[end:]
    return text if spans else None


def marked_paths(value: Any, path: tuple[str, ...] = ()) -> list[list[str]]:
    """The places of texts with ``MARK`` within a JSON value, as keys and indexes."""
    if isinstance(value, str):
        return [list(path)] if MARK in value else []
    if isinstance(value, dict):
        parts = value.items()
    else:
        parts = enumerate(value) if isinstance(value, list) else ()
    return [
        found for key, part in parts for found in marked_paths(part, (*path, str(key)))
    ]
