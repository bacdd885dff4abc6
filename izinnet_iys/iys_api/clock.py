"""How far this machine's clock is from İYS's, by the ``Date`` of its answers (T-34)."""

from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Final

#: ``Date`` has whole seconds: the moment lies somewhere in that second.
_SECOND: Final = 1.0
#: A Date further away is a broken header, no clock: no certificate would have held.
NONSENSE: Final = 31 * 86400.0


def clock_difference(
    headers: Mapping[str, str], begun: datetime, ended: datetime
) -> float | None:
    """Seconds this machine is certainly ahead (+) or behind (−); 0.0 if both may agree.

    ``begun`` and ``ended`` (aware, by this machine) are the moments around the exchange.
    The answer was made somewhere in between, so a slow one is never blamed on a clock.
    None when the header is missing, a cache's, or nonsense.
    """
    told = _date(headers)
    if told is None or ended < begun:
        return None
    ahead = (begun - told).total_seconds() - _SECOND
    behind = (ended - told).total_seconds()
    found = max(ahead, 0.0) + min(behind, 0.0)
    return found if abs(found) < NONSENSE else None


def _date(headers: Mapping[str, str]) -> datetime | None:
    if headers.get("Age", "0").strip() not in ("", "0"):
        return None
    try:
        told = parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError):
        return None
    return told.replace(tzinfo=timezone.utc) if told.tzinfo is None else told
