"""Verimor's codes and rules, by the state or the request that causes them."""

import pytest
import requests

from .sms_callers import NUMBER, Mor

OTHER = "5321112244"


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("INVALID_SOURCE_ADDRESS", {"source_addr": "YABANCI"}),
        ("NUMERIC_SOURCE_ADDRESS_NOT_ALLOWED", {"source_addr": "8503050001"}),
        ("INVALID_IYS_RECIPIENT_TYPE", {"is_commercial": True}),
        ("MISSING_MESSAGE", {"messages": []}),
        ("MISSING_MESSAGE", {"messages": [{"msg": "", "dest": "905321112233"}]}),
        ("MESSAGE_TOO_LONG", {"messages": [{"msg": "ş" * 1044, "dest": "9053"}]}),
        ("MISSING_DESTINATION_ADDRESS", {"messages": [{"msg": "a", "dest": ""}]}),
        ("INVALID_DESTINATION_ADDRESS", {"messages": [{"msg": "a", "dest": "12"}]}),
        ("INVALID_PERIOD", {"valid_for": "48:01"}),
        ("INVALID_DELIVERY_TIME", {"send_at": "2026-03-01 10:00:00"}),
        ("INVALID_DATACODING", {"datacoding": "3"}),
    ],
)
def test_verimor_says_what_is_wrong_with_a_send(obeyed, code, more):
    mor = Mor(obeyed)
    body = {"source_addr": "DENEME", "messages": [{"msg": "a", "dest": "905321112233"}]}
    answer = mor.post("send.json", **(body | more))
    assert (answer.status_code, answer.text) == (400, code)


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("INSUFFICIENT_CREDITS", {"credits": 0}),
        ("AHS_AUTHORIZATION_ERROR", {"iys_open": False}),
        ("MISSING_IYS_BRAND_CODE", {"titles": {"DENEME": ""}}),
    ],
)
def test_verimor_refuses_by_the_account(obeyed, code, state):
    mor = Mor(obeyed)
    for name, value in state.items():
        setattr(mor.account, name, value)
    answer = mor.send(is_commercial=True, iys_recipient_type="BIREYSEL")
    assert (answer.status_code, answer.text) == (400, code)


def test_verimor_wants_to_know_the_address_of_the_caller(obeyed):
    mor = Mor(obeyed)
    mor.account.ips = ()
    answer = mor.ask("balance")
    assert (answer.status_code, answer.text[:10]) == (401, "Hesabınızd")


def test_verimor_takes_no_eleven_megabytes(obeyed):
    mor = Mor(obeyed)
    words = {"custom_id": "x" * 11 * 1024 * 1024}
    assert mor.send(**words).status_code == 413


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("MULTIPLE_DESTINATION_NOT_ALLOWED", {"dest": "905321112233,905321112244"}),
        ("MISSING_CODE", {"dest": "905321112233"}),
    ],
)
def test_verimor_codes_have_rules_of_their_own(obeyed, code, more):
    assert Mor(obeyed).post("otp", **more).text == code


def test_verimor_puts_the_code_into_the_text(obeyed):
    words = {"dest": "90" + NUMBER, "code": "4829", "msg": "Kod {code}"}
    assert Mor(obeyed).post("otp", **words).text.isdigit()
    assert obeyed.phone(NUMBER).texts[0].text == "Kod 4829"


def test_verimor_ignores_ids_whose_count_is_wrong(obeyed):
    mor = Mor(obeyed)
    dest = f"90{NUMBER},90{OTHER}"
    sent = mor.post(
        "send.json", source_addr="DENEME",
        messages=[{"msg": "a", "dest": dest, "id": "1"}],
    )  # fmt: skip
    assert [row["message_custom_id"] for row in mor.rows(sent)] == [None, None]


def test_verimor_knows_whose_campaign_it_is(obeyed):
    mor = Mor(obeyed)
    campaign = mor.send().text
    mor.account = obeyed.account("verimor", 1)
    assert mor.ask("status", id=campaign).status_code == 401
    assert mor.ask("status", id="1").status_code == 404


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("INVALID_CONSENT_DATE", {"consent_date": "2026-02-26 09:00:00"}),
        ("INVALID_CONSENT_DATE", {"consent_date": "2026-03-02 11:00:00"}),
        ("MISSING_CONSENT_DATE", {"consent_date": ""}),
        ("INVALID_RECIPIENT", {"recipient": "5321112233"}),
    ],
)
def test_verimor_says_what_is_wrong_with_a_consent(obeyed, code, changed):
    assert _upload(Mor(obeyed), **changed).text == code


def test_verimor_tells_later_what_iys_said(obeyed):
    mor = Mor(obeyed)
    upload = _upload(mor, status="RET").text
    obeyed.clock.advance(60)
    (row,) = mor.ask(f"iys/campaigns/{upload}/consents").json()["records"]
    assert (row["request_status"], row["request_error"][:4]) == ("Başarısız", "H175")


def _upload(mor, **changed):
    item = {
        "type": "MESAJ",
        "source": "HS_WEB",
        "status": "ONAY",
        "recipient_type": "BIREYSEL",
        "consent_date": "2026-03-02 09:00:00",
        "recipient": "90" + NUMBER,
    } | changed
    return mor.post("iys_consents.json", source_addr="DENEME", consents=[item])


def test_verimor_takes_fifty_thousand_messages_and_no_more(obeyed):
    mor = Mor(obeyed)
    messages = [{"msg": "a", "dest": f"9053{n:08d}"} for n in range(50_001)]
    order = {"source_addr": "DENEME", "messages": messages}
    assert mor.post("send.json", **order).text == "MESSAGE_COUNT_LIMIT_EXCEEDED"
    del messages[-1]
    assert mor.post("send.json", **order).text.isdigit()


def test_verimor_wants_utf_8(obeyed):
    url = obeyed.url("verimor") + "/v2/send.json"
    body = '{"msg": "ş"}'.encode("iso-8859-9")
    headers = {"Content-Type": "application/json"}
    answer = requests.post(url, data=body, headers=headers, timeout=10)
    assert answer.text == "INVALID_UTF8"


def test_verimor_says_waiting_before_the_hour(obeyed):
    mor = Mor(obeyed)
    assert mor.status(mor.send(send_at="2026-03-02 12:00:00")) == {NUMBER: "WAITING"}


def test_a_landline_gets_no_text(obeyed):
    mor = Mor(obeyed)
    sent = mor.send("2121112233")
    obeyed.clock.advance(10)
    assert mor.status(sent) == {"2121112233": "INVALID_DESTINATION_ADDRESS"}
