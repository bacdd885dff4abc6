"""Netgsm: titles, balance, length, blacklist, inbox (sms.md sections 3.4 to 3.9)."""

import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

from ..web import Response, reply, text
from .account import Banned, Inbound
from .call import Call, Refused, local, moment
from .gateway import on
from .segments import measure

STAMP = "%d%m%Y%H%M%S"
SHOWN = "%d.%m.%Y %H:%M:%S"
#: thirty days by the words of the contract; its own example asks for a whole January
LONGEST_WINDOW = timedelta(days=31)
PLAIN = "text/plain; charset=utf-8"


def routes(gateway) -> tuple:
    """The methods of this file."""
    rest = "/sms/rest/v2"
    methods = (
        (f"GET {rest}/msgheader", "titles", _titles),
        (f"POST {rest}/length", "length", _length),
        (f"GET {rest}/inbox", "inbox", _inbox),
        (f"POST {rest}/inboxwebhook", "inboxwebhook", _webhook),
        (f"DELETE {rest}/inboxwebhook", "inboxwebhook", _webhook),
        (f"POST {rest}/reportwebhook", "reportwebhook", _webhook),
        (f"DELETE {rest}/reportwebhook", "reportwebhook", _webhook),
        ("POST /balance", "balance", _balance),
        ("POST /sms/blacklist", "blacklist", _blacklist),
    )
    return tuple(
        on(where, name, lambda call, do=do: do(gateway, call))
        for where, name, do in methods
    )


def _titles(gateway, call: Call) -> Response:
    gateway.let_in(call)
    call.no_body()
    call.query((), ("appname",))
    if not call.account.titles:
        gateway.refuse(call, "70")
    return gateway.ok(msgheaders=list(call.account.titles))


def _length(gateway, call: Call) -> Response:
    gateway.let_in(call)
    body = call.members(
        call.json(),
        "the body",
        {"context": str, "encoding": int},
        {"customHeader": bool},
    )
    counted = measure(body["context"], suffix=0)
    return gateway.ok(
        parts=counted.parts, charsUsed=counted.characters, charsLeft=0,
        charsLeftUntilNextPart=0,
    )  # fmt: skip


# === MONEY === #


def _balance(gateway, call: Call) -> Response:
    call.check_secrets("body")
    call.query(())
    body = call.members(
        call.json(),
        "the body",
        {"usercode": str, "password": str, "stip": int},
        {"appkey": str},
    )
    call.account = gateway.find(body.get("usercode"), body.get("password"))
    gateway.check_account(call)
    account = call.account
    packages = [{"amount": account.credits, "balance_name": "SMS Count"}]
    for name, amount in account.packages.items():
        packages.append({"amount": amount, "balance_name": name})
    money = {"code": "00", "balance": account.money}
    purse = {"amount": account.money, "balance_name": "TL"}
    answers = {1: {"balance": packages}, 2: money, 3: {"balance": [*packages, purse]}}
    if body.get("stip") not in answers:
        gateway.refuse(call, "70")
    return reply(200, answers[body["stip"]])


# === BLACKLIST === #


def _blacklist(gateway, call: Call) -> Response:
    call.check_secrets("body")
    head, numbers = _list_order(gateway, call)
    call.account = gateway.find(head.get("usercode"), head.get("password"))
    if call.account is None or not call.account.lets_in(call.request.peer[0]):
        raise Refused(text(200, "30", PLAIN))
    if head.get("tip") not in ("1", "2"):
        raise Refused(text(200, "60", PLAIN))
    if not numbers or not all(re.fullmatch("5[0-9]{9}", n) for n in numbers):
        raise Refused(text(200, "70", PLAIN))
    if not gateway.world.take(call.account, "netgsm_blacklist", count=len(numbers)):
        raise Refused(text(200, "40", PLAIN))
    now = gateway.world.now()
    for number in numbers:
        if head["tip"] == "1":
            call.account.blacklist.setdefault(number, Banned(now, "api"))
        else:
            call.account.blacklist.pop(number, None)
    return text(200, "OK", PLAIN)


def _list_order(gateway, call: Call) -> tuple[dict[str, str], list[str]]:
    """Header values and numbers of the XML; refused with 70 in any other shape."""
    try:
        root = ElementTree.fromstring(call.xml())
    except ElementTree.ParseError:
        call.complain("the body is no XML", text(200, "70", PLAIN))
        raise Refused(text(200, "70", PLAIN)) from None
    names = {"usercode", "password", "tip"}
    head = {e.tag: (e.text or "") for e in root.findall("header/*")}
    body = root.findall("body/*")
    if (
        root.tag != "mainbody"
        or head.keys() != names
        or {e.tag for e in body} - {"number"}
    ):
        call.complain("the XML has another shape", text(200, "70", PLAIN))
    return head, [e.text or "" for e in body]


# === INBOX === #


def _inbox(gateway, call: Call) -> Response:
    gateway.let_in(call)
    call.no_body()
    query = call.query(("startdate", "stopdate"), ("appname",))
    if {"startdate", "stopdate"} <= query.keys():
        found = _between(gateway, call, query)
    else:
        # without dates each message is told once only
        found, call.account.inbox[:] = list(call.account.inbox), []
    if not found:
        gateway.refuse(call, "40")
    rows = [
        {
            "message": one.text,
            "sender": one.sender,
            "receiver": one.receiver,
            "datetime": local(one.at, SHOWN),
        }
        for one in found
    ]
    return gateway.ok(messages=rows)


def _between(gateway, call: Call, query: dict[str, str]) -> list[Inbound]:
    begin = moment(query["startdate"], STAMP)
    end = moment(query["stopdate"], STAMP)
    if (
        begin is None
        or end is None
        or not timedelta(0) <= end - begin <= LONGEST_WINDOW
    ):
        gateway.refuse(call, "70")
    last = end + timedelta(seconds=1)
    return [one for one in call.account.inbox if begin <= one.at < last]


def pushed(one: Inbound) -> dict[str, Any]:
    """A person's text as it is forwarded to the customer's URL."""
    return {
        "ceptel": one.sender,
        "mesaj": one.text,
        "aboneno": one.receiver,
        "gorevid": str(one.id),
        "tarih": local(one.at, "%Y-%m-%d %H:%M:%S.%f")[:-3],
    }


def _webhook(gateway, call: Call) -> Response:
    gateway.let_in(call)
    call.query(())
    kind = {"inboxwebhook": "inbound", "reportwebhook": "dlr"}[call.operation]
    if call.request.method == "DELETE":
        call.account.push.pop(kind, None)
        return gateway.ok()
    body = call.members(call.json(), "the body", {"webhookUrl": str})
    call.account.push[kind] = body["webhookUrl"]
    return gateway.ok()
