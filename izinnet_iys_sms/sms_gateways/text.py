"""How the operators count a text: alphabet, characters, parts (sms.md §2.3, L-45).

The vendors bill a Turkish letter as one character although 3GPP codes it in two septets;
this is the vendors' rule, for the counter and the price.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Encoding = Literal["gsm", "tr", "ucs2"]
EncodingChoice = Literal["auto", "gsm", "tr", "ucs2"]

#: Characters the operator adds: a space and its code, e.g. " B038" (L-45).
SUFFIX: Final = 5
BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: Characters that take two places in both 7-bit modes.
DOUBLE: Final = frozenset("^{}\\[]~|€")
#: Letters that need the Turkish table; Ö ö Ü ü Ç are in the basic one.
TURKISH: Final = frozenset("ŞşĞğçıİ")
#: What a person reads instead of a Turkish letter when the table is not used.
FOLDED: Final = str.maketrans("ŞşĞğÇçıİÖöÜüÂâÎîÛû", "SsGgCciIOoUuAaIiUu")
#: Signs of word processors with a plain twin; each one alone would cost the 7-bit mode.
_STRAIGHT: Final = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\t", " "),
        **dict.fromkeys("\u200b\u2060\ufeff\u00ad", None),
        **dict.fromkeys("•·", "*"),
        "…": "...",
    }
)
#: Characters of a single part, and of each of several.
SIZES: Final[dict[Encoding, tuple[int, int]]] = {
    "gsm": (160, 153),
    "tr": (155, 149),
    "ucs2": (70, 67),
}


@dataclass(frozen=True, slots=True)
class SegmentInfo:
    """A counted text. ``characters`` without, ``billed`` with the operator's suffix.

    ``left`` is what still fits into the last part.
    """

    encoding: Encoding
    characters: int
    billed: int
    parts: int
    left: int


def encoding_of(text: str) -> Encoding:
    """The smallest mode that carries every character of the text."""
    special = set(text) - BASIC - DOUBLE
    if not special:
        return "gsm"
    return "tr" if special <= TURKISH else "ucs2"


def widest(texts: Iterable[str], choice: EncodingChoice = "auto") -> Encoding:
    """The mode a request with all these texts needs; a choice but "auto" is kept."""
    if choice != "auto":
        return choice
    found = {encoding_of(text) for text in texts}
    if "ucs2" in found:
        return "ucs2"
    return "tr" if "tr" in found else "gsm"


def fits(text: str, encoding: Encoding) -> bool:
    """Whether a mode can carry the text; plain mode takes Turkish letters folded."""
    return encoding == "ucs2" or encoding_of(text) != "ucs2"


def count(
    text: str, encoding: EncodingChoice = "auto", suffix: int = SUFFIX
) -> SegmentInfo:
    """Count a text as the gateway bills it; an empty one is one part."""
    mode = widest([text], encoding)
    characters = _places(text, mode)
    billed = characters + suffix
    one, each = SIZES[mode]
    parts = 1 if billed <= one else -(-billed // each)
    room = one if parts == 1 else parts * each
    return SegmentInfo(mode, characters, billed, parts, room - billed)


def _places(text: str, mode: Encoding) -> int:
    if mode == "ucs2":
        # an emoji is a pair of 16-bit units
        return len(text.encode("utf-16-be", "surrogatepass")) // 2
    return len(text) + sum(letter in DOUBLE for letter in text)


def fold_turkish(text: str) -> str:
    """Write Turkish letters as their plain neighbours: ``ş`` → ``s``."""
    return text.translate(FOLDED)


def straighten(text: str) -> str:
    """Write curly quotes, dashes and odd spaces plainly, so they cost no Unicode."""
    return text.translate(_STRAIGHT)


def is_title(title: str) -> bool:
    """Whether a title fits the rule: 3 to 11 Latin letters, digits, space . - * (L-46)."""
    return (
        3 <= len(title) <= 11
        and title == title.strip()
        and title.isascii()
        and all(letter.isalnum() or letter in " .-*" for letter in title)
    )
