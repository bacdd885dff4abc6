"""The wire: Türkiye time, spelling of members, İYS's own slips."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iys_api.messages import (
    TRT,
    ApiError,
    Consent,
    Key,
    consent_from_wire,
    consent_to_wire,
    errors_from_wire,
    from_wire_time,
    key_to_wire,
    to_wire_time,
)

CONSENT = Consent(
    "+905321112233",
    "MESAJ",
    "ONAY",
    "HS_WEB",
    datetime(2026, 3, 18, 7, 0, 5, tzinfo=timezone.utc),
    retailer_code="55550127",
    retailer_access=("58795354", "30143398"),
)
ZONES = st.integers(-12 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
MOMENTS = st.datetimes(datetime(2015, 5, 1), datetime(2100, 1, 1), timezones=ZONES).map(
    lambda m: m.replace(microsecond=0)
)


def test_a_time_goes_out_in_turkiye_time():
    """R-15: +03:00 all the year."""
    assert to_wire_time(CONSENT.consent_date) == "2026-03-18 10:00:05"


@given(MOMENTS)
def test_a_time_comes_back_as_the_same_moment(moment):
    """R-15, in any zone."""
    assert from_wire_time(to_wire_time(moment)) == moment


def test_a_time_without_zone_is_a_mistake_of_the_caller():
    """Two clients send UTC by this mistake."""
    with pytest.raises(ValueError, match="time zone"):
        to_wire_time(datetime(2026, 3, 18))


@pytest.mark.parametrize("text", [None, "", "18.03.2026", "2026-13-01 00:00:00", 5])
def test_an_unreadable_time_is_none(text):
    """Section 6.2: it may be empty for a merchant."""
    assert from_wire_time(text) is None


def test_a_consent_is_spelt_as_in_the_document():
    """Section 7.1: dealer codes are numbers."""
    assert consent_to_wire(CONSENT) == {
        "recipient": "+905321112233",
        "recipientType": "BIREYSEL",
        "type": "MESAJ",
        "status": "ONAY",
        "source": "HS_WEB",
        "consentDate": "2026-03-18 10:00:05",
        "retailerCode": 55550127,
        "retailerAccess": [58795354, 30143398],
    }


def test_what_is_empty_is_left_out():
    """Section 2: null and "" are errors."""
    merchant = Consent("a@example.com", "EPOSTA", "ONAY", recipient_type="TACIR")
    assert set(consent_to_wire(merchant)) == {
        *("recipient", "recipientType", "type", "status")
    }


def test_a_spelt_consent_is_read_back():
    """Both directions agree."""
    assert consent_from_wire(consent_to_wire(CONSENT)) == CONSENT


def test_the_key_asked_for_fills_what_a_reply_leaves_out():
    """Section 8.1."""
    key = Key("a@example.com", "TACIR", "EPOSTA")
    assert consent_from_wire({"status": "RET"}, key).key == key


def test_a_reply_without_status_says_nothing():
    """It must not become a record."""
    with pytest.raises(KeyError):
        consent_from_wire({"recipient": "a@example.com"})


def test_a_key_is_spelt_for_a_query():
    """Section 8.1: all three are required."""
    assert key_to_wire(Key("a@b.com", "TACIR", "EPOSTA")) == {
        "recipient": "a@b.com",
        "recipientType": "TACIR",
        "type": "EPOSTA",
    }


@pytest.mark.parametrize(
    "body, expected",
    [
        ({"errors": [{"code": "H1", "message": "m"}]}, ApiError("H1", "m")),
        ({"errors": [{"code:": "H1", "message": "m"}]}, ApiError("H1", "m")),
        ({"code": "H084", "message": "m"}, ApiError("H084", "m")),
        ({"error": "invalid_grant", "error_description": "m"}, None),
        ({"status": 400, "message": "m"}, ApiError("", "m")),
        (
            {"errors": [{"code": "H1", "location": ["a", 0], "value": 7, "index": 3}]},
            ApiError("H1", "", ("a", 0), 7, 3),
        ),
    ],
)
def test_every_known_shape_of_an_error_is_read(body, expected):
    """Section 5."""
    assert errors_from_wire(body) == (expected or ApiError("invalid_grant", "m"),)


@pytest.mark.parametrize(
    "body",
    [None, [], "x", 5, {}, {"errors": []}, {"errors": 5}, {"errors": [5]}, {"a": 1}],
)
def test_another_shape_names_no_error(body):
    """The caller then says "not understood"."""
    assert errors_from_wire(body) == ()


def test_the_zone_is_three_hours_ahead():
    """No summer time since 2016."""
    assert TRT.utcoffset(None) == timedelta(hours=3)
