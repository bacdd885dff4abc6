"""Netgsm's codes and rules, by the state or the request that causes them."""

import pytest

from .conftest import consent
from .sms_callers import NUMBER, Gsm, code_of

OTHER = "5321112244"


def test_netgsm_takes_a_send(obeyed):
    answer = Gsm(obeyed).send()
    assert (answer.status_code, answer.json()["code"]) == (200, "00")
    assert answer.json()["jobid"].isdigit() and len(answer.json()["jobid"]) == 26


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("01", {"startdate": "02.03.2026 10:00"}),
        ("02", {"stopdate": "020320261030"}),
        ("40", {"msgheader": "YABANCI"}),
        ("70", {"messages": []}),
        ("70", {"messages": [{"msg": "a", "no": "+905321112233"}]}),
        ("20", {"text": "ş" * 884, "encoding": "TR"}),
        ("20", {"text": "😀"}),
    ],
)
def test_netgsm_says_what_is_wrong_with_a_send(obeyed, code, more):
    answer = Gsm(obeyed).send(**more)
    assert code_of(answer) == code
    assert answer.status_code == (200 if code in ("01", "02") else 406)


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("30", {"password": "other"}),
        ("30", {"ips": ("192.0.2.1",)}),
        ("30", {"api_open": False}),
    ],
)
def test_netgsm_lets_nobody_else_in(obeyed, code, state):
    gsm = Gsm(obeyed)
    pair = (gsm.account.username, gsm.account.password)
    for name, value in state.items():
        setattr(gsm.account, name, value)
    answer = gsm.call("GET", "/sms/rest/v2/msgheader", auth=pair)
    assert (answer.status_code, code_of(answer)) == (406, code)


@pytest.mark.parametrize(
    ("code", "state"),
    [("50", {"iys_open": False}), ("51", {"brand": "", "titles": {"DENEME": ""}})],
)
def test_netgsm_needs_iys_for_commercial_texts(obeyed, code, state):
    gsm = Gsm(obeyed)
    for name, value in state.items():
        setattr(gsm.account, name, value)
    assert code_of(gsm.send(iysfilter="11")) == code


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("20", NUMBER, "kodunuz: şifre"),
        ("20", NUMBER, "a" * 156),
        ("50", NUMBER + "99999999", "Kod"),
        ("00", NUMBER, "a" * 155),
    ],
)
def test_netgsm_codes_have_rules_of_their_own(obeyed, code, number, text):
    assert code_of(Gsm(obeyed).otp(number, text)) == code


def test_netgsm_sends_no_code_without_a_package(obeyed):
    gsm = Gsm(obeyed)
    gsm.account.packages["OTP SMS"] = 1
    assert [code_of(gsm.otp()), code_of(gsm.otp(OTHER))] == ["00", "60"]


def test_netgsm_cancels_only_what_is_to_come(obeyed):
    gsm = Gsm(obeyed)
    later = gsm.send(startdate="020320261200").json()["jobid"]
    gone = gsm.send(OTHER).json()["jobid"]
    codes = [code_of(gsm.rest("cancel", jobid=job)) for job in (later, gone, later)]
    assert codes == ["00", "60", "60"]
    obeyed.clock.advance(3 * 3600)
    assert obeyed.phone(NUMBER).texts == []


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("60", {"jobids": ["1"]}),
        ("70", {"jobids": ["1"] * 51}),
        ("70", {"jobids": ["1"], "pagesize": 101}),
        ("70", {"jobids": ["1"], "startdate": "2026-03-02", "stopdate": "x"}),
    ],
)
def test_netgsm_says_what_is_wrong_with_a_report(obeyed, code, body):
    assert code_of(Gsm(obeyed).rest("report", **body)) == code


def test_netgsm_has_an_empty_inbox(obeyed):
    query = {"startdate": "02032026000000", "stopdate": "02032026235959"}
    answer = Gsm(obeyed).call("GET", "/sms/rest/v2/inbox", params=query)
    assert (answer.status_code, code_of(answer)) == (406, "40")


def test_netgsm_keeps_a_blacklist_by_xml(obeyed):
    gsm = Gsm(obeyed)
    assert [_ban(gsm, "1").text, list(gsm.account.blacklist)] == ["OK", [NUMBER]]
    assert gsm.status(gsm.send()) == {NUMBER: 0}
    assert [_ban(gsm, "3").text, _ban(gsm, "2").text] == ["60", "OK"]
    assert gsm.account.blacklist == {}


def _ban(gsm, tip):
    xml = (
        f"<mainbody><header><usercode>{gsm.account.username}</usercode><password>"
        f"{gsm.account.password}</password><tip>{tip}</tip></header>"
        f"<body><number>{NUMBER}</number></body></mainbody>"
    )
    headers = {"Content-Type": "text/xml"}
    return gsm.call("POST", "/sms/blacklist", data=xml, headers=headers, auth=None)


def test_netgsm_brings_consents_to_iys(obeyed):
    gsm = Gsm(obeyed)
    head = {"brandCode": "545454"}
    item = consent("+90" + NUMBER)
    assert _iys(gsm, "add", head, item)["code"] == "0"
    wanted = {name: item[name] for name in ("type", "recipient", "recipientType")}
    assert _iys(gsm, "search", head, wanted)["code"] == 50
    obeyed.clock.advance(60)
    assert _iys(gsm, "search", head, wanted)["query"]["status"] == "ONAY"


@pytest.mark.parametrize(
    ("code", "head", "state"),
    [
        (30, {"password": "other", "brandCode": "545454"}, {}),
        (40, {"brandCode": "999999"}, {}),
        (60, {"brandCode": "545454"}, {"iys_open": False}),
        (70, {"brandCode": "545454", "item": {"recipient": "5321112233"}}, {}),
    ],
)
def test_netgsm_says_why_iys_takes_nothing(obeyed, code, head, state):
    gsm = Gsm(obeyed)
    for name, value in state.items():
        setattr(gsm.account, name, value)
    item = consent("+90" + NUMBER) | head.pop("item", {})
    assert _iys(gsm, "add", head, item)["code"] == code


def _iys(gsm, name, head, item):
    own = {"username": gsm.account.username, "password": gsm.account.password}
    body = {"header": own | head, "body": {"data": [item]}}
    return gsm.call("POST", f"/iys/{name}", json=body, auth=None).json()
