"""One spelling for each address; what does not surely fit is refused (section 6.3)."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iys_api.recipients import (
    MOBILE_PREFIXES,
    SAMPLE_PREFIXES,
    is_email,
    mask,
    normalise,
    normalise_email,
    normalise_phone,
)

NUMBER = "+905321112233"
SPELLINGS = [
    "+905321112233",
    "05321112233",
    "5321112233",
    "905321112233",
    "00905321112233",
    "+9005321112233",
    "+90 (532) 111 22 33",
    "+90 (0) 532 111 22 33",
    "0090 532 111 22 33",
    "0 532 111 22 33",
    "0(532) 111-22-33",
    "0532.111.22.33",
    "532 1112233",
    " 0532\t111\u00a022 33 ",
    "'05321112233",
    "\u202a+90 532 111 22 33\u202c",
    "0532\u2011111\u201122\u201133",
    "5321112233.0",
    "5321112233,00",
    "5.321112233E+09",
    "5,321112233E+09",
    "9.05321112233e11",
    5321112233,
    905321112233,
    5321112233.0,
    905321112233.0,
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_number_becomes_one(spelling):
    """R-39: more than 20 spellings of one number, one value."""
    assert normalise_phone(spelling) == NUMBER


@pytest.mark.parametrize(
    "text",
    [
        *(None, "", "   ", "abc", "-", "0", True, float("nan"), float("inf")),
        "5.32E+09",
        "5.32111E+09",
        5321112233.5,
        "532111223",
        "53211122334",
        "05611112233",
        "+905001112",
        "٠٥٣٢١١١٢٢٣٣",
        "０５３２１１１２２３３",
        "0532 111 22 33 / 0533 111 22 33",
        "0532 111 22 33 dahili 5",
        "0800-FLOWERS",
        "+90532111223344556677",
        "ali@example.com",
        "=05321112233",
    ],
)
def test_what_is_no_number_is_refused(text):
    """A guessed number would be somebody else's."""
    assert normalise_phone(text) is None


@pytest.mark.parametrize(
    "text, e164",
    [
        ("0212 555 11 22", "+902125551122"),
        ("444 12 34", "+904441234"),
        ("0850 222 11 22", "+908502221122"),
        ("+49 1512 3456789", "+4915123456789"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_other_numbers_are_judged_by_the_numbering_plan(text, e164):
    """Section 6.3: E.164 of any country."""
    assert normalise_phone(text) == e164


def test_the_table_of_mobile_series_is_the_installed_numbering_plan():
    """The quick way gives what ``phonenumbers`` would give, for all thousand series."""
    valid = {
        prefix
        for prefix in map(str, range(500, 600))
        if all(
            phonenumbers.is_valid_number(
                phonenumbers.parse(f"+90{prefix}{digit}{digit}23456", "TR")
            )
            for digit in range(10)
        )
    }
    # 512 is a pager series: valid, but nobody can be called or texted there
    assert valid - {"512"} == MOBILE_PREFIXES


def test_sample_series_belong_to_no_operator():
    """Numbers of İYS's own examples can be used without meeting a person."""
    assert not any(
        phonenumbers.is_valid_number(phonenumbers.parse(f"+90{prefix}1112233", "TR"))
        for prefix in SAMPLE_PREFIXES
    )


@given(st.sampled_from(sorted(MOBILE_PREFIXES)), st.integers(0, 9_999_999))
def test_the_quick_way_agrees_with_phonenumbers(prefix, rest):
    """A rule that exists twice must say the same twice."""
    text = f"0{prefix}{rest:07d}"
    number = phonenumbers.parse(text, "TR")
    form = phonenumbers.PhoneNumberFormat.E164
    assert normalise_phone(text) == phonenumbers.format_number(number, form)


@given(st.text(max_size=24))
def test_what_is_accepted_is_accepted_again_unchanged(text):
    """Normalising twice is normalising once."""
    for normal in (normalise_phone, normalise_email):
        once = normal(text)
        assert once is None or normal(once) == once


@given(st.text("0123456789+ ()-.", max_size=20))
def test_an_accepted_number_is_e164_of_at_most_15_characters(text):
    """H160, H121."""
    found = normalise_phone(text)
    assert found is None or (found[0] == "+" and found[1:].isdigit())
    assert found is None or len(found) <= 15


@pytest.mark.parametrize(
    "text, email",
    [
        ("Ali@Example.com", "ali@example.com"),
        ("  ali@example.com\u200b ", "ali@example.com"),
        ("İNFO@ŞİRKET.COM.TR", "info@xn--irket-idb.com.tr"),
        ("İnfo@example.com", "info@example.com"),
        ("a+b@example.com", "a+b@example.com"),
        ("-_.a..b@example.com", "-_.a..b@example.com"),
        ("a@mail.example.com.tr", "a@mail.example.com.tr"),
    ],
)
def test_a_mail_address_is_kept_in_lower_case(text, email):
    """R-39, section 6.3: case, Turkish İ and spaces around it."""
    assert normalise_email(text) == email


@pytest.mark.parametrize(
    "text",
    [
        *(None, "", "ali", "@example.com", "a@b", "a@b.c", "a b@example.com"),
        *("ali@@example.com", "a@b@example.com", "ali@example..com", "a@x.co"),
        *("ışık@example.com", "ali!@example.com", "ali@exam_ple.com", 5),
        "a@" + "b" * 260 + ".com",
        "ali@" + "ş" * 80 + ".com",
    ],
)
def test_what_is_no_mail_address_is_refused(text):
    """H120."""
    assert normalise_email(text) is None


@pytest.mark.parametrize("length, fits", [(7, True), (265, True), (266, False)])
def test_a_mail_address_has_at_most_265_characters(length, fits):
    """Section 6.3; the shortest that fits the form has 7."""
    assert is_email("a" * (length - len("@bc.de")) + "@bc.de") is fits


def test_the_type_decides_how_an_address_is_read():
    """Section 6.3."""
    assert normalise("ARAMA", "0532 111 22 33") == NUMBER
    assert normalise("MESAJ", "ali@example.com") is None
    assert normalise("EPOSTA", "Ali@Example.com") == "ali@example.com"


def test_an_unknown_type_is_a_mistake_of_the_caller():
    """Not of the data."""
    with pytest.raises(ValueError, match="FAKS"):
        normalise("FAKS", NUMBER)


@pytest.mark.parametrize(
    "recipient, masked",
    [
        (NUMBER, "+90532***33"),
        ("ali@x.com", "a***@x.com"),
        ("", "***"),
        (None, "***"),
        ("12345", "***"),
    ],
)
def test_a_masked_address_hides_the_person(recipient, masked):
    """L-61."""
    assert mask(recipient) == masked


@given(st.integers(5_000_000_000, 5_999_999_999))
def test_a_masked_number_lacks_five_digits(number):
    """L-61: not enough is left to dial."""
    assert sum(c.isdigit() for c in mask(f"+90{number}")) == 7
