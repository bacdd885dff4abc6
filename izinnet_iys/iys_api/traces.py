"""Addresses of masked people inside any text: found in every spelling, and blanked.

A text is chatter, a log line, JSON, a mail header. What is looked for is not the spelling
but the person: each candidate is brought into the one spelling of its kind first, so a
phone written in twenty ways is one phone (R-37, R-39).
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

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
#: What a database may look for before a text is taken out at all.
CANDIDATE: Final = r"@|%40|5([^0-9A-Za-z]{0,3}[0-9]){9}|\+([^0-9A-Za-z]{0,3}[0-9]){8}"


def find_addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, address as İYS spells it) of the phones and e-mails in a text."""
    for found in _EMAIL.finditer(text):
        spelt = found.group().replace("%40", "@").strip(".-")
        if address := normalise_email(spelt):
            yield found.start(), found.end(), address
    for found in _PHONE.finditer(text):
        spelt = re.sub(r"%2[Bb]", "+", found.group()).replace("/", "")
        if address := normalise_phone(spelt.strip()):
            yield found.start(), found.end(), address


def blank(text: str, is_masked: Callable[[str], bool]) -> str | None:
    """Return the text with each masked person's address replaced by ``MARK``.

    ``is_masked`` takes an address in İYS's spelling. None when nothing was found, so that
    a caller need not write what did not change.
    """
    spans = [(start, end) for start, end, a in find_addresses(text) if is_masked(a)]
    if not spans:
        return None
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + MARK + text[end:]
    return text
