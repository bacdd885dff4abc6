"""Requests for examples that come without one: right but for one thing."""

import socket
from datetime import timedelta
from typing import Any

from iys_api.messages import WIRE_FORMAT
from tests.simulators.web import WebServer, nothing

CONSENT = {
    "consentDate": "2020-08-06 10:00:00",
    "source": "HS_WEB",
    "recipient": "ornekeposta@ornekeposta.com",
    "recipientType": "BIREYSEL",
    "status": "ONAY",
    "type": "EPOSTA",
}
QUESTION = {
    "recipient": "ornekeposta@ornekeposta.com",
    "recipientType": "BIREYSEL",
    "type": "EPOSTA",
}
ACCESS = {
    "type": "EPOSTA",
    "recipientType": "BIREYSEL",
    "recipient": "ornekeposta@ornekeposta.com",
    "recipients": ["ornekeposta@ornekeposta.com"],
    "retailerAccess": [10000001],
}
MISSING = {"H111", "H114", "H168", "H169", "H170"}


def access_with(errors: list[dict[str, Any]]) -> dict[str, Any]:
    """A body on retailers' access that has just the faults of an answer."""
    body = dict(ACCESS)
    for found in errors:
        name, value = found["location"][0], found.get("value")
        if found["code"] in MISSING:
            body.pop(name)
            if name == "recipients":
                body.pop("recipient")
        elif found["code"] == "H127":
            body["recipients"] = [f"ornek{n}@mail.com" for n in range(101)]
        elif name in ("recipient", "recipients"):
            body |= _recipient(value)
        else:
            body[name] = value
    return body


def _recipient(value: Any) -> dict[str, Any]:
    if value == []:
        return {"recipients": []}
    kind = "EPOSTA" if ".com" in value else "MESAJ"
    return {"type": kind, "recipient": value, "recipients": [value]}


REGISTRATION = {
    "title": "XYZ Ticaret",
    "alias": "Şişli Mağazası",
    "name": "Adım Soyadım",
    "tckn": "57703411244",
    "tin": "8450525470",
    "city": {"code": "34", "name": "İstanbul"},
    "town": {"code": "01", "name": "Kadıköy"},
}
MERSIS = "0015001526400496"
_FAULTY = {
    "H214": {"title": None},
    "H216": {"tckn": None},
    "H219": {"city": {"code": "34"}},
    "H220": {"town": None},
    "H221": {"town": {"name": "Kadıköy"}},
    "H225": {"tckn": "57703411245"},
    "H226": {"tckn": "5770341124"},
    "H227": {"mersis": "0015001526500496"},
    "H228": {"mersis": "56518556720"},
    "H243": {"tin": "8450525471"},
    "H244": {"tin": "845052547"},
    "H288": {"tin": None},
}


def registration(code: str, message: str) -> tuple[dict, dict | None]:
    """A retailer that İYS refuses so, and the one that must be there before."""
    body = REGISTRATION | _FAULTY.get(code, {})
    before = None
    if code == "H229":
        body |= {message.split()[0]: "%%%"}
    if code == "H231":
        before = REGISTRATION
    if code == "H253":
        body |= {"mersis": MERSIS}
        shared = {"mersis": MERSIS} if "mersis" in message else {"tckn": body["tckn"]}
        before = {"title": "Eski"} | shared | {"status": "passive"}
    return {name: value for name, value in body.items() if value is not None}, before


def seed_day(stage, stats: list[dict[str, Any]]) -> None:
    """Make yesterday's movements such that their counts are those of the example."""
    day = stage.path["reportDate"]
    for group in stats:
        counts = group["consents"][0]
        for number in range(counts["approval"] + counts["rejection"]):
            stage.seed(_movement(group["type"], number, day, counts["approval"]))
        _wait_for_worker(stage, group["type"], counts.get("pending", 0))


def _movement(type_: str, number: int, day: str, approvals: int) -> dict[str, Any]:
    mail = f"kisi{number}@ornek.com"
    recipient = mail if type_ == "EPOSTA" else f"+90532000{number:04}"
    status = "ONAY" if number < approvals else "RET"
    created = {"creationDate": f"{day} 10:00:00", "status": status}
    return CONSENT | created | {"type": type_, "recipient": recipient}


def _wait_for_worker(stage, type_: str, count: int) -> None:
    if not count:
        return
    stage.sim.change(worker_delay=10 * 86400)
    items = []
    for number in range(count):
        item = _movement(type_, 500 + number, stage.path["reportDate"], 1000)
        date = stage.moment - timedelta(days=1, hours=5)
        items.append(item | {"consentDate": date.strftime(WIRE_FORMAT)})
        del items[-1]["creationDate"]
    stage.sim.clock.advance(-86400)
    stage.sim.brand().book.submit_items(items)
    stage.sim.clock.advance(86400)


def push_body(stage) -> None:
    """A registration (or its end) with a receiver on this machine."""
    server = WebServer(lambda request: nothing(200)).start()
    stage.closing.callback(server.close)
    row = {"url": server.url, "type": "EPOSTA", "username": "Api123", "password": "x"}
    if stage.errors and stage.code == "H191":
        row["url"] = _deaf_address(stage)
        stage.sim.change(push_timeout=0.2)
    for found in stage.errors:
        name = (found.get("location") or [""])[0]
        if "value" in found:
            row[name] = found["value"]
        elif name == "url":
            row["url"] = "http://push.example"
        elif name:
            del row[name]
    registered = not stage.errors and "unregistration" in stage.id
    if registered:
        entry = {"status": "Aktif", "registerTime": ""}
        stage.sim.brand().connections.append(row | entry)
    stage.body = row if "unregistration" in stage.id else {"connection": [row]}


def _deaf_address(stage) -> str:
    """The address of a listener that takes calls and says nothing."""
    listener = socket.create_server(("127.0.0.1", 0))
    stage.closing.callback(listener.close)
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def links_body(stage) -> None:
    """The addresses that links are asked for."""
    row = {"recipient": "deneme@deneme.com.tr", "recipientType": "BIREYSEL"}
    if not stage.errors:
        stage.seed(CONSENT | row)
        return
    if stage.code == "H097":
        stage.body = []
        return
    for found in stage.errors:
        name = found["location"][0]
        if "value" in found:
            row[name] = found["value"]
        else:
            row.pop(name, None)
    stage.body = {} if stage.code == "H168" else {"recipients": [row]}
