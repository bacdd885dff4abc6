"""The clocks of a consent: the inner promise, the strict and the legal end, İYS's hour.

Rules in L-11 … L-14 and section 2 of the law file. Nothing here reads a clock; holidays
are data: a mapping from date to True for a half day (from 13:00), False for a full one.
Half days count as business days.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from .messages import TRT

BUSINESS_DAYS: Final = 3
PROMISE: Final = timedelta(hours=72)
_UTC_OFFSET: Final = timedelta(hours=3)
_DAY: Final = timedelta(days=1)
_DAY_END: Final = time(23, 59, 59)
_HALF_DAY_END: Final = time(12, 59, 59)
_SATURDAY: Final = 5
#: Nobody has a longer row of days off; a table that says so is broken.
_LONGEST_BREAK: Final = 60

Holidays = Mapping[date, bool]


class Deadlines(NamedTuple):
    """Last moments for one act, whole seconds.

    ``promise`` drives alarms, ``strict`` is the careful reading, after ``legal`` an
    unregistered ONAY is void (L-11), after ``iys_hour`` İYS may refuse it (L-12).
    """

    promise: datetime
    strict: datetime
    legal: datetime
    iys_hour: datetime


class _Ends(NamedTuple):
    """What depends on the day alone: naive Türkiye time."""

    strict: datetime
    legal: datetime
    third_day: date | None


def is_business_day(day: date, holidays: Holidays) -> bool:
    """Monday to Friday and not a full holiday; half days count (L-13)."""
    return day.weekday() < _SATURDAY and holidays.get(day, True)


def add_business_days(day: date, count: int, holidays: Holidays) -> date:
    """Walk ``count`` business days away from a day, backwards when negative.

    Raises ValueError when the holiday table leaves no business day for two months.
    """
    step = _DAY if count > 0 else -_DAY
    left = abs(count)
    for _ in range(_LONGEST_BREAK):
        if not left:
            return day
        day += step
        left -= is_business_day(day, holidays)
    raise ValueError(f"no business day near {day}: the holiday table is broken")


class Calendar:
    """Deadlines for many acts: what a day implies is worked out once a day."""

    def __init__(self, holidays: Holidays):
        self.holidays = dict(holidays)
        self._ends: dict[date, _Ends] = {}

    def deadlines(self, moment: datetime) -> Deadlines:
        """Give the four last moments (aware, Türkiye time) for an aware moment.

        Raises ValueError for a naive one.
        """
        if moment.tzinfo is None:
            raise ValueError("a deadline needs a moment with a time zone")
        local = moment.astimezone(TRT).replace(tzinfo=None)
        return Deadlines(*(end.replace(tzinfo=TRT) for end in self._local(local)))

    def deadlines_utc(self, moment: datetime) -> Deadlines:
        """The same for naive UTC in and out, as Odoo stores it; made for sets."""
        local = self._local(moment + _UTC_OFFSET)
        return Deadlines(*(end - _UTC_OFFSET for end in local))

    def _local(self, moment: datetime) -> Deadlines:
        moment = moment.replace(microsecond=0)
        day = moment.date()
        ends = self._ends.get(day) or self._work_out(day)
        hour = ends.legal
        if ends.third_day:
            hour = datetime.combine(ends.third_day, moment.time())
        return Deadlines(
            min(moment + PROMISE, ends.strict), ends.strict, ends.legal, hour
        )

    def _work_out(self, day: date) -> _Ends:
        third = add_business_days(day, BUSINESS_DAYS, self.holidays)
        strict = _HALF_DAY_END if self.holidays.get(third) else _DAY_END
        ends = self._ends[day] = _Ends(
            datetime.combine(third, strict),
            datetime.combine(third, _DAY_END),
            third if is_business_day(day, self.holidays) else None,
        )
        return ends


def deadlines(moment: datetime, holidays: Holidays) -> Deadlines:
    """Give the four last moments of one act; aware in, aware out (law file, section 2).

    For many acts make one ``Calendar`` and ask it.
    """
    return Calendar(holidays).deadlines(moment)


def oldest_accepted(now: datetime, holidays: Holidays, edge: str = "clock") -> datetime:
    """The oldest consentDate İYS still takes at an aware moment (H467, section 6.4).

    The true edge is not published, hence four readings: ``clock`` (same clock time three
    business days back; a free day counts as the start of the next business day), ``day``
    (that whole day), ``weekdays`` (three days from Monday to Friday, the consent's own
    day included, are already past) and ``hours`` (72 hours flat).
    """
    now = now.astimezone(TRT)
    if edge == "hours":
        return now - PROMISE
    if edge == "weekdays":
        return _start_of(add_business_days(now.date(), -BUSINESS_DAYS, {}) + _DAY)
    if edge not in ("clock", "day"):
        raise ValueError(f"unknown edge {edge!r}")
    if not is_business_day(now.date(), holidays):
        now = _start_of(add_business_days(now.date(), 1, holidays))
    day = add_business_days(now.date(), -BUSINESS_DAYS, holidays)
    return _start_of(day) if edge == "day" else datetime.combine(day, now.timetz())


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=TRT)
