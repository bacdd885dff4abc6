"""Addresses of masked people are found in every spelling (R-37, R-39)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backup_files.erasures import with_mark
from iys_api.traces import MARK, blank, find_addresses, marked_paths

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


@pytest.mark.parametrize("address", [PHONE, MAIL, "0532\u00a0111\u00a022\u00a033"])
@pytest.mark.parametrize("before", ["\n", "\t", "ı", "\x90", "\u0a90", '"', "/", "\\"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_an_address_after_an_escape_of_json_is_found(address, before, ascii_only):
    """R-37: PostgreSQL spells a new line in JSON with a letter."""
    spelt = json.dumps({"note": f"x{before}{address}"}, ensure_ascii=ascii_only)
    told = blank(spelt, {PHONE, MAIL}.__contains__)
    assert told is not None and json.loads(told) == {"note": f"x{before}{MARK}"}


def test_a_backslash_in_a_text_that_is_no_json_hides_nobody():
    told = blank(rf"ORTAK\{MAIL} C:\u0532 111 22 33", {PHONE, MAIL}.__contains__)
    assert told == rf"ORTAK\{MARK} C:\u{MARK}"


#: JSON with an address at some of its places.
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(0, 99)
    | st.sampled_from(["x", MAIL, PHONE]),
    lambda parts: st.lists(parts, max_size=4)
    | st.dictionaries(st.sampled_from(["en_US", "a", "0"]), parts, max_size=3),
)


@given(values)
def test_what_was_blanked_in_json_is_blanked_again_after_a_restore(value):
    """R-40: only the places are kept, no word of the texts."""
    told = json.dumps(value)
    blanked = blank(told, lambda _address: True) or told
    again = value
    for path in marked_paths(json.loads(blanked)):
        again = with_mark(again, path)
    assert list(find_addresses(json.dumps(again))) == []


@pytest.mark.parametrize(
    ("older", "path"),
    [({"a": 5}, ["a", "b"]), ([1], ["b"]), (["x"], ["7"]), (None, ["a"]), ({}, [])],
)
def test_what_is_not_there_in_an_older_value_is_not_made(older, path):
    assert with_mark(older, path) == older
