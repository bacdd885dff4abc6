"""Verimor's moments and spans (sms.md section 5.1)."""

import re
from datetime import datetime, timedelta, timezone

from .call import moment

PERIOD = re.compile(r"(\d{1,2}):([0-5]\d)")
WHEN = "%Y-%m-%d %H:%M:%S"
LONGEST = 48 * 60


def due_at(value: str | None, now: datetime) -> datetime | None:
    """When a text is to leave; None for no moment at all, or a past one."""
    if not value:
        return now
    due = moment(value, WHEN) or _with_offset(value)
    if due is None or due < now - timedelta(minutes=1):
        return None
    return max(due, now)


def period(value: str) -> timedelta | None:
    """``HH:MM`` from 00:01 to 48:00; None for anything else."""
    match = PERIOD.fullmatch(value)
    minutes = int(match[1]) * 60 + int(match[2]) if match else 0
    return timedelta(minutes=minutes) if 1 <= minutes <= LONGEST else None


def _with_offset(value: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return None
    return when.astimezone(timezone.utc) if when.tzinfo else None
