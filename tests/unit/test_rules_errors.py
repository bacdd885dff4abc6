"""What an error of the rules tells: which member, which value, in İYS's own sentence."""

from dataclasses import replace
from datetime import datetime

import pytest

from iys_api.messages import TRT, Consent, Key
from iys_api.rules import RuleOptions, check_item, check_lot, key_of, validate
from iys_api.texts import text_of

NOW = datetime(2026, 3, 18, 10, tzinfo=TRT)  # a Wednesday
MAIL = {
    "recipient": "ali@example.com",
    "type": "EPOSTA",
    "status": "ONAY",
    "source": "HS_WEB",
    "consentDate": "2026-03-18 09:00:00",
}
CONSENT = Consent(
    "ali@example.com",
    "EPOSTA",
    "ONAY",
    source="HS_WEB",
    consent_date=datetime(2026, 3, 18, 9, tzinfo=TRT),
)
LATE = "2026-03-12 09:00:00"


@pytest.mark.parametrize(
    "change, code, member, value, blanks",
    [
        ({"title": "x"}, "H118", "title", None, {"member": "title"}),
        ({"type": "FAKS"}, "H117", "type", "FAKS", {}),
        ({"recipient": "ali"}, "H120", "recipient", "ali", {}),
        ({"consentDate": "dün"}, "H158", "consentDate", "dün", {}),
        ({"source": "HS_KARAR"}, "H408", "status", "ONAY", {}),
        ({"retailerAccess": []}, "H163", "retailerAccess", [], {}),
        (
            {"retailerAccess": [1] * 3001},
            "H126",
            "retailerAccess",
            [1] * 3001,
            {"limit": 3000},
        ),
    ],
)
def test_an_error_names_the_member_its_value_and_the_reason(
    change, code, member, value, blanks
):
    """Contract, section 5: ``location``, ``value`` and the sentence."""
    (error,) = check_item(MAIL | change, NOW)
    assert (error.code, error.location, error.value) == (code, (member,), value)
    assert error.message == text_of(code, **blanks)


@pytest.mark.parametrize("value, code", [(None, "H266"), ("", "H267")])
def test_an_error_of_the_whole_request_names_the_member_in_its_sentence(value, code):
    """Contract, section 2: such errors have no location."""
    (error,) = check_item(MAIL | {"retailerCode": value}, NOW)
    assert error.message == text_of(code, member="retailerCode")


@pytest.mark.parametrize("member", ["retailerCode", "retailerAccess", "recipientType"])
def test_a_merchant_leaves_optional_members_out_too(member):
    """Contract, section 2: null is no way of leaving out."""
    item = {**MAIL, "recipientType": "TACIR", member: None}
    found = [error.code for error in check_item(item, NOW)]
    assert found == ["H266"]


def test_an_empty_type_is_missing_and_not_wrong():
    """Contract, section 6.2: one fault, one error."""
    assert [error.code for error in check_item(MAIL | {"type": ""}, NOW)] == ["H111"]


@pytest.mark.parametrize(
    "item, codes",
    [
        ({"type": "ARAMA", "recipient": "+902125550101"}, []),
        ({"type": "ARAMA", "recipient": "ali@example.com"}, ["H121"]),
        ({"type": "FAKS", "recipient": "+905321112233"}, []),
        ({"type": "FAKS", "recipient": "ali"}, ["H122"]),
        ({"type": "MESAJ", "recipient": "+90532111223344"}, ["H121"]),
        ({"type": "MESAJ", "recipient": "+905321112233445"}, ["H160", "H121"]),
    ],
)
def test_an_address_is_judged_by_its_type(item, codes):
    """Contract, section 6.3; a phone may have fifteen signs."""
    errors = [error.code for error in check_item(MAIL | item, NOW)]
    assert [error for error in errors if error != "H117"] == codes


def test_a_lot_and_a_consent_are_judged_by_the_options_given():
    """Section 13: what no source settles is a switch everywhere."""
    lenient = RuleOptions(three_day_rule=False)
    late = replace(CONSENT, consent_date=datetime(2026, 3, 12, 9, tzinfo=TRT))
    assert check_lot([MAIL | {"consentDate": LATE}], NOW, lenient) == []
    assert validate(late, NOW, lenient) == []


def test_the_reading_of_the_three_days_is_taken_from_the_options():
    """L-12: by the day, the whole first day still counts."""
    item = MAIL | {"consentDate": "2026-03-13 09:00:00"}
    assert [error.code for error in check_item(item, NOW)] == ["H467"]
    assert check_item(item, NOW, RuleOptions(edge="day")) == []


def test_a_mail_in_capitals_is_the_same_record():
    """Contract, section 6.3."""
    key = Key("ali@example.com", "BIREYSEL", "EPOSTA")
    assert key_of(MAIL | {"recipient": "ALI@Example.com"}) == key


def test_a_phone_is_the_record_of_its_type():
    """L-2: address, recipient type and channel."""
    item = {"recipient": "+905321112233", "type": "MESAJ", "recipientType": "TACIR"}
    assert key_of(item) == Key("+905321112233", "TACIR", "MESAJ")


def test_an_unknown_dealer_is_named():
    """Section 6.2: found before it is sent."""
    (error,) = validate(replace(CONSENT, retailer_code="bayi"), NOW)
    assert (error.code, error.location, error.value) == (
        "H180",
        ("retailerCode",),
        "bayi",
    )


def test_an_address_in_another_spelling_is_named():
    """Section 6.3: nobody would find that record again."""
    (error,) = validate(replace(CONSENT, recipient="Ali@example.com"), NOW)
    assert (error.code, error.location, error.value) == (
        "H120",
        ("recipient",),
        "Ali@example.com",
    )
