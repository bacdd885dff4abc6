"""How the gateways count a text: encoding, characters, parts.

Written from the vendors' tables, apart from the product's own counter, so that one may
be held against the other.
"""

from typing import NamedTuple

#: the operator code the gateway adds: a space and four characters
SUFFIX = 5
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWO_UNITS = frozenset("^{}\\[]~|€")
FORCE_TURKISH = frozenset("ŞşĞğçıİ")
TURKISH = FORCE_TURKISH | frozenset("ÇÖöÜü")
#: characters of a single part, and of each of several
SIZES = {"gsm": (160, 153), "tr": (155, 149), "ucs2": (70, 67)}
PLAIN = str.maketrans("ŞşĞğçıİ", "SsGgciI")


class Measure(NamedTuple):
    """A counted text: its encoding, its characters without suffix, its parts."""

    encoding: str
    characters: int
    parts: int


def encoding_of(text: str) -> str:
    """The smallest encoding that carries the text: gsm, tr or ucs2."""
    letters = set(text) - BASIC - TWO_UNITS
    if not letters:
        return "gsm"
    return "tr" if letters <= FORCE_TURKISH else "ucs2"


def measure(text: str, encoding: str | None = None, suffix: int = SUFFIX) -> Measure:
    """Count a text; ``suffix`` characters are added by the gateway."""
    encoding = encoding or encoding_of(text)
    doubled = 0 if encoding == "ucs2" else sum(c in TWO_UNITS for c in text)
    characters = len(text) + doubled
    one, each = SIZES[encoding]
    billed = characters + suffix
    parts = 1 if billed <= one else -(-billed // each)
    return Measure(encoding, characters, parts)
