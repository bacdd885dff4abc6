"""What İYS's codes mean and what to do about them, in English and Turkish.

The table is ``codes.csv``: one row for each code of contract section 16, ``H1000*`` for
the whole ViA family, and codes of our own (Z…). It is read once.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

Retry = Literal["yes", "no", "after_hour"]

_TABLE: Final = Path(__file__).with_name("codes.csv")
_FAMILY_MARK: Final = "*"
_UNKNOWN: Final = "?"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One code in one language.

    ``meaning`` says what is wrong, ``cure`` what the system does and what a person does.
    ``http`` is the usual status as text, ``family`` the subject (``address``, ``date``…).
    """

    code: str
    title: str
    meaning: str
    cure: str
    retry: Retry
    family: str
    http: str


@lru_cache(maxsize=1)
def table() -> dict[str, dict[str, str]]:
    """All rows of ``codes.csv`` by code; families end in ``*``."""
    with _TABLE.open(encoding="utf-8", newline="") as source:
        return {row["code"]: row for row in csv.DictReader(source)}


def _row(code: str) -> dict[str, str] | None:
    rows = table()
    if code in rows and code != _UNKNOWN:
        return rows[code]
    if code.startswith("H1") and len(code) == 5 and code[1:].isdigit():
        return rows[f"H1000{_FAMILY_MARK}"]
    return None


def is_known(code: str | None) -> bool:
    """Whether the table explains a code."""
    return bool(code) and _row(code) is not None


def is_retryable(code: str | None) -> bool:
    """Whether the same request may succeed later; False for a code nobody knows (R-9)."""
    row = _row(code) if code else None
    return row is not None and row["retry"] != "no"


def waits_an_hour(code: str | None) -> bool:
    """Whether a retry makes sense only after İYS's hour is over (section 4)."""
    row = _row(code) if code else None
    return row is not None and row["retry"] == "after_hour"


def explain(code: str | None, lang: str = "en") -> Explanation:
    """A code in words; ``lang`` is Turkish when it begins with ``tr``, else English.

    A code nobody knows is explained as *not understood*, never as success.
    """
    ending = "tr" if lang.lower().startswith("tr") else "en"
    row = (_row(code) if code else None) or table()[_UNKNOWN]
    return Explanation(
        code=code or "",
        title=row[f"title_{ending}"],
        meaning=row[f"meaning_{ending}"],
        cure=row[f"cure_{ending}"],
        retry=row["retry"],
        family=row["family"],
        http=row["http"],
    )
