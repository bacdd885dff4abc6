"""Phone numbers: what they are, and how each side spells them (sms.md §2.6)."""

import re
from dataclasses import dataclass, field
from typing import Final, Literal

import phonenumbers

NumberKind = Literal["mobile", "landline", "foreign"]

_NOISE: Final = dict.fromkeys(
    map(ord, " -().\t\r\n'\u00a0\u2007\u202f\u2010\u2011\u2012\u2013\u200b\u200e\ufeff")
)
_MOBILE = re.compile(r"(?:\+?90|0090)?0?(5[0-9]{9})")
_DIALABLE = re.compile(r"\+?[0-9]{7,17}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that can be dialled. ``landline``: Turkish, but gets no SMS."""

    e164: str = field(repr=False)
    kind: NumberKind

    @property
    def ten(self) -> str:
        """The last ten digits, by which reports are matched."""
        return last_ten(self.e164)


def read_number(text: str | int | None) -> Number | None:
    """Read any spelling; None when it is no number.

    Knows ``0532…``, ``532…``, ``00905…`` and the usual slip ``+9005…``. A mobile is told
    by its form, not by its series: only the operator knows which are in use.
    """
    spelling = str(text or "").translate(_NOISE)
    if mobile := _MOBILE.fullmatch(spelling):
        return Number(f"+90{mobile[1]}", "mobile")
    if not spelling.isascii() or not _DIALABLE.fullmatch(spelling):
        return None
    try:
        number = phonenumbers.parse(spelling, "TR")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Number(e164, "landline" if number.country_code == 90 else "foreign")


def last_ten(text: str | int) -> str:
    """The last ten digits of any spelling, by which numbers are told apart.

    A foreign number may have fewer: all of them then. "" when they are no number.
    """
    digits = re.sub(r"[^0-9]", "", str(text)).lstrip("0")
    return digits[-10:] if len(digits) >= 7 else ""


def as_sender(text: str | int) -> str:
    """Spell whoever sent a text: E.164 for numbers, as it came for short ones."""
    number = read_number(text)
    return number.e164 if number else str(text).strip()


def mask_numbers(text: str) -> str:
    """Hide mobiles in a text for logs: ``532***33`` (L-61)."""
    return _IN_TEXT.sub(lambda found: f"{found[1]}***{found[2]}", text)


_IN_TEXT = re.compile(r"(?<![0-9])(?:\+?90|0)?(5[0-9]{2})[0-9]{5}([0-9]{2})(?![0-9])")
