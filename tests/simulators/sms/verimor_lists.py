"""Verimor: inbound, titles, balance, blacklist (sms.md sections 5.6 to 5.8)."""

import re
from datetime import datetime
from typing import Any

from iys_api.messages import TRT

from ..web import Response, reply
from .account import Banned, Inbound
from .call import Call, local, moment
from .gateway import on
from .verimor_codes import BAD_PHONE

STAMP = "%Y-%m-%d %H:%M:%S"
PAGE = 100
PHONE = re.compile("905[0-9]{9}")


def routes(gateway) -> tuple:
    """The methods of this file."""
    methods = (
        ("GET /v2/inbound_messages", "inbound", _inbound),
        ("GET /v2/headers", "headers", _headers),
        ("GET /v2/balance", "balance", _balance),
        ("GET /v2/blacklists", "blacklist", _blacklist),
        ("POST /v2/blacklists", "blacklist_add", _ban),
        ("DELETE /v2/blacklists/{phones}", "blacklist_delete", _unban),
    )
    return tuple(
        on(where, name, lambda call, do=do: do(gateway, call))
        for where, name, do in methods
    )


def iso(when: datetime) -> str:
    return when.astimezone(TRT).isoformat(timespec="milliseconds")


# === INBOUND === #


def _inbound(gateway, call: Call) -> Response:
    query = gateway.by_query(call, optional=("from_time", "to_time", "greater_than"))
    found = list(call.account.inbox)
    if "greater_than" in query:
        found = [one for one in found if one.id > int(query["greater_than"])]
    elif {"from_time", "to_time"} <= query.keys():
        begin, end = (moment(query[n], STAMP) for n in ("from_time", "to_time"))
        if begin is None or end is None:
            call.complain("from_time or to_time is no time", gateway.error("422"))
            gateway.refuse("422")
        found = [o for o in found if begin <= o.at.replace(microsecond=0) <= end]
    else:
        call.complain("neither greater_than nor both times in the query")
    return reply(200, [_row(one, iso) for one in found[:PAGE]])


def _row(one: Inbound, form) -> dict[str, Any]:
    return {
        "message_id": one.id,
        "created_at": form(one.at),
        "network": one.network,
        "source_addr": "90" + one.sender,
        "destination_addr": one.receiver,
        "keyword": "",
        "content": one.text,
        "received_at": form(one.at),
    }


def pushed(one: Inbound) -> dict[str, Any]:
    """A person's text as it is pushed."""
    return {"type": "inbound", **_row(one, lambda when: local(when, STAMP))}


# === TITLES AND MONEY === #


def _headers(gateway, call: Call) -> Response:
    gateway.by_query(call)
    titles = list(call.account.titles)
    if gateway.world.switches.verimor_form == "docs2026":
        return reply(200, [{"header": title} for title in titles])
    return reply(200, titles)


def _balance(gateway, call: Call) -> Response:
    gateway.by_query(call)
    if gateway.world.switches.verimor_form == "docs2026":
        return reply(200, {"balance": call.account.credits, "bonus": 0})
    return gateway.say(200, str(call.account.credits))


# === BLACKLIST === #


def _blacklist(gateway, call: Call) -> Response:
    query = gateway.by_query(call, optional=("offset", "limit"))
    offset, limit = int(query.get("offset", 0)), int(query.get("limit", PAGE))
    if not 0 < limit <= PAGE or offset < 0:
        call.complain("limit or offset is out of range", gateway.error("422"))
    rows = [
        {"created_at": iso(banned.at), "phone": "90" + number, "source": banned.source}
        for number, banned in call.account.blacklist.items()
    ]
    part = rows[offset : offset + limit]
    if gateway.world.switches.verimor_form == "docs2026":
        return reply(200, part)
    return reply(200, {"total": len(rows), "records": part})


def _ban(gateway, call: Call) -> Response:
    query = gateway.by_query(call, ("phones",))
    numbers = (query.get("phones") or "").split(",")
    for number in numbers:
        if not PHONE.fullmatch(number):
            return gateway.say(400, BAD_PHONE.format(number))
    for number in numbers:
        banned = Banned(gateway.world.now(), "api")
        call.account.blacklist.setdefault(number[2:], banned)
    return gateway.say(200, "OK")


def _unban(gateway, call: Call) -> Response:
    gateway.by_query(call)
    numbers = call.params["phones"].split(",")
    for number in numbers:
        if not PHONE.fullmatch(number):
            return gateway.say(400, BAD_PHONE.format(number))
    for number in numbers:
        call.account.blacklist.pop(number[2:], None)
    return gateway.say(200, "OK")
