"""What the law demands of the text of a commercial message (L-41 … L-43).

The functions give codes; the models say them in words. A blocking fault keeps the message
in the house, the others are shown to the author.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from .folding import fold, plain
from .promotion import promotion_words

__all__ = [
    "FAULTS",
    "Fault",
    "Identity",
    "check_mail",
    "check_sms",
    "holds_number",
    "mersis_ok",
    "nature_in",
    "promotion_words",
]

#: Every fault and whether it keeps the message from leaving, in the order of the law.
FAULTS: Final = {
    "no_trade_name": True,  # L-41
    "no_mersis": True,  # L-41
    "no_contact": True,  # L-41
    "no_nature": False,  # L-42
    "no_validity": False,  # L-42
    "no_conditions": False,  # L-42
    "no_refusal": True,  # L-43
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who speaks, as the brand says it: empty texts where the brand says nothing.

    ``mersis`` is the MERSİS number of a merchant; a tradesman's identity or tax number
    may stand in its place (L-41). ``contact``: a phone, e-mail or address, or several.
    """

    trade_name: str = ""
    mersis: str = ""
    contact: str = ""


class Fault(NamedTuple):
    """Something a text lacks; ``code`` is a key of ``FAULTS``."""

    code: str
    is_blocking: bool


def check_mail(
    subject: str, body_text: str, identity: Identity, has_refusal_link: bool
) -> list[Fault]:
    """List what a commercial e-mail lacks, [] when nothing.

    ``body_text`` is the mail as people read it, without markup; ``has_refusal_link`` says
    whether it offers a way to refuse, which only who made the links can know (L-43).
    """
    codes = [
        *_missing_identity(body_text, identity),
        *_missing_nature(subject, f"{subject}\n{body_text}", identity),
    ]
    return _faults(codes, has_refusal_link)


def check_sms(text: str, identity: Identity, has_refusal_way: bool) -> list[Fault]:
    """List what a commercial SMS lacks: at least the MERSİS number and a way to refuse.

    ``has_refusal_way``: a link, or a keyword with a free number, is in the text (L-43).
    """
    codes = [
        *([] if holds_number(text, identity.mersis) else ["no_mersis"]),
        *_missing_nature(text, text, identity),
    ]
    return _faults(codes, has_refusal_way)


def _faults(codes: list[str], has_refusal: bool) -> list[Fault]:
    if not has_refusal:
        codes.append("no_refusal")
    return [Fault(code, FAULTS[code]) for code in codes]


# === IDENTITY === #

_NUMBER: Final = re.compile(r"[0-9]{16}|[1-9][0-9]{10}|[0-9]{10}")
#: What people put between the digits of a number.
_GAP: Final = r"[ .()\-\u2013]{0,3}"
_EMAIL: Final = re.compile(r"[^\s<>,;:()]+@[^\s<>,;:()]+[a-z0-9]")
_PHONE: Final = re.compile(r"[0-9(+][0-9 ().+\-\u2013]{5,25}[0-9]")
_SPACES: Final = re.compile(r"\s+")


def mersis_ok(text: str) -> bool:
    """Tell whether a text is a MERSİS number: 16 digits, gaps between them allowed."""
    return len(_digits(text)) == 16 and number_ok(text)


def number_ok(text: str) -> bool:
    """Tell whether a text is nothing but a MERSİS, identity or tax number (L-41)."""
    bare = re.sub(r"[ .\-\u2013]", "", plain(text).strip())
    return _NUMBER.fullmatch(bare) is not None


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", plain(text))


def _missing_identity(text: str, identity: Identity) -> Iterator[str]:
    if not _holds(text, identity.trade_name):
        yield "no_trade_name"
    if not holds_number(text, identity.mersis):
        yield "no_mersis"
    if not _holds_contact(text, identity.contact):
        yield "no_contact"


def _holds(text: str, wanted: str) -> bool:
    wanted = _readable(wanted)
    return bool(wanted) and wanted in _readable(text)


def _readable(text: str) -> str:
    return _SPACES.sub(" ", fold(plain(text))).strip()


def holds_number(text: str, number: str) -> bool:
    """Tell whether a text names a MERSİS, identity or tax number, gaps allowed."""
    return number_ok(number) and _holds_digits(text, _digits(number))


def _holds_digits(text: str, digits: str) -> bool:
    spelled = rf"(?<![0-9]){_GAP.join(digits)}(?![0-9])"
    return re.search(spelled, plain(text)) is not None


def _holds_contact(text: str, contact: str) -> bool:
    """One way to reach the company is enough; a phone counts in any spelling."""
    if _holds(text, contact):
        return True
    emails = _EMAIL.findall(fold(plain(contact)))
    return any(_holds(text, email) for email in emails) or any(
        _holds_phone(text, phone) for phone in _PHONE.findall(plain(contact))
    )


def _holds_phone(text: str, phone: str) -> bool:
    """Look for a phone with or without the country and the trunk zero."""
    national = _digits(phone)[-10:]
    return any(
        _holds_digits(text, prefix + national) for prefix in ("", "0", "90", "0090")
    )


# === NATURE === #

#: Words that say what kind of message it is; a suffix may follow.
NATURE: Final = (
    "kampanya tanitim indirim firsat reklam bilgi(?!sayar) promosyon duyuru teklif bulten"
    " davet kutlama anket cekilis lansman hediye"
    " campaign advert promotion promo discount offer newsletter sale announcement"
    " invitation survey"
)
#: How many words belong to the beginning of a text.
BEGINNING: Final = 4
_NATURE: Final = re.compile(rf"(?:{'|'.join(NATURE.split())})[a-z]*")
_WORD: Final = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
#: Searched in folded text.
_VALIDITY: Final = re.compile(
    r"gecerli|tarihine kadar|tarihleri arasi|son gun|bitis|sona er|suresince|boyunca"
    r"|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|valid|until|ends|through|expires"
    r"|\d (?:ocak|subat|mart|nisan|mayis|haziran|temmuz|agustos|eylul|ekim|kasim|aralik)"
)
_CONDITIONS: Final = re.compile(
    r"kosul|sart|detay|ayrinti|kural|https?://|www\.|terms|conditions|details"
)


def nature_in(text: str) -> bool:
    """Tell whether the beginning of a subject or SMS says what it is (L-42)."""
    words = _WORD.findall(fold(plain(text)))[:BEGINNING]
    return any(_NATURE.fullmatch(word) for word in words)


def _missing_nature(beginning: str, text: str, identity: Identity) -> Iterator[str]:
    if not nature_in(beginning):
        yield "no_nature"
    # the footer's own words are no promotion
    if not promotion_words(text, (identity.trade_name, identity.contact)):
        return
    folded = fold(plain(text))
    if not _VALIDITY.search(folded):
        yield "no_validity"
    if not _CONDITIONS.search(folded):
        yield "no_conditions"
