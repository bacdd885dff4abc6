"""How long something took in business hours (L-13, L-64 view 5)."""

from datetime import datetime, time, timedelta
from typing import Final

from .deadlines import Holidays, is_business_day

_UTC_OFFSET: Final = timedelta(hours=3)
_DAY: Final = timedelta(days=1)


def business_hours(start: datetime, end: datetime, holidays: Holidays) -> float:
    """Return the hours between two naive UTC moments that lie on business days.

    A business day has 24 of them, a half day too (it counts as a business day, L-13):
    this measures against the law's three business days, not against opening times. An
    end before the start gives 0.
    """
    start, end = start + _UTC_OFFSET, end + _UTC_OFFSET
    total = timedelta()
    while start < end:
        midnight = datetime.combine(start.date() + _DAY, time())
        if is_business_day(start.date(), holidays):
            total += min(end, midnight) - start
        start = midnight
    return total.total_seconds() / 3600
