"""Netgsm's door to İYS: add, search, results by push (sms.md section 3.10)."""

import re
import uuid
from datetime import timedelta
from typing import Any

from iys_api.fake import Refusal
from iys_api.messages import Key, to_wire_time

from ..web import Response, reply
from .call import Call, Refused
from .gateway import on
from .netgsm_codes import IYS_CODES

MOST = 500
RECIPIENT = re.compile(r"\+[0-9]{8,15}|[^@\s]+@[^@\s]+")
HEAD = {"username": str, "password": str, "brandCode": (str, int)}
NULLABLE = (str, type(None))
ADDED = dict.fromkeys(
    ("type", "source", "recipient", "status", "consentDate", "recipientType"), str
)
MORE = {
    "retailerCode": (str, int, type(None)),
    "retailerAccess": (str, list, type(None)),
    "refid": NULLABLE,
}


def routes(gateway) -> tuple:
    """The methods of this file."""
    return (
        on("POST /iys/add", "iys_add", lambda call: _add(gateway, call)),
        on("POST /iys/search", "iys_search", lambda call: _search(gateway, call)),
    )


def answer(gateway, code: str, **members: Any) -> Response:
    """An answer of /iys/*: HTTP 200 whatever the code."""
    native = gateway.world.switches.netgsm_iys_codes == "native"
    shown: Any = int(code) if native or code != "0" else code
    if code == "0":
        return reply(
            200, {"code": shown, "error": False if native else "false", **members}
        )
    return reply(200, {"code": shown, "error": IYS_CODES[code], **members})


def _refuse(gateway, code: str, **members: Any) -> None:
    raise Refused(answer(gateway, code, **members))


def _let_in(gateway, call: Call) -> list[dict]:
    call.check_secrets("body")
    call.query(())
    body = call.members(call.json(), "the body", {"header": dict, "body": dict})
    head = call.members(
        body.get("header"), "header", HEAD, {"refid": str, "appkey": str}
    )
    data = call.members(body.get("body"), "body", {"data": list}).get("data")
    call.account = gateway.find(head.get("username"), head.get("password"))
    account = call.account
    if account is None or not account.lets_in(call.request.peer[0]):
        _refuse(gateway, "30")
    if not account.iys_open:
        _refuse(gateway, "60")
    brands = {account.brand, *account.titles.values()} - {""}
    call.params["brand"] = str(head.get("brandCode"))
    if call.params["brand"] not in brands:
        _refuse(gateway, "40")
    if not gateway.world.take(account, "netgsm_iys"):
        _refuse(gateway, "80")
    if not isinstance(data, list) or not data:
        _refuse(gateway, "70")
    return data


def _add(gateway, call: Call) -> Response:
    data = _let_in(gateway, call)
    if len(data) > MOST:
        _refuse(gateway, "70")
    for item in data:
        call.members(item, "an item", ADDED, MORE)
    bad = [item for item in data if not RECIPIENT.fullmatch(str(item["recipient"]))]
    if bad:
        named = [{"recipient": item["recipient"]} for item in bad]
        _refuse(gateway, "70", erroritem=named)
    uid = str(uuid.uuid4())
    world, account, brand = gateway.world, call.account, call.params["brand"]
    due = world.now() + timedelta(seconds=world.switches.iys_seconds)
    world.network.at(due, lambda _now: _work(world, account, brand, uid, data))
    return answer(gateway, "0", uid=uid)


def _work(world, account, brand: str, uid: str, data: list[dict]) -> None:
    """Hand the items to İYS and tell what became of each."""
    for item in data:
        members = {k: v for k, v in item.items() if k != "refid" and v is not None}
        error = None
        try:
            world.book(brand).add_item(members, path="/iys/add")
        except Refusal as refused:
            error = refused.errors[0]
        world.pusher.tell(account, "iys", _result(world, brand, uid, item, error))


def _result(world, brand: str, uid: str, item: dict, error: Any) -> dict[str, Any]:
    result = {
        "iyscode": int(brand) if brand.isdigit() else brand,
        "brandcode": int(brand) if brand.isdigit() else brand,
        "type": item.get("type"),
        "source": item.get("source"),
        "status": item.get("status"),
        "consentdate": item.get("consentDate"),
        "recipienttype": item.get("recipientType"),
        "retailercode": str(item.get("retailerCode") or ""),
        "retaileraccess": "",
        "submitid": uid,
        "recipient": item.get("recipient"),
        "resultstatus": "failure" if error else "success",
        "errcode": error.code if error else "",
        "errmsg": error.message if error else "",
        "creationdate": ""
        if error
        else world.local_now().strftime("%Y-%m-%d %H:%M:%S"),
    }
    return result


def _search(gateway, call: Call) -> Response:
    data = _let_in(gateway, call)
    wanted = {"type": str, "recipient": str, "recipientType": str}
    item = call.members(data[0], "an item", wanted, {"refid": str})
    if len(data) != 1:
        _refuse(gateway, "70")
    key = Key(item["recipient"], item["recipientType"], item["type"])
    record = gateway.world.book(call.params["brand"]).record(key)
    if record is None:
        _refuse(gateway, "50")
    date = record.consent_date
    found = {
        "consentDate": to_wire_time(date) if date else "",
        "source": record.source,
        "recipient": record.recipient,
        "recipientType": record.recipient_type,
        "type": record.type,
        "status": record.status,
        "creationDate": to_wire_time(record.creation_date),
        "retailerAccessCount": len(record.retailer_access),
        "transactionId": record.transaction_id,
    }
    return answer(gateway, "0", query=found)
