"""Cells as plain JSON values, the same whichever library read them."""

from datetime import date, datetime, time, timedelta

#: From here on a float no longer holds every digit.
_EXACT = 1e15

Cell = str | int | float | bool | None


def plain(value: object) -> Cell:
    """Spell a cell: empty → None, 5.0 → 5, dates → ``2026-11-20`` or with the time.

    Times of day are kept when they are not midnight; Excel shows midnight as no time.
    """
    if value is None or value == "":
        return None
    if value.__class__ in (str, int, bool):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _EXACT else value
    return _moment(value)


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None, microsecond=0)
        return str(value.date() if value.time() == time() else value)
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


def trimmed(row: list[Cell]) -> list[Cell]:
    """Drop empty cells at the end; blanks alone count as empty."""
    end = len(row)
    while end and (
        row[end - 1] is None
        or (row[end - 1].__class__ is str and not row[end - 1].strip())
    ):
        end -= 1
    return row[:end]
