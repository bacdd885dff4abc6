"""Addresses of people: one spelling for each, and a masked one for logs.

İYS keeps phones as E.164 and mails in lower case (contract section 6.3). Everything that
does not surely fit becomes None: a guessed address would be somebody else's.
"""

import re
from decimal import Decimal
from typing import Final

import phonenumbers

#: İYS counts the leading plus sign.
PHONE_MAX_LENGTH: Final = 15
EMAIL_MIN_LENGTH: Final = 6
EMAIL_MAX_LENGTH: Final = 265

#: Turkish mobile series that are in use with all their seven digits. The numbering plan
#: changes about once a year; a test compares this with the installed ``phonenumbers``.
MOBILE_PREFIXES: Final = frozenset(
    [f"50{d}" for d in range(10)]
    + [f"53{d}" for d in range(10)]
    + [f"54{d}" for d in range(10)]
    + [f"55{d}" for d in range(10)]
    + ["510", "516", "524", "562", "564", "572", "574", "575", "594", "596"]
)
#: Series no operator holds; İYS's own documents and replies use them as samples.
SAMPLE_PREFIXES: Final = frozenset({"581", "599"})

_KNOWN_PREFIXES: Final = MOBILE_PREFIXES | SAMPLE_PREFIXES
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_NO_PHONE_NOISE: Final = dict.fromkeys(
    map(ord, " -().\t\r\n'\u00a0\u2007\u202f\u2010\u2011\u2012\u2013" + _INVISIBLE)
)
_NO_INVISIBLE: Final = dict.fromkeys(map(ord, _INVISIBLE))
_MOBILE = re.compile(r"(?:\+?90|0090)?0?(5[0-9]{2})([0-9]{7})")
_DIALABLE = re.compile(r"\+?[0-9]{4,17}")
_SPREADSHEET = re.compile(r"([0-9]+)[.,]0+|([0-9][.,]?[0-9]*[eE]\+?[0-9]{1,2})")
_EMAIL = re.compile(
    r"[a-z0-9._+-]+"
    r"@(?=.{2,}\.[^.]+$)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:[a-z]{2,}|xn--[a-z0-9-]+)"
)


def normalise_phone(text: str | int | float | None) -> str | None:
    """Spell a phone as E.164 (``+905321112233``), or give None when it is no phone.

    Knows the ways Turkish mobiles are written (``0532…``, ``532…``, ``00905…``,
    ``+9005…``) and what a spreadsheet makes of them (``5321112233.0``). Numbers of
    other kinds and countries are judged by ``phonenumbers``. Section 6.3.
    """
    spelling = _plain(text).translate(_NO_PHONE_NOISE)
    if mobile := _MOBILE.fullmatch(spelling):
        prefix, rest = mobile.groups()
        if prefix in _KNOWN_PREFIXES:
            return f"+90{prefix}{rest}"
    if not _DIALABLE.fullmatch(spelling):
        return None
    return _by_numbering_plan(spelling)


def _plain(text: str | int | float | None) -> str:
    """Undo what a spreadsheet did to a number; digits that are lost stay lost."""
    if text is None or isinstance(text, bool):
        return ""
    if isinstance(text, float):
        return str(int(text)) if text.is_integer() and text < 1e16 else ""
    text = str(text).strip()
    if not (cell := _SPREADSHEET.fullmatch(text)):
        return text
    if whole := cell.group(1):
        # 0532.111.000 is no decimal number but a phone with dots
        return whole if len(whole) >= 10 else text
    return _all_digits(cell.group(2).replace(",", "."))


def _all_digits(scientific: str) -> str:
    """Write out ``5.321112233E+09``; '' when its mantissa does not hold every digit."""
    number = Decimal(scientific)
    return str(int(number)) if number.as_tuple().exponent == 0 else ""


def _by_numbering_plan(spelling: str) -> str | None:
    try:
        number = phonenumbers.parse(spelling, "TR")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return e164 if len(e164) <= PHONE_MAX_LENGTH else None


def normalise_email(text: str | None) -> str | None:
    """Spell a mail address in lower case, or give None when İYS would refuse it.

    A Turkish keyboard's capital ``İ`` is an ``i``; a domain with other letters is
    written in its ASCII form. Letters outside ASCII before the ``@`` are refused (§6.3).
    """
    if not isinstance(text, str):
        return None
    text = text.strip().translate(_NO_INVISIBLE).replace("İ", "i").lower()
    local, at, domain = text.rpartition("@")
    if at and not domain.isascii():
        text = f"{local}@{_ascii_domain(domain)}"
    return text if is_email(text) else None


def is_email(text: str) -> bool:
    """Tell whether a lower-case address fits İYS's rule for mails (section 6.3)."""
    return (
        EMAIL_MIN_LENGTH <= len(text) <= EMAIL_MAX_LENGTH
        and _EMAIL.fullmatch(text) is not None
    )


def _ascii_domain(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def normalise(type: str, text: str | int | float | None) -> str | None:
    """Spell an address as İYS keeps it for this type (ARAMA, MESAJ, EPOSTA), or None.

    Raises ValueError for any other type: it is a mistake of the caller, not of the data.
    """
    if type == "EPOSTA":
        return normalise_email(text)
    if type in ("ARAMA", "MESAJ"):
        return normalise_phone(text)
    raise ValueError(f"unknown type {type!r}")


def mask(recipient: str | None) -> str:
    """Hide the person in an address for logs: ``+90532***33``, ``a***@x.com`` (L-61)."""
    text = recipient or ""
    local, at, domain = text.rpartition("@")
    if at:
        return f"{local[:1]}***@{domain}"
    if len(text) < 10:
        return "***"
    return f"{text[:6]}***{text[-2:]}"
