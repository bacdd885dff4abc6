"""Plays recorded exchanges of the gateways against the client, without a network.

Where only the answer was recorded, a request of our own asks for it.
"""

import copy
import itertools
import json
import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree import ElementTree

import responses

from sms_gateways import (
    GATEWAYS,
    Account,
    Outcome,
    SmsError,
)
from sms_gateways.wire import TRT
from tests.unit.sms_calls import NAMES
from tests.unit.sms_example_calls import body_of, call_of, each_dest

FIXTURE = Path(__file__).parents[1] / "fixtures" / "sms" / "examples.json"
EXAMPLES = [
    example
    for example in json.loads(FIXTURE.read_text(encoding="utf-8"))["examples"]
    if example["gateway"] in NAMES
]
#: what is no part of the contract the product uses, and why
NOT_OURS = {
    "netgsm-legacy-xml-1n": "the old XML send, replaced by REST v2",
    "netgsm-legacy-balance": "the old XML balance",
    "netgsm-legacy-header": "the old list of titles, with the password in the body",
    "im-send-xml-nn": "the XML form; JSON has the same as a list",
    "im-send-get-ok": "a GET with secrets in the URL, which is never sent",
    "verimor-send-get-ok": "a GET with secrets in the URL, which is never sent",
    "verimor-iys-campaigns": "the list of uploads; results are asked for by id",
}
MASKED = re.compile("[xX]{4,}")
#: members a request may have beyond the recorded ones: we always send them
ADDED = {
    "netgsm": {"iysfilter", "encoding", "pagenumber", "pagesize"},
    "iletimerkezi": {"sendDateTime", "iys"},
    "verimor": {"is_commercial", "custom_id", "datacoding", "id", "valid_for"},
}


def play(example: dict[str, Any]) -> tuple[Any, list[Any]]:
    """What the client makes of an example (or raises), and the requests it wrote."""
    wanted = filled(example)
    if example["direction"] == "push":
        return _pushed(wanted), []
    answer = example["response"] or {}
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        _answer(mock, wanted, answer)
        try:
            result = call_of(wanted)(_gateway(wanted), wanted)
        except SmsError as fault:
            result = fault
        return result, [call.request for call in mock.calls]


def filled(example: dict[str, Any]) -> dict[str, Any]:
    """The example with digits in the place of what its source masked."""
    digits = itertools.count(1110000)
    request = json.dumps(example["request"] or {})
    whole = MASKED.sub(lambda found: _digits(len(found[0]), next(digits)), request)
    return {**copy.deepcopy(example), "request": json.loads(whole)}


def _digits(size: int, number: int) -> str:
    return str(number)[-size:].rjust(size, "1")


def _answer(mock: Any, wanted: dict[str, Any], answer: dict[str, Any]) -> None:
    """Answer every call as recorded; where nothing was, with a bare success."""
    body = answer.get("body", answer.get("body_partial"))
    status = answer.get("status", 200)
    if body is None:
        body = {"netgsm": {"code": "00", "jobid": "1"}, "verimor": "1"}.get(
            wanted["gateway"],
            {"response": {"status": {"code": "200"}, "order": {"id": "1"}}},
        )
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)

    def reply(request):
        # the other half of a balance: the account has none
        if _is_other_balance(wanted, request):
            return 406, {}, '{"code": "60"}'
        return status, {}, text

    for method in ("GET", "POST", "DELETE"):
        mock.add_callback(method, re.compile("https://.*"), callback=reply)


def _is_other_balance(wanted: dict[str, Any], request: Any) -> bool:
    stip = wanted["request"].get("body", {})
    stip = stip.get("stip") if isinstance(stip, dict) else None
    return stip is not None and json.loads(request.body)["stip"] != stip


def _gateway(wanted: dict[str, Any]) -> Any:
    body, query = body_of(wanted), wanted["request"].get("query", {})
    given = {**query, **(body if isinstance(body, dict) else {})}
    pair = given.get("request", {}).get("authentication")
    if pair:
        account = Account(pair["key"], pair["hash"])
    elif isinstance(given.get("header"), dict):
        account = Account(given["header"]["username"], given["header"]["password"])
    else:
        name = given.get("usercode") or given.get("username") or "USER"
        app = given.get("appname", "")
        otp = wanted["path"] == "/v2/otp" or None
        password = given.get("password", "PASS")
        account = Account(name, password, app_name=app, otp_endpoint=otp)
    return GATEWAYS[wanted["gateway"]](account)


# === PUSHES === #


def _pushed(wanted: dict[str, Any]) -> Any:
    gateway = _gateway({**wanted, "request": {}})
    body = json.dumps(wanted["request"]["body"]).encode()
    parse = gateway.parse_report_push
    if "iys" in wanted["id"]:
        parse = gateway.parse_iys_push
    elif "inbound" in wanted["id"]:
        parse = gateway.parse_inbound_push
    return parse(body, wanted["request"].get("headers") or {})


# === WHAT CAME OF IT === #


def told(result: Any) -> Any:
    """The gist of a result in plain values."""
    if isinstance(result, SmsError):
        reason = getattr(result, "reason", None)
        name = type(result).__name__
        return (name, reason) if reason else name
    if isinstance(result, str | bool | int | None | Decimal):
        return result
    if isinstance(result, dict):
        return {key: told(value) for key, value in result.items()}
    if isinstance(result, list | tuple):
        return [told(one) for one in result]
    return _of_record(result)


def _of_record(result: Any) -> Any:
    names = GIST[type(result).__name__]
    values = [getattr(result, name) for name in names.split()]
    values = [v.value if isinstance(v, Outcome) else told_moment(v) for v in values]
    return values[0] if len(values) == 1 else tuple(values)


def told_moment(value: Any) -> Any:
    """A moment as a wall clock in Türkiye shows it; anything else by its gist."""
    if isinstance(value, datetime):
        return value.astimezone(TRT).strftime("%Y-%m-%d %H:%M:%S")
    return told(value)


#: what matters of each kind of result
GIST = {
    "SendResult": "job_ids",
    "Page": "items",
    "Balance": "credits money packages",
    "DeliveryReport": "job_id number10 outcome ref at",
    "InboundMessage": "sender receiver text at",
    "JobSummary": "job_id title total waiting submitted_at",
    "Blocked": "number at source",
    "IysRecord": "recipient channel recipient_type status source consent_at",
    "IysResult": "record success submit_id error_code",
    "IysPush": "results submit_ids",
}


# === COMPARING REQUESTS === #


def differences(example: dict[str, Any], requests: list[Any]) -> set[str]:
    """Members of the recorded request that ours lacks or has otherwise, or further ones.

    ``no request``: the client does not write any.
    """
    wanted = filled(example)
    ours = [r for r in requests if not _is_other_balance(wanted, r)]
    if not ours:
        return {"no request"}
    request = ours[0]
    found = _members(body_of(wanted), _written(request.body), wanted["gateway"])
    query = dict(parse_qsl(urlsplit(request.url).query))
    recorded = wanted["request"].get("query", {})
    if wanted["method"] == "GET" and not recorded and "body" in wanted["request"]:
        recorded = body_of(wanted)
    found |= _members(recorded, query, wanted["gateway"])
    headers = wanted["request"].get("headers") or {}
    if ("Authorization" in headers) != ("Authorization" in request.headers):
        found.add("Authorization")
    path = unquote(urlsplit(request.url).path)
    return found | ({"path"} if path != wanted["path"] else set())


def _written(body: Any) -> Any:
    if not body:
        return {}
    text = body.decode() if isinstance(body, bytes) else body
    return text if text.startswith("<?xml") else json.loads(text)


def _members(recorded: Any, ours: Any, gateway: str, name: str = "") -> set[str]:
    if isinstance(recorded, str) and recorded.startswith("<?xml"):
        pair = (ElementTree.canonicalize(xml) for xml in (recorded, ours))
        return set() if len(set(pair)) == 1 else {"xml"}
    if isinstance(recorded, dict) and isinstance(ours, dict):
        recorded = {key: one for key, one in recorded.items() if one is not None}
        further = ours.keys() - recorded.keys() - ADDED[gateway]
        lost = recorded.keys() - ours.keys()
        both = recorded.keys() & ours.keys()
        return set(further | lost).union(
            *(_members(recorded[key], ours[key], gateway, key) for key in both)
        )
    if name == "messages" and gateway == "verimor":
        same = list(each_dest(recorded)) == list(each_dest(ours))
        return set() if same else {name}
    if isinstance(recorded, list) and isinstance(ours, list):
        if len(recorded) != len(ours):
            return {name}
        pairs = zip(recorded, ours, strict=True)
        return set().union(*(_members(a, b, gateway, name) for a, b in pairs))
    return set() if recorded == ours else {name}
