"""Pace, waiting times and breaker (R-9, R-10, R-12), all under a clock of our own."""

import random
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iys_api.errors import IysUnavailable
from iys_api.limits import (
    BREAKER_LONGEST_PAUSE,
    KINDS,
    Breaker,
    Limits,
    MemoryLimiter,
    Rate,
    backoff,
    pause_until,
    reserve,
)


class Clock:
    """Time that moves only when somebody sleeps."""

    def __init__(self, now=1_000_000.0):
        self.now = now

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        """Let time pass."""
        self.now += seconds


def most_in_a_window(moments, period):
    """The largest number of moments in any half-open window."""
    moments, start, most = sorted(moments), 0, 0
    for end, moment in enumerate(moments):
        # floats of a long run differ in their last digits
        while moments[start] <= moment - period + 1e-6:
            start += 1
        most = max(most, end - start + 1)
    return most


RATES = st.builds(
    Rate, st.integers(6, 100), st.sampled_from([1.0, 60.0, 3600.0]), st.integers(1, 6)
)


@given(RATES, st.lists(st.floats(0, 50), min_size=1, max_size=300))
def test_no_window_ever_holds_more_than_its_count(rate, pauses):
    """R-10: whatever the rhythm of the callers."""
    now, tat, moments = 1000.0, None, []
    for pause in pauses:
        now += pause
        tat, wait = reserve(tat, now, rate)
        moments.append(now + wait)
    assert most_in_a_window(moments, rate.period) <= rate.count


@given(RATES)
def test_a_full_queue_moves_at_the_steady_pace(rate):
    """Nobody waits longer than needed."""
    tat, waits = None, []
    for _ in range(rate.count):
        tat, wait = reserve(tat, 0.0, rate)
        waits.append(wait)
    late = max(0, rate.count - rate.burst) * rate.interval
    assert waits[-1] == pytest.approx(late)


def test_a_burst_goes_at_once():
    """Look-ups of one screen need not wait for each other."""
    rate, tat, waits = Rate(800, 3600.0, 200), None, []
    for _ in range(200):
        tat, wait = reserve(tat, 0.0, rate)
        waits.append(wait)
    assert max(waits) == 0


def test_a_cost_takes_as_many_places():
    """A call may weigh more than one."""
    rate = Rate(8, 1.0)
    tat, _ = reserve(None, 0.0, rate, cost=4)
    assert reserve(tat, 0.0, rate)[1] == pytest.approx(0.5)


@pytest.mark.parametrize(
    "kind, count, period",
    [
        ("call", 8, 1),
        ("token", 80, 3600),
        ("status", 800, 3600),
        ("history", 80, 3600),
    ],
)
def test_our_own_limits_stay_below_those_of_iys(kind, count, period):
    """R-10, section 4."""
    rate = Limits().rate(kind)
    assert (rate.count, rate.period) == (count, period)


def test_every_kind_of_call_has_a_rate():
    """And an unknown one is a mistake of the caller."""
    assert all(Limits().rate(kind) for kind in KINDS)
    with pytest.raises(KeyError):
        Limits().rate("coffee")


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_tiny_limit_still_works(count):
    """Limits are settings; somebody may set 1."""
    assert Limits(tokens_per_hour=count).rate("token").interval > 0


def test_a_hundred_calls_of_a_busy_process_keep_the_second():
    """R-10: at most 8 in any second."""
    clock, moments = Clock(), []
    limiter = MemoryLimiter(clock=clock, sleep=clock.sleep)
    for _ in range(100):
        limiter.acquire("call")
        moments.append(clock.now)
    assert most_in_a_window(moments, 1.0) == 8


def test_a_place_far_away_is_refused_with_its_time():
    """A worker must not sleep for an hour; the call was not made."""
    clock = Clock()
    limits = Limits(tokens_per_hour=1)
    limiter = MemoryLimiter(limits, clock=clock, sleep=clock.sleep)
    limiter.acquire("token")
    with pytest.raises(IysUnavailable) as caught:
        limiter.acquire("token")
    assert caught.value.retry_after == pytest.approx(3600)
    assert not caught.value.maybe_stored


def test_who_is_refused_takes_no_place():
    """Else every try would make the queue longer."""
    clock = Clock()
    limiter = MemoryLimiter(Limits(tokens_per_hour=1), clock=clock, sleep=clock.sleep)
    limiter.acquire("token")
    for _ in range(10):
        with pytest.raises(IysUnavailable):
            limiter.acquire("token")
    clock.now += 3600
    limiter.acquire("token")


@given(st.floats(0, 10_000))
def test_a_pause_holds_everybody_for_its_time(seconds):
    """R-10: Retry-After, at most an hour."""
    rate = Limits().rate("status")
    tat = pause_until(None, 0.0, rate, seconds)
    assert reserve(tat, 0.0, rate)[1] == pytest.approx(min(seconds, 3600.0))


def test_a_pause_never_shortens_a_longer_one():
    """Two answers may cross."""
    clock = Clock()
    limiter = MemoryLimiter(clock=clock, sleep=clock.sleep, max_wait=100)
    limiter.pause("call", 60)
    limiter.pause("call", 1)
    limiter.acquire("call")
    assert clock.now == pytest.approx(1_000_060)


def test_threads_share_one_pace():
    """The count of places taken is the count of callers."""
    clock = Clock()
    limiter = MemoryLimiter(clock=clock, sleep=lambda seconds: None, max_wait=49.9)
    threads = [
        threading.Thread(target=lambda: [limiter.acquire("call") for _ in range(50)])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with pytest.raises(IysUnavailable) as caught:
        limiter.acquire("call")
    assert caught.value.retry_after == pytest.approx(400 / 8)


@given(st.integers(1, 10_000))
def test_a_waiting_time_stays_between_nothing_and_its_top(attempt):
    """R-9: base 5 s, doubling, cap 1 h."""
    top = min(3600.0, 5.0 * 2.0 ** min(attempt - 1, 20))
    assert 0 <= backoff(attempt, random.Random(attempt)) <= top


@pytest.mark.parametrize("attempt, top", [(1, 5), (2, 10), (10, 2560), (11, 3600)])
def test_waiting_times_are_spread_evenly(attempt, top):
    """R-9: Kolmogorov–Smirnov against uniform, n = 1000, p > 0.01."""
    chance, size = random.Random(7), 1000
    sample = sorted(backoff(attempt, chance) / top for _ in range(size))
    distance = max(
        max(abs(x - i / size), abs((i + 1) / size - x)) for i, x in enumerate(sample)
    )
    assert distance < 1.63 / size**0.5


def failing(times, now=0.0, breaker=None):
    """A breaker after so many failures."""
    breaker = breaker or Breaker()
    for _ in range(times):
        breaker = breaker.failed(now)
    return breaker


def test_four_failures_leave_a_breaker_closed_and_five_open_it():
    """R-12."""
    assert not failing(4).is_open
    assert failing(5).is_open


def test_half_of_twenty_calls_open_a_breaker():
    """R-12: also when no five come in a row."""
    breaker = Breaker()
    for _ in range(9):
        breaker = breaker.succeeded(0.0).failed(0.0)
    assert not breaker.succeeded(0.0).is_open
    assert breaker.succeeded(0.0).failed(0.0).is_open


def test_a_success_forgets_the_row():
    """Four failures, a success, four failures."""
    breaker = failing(4, breaker=failing(4).succeeded(0.0))
    assert not breaker.is_open


def test_an_open_breaker_lets_nobody_through_for_a_minute():
    """R-12."""
    breaker = failing(5, now=100.0)
    assert not breaker.may_call(159.9)
    assert breaker.may_call(160.0)
    assert breaker.next_try == 160.0


def test_one_probe_goes_at_a_time():
    """R-12: the others wait for its outcome."""
    breaker = failing(5).called(60.0)
    assert not breaker.may_call(61.0)


def test_a_probe_that_died_is_replaced():
    """Its worker may have been killed."""
    breaker = failing(5).called(60.0)
    assert breaker.may_call(120.0)


def test_a_good_probe_closes_the_breaker():
    """And everything is forgotten."""
    assert failing(5).called(60.0).succeeded(61.0) == Breaker()


def test_bad_probes_double_the_pause_up_to_a_quarter_of_an_hour():
    """R-12."""
    breaker, pauses = failing(5), []
    for _ in range(6):
        breaker = breaker.called(breaker.next_try).failed(breaker.next_try)
        pauses.append(breaker.open_for)
    assert pauses == [120, 240, 480, 900, 900, BREAKER_LONGEST_PAUSE]


def test_six_hours_without_iys_cost_at_most_60_calls():
    """R-12."""
    breaker, calls = Breaker(), 0
    for now in range(0, 6 * 3600, 5):
        if breaker.may_call(now):
            calls += 1
            breaker = breaker.called(now).failed(now)
    assert calls <= 60


@given(
    st.lists(st.tuples(st.sampled_from("sfc"), st.floats(0, 1000)), max_size=60),
)
def test_a_breaker_survives_its_row(steps):
    """What a table keeps is the whole state."""
    breaker, now = Breaker(), 0.0
    for step, pause in steps:
        now += pause
        breaker = {
            "s": breaker.succeeded,
            "f": breaker.failed,
            "c": breaker.called,
        }[step](now)
        assert Breaker.from_dict(breaker.as_dict()) == breaker


def test_a_row_without_state_is_a_fresh_breaker():
    """The first call of a brand."""
    assert Breaker.from_dict(None) == Breaker.from_dict({}) == Breaker()
