"""Keeping by day, week and month (R-40)."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backup_files.keep import Keeping, Kept, surplus

NOW = datetime(2026, 11, 29, 12)
ages = st.integers(0, 24 * 400)
backups = st.lists(st.tuples(ages, st.booleans()), max_size=60).map(
    lambda rows: [
        Kept(f"b{n}", NOW - timedelta(hours=age), proven)
        for n, (age, proven) in enumerate(rows)
    ]
)
rules = st.builds(
    Keeping,
    days=st.integers(1, 10),
    weeks=st.integers(0, 8),
    months=st.integers(0, 12),
    longest_days=st.integers(1, 400),
)


def daily(count, proven=()):
    """One backup a day, the newest is b0."""
    return [Kept(f"b{n}", NOW - timedelta(days=n), n in proven) for n in range(count)]


def kept(there, **rule):
    """The names that stay."""
    gone = surplus(there, Keeping(**rule), NOW)
    return {backup.name for backup in there} - gone


@given(backups, rules)
def test_the_last_proven_one_always_stays(there, rule):
    proven = [b for b in there if b.proven]
    if proven:
        last = max(proven, key=lambda b: (b.at, b.name))
        assert last.name not in surplus(there, rule, NOW)


@given(backups, rules)
def test_what_is_not_proven_never_pushes_out_everything(there, rule):
    if there:
        assert len(surplus(there, rule, NOW)) < len(there)


@given(backups, rules)
def test_a_second_run_removes_nothing_more(there, rule):
    gone = surplus(there, rule, NOW)
    left = [b for b in there if b.name not in gone]
    assert surplus(left, rule, NOW) == set()


@given(backups, rules)
def test_nothing_old_stays_but_what_follows_the_last_proven_one(there, rule):
    stay = [b for b in there if b.name not in surplus(there, rule, NOW)]
    last = max((b.at for b in there if b.proven), default=datetime.min)
    limit = NOW - timedelta(days=rule.longest_days)
    assert all(b.at >= limit or b.at >= last for b in stay)


def test_seven_days_and_four_weeks():
    proven = range(60)
    stay = kept(daily(60, proven), days=7, weeks=4, months=0)
    assert {f"b{n}" for n in range(7)} <= stay
    assert len(stay) == 7 + 3 - 1 or len(stay) == 7 + 3


def test_a_proven_one_is_preferred_within_a_day():
    one = Kept("proven", NOW - timedelta(hours=3), True)
    two = Kept("older", NOW - timedelta(days=1), True)
    three = Kept("unproven", NOW - timedelta(days=1) + timedelta(hours=1))
    assert "older" in kept([one, two, three], days=5, weeks=0, months=0)
    assert "unproven" not in kept([one, two, three], days=5, weeks=0, months=0)


def test_backups_are_not_older_than_35_days():
    assert len(kept(daily(200, range(200)), days=200, weeks=50, months=12)) == 36
