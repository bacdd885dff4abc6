"""How many codes may be sent to whom: the rules of R-42 … R-44 without Odoo."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_gateways.code_limits import (
    EVENT_FACTOR,
    NUMBER,
    Caps,
    Sent,
    Share,
    Verdict,
    judge,
)

CAPS = Caps()
QUIET = Sent()


def verdict(sent, **over):
    return judge(sent, CAPS, **over)[0]


def test_the_first_code_is_sent():
    assert judge(QUIET, CAPS) == (Verdict.SEND, 0)


@pytest.mark.parametrize(("since", "wait"), [(0, 61), (30, 31), (60, 1)])
def test_a_number_waits_a_minute(since, wait):
    """R-42: seconds are cut off, so the sixty-first is the first that is surely over."""
    assert judge(Sent(since_last=since), CAPS) == (Verdict.NUMBER_WAIT, wait)


def test_after_a_minute_the_next_code_is_sent():
    assert verdict(Sent(since_last=61)) is Verdict.SEND


@pytest.mark.parametrize("window", NUMBER)
def test_each_window_of_a_number_has_its_most(window):
    """R-42: 3 in 10 minutes, 6 an hour, 10 a day."""
    full = {**dict.fromkeys(NUMBER, 0), window: NUMBER[window]}
    assert verdict(Sent(number=full)) is Verdict.NUMBER_LIMIT
    assert verdict(Sent(number={**full, window: NUMBER[window] - 1})) is Verdict.SEND


def test_numbers_that_differ_in_four_digits_share_a_limit():
    assert verdict(Sent(prefix_hour=30)) is Verdict.PREFIX_LIMIT
    assert verdict(Sent(prefix_hour=29)) is Verdict.SEND


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (Sent(company_hour=500), Verdict.COMPANY_LIMIT),
        (Sent(company_day=2000), Verdict.COMPANY_LIMIT),
        (Sent(company_hour=499, company_day=1999), Verdict.SEND),
    ],
)
def test_a_company_has_caps(sent, told):
    assert verdict(sent) is told


def test_money_is_counted_with_what_this_code_costs():
    caps = replace(CAPS, money_day=10.0)
    assert judge(Sent(money_day=9.9), caps, price=0.2)[0] is Verdict.MONEY_LIMIT
    assert judge(Sent(money_day=9.8), caps, price=0.2)[0] is Verdict.SEND


def test_an_event_pays_beside_the_cap_up_to_its_own():
    """R-42: expected people × 1.5."""
    assert EVENT_FACTOR == 1.5
    assert verdict(Sent(company_hour=500, event=(149, 100))) is Verdict.SEND
    assert verdict(Sent(event=(150, 100))) is Verdict.EVENT_FULL


def test_few_entered_codes_ask_for_a_press_more():
    """R-44: below 30 % of the last 100."""
    low = Sent(last100=Share(100, 29))
    assert verdict(low) is Verdict.PRESS
    assert verdict(low, pressed=True) is Verdict.SEND
    assert verdict(Sent(last100=Share(100, 30))) is Verdict.SEND


def test_hardly_any_entered_code_stops_all():
    """R-44: below 10 % of the last 200, press or no press."""
    assert verdict(Sent(last200=Share(200, 19)), pressed=True) is Verdict.STOP_NOW
    assert verdict(Sent(last200=Share(200, 20)), pressed=True) is Verdict.SEND


def test_a_small_sample_proves_nothing():
    assert verdict(Sent(last100=Share(99, 0), last200=Share(199, 0))) is Verdict.SEND


def test_during_a_pause_nothing_is_sent():
    assert judge(Sent(pause_left=42), CAPS) == (Verdict.PAUSED, 42)


def test_after_a_pause_the_old_codes_are_forgiven_and_ten_new_ones_judged():
    old = Sent(last200=Share(200, 0), after_pause=Share(9, 0))
    assert verdict(old) is Verdict.SEND
    assert verdict(replace(old, after_pause=Share(10, 0))) is Verdict.STOP_NOW
    assert verdict(replace(old, after_pause=Share(10, 1))) is Verdict.SEND


def test_an_address_of_many_is_stopped_only_when_its_codes_come_to_nothing():
    """R-43."""
    assert verdict(Sent(network=Share(100, 29))) is Verdict.NETWORK_LOW
    assert verdict(Sent(network=Share(100, 30))) is Verdict.SEND


def test_a_request_in_a_conversation_is_made_once_in_thirty_days():
    """L-26."""
    assert verdict(Sent(requests=1), is_request=True) is Verdict.ASKED_LATELY
    assert verdict(Sent(requests=1)) is Verdict.SEND


def test_without_an_account_nothing_is_sent():
    assert judge(QUIET, Caps(0, 0))[0] is Verdict.COMPANY_LIMIT


shares = st.integers(0, 200).flatmap(
    lambda n: st.builds(Share, st.just(n), st.integers(0, n))
)
histories = st.builds(
    Sent,
    since_last=st.none() | st.integers(0, 90_000),
    number=st.fixed_dictionaries(
        {w: st.integers(0, most + 1) for w, most in NUMBER.items()}
    ),
    requests=st.integers(0, 2),
    prefix_hour=st.integers(0, 40),
    company_hour=st.integers(0, 600),
    company_day=st.integers(0, 2500),
    event=st.none() | st.tuples(st.integers(0, 200), st.integers(1, 100)),
    last100=shares,
    last200=shares,
    after_pause=st.none() | shares,
    pause_left=st.integers(0, 900),
    network=shares,
)


@given(histories, st.booleans())
def test_whatever_is_sent_kept_every_limit(sent, pressed):
    """R-42: no way round a limit by being within another."""
    if verdict(sent, pressed=pressed) not in (Verdict.SEND, Verdict.PRESS):
        return
    assert sent.since_last is None or sent.since_last > 60
    assert all(sent.number[window] < most for window, most in NUMBER.items())
    assert sent.prefix_hour < 30
    assert sent.pause_left == 0
    if sent.event:
        assert sent.event[0] < 1.5 * sent.event[1]
    else:
        assert sent.company_hour < 500 and sent.company_day < 2000


@given(histories, st.booleans())
def test_more_history_never_opens_a_way(sent, pressed):
    """One more code to the same number is at least as forbidden as this one."""
    first = verdict(sent, pressed=pressed)
    grown = {window: count + 1 for window, count in sent.number.items()}
    more = replace(sent, number=grown, prefix_hour=sent.prefix_hour + 1)
    if first not in (Verdict.SEND, Verdict.PRESS):
        assert verdict(more, pressed=pressed) not in (Verdict.SEND, Verdict.PRESS)
