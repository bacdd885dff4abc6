"""Values on the wire: Turkish wall clocks, numbers as text, codes as numbers."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import parse_qsl

from .errors import UnexpectedAnswer

#: Türkiye has no summer time.
TRT: Final = timezone(timedelta(hours=3))
#: A push with more rows than this is none of the gateways'.
MOST_ROWS: Final = 10_000
_FORMS: Final = (
    "%Y-%m-%d %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%Y-%m-%d %H:%M:%S.%f",
    "%d/%m/%Y %H:%M",
    "%Y-%m-%d",
)


def as_text(value: Any) -> str:
    """A number or a text as text; "" for anything else, booleans too."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()


def as_int(value: Any) -> int | None:
    """A whole number from a number or a text, None when it is none."""
    text = as_text(value)
    return int(text) if text.removeprefix("-").isdecimal() and text.isascii() else None


def as_decimal(value: Any) -> Decimal | None:
    """An amount: ``399``, ``75.5``, ``"18343"`` or ``"57,860"``; None for no amount."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def local(moment: datetime, form: str) -> str:
    """An aware moment as a wall clock in Türkiye shows it."""
    return moment.astimezone(TRT).strftime(form)


def next_minute(moment: datetime) -> datetime:
    """The moment itself on a full minute, else the next one: never earlier."""
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + timedelta(minutes=1)


def moment(value: Any) -> datetime | None:
    """Read any of the gateways' date forms; aware in UTC, None when unreadable."""
    text = as_text(value)
    for form in _FORMS:
        try:
            naive = datetime.strptime(text, form)
        except ValueError:
            continue
        return naive.replace(tzinfo=TRT).astimezone(timezone.utc)
    return _with_offset(text)


def _with_offset(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(timezone.utc) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def rows(value: Any) -> list[dict[str, Any]]:
    """The objects in a list, or a lone object; anything else is left out."""
    found = value if isinstance(value, list) else [value]
    return [row for row in found if isinstance(row, dict)]


def json_or_none(content: bytes) -> Any:
    """The JSON in a body; None when it is none, or null.

    Swallows the fault on purpose: its traceback would carry the whole body.
    """
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def pushed_rows(body: bytes, headers: Mapping[str, str]) -> list[dict[str, Any]]:
    """The objects of a push: JSON object, JSON list, or a form.

    Raises UnexpectedAnswer for a body that is none of these, or is too long.
    """
    media = {name.lower(): value for name, value in headers.items()}
    if "form-urlencoded" in media.get("content-type", ""):
        return [dict(parse_qsl(body.decode("utf-8", "replace")))]
    value = json_or_none(body)
    if not isinstance(value, dict | list):
        raise UnexpectedAnswer("a push that is neither a JSON object nor a list")
    if isinstance(value, list) and len(value) > MOST_ROWS:
        raise UnexpectedAnswer("a push with too many rows")
    return rows(value)
