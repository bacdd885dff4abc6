"""The clocks of a consent against the table of the law file (L-11 … L-14)."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iys_api.deadlines import (
    Calendar,
    add_business_days,
    deadlines,
    is_business_day,
    oldest_accepted,
)
from iys_api.messages import TRT

FULL, HALF = False, True
HOLIDAYS_2026 = {
    date(2026, 1, 1): FULL,
    date(2026, 3, 19): HALF,
    date(2026, 3, 20): FULL,
    date(2026, 3, 21): FULL,
    date(2026, 3, 22): FULL,
    date(2026, 4, 23): FULL,
    date(2026, 5, 1): FULL,
    date(2026, 5, 19): FULL,
    date(2026, 5, 26): HALF,
    date(2026, 5, 27): FULL,
    date(2026, 5, 28): FULL,
    date(2026, 5, 29): FULL,
    date(2026, 5, 30): FULL,
    date(2026, 7, 15): FULL,
    date(2026, 8, 30): FULL,
    date(2026, 10, 28): HALF,
    date(2026, 10, 29): FULL,
}
END = "23:59:59"
#: consent; its 72 hours; strict; legal; İYS's hour (law file, section 2)
TABLE = [
    ("03-16 15:00", "03-19 15:00", "03-19 12:59:59", "03-19", "03-19 15:00:00"),
    ("03-18 10:00", "03-21 10:00", f"03-24 {END}", "03-24", "03-24 10:00:00"),
    ("04-22 18:00", "04-25 18:00", f"04-28 {END}", "04-28", "04-28 18:00:00"),
    ("05-22 16:00", "05-25 16:00", f"06-01 {END}", "06-01", "06-01 16:00:00"),
    ("05-26 14:00", "05-29 14:00", f"06-03 {END}", "06-03", "06-03 14:00:00"),
    ("07-14 23:50", "07-17 23:50", f"07-20 {END}", "07-20", "07-20 23:50:00"),
    ("10-25 20:00", "10-28 20:00", "10-28 12:59:59", "10-28", f"10-28 {END}"),
    ("12-05 14:00", "12-08 14:00", f"12-09 {END}", "12-09", f"12-09 {END}"),
]
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31)).map(
    lambda m: m.replace(microsecond=0, tzinfo=TRT)
)
DAYS = st.dates(date(2023, 12, 1), date(2029, 2, 1))
TABLES = st.dictionaries(DAYS, st.booleans(), max_size=40)


def at(text):
    """A moment of 2026 in Türkiye time, with or without seconds."""
    form = "%Y-%m-%d %H:%M:%S" if text.count(":") == 2 else "%Y-%m-%d %H:%M"
    return datetime.strptime(f"2026-{text}", form).replace(tzinfo=TRT)


@pytest.mark.parametrize("consent, hours72, strict, legal, iys_hour", TABLE)
def test_the_table_of_the_law_file(consent, hours72, strict, legal, iys_hour):
    """L-13, section 2 of the law file."""
    found = deadlines(at(consent), HOLIDAYS_2026)
    assert found == (
        min(at(hours72), at(strict)),
        at(strict),
        at(f"{legal} {END}"),
        at(iys_hour),
    )


@given(MOMENTS, TABLES)
def test_the_promise_is_never_later_than_any_other_clock(moment, holidays):
    """L-13: the inner promise keeps the strict and the legal end."""
    found = deadlines(moment, holidays)
    assert moment < found.promise <= found.strict <= found.legal


@given(MOMENTS, TABLES)
def test_iys_hour_lies_on_the_third_business_day(moment, holidays):
    """L-12: the same clock time, or the end of the day for a free day."""
    found = deadlines(moment, holidays)
    assert found.iys_hour.date() == found.legal.date()
    if is_business_day(moment.date(), holidays):
        assert found.iys_hour.timetz() == moment.timetz()


@given(MOMENTS, TABLES)
def test_exactly_three_business_days_lie_up_to_the_legal_end(moment, holidays):
    """L-13: the consent's own day does not count."""
    end = deadlines(moment, holidays).legal.date()
    days = (end - moment.date()).days
    counted = [
        moment.date() + timedelta(days=n)
        for n in range(1, days + 1)
        if is_business_day(moment.date() + timedelta(days=n), holidays)
    ]
    assert len(counted) == 3


@given(MOMENTS, TABLES)
def test_naive_utc_gives_the_same_moments(moment, holidays):
    """Odoo keeps naive UTC; both doors lead to one calculation."""
    naive = moment.astimezone(timezone.utc).replace(tzinfo=None)
    found = Calendar(holidays).deadlines_utc(naive)
    aware = [end.replace(tzinfo=timezone.utc) for end in found]
    assert aware == list(deadlines(moment, holidays))


@given(MOMENTS, TABLES)
def test_iys_hour_is_the_last_second_that_the_rule_accepts(moment, holidays):
    """L-12 against H467: both sides of the same rule agree to the second."""
    hour = deadlines(moment, holidays).iys_hour
    assert oldest_accepted(hour, holidays) <= moment
    assert oldest_accepted(hour + timedelta(seconds=1), holidays) > moment


@pytest.fixture(scope="module")
def hours_of_2026():
    """Every hour from 2 January to 24 December with its deadlines."""
    calendar, moment = Calendar(HOLIDAYS_2026), at("01-02 00:00")
    found = []
    while moment < at("12-24 00:00"):
        found.append((moment, calendar.deadlines(moment)))
        moment += timedelta(hours=1)
    return found


def test_the_run_over_2026_has_all_its_hours(hours_of_2026):
    """Law file, section 2: 8,544 hours."""
    assert len(hours_of_2026) == 8544


def test_72_hours_are_never_later_than_the_legal_end_in_2026(hours_of_2026):
    """Law file, section 2."""
    late = [m for m, end in hours_of_2026 if m + timedelta(hours=72) > end.legal]
    assert late == []


def test_72_hours_pass_the_strict_end_in_22_hours_of_2026(hours_of_2026):
    """Law file, section 2: afternoons that lead to 19 March and 28 October."""
    late = [m for m, end in hours_of_2026 if m + timedelta(hours=72) > end.strict]
    assert len(late) == 22


def test_72_hours_are_never_later_than_iys_hour_in_2026(hours_of_2026):
    """Law file, section 2; here on every hour."""
    late = [m for m, end in hours_of_2026 if m + timedelta(hours=72) > end.iys_hour]
    assert late == []


def test_a_naive_moment_is_refused():
    """A time without zone is a mistake of the caller."""
    with pytest.raises(ValueError, match="time zone"):
        deadlines(datetime(2026, 3, 16, 15), {})


def test_a_table_without_business_days_is_refused():
    """A broken holiday table must not hang a worker."""
    days = (date(2026, 1, 1) + timedelta(days=n) for n in range(100))
    with pytest.raises(ValueError, match="holiday table"):
        add_business_days(date(2026, 1, 1), 3, dict.fromkeys(days, FULL))


@pytest.mark.parametrize(
    "edge, oldest",
    [
        ("clock", "03-11 10:00"),
        ("day", "03-11 00:00"),
        ("weekdays", "03-12 00:00"),
        ("hours", "03-13 10:00"),
    ],
)
def test_each_reading_of_the_edge_has_its_oldest_moment(edge, oldest):
    """Section 6.4: on Monday 16 March 2026, 10:00."""
    assert oldest_accepted(at("03-16 10:00"), {}, edge) == at(oldest)


def test_a_monday_consent_goes_out_until_wednesday_midnight_by_weekdays():
    """Section 6.4: the reading of a real client in August 2025."""
    monday = at("03-09 09:00")
    assert oldest_accepted(at("03-11 23:59"), {}, "weekdays") <= monday
    assert oldest_accepted(at("03-12 00:00"), {}, "weekdays") > monday


def test_an_unknown_reading_is_refused():
    """A typing mistake in a setting is told."""
    with pytest.raises(ValueError, match="edge"):
        oldest_accepted(at("03-16 10:00"), {}, "moon")
