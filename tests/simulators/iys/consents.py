"""Adding consents: single and batch, both editions (section 7)."""

from typing import Any

from ..web import Response, reply
from . import access
from .call import Call, Refused
from .texts import error

TEXT_MEMBERS = ("recipient", "type", "status", "source", "consentDate", "recipientType")


def add(call: Call) -> Response:
    """Single add: ``{transactionId, creationDate}``."""
    item = _prepared(call, call.json())
    access.check_foreign(call, [item])
    answer = call.brand.book.add_item(item, v2=call.v2, path=call.request.path)
    _tie(call, [item])
    return reply(200, answer)


def submit(call: Call) -> Response:
    """Batch add: 202 with ``{requestId, subRequests}``."""
    body = call.json()
    if body == []:
        raise Refused(call.world.switches.empty_batch, error("H092"))
    if not isinstance(body, list):
        raise Refused(400, error("H092"))
    items = [_prepared(call, item) for item in body]
    access.check_foreign(call, items)
    answer = call.brand.book.submit_items(items, v2=call.v2)
    _tie(call, items)
    answer["subRequests"] = [_spelt(call, row) for row in answer["subRequests"]]
    return reply(call.world.switches.batch_status, answer)


def results(call: Call) -> Response:
    """Batch status: a list, empty when İYS knows nothing (yet, any more)."""
    request_id, switches = call.params["requestId"], call.world.switches
    rows = call.brand.book.results(request_id, v2=call.v2)
    known = call.brand.book.store.lot(request_id) is not None
    if not known and switches.unknown_request == "404":
        return reply(404, {"status": 404, "message": "requestId bulunamadı."})
    return reply(200, [_flagged(call, _spelt(call, row)) for row in rows])


def _prepared(call: Call, item: Any) -> Any:
    """The item after the open questions about null and wrong types are answered."""
    if not isinstance(item, dict):
        return item
    switches = call.world.switches
    if switches.null_optional == "ignored":
        item = {name: value for name, value in item.items() if value is not None}
    if switches.wrong_types == "H085" and _has_wrong_type(item):
        raise Refused(400, error("H085"))
    return item


def _has_wrong_type(item: dict[str, Any]) -> bool:
    values = (item[name] for name in TEXT_MEMBERS if item.get(name) is not None)
    return not all(isinstance(value, str) for value in values)


def _tie(call: Call, items: list[dict[str, Any]]) -> None:
    """Remember the retailers: one that stands in a consent cannot be deleted."""
    with call.world.lock:
        access.tie(call.brand, items)


def _spelt(call: Call, row: dict[str, Any]) -> dict[str, Any]:
    spelling = call.world.switches.subrequest_key
    if spelling == "subRequestId":
        return row
    row = row | {"subrequestId": row["subRequestId"]}
    if spelling == "subrequestId":
        del row["subRequestId"]
    return row


def _flagged(call: Call, row: dict[str, Any]) -> dict[str, Any]:
    if "isAddConsentV2Service" in row and call.world.switches.v2_flag == "text":
        return row | {"isAddConsentV2Service": "true"}
    return row
