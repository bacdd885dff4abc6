"""Reading consents: status, multi status, history, the feed (section 8)."""

from iys_api.rules import key_of

from ..web import Response, nothing, reply
from .access import retailers_of
from .call import Call, Refused
from .texts import error

NO_RECORD = {"200": {}, "null": None, "list": []}


def status(call: Call) -> Response:
    """The record of one address; what comes without one is a switch (section 13)."""
    body = call.json()
    wire = call.brand.book.status(body)
    if wire is None:
        return _no_record(call.world.switches.unknown_record)
    record = call.brand.book.record(key_of(body))
    wire["retailerAccessCount"] = len(retailers_of(call.brand, record))
    return reply(200, wire)


def multi_status(call: Call) -> Response:
    """Which of up to 1000 addresses stand at ONAY."""
    recipient_type, type_ = call.params["recipientType"], call.params["type"]
    return reply(200, call.brand.book.approved(recipient_type, type_, call.json()))


def history(call: Call) -> Response:
    """Movements of one address, newest first."""
    query = call.request.query
    page = (query.get("offset"), query.get("limit"))
    return reply(200, call.brand.book.history(call.json(), *page))


def changes(call: Call) -> Response:
    """The change feed: oldest first, behind an opaque cursor; 204 when empty."""
    query = call.request.query
    source, limit = query.get("source", "IYS"), query.get("limit")
    if call.world.switches.old_cursor == "422":
        _check_age(call, query.get("after", ""))
    page = call.brand.book.changes(source, limit, query.get("after"))
    return nothing(204) if page is None else reply(200, page)


def _check_age(call: Call, after: str) -> None:
    second = after.partition("_")[0]
    window = call.brand.book.options.window
    if second.isdecimal() and int(second) < call.world.now().timestamp() - window:
        raise Refused(422, error("H098", "after", value=after))


def _no_record(switch: str) -> Response:
    if switch == "204":
        return nothing(204)
    if switch == "404":
        return reply(404, {"status": 404, "message": "İzin bulunamadı."})
    return reply(200, NO_RECORD[switch])
