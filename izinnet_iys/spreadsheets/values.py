"""One cell as a value of the record: the word, the moment, the text it stands for."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from .words import (
    RECIPIENT_TYPE_OF,
    SOURCE_OF,
    STATUS_OF,
    TYPE_OF,
    fold,
)

#: Türkiye time is this far ahead of UTC, all year round.
OFFSET = timedelta(hours=3)
_EXCEL_DAY_ZERO = datetime(1899, 12, 30)
#: Serial numbers of 1954 to 2119; other numbers are no dates.
_SERIALS = (20_000, 80_000)
_DAY_FIRST = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[ T,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?"
)
_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_SPLIT = re.compile(r"[,;/+&|\n]|\s+ve\s+|\s+and\s+")
_ASCII_CONTROLS = dict.fromkeys((*range(32), 127))


@lru_cache(maxsize=4096)
def parse_types(text: str) -> tuple[str, ...] | None:
    """Read one or several channels ("SMS, Arama"); None when a word is not known."""
    types = [TYPE_OF.get(fold(word)) for word in _SPLIT.split(text) if word.strip()]
    if not types or None in types:
        return None
    return tuple(dict.fromkeys(types))


@lru_cache(maxsize=4096)
def parse_status(value: str | int | bool) -> str | None:
    """Read ONAY or RET; None for any other word. Never guesses."""
    return STATUS_OF.get(fold(value))


@lru_cache(maxsize=4096)
def parse_recipient_type(text: str) -> str | None:
    """Read BIREYSEL or TACIR; None for any other word."""
    return RECIPIENT_TYPE_OF.get(fold(text))


@lru_cache(maxsize=4096)
def parse_source(text: str) -> str | None:
    """Read a source (HS_…); İYS's own sources come back as they are, for a message."""
    spelt = str(text).strip().upper()
    return spelt if spelt.startswith("IYS_") else SOURCE_OF.get(fold(text))


def parse_text(value: object, length: int = 200) -> str | None:
    """Take a text as it is, without control characters and outer blanks."""
    if value is None or isinstance(value, bool):
        return None
    text = str(value).translate(_ASCII_CONTROLS).strip()
    return text[:length] or None


def parse_moment(value: object) -> tuple[datetime, bool] | None:
    """Read a date or a moment in Türkiye time: (naive UTC, whether a time was told).

    Knows ``2026-11-20 10:05``, ``20.11.2026 10:05:07``, the same with other separators,
    a zone behind ISO times, and Excel's serial numbers. Day comes before month, as in
    Türkiye; two-digit years are not guessed. None when it is no date.
    """
    local = _local_moment(value)
    if local is None:
        return None
    moment, has_time = local
    try:
        return moment - OFFSET, has_time
    except OverflowError:
        return None


def _local_moment(value):
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _from_serial(float(value))
    text = str(value).strip()
    if len(text) == 19 and text[4] == "-" and text[10] == " ":
        try:
            return datetime.fromisoformat(text), True
        except ValueError:
            return None
    if match := _ISO.fullmatch(text):
        year, month, day, *clock, zone = match.groups()
        return _zoned(_build(year, month, day, clock), zone)
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year, *clock = match.groups()
        return _build(year, month, day, clock)
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text.replace(",", ".")))
    return None


def _from_serial(serial: float):
    if not _SERIALS[0] <= serial <= _SERIALS[1]:
        return None
    seconds = round((serial % 1) * 86_400)
    moment = _EXCEL_DAY_ZERO + timedelta(days=int(serial), seconds=seconds)
    return moment, bool(seconds)


def _build(year, month, day, clock):
    numbers = [int(part or 0) for part in (year, month, day, *clock)]
    try:
        return datetime(*numbers), clock[0] is not None
    except ValueError:
        return None


def _zoned(local, zone):
    if local is None or not zone:
        return local
    moment, has_time = local
    offset = timedelta()
    if zone != "Z":
        hours, minutes = int(zone[1:3]), int(zone[-2:])
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
    try:
        return moment - offset + OFFSET, has_time
    except OverflowError:
        return None


def parse_clock(value: object) -> timedelta | None:
    """Read a time of day (``10:05``, ``10:05:07``) from a column of its own."""
    match = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?", str(value).strip())
    if not match:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def day_end(moment: datetime) -> datetime:
    """The last second of a day that began at this naive UTC moment, Türkiye time."""
    return moment + timedelta(hours=23, minutes=59, seconds=59)


def is_before(moment: datetime, day: date) -> bool:
    """Tell whether a naive UTC moment lies before a day of Türkiye time."""
    return (moment + OFFSET).date() < day
