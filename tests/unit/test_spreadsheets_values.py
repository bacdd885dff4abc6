"""Values, columns and rows of lists: what people write and what it means."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iys_api.recipients import normalise
from iys_api.terms import COMPANY_SOURCES, RECIPIENT_TYPES, TYPES
from spreadsheets.choices import Plan
from spreadsheets.columns import find_header, propose
from spreadsheets.rows import RowParser
from spreadsheets.values import (
    parse_clock,
    parse_moment,
    parse_recipient_type,
    parse_source,
    parse_status,
    parse_text,
    parse_types,
)
from spreadsheets.words import SOURCES, fold
from spreadsheets.writer import DANGEROUS, csv_line, safe_text

UTC_10_05 = datetime(2026, 11, 20, 7, 5)
NOW = datetime(2026, 11, 23, 9)


@pytest.mark.parametrize(
    ("written", "moment", "has_time"),
    [
        ("2026-11-20 10:05:00", UTC_10_05, True),
        ("2026-11-20T10:05", UTC_10_05, True),
        ("2026-11-20 07:05:00Z", UTC_10_05, True),
        ("2026-11-20T09:05:00+02:00", UTC_10_05, True),
        ("20.11.2026 10:05", UTC_10_05, True),
        ("20/11/2026 10:05:00", UTC_10_05, True),
        ("20-11-2026 10.05", UTC_10_05, True),
        ("20.11.2026", datetime(2026, 11, 19, 21), False),
        ("2026-11-20", datetime(2026, 11, 19, 21), False),
        (46346, datetime(2026, 11, 19, 21), False),
        (46346.420138889, UTC_10_05, True),
        ("46346,420138889", UTC_10_05, True),
    ],
)
def test_dates_are_understood_as_people_write_them(written, moment, has_time):
    assert parse_moment(written) == (moment, has_time)


@pytest.mark.parametrize(
    "written",
    [
        "20.11.26",
        "31.02.2026",
        "2026-13-01",
        "dün",
        "11/20/2026",
        "",
        None,
        True,
        5,
        1e9,
    ]
    + ["2026-11-20 25:00:00", "0000-00-00", "20261120", "9" * 400],
)
def test_what_is_no_date_is_never_guessed(written):
    assert parse_moment(written) is None


@given(st.datetimes(datetime(2015, 5, 1), datetime(2040, 1, 1)))
def test_any_moment_survives_both_spellings(moment):
    moment = moment.replace(microsecond=0)
    utc = moment - timedelta(hours=3)
    for spelling in ("%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S"):
        assert parse_moment(moment.strftime(spelling)) == (utc, True)


@given(st.text(max_size=40) | st.integers() | st.floats() | st.booleans() | st.none())
def test_no_value_makes_a_parser_fail(value):
    parse_moment(value)
    parse_clock(value)
    parse_text(value)
    parse_status(value)
    for parse in (parse_types, parse_source, parse_recipient_type):
        parse(str(value))


@pytest.mark.parametrize(
    "word", ["Onay", "ONAYLI", "evet", "E", "1", "İZİN VAR", "True"]
)
def test_words_for_yes(word):
    assert parse_status(word) == "ONAY"


@pytest.mark.parametrize("word", ["Ret", "RED", "hayır", "H", "0", "İptal", "İZİNSİZ"])
def test_words_for_no(word):
    assert parse_status(word) == "RET"


@pytest.mark.parametrize("word", ["belki", "", "?", "ONAY/RET", "2", "evet hayır"])
def test_a_word_that_is_neither_is_neither(word):
    assert parse_status(word) is None


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("sms", ("MESAJ",)),
        ("E-Posta", ("EPOSTA",)),
        ("Telefonla arama", ("ARAMA",)),
        ("SMS, Arama", ("MESAJ", "ARAMA")),
        ("SMS ve e-posta", ("MESAJ", "EPOSTA")),
        ("SMS, faks", None),
        ("", None),
    ],
)
def test_channels_are_understood(text, types):
    assert parse_types(text) == types


def test_every_official_code_is_understood_as_itself():
    assert [parse_types(t) for t in TYPES] == [(t,) for t in TYPES]
    assert [parse_source(s) for s in COMPANY_SOURCES] == list(COMPANY_SOURCES)
    assert [parse_recipient_type(t) for t in RECIPIENT_TYPES] == list(RECIPIENT_TYPES)
    assert set(SOURCES) == set(COMPANY_SOURCES)


@given(st.text())
def test_no_text_becomes_a_formula(text):
    """R-52."""
    safe = safe_text(text)
    assert not safe.lstrip(" \n").startswith(tuple(DANGEROUS))
    assert "\0" not in safe


@given(st.text(st.characters(codec="utf-8", min_codepoint=32), max_size=30))
def test_a_harmless_text_is_left_alone(text):
    if text[:1].isalpha() and text.isprintable():
        assert safe_text(text) == text


def test_a_separator_inside_a_text_makes_no_second_cell():
    assert csv_line(["a;=1", 'b"']) == '"a;=1";"b"""\n'


def test_headers_below_a_title_are_found():
    rows = [(1, ["İzin listesi 2026"]), (3, ["Ad Soyad", "GSM", "SMS izni"])]
    assert find_header([*rows, (4, ["Ali", "05321112233", "E"])]) == 3


def test_a_list_without_headers_has_none():
    assert find_header([(1, ["05321112233", "ONAY"]), (2, ["05321112244", "RET"])]) == 0


@pytest.mark.parametrize(
    ("headers", "sample", "targets"),
    [
        (
            ["Ad Soyad", "Cep Tel.", "E-posta", "SMS İzni", "E-posta onayı", "Tarih"],
            ["Ali", "0532 111 22 33", "a@b.co", "E", "H", "20.11.2026"],
            ["person_name", "phone", "email", "status_MESAJ", "status_EPOSTA"]
            + ["consent_date"],
        ),
        (
            ["recipient", "type", "status", "consentDate", "source", "recipientType"],
            [
                "+905321112233",
                "MESAJ",
                "ONAY",
                "2026-11-20 10:00:00",
                "HS_WEB",
                "TACIR",
            ],
            ["recipient", "type", "status", "consent_date", "source", "recipient_type"],
        ),
        (
            ["Ad", "Soyad", "Mail", "E-Posta"],
            ["Ali", "Veli", "a@b.co", "evet"],
            ["first_name", "last_name", "email", "status_EPOSTA"],
        ),
        ([None, None], ["a@b.co", "ONAY"], ["email", "status"]),
        (["Telefon", "Telefon", "Yaş"], ["5321112233", "x", 40], ["phone", "", ""]),
    ],
)
def test_columns_are_proposed(headers, sample, targets):
    assert propose(headers, [sample]) == targets


@given(st.lists(st.text(max_size=12) | st.none(), max_size=12))
def test_a_target_is_proposed_once(headers):
    used = [target for target in propose(headers, []) if target]
    assert len(used) == len(set(used))


COLUMNS = ("recipient", "type", "status", "consent_date", "source", "person_name")


def parse(columns=COLUMNS, **over):
    """Parse one row given by its values, by a plan for these columns."""
    values = {
        "recipient": "0532 111 22 33",
        "type": "SMS",
        "status": "onay",
        "consent_date": "20.11.2026 10:05",
        "source": "HS_WEB",
        "person_name": "Ali",
    }
    given_plan = {k: over.pop(k) for k in ("types", "source_of_all") if k in over}
    values |= over
    columns = [c for c in columns if c in values]
    plan = Plan(
        {name: place for place, name in enumerate(columns)},
        normalise,
        NOW,
        {"marka": 7},
        1,
        types=given_plan.get("types", ()),
    )
    parser = RowParser(plan, fold)
    return parser.parse(9, [values[name] for name in columns])


def codes(*args, **over):
    """The fault codes of a row."""
    return [fault.code for fault in parse(*args, **over)[1]]


def test_a_good_row_is_one_choice():
    (choice,), faults = parse()
    assert (choice.recipient, choice.type, choice.status) == (
        "+905321112233",
        "MESAJ",
        "ONAY",
    )
    assert (choice.consent_date, choice.row, choice.brand_id) == (UTC_10_05, 9, 1)
    assert faults == []


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"recipient": "123"}, "bad_phone"),
        ({"recipient": None}, "no_recipient"),
        ({"recipient": "a@b.co"}, "type_mismatch"),
        ({"type": "EPOSTA"}, "type_mismatch"),
        ({"type": "EPOSTA", "recipient": "a@b"}, "bad_email"),
        ({"type": "faks"}, "bad_type"),
        ({"type": None}, "type_missing"),
        ({"status": "belki"}, "bad_status"),
        ({"status": None}, "status_missing"),
        ({"consent_date": None}, "date_missing"),
        ({"consent_date": "dün"}, "bad_date"),
        ({"consent_date": "24.11.2026 10:00"}, "date_future"),
        ({"consent_date": "30.04.2015"}, "date_early"),
        ({"source": "HS_2015"}, "date_2015"),
        ({"source": None}, "source_missing"),
        ({"source": "rüya"}, "bad_source"),
        ({"source": "IYS_WEB"}, "iys_source"),
    ],
)
def test_each_fault_has_its_code(over, code):
    """L-4 and the closed lists of contract 6."""
    assert codes(**over) == [code]


def test_all_faults_of_a_row_are_told_at_once():
    found = codes(recipient="123", consent_date="dün", source="rüya")
    assert sorted(found) == ["bad_date", "bad_phone", "bad_source"]


def test_a_refusal_needs_neither_date_nor_source():
    (choice,), faults = parse(status="ret", consent_date=None, source=None)
    assert (choice.status, choice.consent_date, faults) == ("RET", None, [])


def test_a_refusal_of_a_day_holds_to_the_end_of_that_day():
    (choice,), _faults = parse(status="ret", consent_date="20.11.2026")
    assert choice.consent_date == datetime(2026, 11, 20, 20, 59, 59)


def test_a_refusal_of_today_is_never_in_the_future():
    (choice,), _faults = parse(status="ret", consent_date="23.11.2026")
    assert choice.consent_date == NOW


def test_the_first_day_with_hs_2015_is_accepted():
    (choice,), faults = parse(source="HS_2015", consent_date="2015-05-01 00:00:00")
    assert (choice.source, faults) == ("HS_2015", [])


def test_several_channels_in_a_cell_make_several_choices():
    choices, _faults = parse(type="SMS; Arama")
    assert [c.type for c in choices] == ["MESAJ", "ARAMA"]


WIDE = ("phone", "email", "status_MESAJ", "status_EPOSTA", "consent_date", "source")


def test_columns_a_channel_take_each_their_own_address():
    choices, faults = parse(
        WIDE,
        phone="05321112233",
        email="Ali@Example.com",
        status_MESAJ="E",
        status_EPOSTA="H",
    )
    assert [(c.recipient, c.status) for c in choices] == [
        ("+905321112233", "ONAY"),
        ("ali@example.com", "RET"),
    ]
    assert faults == []


def test_an_empty_choice_says_nothing():
    """L-21: silence is no approval."""
    row = {"phone": "05321112233", "email": None}
    assert parse(WIDE, **row, status_MESAJ=None, status_EPOSTA=None) == ([], [])


cells = st.none() | st.integers() | st.floats() | st.booleans() | st.text(max_size=15)


@given(st.lists(cells, max_size=8))
def test_no_row_makes_the_parser_fail_and_none_is_both_good_and_faulty(row):
    plan = Plan({c: i for i, c in enumerate(COLUMNS)}, normalise, NOW, {}, 1)
    choices, faults = RowParser(plan, fold).parse(1, row)
    assert not (choices and faults)


@given(st.lists(cells, max_size=8))
def test_the_glance_never_misses_a_refusal(row):
    """Refusals are recorded first (L-14); a row the glance leaves out has none."""
    plan = Plan({c: i for i, c in enumerate(COLUMNS)}, normalise, NOW, {}, 1)
    parser = RowParser(plan, fold)
    choices, _faults = parser.parse(1, row)
    refuses, other = parser.tells(row)
    assert refuses == any(c.status == "RET" for c in choices) or not choices
    assert other or all(c.status == "RET" for c in choices)


def test_the_day_begins_in_türkiye():
    early = datetime(2015, 4, 30, 21)
    assert parse_moment("01.05.2015")[0] == early
    assert date(2015, 5, 1) == (early + timedelta(hours=3)).date()
