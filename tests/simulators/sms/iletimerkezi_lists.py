"""İleti Merkezi: titles, balance, blacklist, İYS (sms.md sections 4.4 to 4.8)."""

import re
from typing import Any

from iys_api.fake import Refusal, RegistryBook
from iys_api.messages import Key, to_wire_time
from iys_api.rules import key_of

from ..web import Response
from .account import Banned
from .call import Call, moment
from .gateway import on

STAMP = "%Y-%m-%d %H:%M:%S"
NUMBER = re.compile(r"\+?[0-9]{8,15}")
MOST_ROWS, MOST_CONSENTS = 1000, 5000
ID = (int, str)


def routes(gateway) -> tuple:
    """The methods of this file."""
    methods = {
        "get-balance": _balance,
        "get-sender": _senders,
        "get-blacklist": _blacklist,
        "add-blacklist": _ban,
        "delete-blacklist": _unban,
        "consent/create": _create,
        "consent/show": _show,
    }
    return tuple(
        on(f"POST /v1/{name}/json", name, lambda call, do=do: do(gateway, call))
        for name, do in methods.items()
    )


def _balance(gateway, call: Call) -> Response:
    gateway.let_in(call)
    credits, money = call.account.credits, call.account.money.replace(",", ".")
    if gateway.world.switches.iletimerkezi_balance == "text":
        return gateway.ok(balance={"amount": money, "sms": str(credits)})
    return gateway.ok(balance={"amount": float(money), "sms": credits})


def _senders(gateway, call: Call) -> Response:
    gateway.let_in(call)
    return gateway.ok(senders={"sender": list(call.account.titles)})


# === BLACKLIST === #


def _blacklist(gateway, call: Call) -> Response:
    wanted = gateway.let_in(call, "blacklist")["blacklist"]
    call.members(wanted, "blacklist", {"page": ID, "rowCount": ID}, {"filter": dict})
    page, size = int(wanted.get("page", 1)), int(wanted.get("rowCount", MOST_ROWS))
    if page < 1:
        gateway.refuse(464)
    if not 1 <= size <= MOST_ROWS:
        gateway.refuse(422)
    rows = call.account.blacklist.items()
    if "filter" in wanted:
        span = call.members(wanted["filter"], "filter", {"start": str, "end": str})
        begin, end = moment(span.get("start"), STAMP), moment(span.get("end"), STAMP)
        if begin is None or end is None or begin > end:
            gateway.refuse(458)
        rows = [row for row in rows if begin <= row[1].at.replace(microsecond=0) <= end]
    numbers = ["+90" + number for number, _banned in rows]
    part = numbers[(page - 1) * size : page * size]
    count: int | str = len(numbers)
    if gateway.world.switches.iletimerkezi_codes == "text":
        count = str(count)
    return gateway.ok(blacklist={"count": count, "number": part})


def _number(gateway, call: Call) -> str:
    wanted = gateway.let_in(call, "blacklist")["blacklist"]
    call.members(wanted, "blacklist", {"number": str})
    number = wanted.get("number", "").replace(" ", "")
    if not NUMBER.fullmatch(number):
        gateway.refuse(466)
    return re.sub(r"^(\+?90)?(?=5[0-9]{9}$)", "", number)


def _ban(gateway, call: Call) -> Response:
    now = gateway.world.now()
    number = _number(gateway, call)
    call.account.blacklist.setdefault(number, Banned(now, "api"))
    return gateway.ok()


def _unban(gateway, call: Call) -> Response:
    number = _number(gateway, call)
    call.account.blacklist.pop(number, None)
    return gateway.ok()


# === İYS === #


def _brand(gateway, call: Call, wanted: dict[str, Any]) -> RegistryBook:
    account = call.account
    if not account.iys_open:
        gateway.refuse(403)
    brand = str(wanted.get("brandCode"))
    if brand not in {account.brand, *account.titles.values()} - {""}:
        gateway.refuse(422)
    return gateway.world.book(brand)


def _create(gateway, call: Call) -> Response:
    wanted = gateway.let_in(call, "consent")["consent"]
    call.members(wanted, "consent", {"brandCode": ID, "list": list})
    book = _brand(gateway, call, wanted)
    items = wanted.get("list") or []
    names = ("recipient", "recipientType", "type", "status", "source", "consentDate")
    for item in items:
        call.members(item, "a consent", dict.fromkeys(names, str))
    if not 1 <= len(items) <= MOST_CONSENTS or not _fits(gateway, book, items):
        gateway.refuse(422)
    for item in items:
        book.add_item(item, path="/consent/create")
    return gateway.ok()


def _fits(gateway, book: RegistryBook, items: list[dict]) -> bool:
    """Tell whether İYS would take them all: one bad record fails the whole lot."""
    trial = RegistryBook(
        type(book.store)(), gateway.world.now, book.options, brand_code="trial"
    )
    try:
        keys = [key_of(item) for item in items]
        trial.store.append(
            [m for key in dict.fromkeys(keys) for m in book.store.movements(key=key)]
        )
        for item in items:
            trial.add_item(item, path="/consent/create")
    except (Refusal, KeyError):
        return False
    return True


def _show(gateway, call: Call) -> Response:
    wanted = gateway.let_in(call, "consent")["consent"]
    names = ("recipient", "recipientType", "type")
    call.members(wanted, "consent", {"brandCode": ID, **dict.fromkeys(names, str)})
    book = _brand(gateway, call, wanted)
    key = Key(wanted["recipient"], wanted["recipientType"], wanted["type"])
    record = book.record(key)
    if record is None:
        if gateway.world.switches.iletimerkezi_no_record == "200":
            return gateway.ok(consent=[])
        gateway.refuse(422)
    date = record.consent_date
    brand = str(wanted["brandCode"])
    return gateway.ok(
        consent={
            "brandCode": int(brand) if brand.isdigit() else brand,
            "recipient": record.recipient,
            "recipientType": record.recipient_type,
            "type": record.type,
            "status": record.status,
            "source": record.source,
            "consentDate": to_wire_time(date) if date else "",
        }
    )
