"""Strictness: what breaks a contract fails, and stands in the list of complaints."""

import json

import pytest
import requests

from .sms_callers import CALLERS, NUMBER, Gsm, Merkez, Mor


def whats(sms):
    """What was complained about."""
    return [complaint.what for complaint in sms.complaints]


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"brandcode": "545454"}, "unknown member brandcode"),
        ({"iysfilter": 0}, "member iysfilter in the body is of a wrong type"),
        ({"iysfilter": "1"}, "iysfilter is none of"),
        ({"encoding": "tr"}, "encoding is none of"),
        ({"messages": [{"msg": "a", "no": 5321112233}]}, "member no in a message"),
        ({"messages": [{"msg": "a", "no": NUMBER, "id": "1"}]}, "unknown member id"),
    ],
)
def test_netgsm_complains_about_members(sms, more, what):
    assert Gsm(sms).send(**more).status_code == 406
    assert what in whats(sms)[0]


def test_a_missing_iys_flag_is_complained_about(sms):
    body = {"msgheader": "DENEME", "messages": [{"msg": "a", "no": NUMBER}]}
    assert Gsm(sms).rest("send", **body).json()["code"] == "70"
    assert Merkez(sms).send(iys=None).status_code == 400
    assert sms.served() == {}
    assert whats(sms) == [
        "member iysfilter is missing in the body",
        "member iys in order is of a wrong type",
    ]


@pytest.mark.parametrize("gateway", CALLERS)
def test_one_number_twice_in_a_job_is_complained_about(sms, gateway):
    CALLERS[gateway](sms).send(NUMBER, NUMBER)
    assert "one number twice" in whats(sms)[0]
    assert sms.served() == {}


def test_a_type_of_recipient_without_the_flag_is_complained_about(sms):
    Mor(sms).send(iys_recipient_type="BIREYSEL")
    assert "not commercial" in whats(sms)[0]


@pytest.mark.parametrize("gateway", CALLERS)
def test_a_secret_in_the_url_is_complained_about(sms, gateway):
    caller = CALLERS[gateway](sms)
    path = {
        "netgsm": "/sms/rest/v2/send",
        "iletimerkezi": "/v1/send-sms/json",
        "verimor": "/v2/send.json",
    }[gateway]
    query = {"x": caller.account.password}
    requests.post(caller.url + path, params=query, json={}, timeout=10)
    assert "a secret in the URL" in whats(sms)


def test_a_secret_in_netgsms_body_is_complained_about(sms):
    gsm = Gsm(sms)
    gsm.send(appname=gsm.account.password)
    assert whats(sms) == ["a secret in the body"]


@pytest.mark.parametrize(
    ("gateway", "path"),
    [
        ("netgsm", "/balance"),
        ("netgsm", "/iys/add"),
        ("iletimerkezi", "/v1/get-sender/json"),
        ("verimor", "/v2/balance"),
    ],
)
def test_a_header_with_a_secret_is_complained_about(sms, gateway, path):
    method = "GET" if path == "/v2/balance" else "POST"
    url, pair = sms.url(gateway) + path, ("u", "p")
    requests.request(method, url, auth=pair, json={}, timeout=10)
    assert whats(sms) == ["a secret in the header"]


def test_a_call_of_netgsm_without_credentials_is_complained_about(sms):
    answer = Gsm(sms).call("GET", "/sms/rest/v2/msgheader", auth=None)
    assert (answer.json()["code"], whats(sms)) == ("30", ["no Basic credentials"])


@pytest.mark.parametrize(
    ("gateway", "path"),
    [
        ("netgsm", "/sms/rest/v2/send"),
        ("iletimerkezi", "/v1/send-sms/json"),
        ("verimor", "/v2/send.json"),
    ],
)
def test_another_content_type_is_complained_about(sms, gateway, path):
    caller = CALLERS[gateway](sms)
    pair = (caller.account.username, caller.account.password)
    headers = {"Content-Type": "text/plain"}
    body = json.dumps({}).encode()
    requests.post(
        caller.url + path, data=body, headers=headers, timeout=10,
        auth=pair if gateway == "netgsm" else None,
    )  # fmt: skip
    assert "content type text/plain" in whats(sms)[0]


@pytest.mark.parametrize(
    ("gateway", "path"),
    [
        ("netgsm", "/sms/send/get"),
        ("iletimerkezi", "/v1/send-sms/get/"),
        ("verimor", "/v2/send"),
    ],
)
def test_the_forms_with_secrets_in_the_url_do_not_exist(sms, gateway, path):
    answer = requests.get(sms.url(gateway) + path, timeout=10)
    assert answer.status_code == 404
    assert whats(sms) == ["no GET of this path"]


def test_an_inbox_without_dates_is_complained_about(sms):
    Gsm(sms).call("GET", "/sms/rest/v2/inbox")
    assert "startdate is missing" in whats(sms)[0]


def test_a_complaint_holds_no_number_and_no_secret(sms):
    gsm = Gsm(sms)
    gsm.send(appname=gsm.account.password, other=NUMBER)
    assert NUMBER not in str(sms.complaints)
    assert gsm.account.password not in str(sms.complaints)


def test_a_lenient_gateway_complains_about_nothing(sms):
    sms.change(strict=False)
    body = {"msgheader": "DENEME", "messages": [{"msg": "a", "no": NUMBER}]}
    assert Gsm(sms).rest("send", **body).json()["code"] == "00"
    assert sms.complaints == []


@pytest.mark.parametrize("gateway", CALLERS)
def test_a_right_send_is_no_cause_for_complaint(sms, gateway):
    assert CALLERS[gateway](sms).send().status_code == 200
    assert sms.complaints == []
