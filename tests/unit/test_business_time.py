"""Hours on business days (L-13)."""

from datetime import date, datetime, timedelta

import pytest

from iys_api.business_time import business_hours

HOLIDAYS = {date(2026, 10, 28): True, date(2026, 10, 29): False}
#: Monday 10:00 in Türkiye, as naive UTC
MONDAY = datetime(2026, 10, 26, 7, 0, 0)


@pytest.mark.parametrize(
    ("days", "hours"),
    [
        (0, 0),
        (1, 24),
        (2, 48),  # the half day counts like any other
        (3, 62),  # ten hours of the holiday do not
        (4, 72),
        (7, 96),  # nor does the weekend
    ],
)
def test_weekends_and_full_holidays_count_nothing(days, hours):
    end = MONDAY + timedelta(days=days)
    assert business_hours(MONDAY, end, HOLIDAYS) == hours


def test_an_end_before_the_start_is_no_time():
    assert business_hours(MONDAY, MONDAY - timedelta(hours=5), HOLIDAYS) == 0


def test_a_whole_weekend_is_no_time():
    saturday = datetime(2026, 10, 23, 21, 0, 0)
    assert business_hours(saturday, saturday + timedelta(days=2), {}) == 0
