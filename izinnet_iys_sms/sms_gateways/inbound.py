"""What a person means by a text sent to us: a refusal, or something for a person (R-30).

A refusal is honoured in every spelling; everything else is unclear. Nothing is ever read
as an approval here: a published keyword is compared by its owner (L-26).
"""

import re
import unicodedata
from collections.abc import Collection
from enum import Enum
from typing import Final

#: İ, I, ı and i are one letter, accents are none.
_LETTERS: Final = str.maketrans("İIıŞşĞğÜüÖöÇçÂâÎîÛû", "iiissgguuooccaaiiuu")
_WORD = re.compile(r"[^\W_]+")
REFUSALS: Final = frozenset(
    "ret red iptal dur durdur durdurun stop cik cikar cikarin cikis istemiyorum "
    "gonderme gondermeyin gondermeyiniz atma atmayin atmayiniz reddet reddediyorum".split()
)
#: Words that change nothing beside a refusal. No negation, no "geri", no names of goods.
FILLERS: Final = frozenset(
    "sms mesaj mesaji mesajlari mesajlarinizi reklam kampanya tanitim lutfen tesekkurler "
    "sagolun et edin ediniz ediyorum edelim edilsin olsun yaz yazdim artik bir daha bana "
    "bu abonelik aboneligi listeden listenizden almak beni".split()
)
#: A code beside the word, such as the operator's "B038" or a brand's "4607".
_CODE = re.compile(r"(?=[a-z]*[0-9])[a-z0-9]{2,11}")


class Reading(Enum):
    """What a text is."""

    REFUSAL = "refusal"
    #: for a person's inbox; never an approval
    UNCLEAR = "unclear"


def words(text: str) -> tuple[str, ...]:
    """A text as small plain words; marks, quotes, emoji and hidden signs are gone.

    Single letters in a row are one word: ``R.E.T`` is ``ret``.
    """
    shown = unicodedata.normalize("NFKC", text)
    shown = "".join(c for c in shown if unicodedata.category(c) != "Cf")
    plain = unicodedata.normalize("NFKD", shown.translate(_LETTERS).lower())
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    found = tuple(_WORD.findall(bare))
    if len(found) > 2 and all(len(word) == 1 for word in found):
        return ("".join(found),)
    return found


def read(text: str, codes: Collection[str] = ()) -> Reading:
    """Tell whether a text is a refusal.

    Every word must be a refusal, a filler, a code with a digit in it or one of ``codes``
    (a brand's keyword beside RET) of which there is one at most, and at least one a
    refusal: ``retro``, ``ret etmiyorum`` and ``iptal istemiyorum`` are unclear.
    """
    found = words(text)
    known = {"".join(words(code)) for code in codes}
    others = [w for w in found if w not in REFUSALS and w not in FILLERS]
    coded = [w for w in others if w in known or _CODE.fullmatch(w)]
    refused = any(word in REFUSALS for word in found)
    if _takes_back(found):
        return Reading.UNCLEAR
    if refused and len(coded) == len(others) <= 1:
        return Reading.REFUSAL
    return Reading.UNCLEAR


def _takes_back(found: tuple[str, ...]) -> bool:
    """Whether a refusal is what is not wanted: ``iptal istemiyorum``."""
    pairs = zip(found, found[1:], strict=False)
    return any(one in REFUSALS and two == "istemiyorum" for one, two in pairs)
