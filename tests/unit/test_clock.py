"""Our clock against İYS's: only what no delay can explain is held against it (T-34)."""

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
import responses
from hypothesis import given
from hypothesis import strategies as st

from iys_api.clock import clock_difference
from iys_api.transport import Transport

NOON = datetime(2026, 11, 29, 9, tzinfo=timezone.utc)


def told(ahead, took=0.0, share=0.0, **headers):
    """What is measured when we are ``ahead`` seconds and the exchange ``took`` some.

    İYS writes its date after a ``share`` of that time.
    """
    true = NOON + timedelta(seconds=share * took)
    headers = {"Date": format_datetime(true, usegmt=True), **headers}
    begun = NOON + timedelta(seconds=ahead)
    return clock_difference(headers, begun, begun + timedelta(seconds=took))


@given(st.floats(0, 120), st.floats(0, 1))
def test_a_slow_answer_is_not_blamed_on_the_clock(took, share):
    assert told(0, took, share) == 0.0


@given(st.integers(-86400, 86400), st.floats(0, 120), st.floats(0, 1))
def test_never_more_is_claimed_than_is_wrong(ahead, took, share):
    found = told(ahead, took, share)
    assert found == 0 or (found > 0) == (ahead > 0)
    assert abs(found) <= abs(ahead)


@pytest.mark.parametrize("ahead", [300, -300, 90000])
def test_a_wrong_clock_is_measured_to_the_second(ahead):
    assert abs(told(ahead, 0.2) - ahead) <= 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Date": ""},
        {"Date": "yesterday"},
        {"Date": "Sun, 99 Foo 2026 25:61:61 GMT"},
        {"Date": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"Date": "Mon, 01 Jan 2024 00:00:00 GMT"},
        {"Date": "Fri, 31 Dec 9999 23:59:59 GMT"},
        {"Age": "300"},
    ],
    ids=str,
)
def test_a_header_that_is_nonsense_or_a_caches_tells_nothing(headers):
    assert told(300, **headers) is None


def test_a_clock_that_was_set_during_the_call_tells_nothing():
    assert told(0, -5) is None


@responses.activate
def test_the_transport_tells_who_watches():
    seen = []
    late = datetime.now(timezone.utc) - timedelta(seconds=300)
    responses.get("https://api.iys.test/x", headers={"Date": format_datetime(late)})
    Transport("https://api.iys.test", watch=seen.append).send("GET", "/x")
    assert [round(seconds, -1) for seconds in seen] == [300]


@responses.activate
def test_an_answer_without_a_date_is_as_good():
    seen = []
    responses.get("https://api.iys.test/x")
    answer = Transport("https://api.iys.test", watch=seen.append).send("GET", "/x")
    assert (answer.status, seen) == (200, [])
