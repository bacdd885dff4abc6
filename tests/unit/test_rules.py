"""What İYS accepts: every rule of contract 6.2 – 6.5 and 15.2, one by one."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iys_api.messages import TRT, Consent, consent_to_wire
from iys_api.rules import (
    RuleOptions,
    check_item,
    check_lot,
    duplicates,
    transition,
    validate,
)
from iys_api.terms import COMPANY_SOURCES, RECIPIENT_SOURCES
from tests.unit.iys_calls import EXAMPLES

NOW = datetime(2026, 3, 18, 10, tzinfo=TRT)  # a Wednesday
MAIL = {
    "recipient": "ali@example.com",
    "type": "EPOSTA",
    "status": "ONAY",
    "source": "HS_WEB",
    "consentDate": "2026-03-18 09:00:00",
    "recipientType": "BIREYSEL",
}
PHONE = MAIL | {"recipient": "+905321112233", "type": "MESAJ"}
GONE = object()


def item(base=MAIL, **changes):
    """A good item with changes; GONE leaves a member out."""
    changed = base | changes
    return {name: value for name, value in changed.items() if value is not GONE}


def codes(item, now=NOW, options=None):
    """The codes of all faults of an item, in order."""
    return [e.code for e in check_item(item, now, options or RuleOptions())]


def test_a_good_mail_and_a_good_phone_pass():
    """Nothing to complain about."""
    assert codes(MAIL) == codes(PHONE) == []


@pytest.mark.parametrize(
    "change, expected",
    [
        ({"recipient": GONE}, ["H114"]),
        ({"recipient": ""}, ["H114"]),
        ({"type": GONE}, ["H111"]),
        ({"status": GONE}, ["H110"]),
        ({"source": GONE}, ["H113"]),
        ({"consentDate": GONE}, ["H112"]),
        ({"recipientType": GONE}, []),
        ({"title": "x"}, ["H118"]),
        ({"creationDate": "2026-03-18 09:00:00"}, ["H118"]),
        ({"type": "EPOSTAA"}, ["H117"]),
        ({"status": "RED"}, ["H115"]),
        ({"recipientType": "KURUMSAL"}, ["H116"]),
        ({"recipientType": ""}, ["H116"]),
        ({"source": "HS_201"}, ["H119"]),
        ({"source": "IYS_WEB"}, ["H119"]),
        ({"source": "HS_KARAR"}, ["H408"]),
        ({"source": "HS_KARAR", "status": "RET"}, []),
        ({"retailerAccess": []}, ["H163"]),
        ({"retailerAccess": [12345678] * 3001}, ["H126"]),
        ({"retailerAccess": [12345678] * 3000}, []),
        ({"retailerCode": ""}, ["H267"]),
        ({"retailerCode": None}, ["H266"]),
        ({"retailerAccess": None}, ["H266"]),
        ({"recipientType": None}, ["H266"]),
    ],
)
def test_a_change_of_a_good_mail_has_its_code(change, expected):
    """Sections 6.2 and 15.2."""
    assert codes(item(**change)) == expected


@pytest.mark.parametrize(
    "name, code",
    [
        ("recipient", "H120"),
        ("type", "H117"),
        ("status", "H115"),
        ("source", "H119"),
        ("consentDate", "H158"),
        ("recipientType", "H116"),
        ("retailerAccess", "H163"),
    ],
)
@pytest.mark.parametrize("value", [5, 5.5, True, {"a": 1}], ids=str)
def test_a_wrong_json_type_has_the_members_own_code(name, code, value):
    """Section 13."""
    assert code in codes(item(**{name: value}))


@pytest.mark.parametrize(
    "recipient, expected",
    [
        ("+905321112233", []),
        ("+902125551122", []),
        ("+4915123456789", []),
        ("+9005321112233", []),
        ("905321112233", ["H121"]),
        ("05321112233", ["H121"]),
        ("+90 532 111 22 33", ["H121"]),
        ("+05543213232", ["H121"]),
        ("+905111112233", ["H121"]),
        ("9055436100000000", ["H160", "H121"]),
        ("+905543213232213232", ["H160", "H121"]),
        ("ali@example.com", ["H121"]),
        ("Ali veli 49 elli tane", ["H121"]),
    ],
)
def test_a_phone_has_its_code(recipient, expected):
    """Section 6.3."""
    assert codes(item(PHONE, recipient=recipient)) == expected


@pytest.mark.parametrize(
    "recipient, expected",
    [
        ("ALI@EXAMPLE.COM", []),
        ("a.b-c_d+e@example.com", []),
        ("+905321112233", ["H120"]),
        ("ornekadiniz.com", ["H120"]),
        ("ışık@example.com", ["H120"]),
        ("ali @example.com", ["H120"]),
        ("ornek" * 60 + "@mail.com", ["H120"]),
    ],
)
def test_a_mail_address_has_its_code(recipient, expected):
    """Section 6.3; İYS lowers the case itself."""
    assert codes(item(recipient=recipient)) == expected


def test_without_a_type_an_address_of_neither_kind_is_told():
    """H122."""
    assert codes(item(type=GONE, recipient="ali")) == ["H111", "H122"]


@pytest.mark.parametrize(
    "date, source, expected",
    [
        ("2026-03-18 10:00:00", "HS_WEB", []),
        ("2026-03-18 10:00:01", "HS_WEB", ["H162"]),
        ("2026-03-18 09:00:00 ", "HS_WEB", ["H158"]),
        ("2026-03-18T09:00:00", "HS_WEB", ["H158"]),
        ("18.03.2026 09:00:00", "HS_WEB", ["H158"]),
        ("2026-03-18 9:00:00", "HS_WEB", ["H158"]),
        ("2026-03-18 09:00:00\n", "HS_WEB", ["H158"]),
        ("٢٠٢٦-٠٣-١٨ ٠٩:٠٠:٠٠", "HS_WEB", ["H158"]),
        ("2026-15-01 09:00:00", "HS_WEB", ["H157"]),
        ("2026-02-29 09:00:00", "HS_WEB", ["H157"]),
        ("2015-04-30 23:59:59", "HS_WEB", ["H156"]),
        ("2015-05-01 00:00:00", "HS_WEB", ["H467"]),
        ("2015-04-30 23:59:59", "HS_2015", ["H156", "H155"]),
        ("2020-04-30 23:59:00", "HS_2015", ["H155"]),
        ("2015-05-01 00:00:00", "HS_2015", ["H467"]),
        ("2026-03-13 10:00:00", "HS_WEB", []),
        ("2026-03-13 09:59:59", "HS_WEB", ["H467"]),
    ],
)
def test_a_consent_date_has_its_code(date, source, expected):
    """Section 6.4, L-4, L-12."""
    assert codes(item(consentDate=date, source=source)) == expected


def test_the_three_day_rule_counts_for_a_refusal_too():
    """Section 6.4: no source exempts RET."""
    late = item(consentDate="2026-03-10 09:00:00", status="RET")
    assert codes(late) == ["H467"]


@pytest.mark.parametrize(
    "options", [RuleOptions(three_day_rule=False), RuleOptions(hs_2015_exempt=True)]
)
def test_hs_2015_passes_where_a_switch_lets_it(options):
    """Section 13: activation window, or the source exempt."""
    old = item(consentDate="2015-05-01 00:00:00", source="HS_2015")
    assert codes(old, options=options) == []


def test_holidays_move_the_edge():
    """Section 6.4: from a configurable list."""
    holidays = {datetime(2026, 3, day).date(): False for day in (16, 17)}
    date = "2026-03-11 10:00:00"
    assert codes(item(consentDate=date)) == ["H467"]
    assert codes(item(consentDate=date), options=RuleOptions(holidays)) == []


@pytest.mark.parametrize(
    "change, expected",
    [
        ({}, []),
        ({"source": GONE}, []),
        ({"consentDate": GONE}, []),
        ({"source": GONE, "consentDate": GONE}, []),
        ({"source": None}, ["H266"]),
        ({"consentDate": ""}, ["H267"]),
        ({"recipient": GONE}, ["H114"]),
    ],
)
def test_a_merchant_may_lack_source_and_date(change, expected):
    """L-3, section 6.2."""
    assert codes(item(recipientType="TACIR", **change)) == expected


@pytest.mark.parametrize("value", [None, [], "x", 5])
def test_what_is_no_object_is_no_add(value):
    """H085."""
    assert codes(value) == ["H085"]


def test_all_faults_come_at_once_and_in_order():
    """Sections 5 and 15.2."""
    broken = {"x": 1, "status": "RED", "recipient": "y", "type": "MESAJ"}
    assert codes(broken) == ["H118", "H113", "H112", "H115", "H121"]


@pytest.mark.parametrize("source", COMPANY_SOURCES)
def test_every_source_of_the_company_may_be_sent(source):
    """L-4."""
    options = RuleOptions(three_day_rule=False)
    date = "2015-05-01 00:00:00" if source == "HS_2015" else MAIL["consentDate"]
    status = "RET" if source == "HS_KARAR" else "ONAY"
    assert (
        codes(item(source=source, status=status, consentDate=date), NOW, options) == []
    )


@pytest.mark.parametrize("source", RECIPIENT_SOURCES)
def test_no_source_of_the_recipient_may_be_sent(source):
    """L-4: IYS_ codes only come from İYS."""
    assert codes(item(source=source)) == ["H119"]


def test_a_repeated_record_in_a_lot_is_named_by_its_place():
    """H194, section 7.3; case of a mail does not matter."""
    again = item(recipient="ALI@example.com", status="RET")
    found = duplicates([MAIL, PHONE, again])
    assert [(e.code, e.index) for e in found] == [("H194", 2)]


def test_one_address_as_individual_and_as_merchant_is_no_repetition():
    """L-2."""
    assert duplicates([MAIL, item(recipientType="TACIR")]) == []


def test_a_default_recipient_type_is_the_individual():
    """Section 6.1: left out means BIREYSEL."""
    assert [e.index for e in duplicates([MAIL, item(recipientType=GONE)])] == [1]


def test_a_lot_with_a_field_error_is_not_searched_for_repetitions():
    """Section 15.1: H194 alone."""
    found = check_lot([MAIL, MAIL, item(type="X")], NOW)
    assert [(e.code, e.index) for e in found] == [("H117", 2)]


LOT_EXAMPLES = [
    e
    for e in EXAMPLES
    if e["response_status"] == 422
    and e["path"].endswith(("/consents", "/consents/request"))
    and isinstance(e.get("suggested_request_body"), dict | list)
]


@pytest.mark.parametrize("example", LOT_EXAMPLES, ids=lambda e: e["id"])
def test_a_recorded_refusal_is_ours(example):
    """Codes, positions and values of İYS's own 422 answers."""
    now = datetime.strptime(example["clock"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=TRT)
    body = example["suggested_request_body"]
    old = "2020" in example["clock"]
    options = RuleOptions(three_day_rule=not old)
    found = (
        check_lot(body, now, options)
        if isinstance(body, list)
        else check_item(body, now, options)
    )
    assert [(e.code, e.index, list(e.location)) for e in found] == [
        (e["code"], e.get("index"), e.get("location", []))
        for e in example["response_body"]["errors"]
    ]


STORED = Consent(
    "ali@example.com", "EPOSTA", "ONAY", "HS_WEB", NOW - timedelta(hours=1)
)
REFUSED = replace(STORED, status="RET")


def new(status, hours=0, **changes):
    """An act for the same record, some hours after the present."""
    moment = NOW + timedelta(hours=hours)
    return replace(STORED, status=status, consent_date=moment, **changes)


@pytest.mark.parametrize(
    "stored, incoming, code",
    [
        (None, new("ONAY"), None),
        (None, new("RET"), "H175"),
        (None, new("RET", source="HS_KARAR"), "H175"),
        (STORED, new("ONAY"), None),
        (STORED, new("RET"), None),
        (REFUSED, new("ONAY"), None),
        (REFUSED, new("RET"), "H174"),
        (STORED, new("ONAY", -1), "H178"),
        (STORED, new("RET", -2), "H178"),
        (REFUSED, new("ONAY", -2), "H178"),
        (REFUSED, new("RET", -2), "H174"),
    ],
)
def test_the_stored_record_decides(stored, incoming, code):
    """Section 6.5, L-5; H174 before H178 (section 13)."""
    assert transition(stored, incoming) == code


def test_a_decision_as_the_first_record_can_have_its_own_code():
    """Section 13: HS_KARAR, H175 or H486."""
    options = RuleOptions(first_karar="H486")
    assert transition(None, new("RET", source="HS_KARAR"), options) == "H486"
    assert transition(None, new("RET"), options) == "H175"


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"source": None}, "H463"),
        ({"consent_date": None}, "H462"),
        ({"source": None, "consent_date": None}, "H463"),
    ],
)
def test_a_merchants_update_needs_source_and_date(changes, code):
    """Section 6.5."""
    merchant = replace(STORED, recipient_type="TACIR")
    incoming = replace(new("RET", recipient_type="TACIR"), **changes)
    assert transition(merchant, incoming) == code


def test_a_merchants_record_without_date_is_older_than_any():
    """Section 6.2: the date may be empty for TACIR."""
    merchant = replace(STORED, recipient_type="TACIR", consent_date=None)
    assert transition(merchant, new("RET", -999, recipient_type="TACIR")) is None


def test_our_own_consent_is_checked_before_it_is_sent():
    """The same rules, and the address in its one spelling."""
    good = replace(STORED, consent_date=NOW)
    assert validate(good, NOW) == []
    assert [e.code for e in validate(replace(good, status="X"), NOW)] == ["H115"]


@pytest.mark.parametrize(
    "recipient, type_, code",
    [
        ("+9005321112233", "MESAJ", "H121"),
        ("Ali@example.com", "EPOSTA", "H120"),
    ],
)
def test_our_own_consent_must_have_the_one_spelling(recipient, type_, code):
    """Section 6.3: İYS stores them, but nobody would find the record."""
    odd = replace(STORED, recipient=recipient, type=type_, consent_date=NOW)
    assert check_item(consent_to_wire(odd), NOW) == []
    assert [e.code for e in validate(odd, NOW)] == [code]


def test_our_own_consent_with_a_strange_dealer_code_is_told():
    """H180, before a number is made of it."""
    odd = replace(STORED, consent_date=NOW, retailer_code="MRK-1")
    assert [e.code for e in validate(odd, NOW)] == ["H180"]


def test_a_faulty_item_does_not_change():
    """The checks touch nothing."""
    broken = item(type="X", retailerAccess=[])
    copy = dict(broken)
    check_item(broken, NOW)
    assert broken == copy


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(list(MAIL)), inner, max_size=8)
    ),
    max_leaves=8,
)


@given(JSON)
def test_no_json_value_makes_the_checks_fail(value):
    """Whatever a client sends, the answer is a list of errors."""
    assert check_item(value, NOW)


@given(st.dictionaries(st.sampled_from([*MAIL, "retailerAccess"]), JSON, max_size=8))
def test_no_change_of_a_good_item_makes_the_checks_fail(changes):
    """The same, near the good ones."""
    assert isinstance(check_lot([MAIL | changes, PHONE], NOW), list)
