"""How a text is counted (L-45), against the vendors' tables and the simulators' counter."""

import json
from math import ceil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_gateways.text import (
    BASIC,
    DOUBLE,
    SIZES,
    TURKISH,
    count,
    encoding_of,
    fits,
    fold_turkish,
    is_title,
    straighten,
    widest,
)
from tests.simulators.sms.segments import encoding_of as their_encoding_of
from tests.simulators.sms.segments import measure

FIXTURE = Path(__file__).parents[1] / "fixtures" / "sms" / "examples.json"
TABLES = json.loads(FIXTURE.read_text(encoding="utf-8"))["segment_tables"]
LETTERS = {"gsm": "a", "tr": "ş", "ucs2": "Ж"}
NAMES = {"gsm": "gsm7", "tr": "gsm7_turkish", "ucs2": "ucs2"}
TOTALS = [
    (mode, parts, total)
    for mode, name in NAMES.items()
    for parts, total in enumerate(TABLES["single_then_multi"][name], 1)
]
texts = st.text(
    st.one_of(
        st.sampled_from("".join(sorted(BASIC | DOUBLE))),
        st.sampled_from("".join(sorted(TURKISH)) + "ÖöÜüÇ€"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=400,
)
modes = st.sampled_from(sorted(SIZES))


@pytest.mark.parametrize(("mode", "parts", "total"), TOTALS)
def test_a_text_of_the_vendors_length_just_fits(mode, parts, total):
    """L-45, without the operator's suffix, as the vendor prints it."""
    info = count(LETTERS[mode] * total, suffix=0)
    assert (info.encoding, info.parts, info.left) == (mode, parts, 0)


@pytest.mark.parametrize(("mode", "parts", "total"), TOTALS)
def test_one_letter_more_is_one_part_more(mode, parts, total):
    assert count(LETTERS[mode] * (total + 1), suffix=0).parts == parts + 1


@pytest.mark.parametrize(("letter", "room"), [("a", 155), ("ş", 150), ("Ж", 65)])
def test_the_operators_code_takes_five_places(letter, room):
    assert [count(letter * n).parts for n in (room, room + 1)] == [1, 2]


@pytest.mark.parametrize("letter", TABLES["two_units"])
def test_an_extension_character_counts_twice(letter):
    assert [count(letter, mode).characters for mode in ("gsm", "tr", "ucs2")] == [
        2,
        2,
        1,
    ]


@pytest.mark.parametrize("letter", TABLES["force_turkish"])
def test_a_letter_of_the_turkish_table_counts_once(letter):
    info = count(letter)
    assert (info.encoding, info.characters) == ("tr", 1)


@pytest.mark.parametrize("letter", TABLES["basic_gsm_turkish_letters"])
def test_a_turkish_letter_of_the_basic_alphabet_costs_nothing(letter):
    assert encoding_of(letter) == "gsm"


@pytest.mark.parametrize("letter", "“”…’Ж😀\tâ")
def test_any_other_character_makes_it_unicode(letter):
    assert encoding_of(f"text {letter}") == "ucs2"


def test_an_emoji_takes_two_places():
    assert count("😀").characters == 2


def test_a_newline_counts_once():
    assert count("a\nb").characters == 3


def test_an_empty_text_is_one_part():
    assert (count("").parts, count("").characters) == (1, 0)


@given(texts)
def test_the_mode_is_the_one_another_counter_finds(words):
    assert encoding_of(words) == their_encoding_of(words)


@given(texts, modes)
def test_the_parts_are_those_another_counter_finds(words, mode):
    """The other counter takes an emoji for one place: it is left out here."""
    plain = "".join(letter for letter in words if ord(letter) < 0x10000)
    ours, theirs = count(plain, mode), measure(plain, mode)
    assert (ours.characters, ours.parts) == (theirs.characters, theirs.parts)


@given(texts, modes, st.integers(0, 10))
def test_the_parts_hold_the_text_and_not_a_part_less_does(words, mode, suffix):
    info = count(words, mode, suffix)
    one, each = SIZES[mode]
    assert info.billed == info.characters + suffix
    assert info.parts == (1 if info.billed <= one else ceil(info.billed / each))
    assert 0 <= info.left < each or info.parts == 1


@given(texts, st.text(max_size=5))
def test_a_longer_text_never_costs_less(words, more):
    """In one mode: a text's mode never narrows by adding to it either."""
    assert count(words + more).parts >= count(words).parts


@given(texts)
def test_the_automatic_mode_carries_every_character(words):
    assert fits(words, encoding_of(words))


@given(st.lists(texts, max_size=5))
def test_a_request_takes_the_mode_all_its_texts_need(several):
    mode = widest(several)
    assert all(fits(words, mode) for words in several)
    assert not several or any(encoding_of(words) == mode for words in several)


def test_a_chosen_mode_is_kept():
    assert (widest(["ş"], "gsm"), widest(["a"], "ucs2")) == ("gsm", "ucs2")


@given(st.text("abcŞşĞğçıİÖöÜüÇ", max_size=50))
def test_a_folded_text_is_plain_and_as_long(words):
    plain = fold_turkish(words)
    assert plain.isascii() and len(plain) == len(words)


def test_signs_of_word_processors_cost_no_unicode():
    straight = straighten("“Ali’nin” – yeni\u00a0fiyat…")
    assert (straight, encoding_of(straight)) == ('"Ali\'nin" - yeni fiyat...', "gsm")


@given(texts)
def test_straightening_twice_is_straightening_once(words):
    once = straighten(words)
    assert straighten(once) == once


@pytest.mark.parametrize("title", ["ABC", "Firma.Adi", "A B-C*1", "08505550001"])
def test_a_title_of_the_rule_is_one(title):
    """L-46."""
    assert is_title(title)


@pytest.mark.parametrize(
    "title", ["", "AB", "ABCDEFGHIJKL", "ŞİRKET", "ABC ", " ABC", "A_B", "AB\n"]
)
def test_a_title_off_the_rule_is_none(title):
    """L-46."""
    assert not is_title(title)
