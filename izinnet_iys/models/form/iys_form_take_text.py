"""Text of strangers: what of it may be kept, and what is wrong with it.

Pure functions. Nothing is cut silently: what is too long is a fault the visitor sees.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any

#: Characters of a name, of a short extra field and of a message.
NAME_LIMIT = 120
FIELD_LIMITS = {"company_name": 200, "city": 80, "birth_year": 4, "note": 1000}
ADDRESS_LIMIT = 265
#: Nobody's own text, only proof of how a page was seen: cut to this.
PAGE_LIMITS = {"url": 500, "language": 10, "layout": 40, "ip": 45, "browser": 200}
#: Nothing a person typed is looked at beyond this.
RAW_LIMIT = 4000

#: A spreadsheet takes what begins so for a formula (R-52).
_FORMULA = "=+-@\t\r＝＋－＠"
#: Control characters, invisible ones (also those that turn the direction), lone
#: surrogates, private and unknown ones.
_UNWANTED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_NO_NAME = ("<", ">", "{", "}", "|", "\\", "://", "www.")


def clean(text: Any) -> str:
    """Return text on one line, without characters nobody types; '' for what is none."""
    if not isinstance(text, str):
        return ""
    spaced = " ".join(text[: RAW_LIMIT + 1].split())
    kept = (c for c in spaced if unicodedata.category(c) not in _UNWANTED)
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def clean_words(text: Any) -> str:
    """As ``clean``; and never the beginning of a formula (R-52)."""
    return clean(text).lstrip(_FORMULA + " ")


def name_fault(name: str) -> str | None:
    """Return the key of what is wrong with a cleaned name, or None (L-17)."""
    if not name:
        return "name_missing"
    if len(name) > NAME_LIMIT:
        return "too_long"
    folded = name.casefold()
    if any(odd in folded for odd in _NO_NAME) or not any(map(str.isalpha, name)):
        return "name_odd"
    return None if len(name.split()) > 1 else "surname_missing"


def address_fault(typed: str, address: str | None, field: str) -> str | None:
    """Return the key of what is wrong with an address a ticked box needs, or None."""
    if not typed:
        return f"{field}_missing"
    return None if address else f"{field}_odd"


def extra_faults(extra: Mapping[str, str]) -> dict[str, str]:
    """Return {field: key} for extra fields that hold too much."""
    return {
        name: "too_long"
        for name, text in extra.items()
        if len(text) > FIELD_LIMITS.get(name, ADDRESS_LIMIT)
    }


def clean_page(page: Mapping[str, Any]) -> dict[str, str]:
    """Return what is known of the page, each entry cut to its limit."""
    cut = {name: clean(page.get(name))[:most] for name, most in PAGE_LIMITS.items()}
    return {name: text for name, text in cut.items() if text}
