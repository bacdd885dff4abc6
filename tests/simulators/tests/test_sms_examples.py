"""Every example of the SMS file is played against the simulator, which answers alike."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.simulators.sms import Limits, SmsSimulator

from . import sms_stage_iletimerkezi, sms_stage_netgsm, sms_stage_verimor  # noqa: F401
from .sms_callers import Gsm, Merkez, Mor, Receiver
from .sms_stage import SCENES, Stage, staged

FIXTURE = Path(__file__).parents[2] / "fixtures" / "sms" / "examples.json"
GATEWAYS = ("netgsm", "iletimerkezi", "verimor")
EXAMPLES = [
    example
    for example in json.loads(FIXTURE.read_text(encoding="utf-8"))["examples"]
    if example["gateway"] in GATEWAYS
]
#: what is no part of the contract the product uses, and why
NOT_PLAYED = {
    "netgsm-send-unknown-code": "an answer no state of the gateway gives",
    "netgsm-send-missing-code": "an answer no state of the gateway gives",
    "netgsm-legacy-xml-1n": "the old XML send, replaced by REST v2",
    "netgsm-legacy-balance": "the old XML balance",
    "netgsm-legacy-header": "the old list of titles, password in the body",
    "im-send-xml-nn": "the XML form; JSON has the same as a list",
    "im-send-get-ok": "a GET with secrets in the URL, which nobody may send",
    "verimor-send-get-ok": "a GET with secrets in the URL, which nobody may send",
    "verimor-send-get-credit": "the same; the code stands in test_sms_codes",
    "im-push-incomplete": "a broken push, for receivers only",
}
#: members whose value is of the moment, or a person's free choice of words
OF_THE_MOMENT = {
    "jobid", "id", "uid", "campaign_id", "message_id", "packet_id", "submitid",
    "creationDate", "creationdate", "transactionId", "created_at", "received_at",
    "submitAt", "sendAt", "sent_at", "done_at", "description", "describtion", "price",
    "message", "operator", "network", "keyword", "destination_addr", "sender",
    "body", "to", "errmsg", "request_error", "source_addr", "report_date",
    "iys_campaign_id", "header_name", "iyscode", "brandcode",
}  # fmt: skip
#: examples whose own values cannot be had: only members and types are compared
SHAPE_ONLY = {
    "netgsm-send-error-shape-manual": "the code is a placeholder",
    "im-report-45-counters": "one number three times in one order",
    "im-report-empty": "an order without a number; here a page beyond the last",
    "im-blacklist-list": "five rows of 7906, all one dummy number",
    "verimor-blacklist-get": "entries of another source than the API",
    "netgsm-iys-push-failure": "values of another company",
    "netgsm-iys-push-minimal": "values of another company; codes as text",
    "verimor-push-dlr": "values of another campaign",
}
#: of those, the roads that the simulated operators do not have at all
OTHER_ROADS = {
    "netgsm-legacy-xml-1n", "netgsm-legacy-balance", "netgsm-legacy-header",
    "im-send-xml-nn", "im-send-get-ok", "verimor-send-get-ok", "verimor-send-get-credit",
}  # fmt: skip
CLIENT_EXAMPLES = [e for e in EXAMPLES if e["direction"] == "client"]
PLAYED = [e for e in EXAMPLES if e["id"] not in NOT_PLAYED]
CALLS = [e for e in PLAYED if e["direction"] == "client"]
PUSHES = [e for e in PLAYED if e["direction"] == "push"]
#: examples whose request the strict gateway refuses, as its document wants
LENIENT = {
    "netgsm-send-ok-1", "netgsm-send-ok-nn", "netgsm-send-40", "im-cancel-400",
    "verimor-send-json-newline",
}  # fmt: skip


@pytest.mark.parametrize("example", CALLS, ids=lambda e: e["id"])
def test_an_example_is_answered_as_recorded(example):
    with staged(example) as sim:
        stage = Stage(json.loads(json.dumps(example)), sim)
        answer = stage.prepare().send()
        assert sim.complaints == []
    told = stage.example["response"] or {"status": 200}
    assert answer.status_code == told["status"], answer.text
    body = told.get("body", told.get("body_partial"))
    if body is not None:
        values = example["id"] not in SHAPE_ONLY
        assert _differs(body, _content(answer), values) == []


@pytest.mark.parametrize("name", sorted(LENIENT))
def test_a_strict_gateway_refuses_an_example_that_leaves_something_out(name):
    example = next(e for e in CALLS if e["id"] == name)
    with staged(example) as sim:
        stage = Stage(json.loads(json.dumps(example)), sim).prepare()
        sim.change(strict=True)
        assert stage.send().status_code >= 400
        assert len(sim.complaints) == 1


@pytest.mark.parametrize("name", sorted(OTHER_ROADS))
def test_a_road_of_no_contract_is_refused_and_named(name):
    """Should the product ever take one, its tests fail by the complaint."""
    example = next(e for e in CLIENT_EXAMPLES if e["id"] == name)
    request = example["request"] or {}
    with SmsSimulator(limits=Limits.off()) as sim:
        body = request.get("body")
        answer = requests.request(
            example["method"],
            sim.url(example["gateway"]) + example["path"],
            params=request.get("query"),
            data=(body if isinstance(body, str) else json.dumps(body)).encode(),
            timeout=10,
        )
        assert answer.status_code == 404
        assert len(sim.complaints) == 1
        assert sim.texts() == []


def test_few_examples_are_not_played():
    assert len(EXAMPLES) - len(PLAYED) == len(NOT_PLAYED) <= 10


def test_every_scene_and_exception_names_an_example():
    names = {example["id"] for example in EXAMPLES}
    assert {*SCENES, *NOT_PLAYED, *SHAPE_ONLY, *LENIENT} <= names


# === PUSHES === #


def _merkez_push(sim, account):
    merkez = Merkez(sim)
    merkez.send("5050000000", text="Test mesaji")


def _mor_push(sim, account):
    messages = [
        {"msg": "a", "dest": "905319876543", "id": "1234"},
        {"msg": "a", "dest": "905319876544", "id": "1235"},
    ]
    Mor(sim).post(
        "send.json", source_addr="DENEME", messages=messages, custom_id="123456789"
    )


def _mor_inbound(sim, account):
    sim.answer("5319876543", "verimor deneme", account)


def _mor_day(sim, account):
    sim.daily_changes(account, [])


def _gsm_iys(sim, account):
    gsm = Gsm(sim)
    head = {"username": account.username, "password": account.password}
    item = {
        "type": "MESAJ", "source": "HS_ETKINLIK", "status": "ONAY",
        "recipient": "+905321112233", "recipientType": "TACIR",
        "consentDate": "2010-02-10 13:55:00", "retailerCode": "987654",
    }  # fmt: skip
    body = {"header": head | {"brandCode": 545454}, "body": {"data": [item]}}
    gsm.call("POST", "/iys/add", json=body, auth=None)


CAUSES = {
    "netgsm-iys-push-failure": (_gsm_iys, -1),
    "netgsm-iys-push-minimal": (_gsm_iys, -1),
    "im-push-accepted": (_merkez_push, 0),
    "im-push-delivered": (_merkez_push, -1),
    "verimor-push-dlr": (_mor_push, -1),
    "verimor-push-inbound": (_mor_inbound, -1),
    "verimor-iys-daily-push": (_mor_day, -1),
}


@pytest.mark.parametrize("example", PUSHES, ids=lambda e: e["id"])
def test_an_example_is_pushed_as_recorded(obeyed, example):
    cause, which = CAUSES[example["id"]]
    account, receiver = obeyed.account(example["gateway"]), Receiver()
    account.push = dict.fromkeys(("dlr", "inbound", "iys"), receiver.url)
    cause(obeyed, account)
    obeyed.clock.advance(60)
    assert obeyed.pusher.wait()
    receiver.server.close()
    values = example["id"] not in SHAPE_ONLY
    told = receiver.bodies[which]
    assert _differs(example["request"]["body"], told, values) == []


# === COMPARING === #


def _content(answer) -> Any:
    if answer.headers.get("Content-Type", "").startswith("application/json"):
        return answer.json()
    return answer.text


def _differs(told: Any, got: Any, values: bool, name: str = "") -> list[str]:
    """Where an answer lacks what the example has; further members do no harm."""
    if isinstance(told, dict) and isinstance(got, dict):
        missing = [f"{name}.{key} is missing" for key in told.keys() - got.keys()]
        both = sorted(told.keys() & got.keys())
        return missing + [
            d for key in both for d in _differs(told[key], got[key], values, key)
        ]
    if isinstance(told, list) and isinstance(got, list):
        if values and len(told) != len(got):
            return [f"{name}: {len(got)} rows for {len(told)}"]
        pairs = zip(told, got, strict=False)
        return [d for one, two in pairs for d in _differs(one, two, values, name)]
    if type(told) is not type(got) and not (values is False and _is_code(told, got)):
        return [f"{name}: {got!r} for {told!r}"]
    if (
        told != got
        and values
        and name not in OF_THE_MOMENT
        and not _both_ids(told, got)
    ):
        return [f"{name}: {got!r} for {told!r}"]
    return []


def _is_code(told: Any, got: Any) -> bool:
    """Tell whether one is the other as text, which public material does not settle."""
    return {type(told), type(got)} == {int, str}


def _both_ids(told: Any, got: Any) -> bool:
    """Tell whether both are the bare number Verimor answers a send with."""
    texts = isinstance(told, str) and isinstance(got, str)
    return texts and told.isdigit() and got.isdigit() and len(told) == 5 == len(got)
