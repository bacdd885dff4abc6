"""Verimor's door to İYS: upload, results, citizens' changes (sms.md section 5.9)."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from iys_api.fake import Refusal
from iys_api.messages import TRT

from ..web import Response, reply
from .call import Call, moment
from .gateway import on
from .verimor_lists import PAGE, STAMP, iso

OLDEST = datetime(2015, 5, 1, tzinfo=TRT)
RECENT = timedelta(days=3)
CONSENT = ("type", "source", "status", "recipient_type", "consent_date", "recipient")


@dataclass
class Upload:
    """A lot of consents on its way to İYS, or a day's changes by citizens."""

    id: int
    title: str
    brand: str
    source: str
    created: datetime
    rows: list[dict[str, Any]] = field(default_factory=list)
    done: bool = False


def routes(gateway) -> tuple:
    """The methods of this file."""
    methods = (
        ("POST /v2/iys_consents.json", "iys_consents", _consents),
        ("GET /v2/iys/campaigns", "iys_campaigns", _campaigns),
        ("GET /v2/iys/campaigns/{id}/consents", "iys_campaign", _campaign),
    )
    return tuple(
        on(where, name, lambda call, do=do: do(gateway, call))
        for where, name, do in methods
    )


def _consents(gateway, call: Call) -> Response:
    call.check_secrets("body")
    call.query(())
    body = call.members(
        call.json(),
        "the body",
        {"username": str, "password": str, "source_addr": str, "consents": list},
    )
    gateway.let_in(call, body)
    brand = call.account.titles.get(body.get("source_addr"))
    if brand is None:
        gateway.refuse("INVALID_SOURCE_ADDRESS")
    if not brand:
        gateway.refuse("MISSING_IYS_BRAND_CODE")
    if not body.get("consents"):
        gateway.refuse("MISSING_CONSENT")
    for item in body["consents"]:
        _check_consent(gateway, call, item)
    world = gateway.world
    upload = Upload(world.number(), body["source_addr"], brand, "api", world.now())
    call.account.uploads[upload.id] = upload
    due = world.now() + timedelta(seconds=world.switches.iys_seconds)
    world.network.at(due, lambda _now: _work(world, upload, body["consents"]))
    return gateway.say(200, str(upload.id))


def _check_consent(gateway, call: Call, item: Any) -> None:
    call.members(item, "a consent", dict.fromkeys(CONSENT, str))
    if not item.get("consent_date"):
        gateway.refuse("MISSING_CONSENT_DATE")
    when, now = moment(item["consent_date"], STAMP), gateway.world.now()
    if when is None or not OLDEST <= when <= now:
        gateway.refuse("INVALID_CONSENT_DATE")
    if item.get("source") == "HS_2015":
        if item["consent_date"][:10] != "2015-05-01":
            gateway.refuse("INVALID_CONSENT_DATE")
    elif now - when > RECENT:
        gateway.refuse("INVALID_CONSENT_DATE")
    recipient = item.get("recipient") or ""
    if "@" not in recipient and not re.fullmatch("90[0-9]{10}", recipient):
        gateway.refuse("INVALID_RECIPIENT")


def _work(world, upload: Upload, items: list[dict]) -> None:
    for item in items:
        recipient = item["recipient"]
        wire = {
            "type": item["type"],
            "source": item["source"],
            "status": item["status"],
            "recipientType": item["recipient_type"],
            "consentDate": item["consent_date"],
            "recipient": recipient if "@" in recipient else "+" + recipient,
        }
        row = {**item, "request_status": "Başarılı"}
        row["consent_date"] = iso(moment(item["consent_date"], STAMP))
        try:
            world.book(upload.brand).add_item(wire, path="/iys_consents")
        except Refusal as refused:
            error = refused.errors[0]
            row["request_status"] = "Başarısız"
            row["request_error"] = f"{error.code} {error.message}"
        upload.rows.append(row)
    upload.done = True


def _campaigns(gateway, call: Call) -> Response:
    query = gateway.by_query(call, optional=("offset", "limit", "source"))
    offset, limit = int(query.get("offset", 0)), int(query.get("limit", PAGE))
    found = [
        upload
        for upload in call.account.uploads.values()
        if query.get("source") in (None, upload.source)
    ]
    rows = [
        {
            "id": upload.id,
            "header_name": upload.title,
            "iys_code": int(upload.brand),
            "iys_brand_code": int(upload.brand),
            "source": upload.source,
            "created_at": iso(upload.created),
        }
        for upload in found
    ]
    return reply(200, {"records": rows[offset : offset + limit], "total": len(rows)})


def _campaign(gateway, call: Call) -> Response:
    query = gateway.by_query(call, optional=("offset", "limit"))
    number = call.params["id"]
    upload = call.account.uploads.get(int(number)) if number.isdigit() else None
    if upload is None:
        gateway.refuse("404")
    offset, limit = int(query.get("offset", 0)), int(query.get("limit", PAGE))
    body = {
        "total": len(upload.rows),
        "source_addr": upload.title,
        "status": "Tamamlandı" if upload.done else "İşleniyor",
        "records": upload.rows[offset : offset + limit],
    }
    return reply(200, body)
