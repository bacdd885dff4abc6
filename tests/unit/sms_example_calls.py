"""What the client is to do for each recorded request, by the gateways' methods."""

import re
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

from sms_gateways import IysBrand, IysKey, IysRecord, OutMessage, SendOptions
from sms_gateways.wire import TRT, moment

NUMBER = "+905551234567"


def body_of(wanted: dict[str, Any]) -> Any:
    return wanted["request"].get("body") or {}


def call_of(wanted: dict[str, Any]) -> Any:
    key = f"{wanted['gateway']} {wanted['method']} {wanted['path']}"
    return next(call for pattern, call in CALLS.items() if re.fullmatch(pattern, key))


def _when(text: str | None, form: str) -> datetime | None:
    return datetime.strptime(text, form).replace(tzinfo=TRT) if text else None


def _messages(pairs: Any) -> list[OutMessage]:
    rows = list(pairs) or [("Test message", NUMBER)]
    return [
        OutMessage(row[2] if len(row) > 2 else f"ref{n}", row[1], row[0])
        for n, row in enumerate(rows)
    ]


def _options(title: str | None, commercial: str | None = None, **more: Any) -> Any:
    kind = "commercial" if commercial else "info"
    return SendOptions(
        title or "BASLIGIM",
        kind,
        more.pop("job_ref", None) or "job-1",
        recipient_type=commercial,
        **more,
    )


def _netgsm_send(gateway: Any, wanted: dict[str, Any]) -> Any:
    body = body_of(wanted)
    rows = ((one["msg"], one["no"]) for one in body.get("messages", ()))
    return gateway.send(_messages(rows), _options(body.get("msgheader")))


def _netgsm_otp(gateway: Any, wanted: dict[str, Any]) -> Any:
    body = body_of(wanted)
    number = body.get("no", NUMBER)
    number = NUMBER if "<" in number else number
    # what is too long never leaves; the answer is read all the same
    message = OutMessage("ref0", number, body.get("msg", "Code: 1234")[:150])
    return gateway.send_otp(message, _options(body.get("msgheader")))


def _netgsm_report(gateway: Any, wanted: dict[str, Any]) -> Any:
    body, form = body_of(wanted), "%d.%m.%Y %H:%M:%S"
    span = [_when(body.get(name), form) for name in ("startdate", "stopdate")]
    return gateway.reports(body.get("jobids", ["1"]), *span)


def _netgsm_inbox(gateway: Any, wanted: dict[str, Any]) -> Any:
    since = datetime(2023, 1, 1, tzinfo=TRT)
    return gateway.inbound(since, since + timedelta(days=30))


def _netgsm_ban(gateway: Any, wanted: dict[str, Any]) -> Any:
    root = ElementTree.fromstring(body_of(wanted))
    return gateway.blacklist_add([one.text for one in root.iter("number")])


def _netgsm_add(gateway: Any, wanted: dict[str, Any]) -> Any:
    body = body_of(wanted)
    rows = body["body"]["data"] if body else [_CONSENT]
    return gateway.iys_add(_brand(body), [_record(row) for row in rows])


def _netgsm_search(gateway: Any, wanted: dict[str, Any]) -> Any:
    body = body_of(wanted)
    return gateway.iys_query(_brand(body), _key(body["body"]["data"][0]))


def _brand(body: dict[str, Any]) -> IysBrand:
    return IysBrand(str(body.get("header", {}).get("brandCode", "123456")))


_CONSENT = {
    "recipient": NUMBER, "recipientType": "BIREYSEL", "type": "MESAJ",
    "status": "ONAY", "source": "HS_WEB", "consentDate": "2026-01-01 10:00:00",
}  # fmt: skip


def _record(row: dict[str, Any]) -> IysRecord:
    recipient = row["recipient"]
    if recipient.isdecimal():
        recipient = f"+{recipient}"
    return IysRecord(
        recipient,
        row["type"],
        row.get("recipientType") or row["recipient_type"],
        row["status"],
        row["source"],
        moment(row.get("consentDate") or row["consent_date"]),
        row.get("refid"),
    )


def _key(row: dict[str, Any]) -> IysKey:
    return IysKey(row["recipient"], row["type"], row["recipientType"])


def _merkez(part: str) -> Any:
    """A function that hands on one member of the recorded request."""

    def register(function):
        def call(gateway, wanted):
            request = body_of(wanted).get("request", {})
            return function(gateway, request.get(part, {}))

        return call

    return register


@_merkez("order")
def _merkez_send(gateway: Any, order: dict[str, Any]) -> Any:
    message = order.get("message", {})
    numbers = message.get("receipents", {}).get("number", ())
    at = order.get("sendDateTime") or [None]
    return gateway.send(
        _messages((message["text"], number) for number in numbers),
        _options(
            order.get("sender"),
            order.get("iysList"),
            send_at=_when(at[0], "%d/%m/%Y %H:%M"),
        ),
    )


@_merkez("filter")
def _merkez_jobs(gateway: Any, wanted: dict[str, Any]) -> Any:
    since, until = (_when(wanted[name], "%Y-%m-%d") for name in ("start", "end"))
    return gateway.jobs(since, until)


@_merkez("blacklist")
def _merkez_blacklist(gateway: Any, wanted: dict[str, Any]) -> Any:
    span = wanted.get("filter", {})
    form = "%Y-%m-%d %H:%M:%S"
    return gateway.blacklist(*(_when(span.get(n), form) for n in ("start", "end")))


@_merkez("consent")
def _merkez_create(gateway: Any, wanted: dict[str, Any]) -> Any:
    records = [_record(row) for row in wanted["list"]]
    return gateway.iys_add(IysBrand(str(wanted["brandCode"])), records)


@_merkez("consent")
def _merkez_show(gateway: Any, wanted: dict[str, Any]) -> Any:
    return gateway.iys_query(IysBrand(str(wanted["brandCode"])), _key(wanted))


def _mor_send(gateway: Any, wanted: dict[str, Any]) -> Any:
    body = body_of(wanted)
    life = body.get("valid_for")
    hours, minutes = map(int, life.split(":")) if life else (0, 0)
    return gateway.send(
        _messages(each_dest(body.get("messages", ()))),
        _options(
            body.get("source_addr"),
            body.get("iys_recipient_type"),
            job_ref=body.get("custom_id"),
            send_at=_when(body.get("send_at"), "%Y-%m-%d %H:%M:%S"),
            valid_for=timedelta(hours=hours, minutes=minutes) if life else None,
        ),
    )


def each_dest(messages: Any) -> Any:
    for message in messages:
        numbers = message["dest"].split(",")
        refs = message.get("id", "").split(",")
        for position, number in enumerate(numbers):
            ref = refs[position] if len(refs) == len(numbers) and refs[0] else number
            yield message["msg"], number, ref


def _mor_otp(gateway: Any, wanted: dict[str, Any]) -> Any:
    body = body_of(wanted)
    words = body["msg"].replace("{code}", body["code"])
    message = OutMessage("ref0", body["dest"], words)
    return gateway.send_otp(
        message, _options(body["header"], job_ref=body["custom_id"])
    )


def _mor_status(gateway: Any, wanted: dict[str, Any]) -> Any:
    query = wanted["request"].get("query", {})
    if "custom_id" in query:
        return gateway.find_job(query["custom_id"])
    return gateway.reports([query.get("id", "1")])


def _mor_inbound(gateway: Any, wanted: dict[str, Any]) -> Any:
    query, form = wanted["request"]["query"], "%Y-%m-%d %H:%M:%S"
    since, until = (_when(query.get(n), form) for n in ("from_time", "to_time"))
    now = datetime(2017, 1, 2, tzinfo=TRT)
    return gateway.inbound(since or now, until or now, query.get("greater_than"))


def _mor_ban(gateway: Any, wanted: dict[str, Any]) -> Any:
    phones = wanted["request"].get("query", {}).get("phones", NUMBER)
    return gateway.blacklist_add(phones.split(","))


def _mor_unban(gateway: Any, wanted: dict[str, Any]) -> Any:
    phones = wanted["path"].rpartition("/")[2]
    return gateway.blacklist_remove(phones.split(","))


def _mor_consents(gateway: Any, wanted: dict[str, Any]) -> Any:
    body = body_of(wanted)
    records = [_record(row) for row in body["consents"]]
    return gateway.iys_add(IysBrand("", body["source_addr"]), records)


REST = "/sms/rest/v2"
CALLS = {
    f"netgsm POST {REST}/send": _netgsm_send,
    f"netgsm POST {REST}/otp": _netgsm_otp,
    f"netgsm POST {REST}/cancel": lambda g, e: g.cancel(body_of(e)["jobid"]),
    f"netgsm POST {REST}/report": _netgsm_report,
    f"netgsm GET {REST}/msgheader": lambda g, e: g.titles(),
    f"netgsm GET {REST}/inbox": _netgsm_inbox,
    "netgsm POST /balance": lambda g, e: g.balance(),
    "netgsm POST /sms/blacklist": _netgsm_ban,
    "netgsm POST /iys/add": _netgsm_add,
    "netgsm POST /iys/search": _netgsm_search,
    "iletimerkezi POST /v1/send-sms/json": _merkez_send,
    "iletimerkezi POST /v1/cancel-order/json": _merkez("order")(
        lambda g, order: g.cancel(str(order.get("id", "1")))
    ),
    "iletimerkezi POST /v1/get-report/json": _merkez("order")(
        lambda g, order: g.reports([str(order.get("id", "1"))])
    ),
    "iletimerkezi POST /v1/get-reports/json": _merkez_jobs,
    "iletimerkezi POST /v1/get-balance/json": lambda g, e: g.balance(),
    "iletimerkezi POST /v1/get-sender/json": lambda g, e: g.titles(),
    "iletimerkezi POST /v1/get-blacklist/json": _merkez_blacklist,
    "iletimerkezi POST /v1/add-blacklist/json": _merkez("blacklist")(
        lambda g, wanted: g.blacklist_add([wanted.get("number", NUMBER)])
    ),
    "iletimerkezi POST /v1/consent/create/json": _merkez_create,
    "iletimerkezi POST /v1/consent/show/json": _merkez_show,
    "verimor (POST|GET) /v2/send(.json)?": _mor_send,
    "verimor POST /v2/otp": _mor_otp,
    "verimor POST /v2/cancel/20121": lambda g, e: g.cancel("20121"),
    "verimor GET /v2/status": _mor_status,
    "verimor GET /v2/inbound_messages": _mor_inbound,
    "verimor GET /v2/headers": lambda g, e: g.titles(),
    "verimor GET /v2/balance": lambda g, e: g.balance(),
    "verimor GET /v2/blacklists": lambda g, e: g.blacklist(),
    "verimor POST /v2/blacklists": _mor_ban,
    "verimor DELETE /v2/blacklists/.*": _mor_unban,
    "verimor POST /v2/iys_consents.json": _mor_consents,
    "verimor GET /v2/iys/campaigns/{id}/consents": lambda g, e: g.iys_results("{id}"),
}
