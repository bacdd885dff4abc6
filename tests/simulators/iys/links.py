"""Opt-out links for mails (section 11), as far as a caller can see them."""

import hashlib
from collections.abc import Iterator
from typing import Any

from iys_api.messages import ApiError, Key
from iys_api.queries import check_recipients
from iys_api.rules import MISSING, bad_values, is_absent, recipient_errors

from ..web import Response, reply
from .call import Call
from .texts import error


def create(call: Call) -> Response:
    """A link for each address at ONAY, H568 inside the list for the others."""
    body = call.body("H097")
    rows = body.get("recipients")
    if not rows or not isinstance(rows, list) or len(rows) > call.world.limits.links:
        call.check(check_recipients("EPOSTA", rows, call.world.limits.links))
    call.check([found for row in rows for found in _errors(row)])
    return reply(200, [_link(call, row) for row in rows])


def _errors(row: Any) -> Iterator[ApiError]:
    if not isinstance(row, dict):
        yield error("H114", "recipient")
        return
    for name in ("recipient", "recipientType"):
        if is_absent(row.get(name)):
            yield error(MISSING[name], name)
    yield from (e for e in bad_values(row) if e.location == ("recipientType",))
    mail = "@" in str(row.get("recipient"))
    typed = row | {"type": "EPOSTA" if mail else "MESAJ"}
    yield from recipient_errors(typed, too_long=("H160", "H121"))


def _link(call: Call, row: dict[str, str]) -> dict[str, str]:
    recipient = row["recipient"].lower()
    record = call.brand.book.record(Key(recipient, row["recipientType"], "EPOSTA"))
    if record is None or record.status != "ONAY":
        refused = error("H568")
        shown = {"code": refused.code, "message": refused.message}
        return {"recipient": row["recipient"]} | shown
    name = hashlib.sha256(f"{call.brand.code}|{recipient}".encode()).hexdigest()[:24]
    url = f"https://viamanager.vkk.io/RET/{name}"
    return {"url": url, "recipient": row["recipient"]}
