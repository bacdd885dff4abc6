"""Turkish text made comparable: İ, I, ı and i are one letter, accents are none."""

import unicodedata
from typing import Final

_LETTERS: Final = str.maketrans("İIıŞşĞğÜüÖöÇçÂâÎîÛû’‘`´_", "iiissgguuooccaaiiuu'''' ")
#: Marks without a width: the dot that a lower-cased İ leaves behind, and what is put into
#: words so that filters overlook them.
_NOTHING: Final = dict.fromkeys(
    map(ord, "\u0307\u0306\u0327\u0308\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0f")
)


def plain(text: str) -> str:
    """Write letters that only look different (bold, wide, split ones) as ordinary ones.

    Keeps what people read, Turkish letters and capitals too.
    """
    return unicodedata.normalize("NFKC", text).translate(_NOTHING)


def fold(text: str) -> str:
    """Reduce a text to small letters without Turkish marks, for comparing and searching.

    A text that went through ``plain`` keeps its length, so a place in the folded text is
    the same place in the plain one.
    """
    letters = (c if len(c.lower()) > 1 else c.lower() for c in text.translate(_LETTERS))
    return "".join(letters)
