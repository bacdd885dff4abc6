"""Addresses of masked people are found in every spelling (R-37, R-39)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iys_api.traces import MARK, blank, find_addresses

PHONE = "+905321112233"
MAIL = "ayse.yilmaz@ornek.example.com"
SPELLINGS = (
    "+905321112233", "905321112233", "00905321112233", "05321112233", "5321112233",
    "0532 111 22 33", "0532 1112233", "0532-111-22-33", "0532.111.22.33",
    "(0532) 111 22 33", "+90 532 111 22 33", "+90 (532) 111-22-33", "+90-532-1112233",
    "0 532 111 22 33", "0090 532 111 22 33", "532 111 2233", "0532/111 22 33",
    "%2B905321112233", "0532\u00a0111\u00a022\u00a033", "+9005321112233",
)  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_twenty_spellings_are_one_phone(spelling):
    """R-39."""
    assert [a for *_place, a in find_addresses(f"Tel: {spelling}, ev")] == [PHONE]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_digit_of_a_masked_phone_is_left(spelling):
    """R-37."""
    told = blank(f"<p>Ara: {spelling}</p>", {PHONE}.__contains__)
    assert told == f"<p>Ara: {MARK}</p>"


@pytest.mark.parametrize(
    "spelling",
    [MAIL, MAIL.upper(), "AYSE.YİLMAZ@ornek.example.com", MAIL.replace("@", "%40")],
)
def test_a_mail_is_found_in_either_case(spelling):
    """R-39."""
    assert blank(f'"Ayşe" <{spelling}>;', {MAIL}.__contains__) == f'"Ayşe" <{MARK}>;'


def test_another_persons_address_stays():
    text = "0532 111 22 33, 0532 111 22 34, baska@ornek.example.com"
    assert blank(text, {PHONE}.__contains__) == text.replace("0532 111 22 33", MARK)


def test_a_text_without_a_masked_address_is_not_touched():
    assert blank("0532 111 22 34", {PHONE}.__contains__) is None


@pytest.mark.parametrize("text", ["15321112233001", "1595321112233000", "2026-11-29"])
def test_a_longer_number_is_no_phone(text):
    assert not list(find_addresses(text))


@given(
    st.text(), st.sampled_from(SPELLINGS[:6]), st.text(alphabet='{}":, <>', max_size=5)
)
def test_json_stays_json(before, spelling, after):
    spelt = json.dumps({"note": f"{before} {spelling} {after}"})
    told = blank(spelt, {PHONE}.__contains__)
    assert told is None or json.loads(told)
