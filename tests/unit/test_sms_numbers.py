"""Numbers in every spelling, and requests cut from any pile of texts (sms.md §2.6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_gateways import GATEWAYS, OutMessage, last_ten, lots, mask_numbers, read_number
from sms_gateways.numbers import as_sender
from sms_gateways.text import encoding_of

SPELLINGS = (
    "{ten}", "0{ten}", "90{ten}", "+90{ten}", "0090{ten}", "+900{ten}", "+90 ({a}) {b}",
    "0 {a} {b}", "+90-{a}-{b}", " 0{ten}\u200b ", "'+90{ten}", "0{a}.{b}",
)  # fmt: skip
mobiles = st.from_regex("5[0-9]{9}", fullmatch=True)
caps = GATEWAYS["verimor"].caps


@given(mobiles, st.sampled_from(SPELLINGS))
def test_a_mobile_is_read_in_any_spelling(ten, spelling):
    found = read_number(spelling.format(ten=ten, a=ten[:3], b=ten[3:]))
    assert (found.e164, found.kind, found.ten) == (f"+90{ten}", "mobile", ten)


def test_a_landline_is_told_from_a_mobile():
    assert read_number("0212 111 22 33").kind == "landline"


@pytest.mark.parametrize("number", ["+4915112345678", "004915112345678"])
def test_a_foreign_number_is_told_from_ours(number):
    found = read_number(number)
    assert (found.e164, found.kind) == ("+4915112345678", "foreign")


@pytest.mark.parametrize(
    "text", ["", None, "abc", "123", "532111223", "53211122334", "+90", "٥٣٢١١١٢٢٣٣"]
)
def test_what_is_no_number_is_none(text):
    assert read_number(text) is None


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_none(text):
    found = read_number(text)
    assert found is None or found.e164.removeprefix("+").isdecimal()


@given(mobiles)
def test_reports_name_a_mobile_alike_in_every_form(ten):
    forms = (int(ten), ten, f"90{ten}", f"+90{ten}", f"0{ten}")
    assert {last_ten(form) for form in forms} == {ten}


@pytest.mark.parametrize("form", ["+376312345", "00376312345", 376312345])
def test_a_short_foreign_number_is_told_by_all_its_digits(form):
    """An empty one would speak of the whole job."""
    assert last_ten(form) == "376312345"


@pytest.mark.parametrize("form", ["", "123456", "abc"])
def test_no_number_has_no_digits(form):
    assert last_ten(form) == ""


def test_a_short_number_that_writes_to_us_stays_as_it_is():
    assert (as_sender("4607"), as_sender("05321112233")) == ("4607", "+905321112233")


@given(
    mobiles, st.sampled_from(["{}", "+90{}", "90{}", "0{}", "to {}!", "<no>{}</no>"])
)
def test_a_mobile_does_not_show_in_a_text_for_logs(ten, form):
    """L-61."""
    assert ten[3:8] not in mask_numbers(form.format(ten)).replace(ten[:3], "", 1)


# === CUTTING === #

numbers = st.sampled_from([f"+90532111223{n}" for n in range(5)] + ["abc", ""])
piles = st.lists(st.tuples(numbers, st.sampled_from(["a", "ş", "Ж", "b"])), max_size=40)


def pile(rows):
    """Texts of (number, words) pairs."""
    return [OutMessage(str(n), to, words) for n, (to, words) in enumerate(rows)]


@given(piles, st.integers(1, 5))
def test_cutting_loses_and_doubles_no_text(rows, most):
    cut = [one.ref for lot in lots(pile(rows), caps, most) for one in lot]
    assert sorted(cut, key=int) == [str(n) for n in range(len(rows))]


@given(piles, st.integers(1, 5))
def test_no_request_is_longer_than_allowed_or_empty(rows, most):
    assert all(0 < len(lot) <= most for lot in lots(pile(rows), caps, most))


@given(piles)
def test_no_number_stands_twice_in_a_request(rows):
    for lot in lots(pile(rows), caps):
        found = [read.ten for one in lot if (read := read_number(one.to))]
        assert len(found) == len(set(found))


@given(piles)
def test_a_request_has_texts_of_one_alphabet(rows):
    assert all(
        len({encoding_of(one.text) for one in lot}) == 1
        for lot in lots(pile(rows), caps)
    )


def test_a_request_is_never_larger_than_the_gateway_takes():
    many = pile([(f"+90532{n:07d}", "a") for n in range(1200)])
    sizes = [len(lot) for lot in lots(many, GATEWAYS["netgsm"].caps, 9999)]
    assert sizes == [500, 500, 200]
