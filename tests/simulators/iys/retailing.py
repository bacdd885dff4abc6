"""The methods on retailers (section 9.2)."""

from typing import Any

from ..web import Response, nothing, reply, text
from .access import count_of_retailer
from .call import Call, Refused
from .paging import cut, page_of
from .retailers import NoCodeLeft
from .texts import error

SHORT = ("title", "city", "retailerAccessCount", "retailerCode", "status")


def add(call: Call) -> Response:
    """Register a retailer: 201 with its code of eight digits."""
    body, retailers = call.body("H016"), call.brand.retailers
    with call.world.lock:
        call.check(retailers.check(body), 400)
        if len(retailers.rows) >= call.world.limits.retailers:
            raise Refused(400, error("H067"))
        try:
            code = retailers.add(body)
        except NoCodeLeft:
            raise Refused(400, error("H067")) from None
    return reply(201, {"retailerCode": code})


def listing(call: Call) -> Response:
    """A page of retailers; ``all`` gives every one, ``short`` five members of each."""
    everything, short = _flag(call, "all", "H184"), _flag(call, "short", "H185")
    offset, limit = page_of(call)
    rows = [_row(call, row) for row in call.brand.retailers.rows.values()]
    if everything:
        offset, limit = 0, len(rows)
    if short:
        rows = [{name: row.get(name) for name in SHORT} for row in rows]
    page = offset // limit + 1 if limit else 1
    return reply(200, cut(rows, offset, limit, pageSize=limit, currentPage=page))


def one(call: Call) -> Response:
    """One retailer; 200 without data when there is none."""
    row = call.brand.retailers.rows.get(_code(call))
    return nothing(200) if row is None else reply(200, _row(call, row))


def remove(call: Call) -> Response:
    """Delete a retailer that was never tied to a consent."""
    code, retailers = _code(call), call.brand.retailers
    if code not in retailers.rows:
        if _is_known_elsewhere(call, code):
            raise Refused(403, error("H180", "retailerCode", value=code))
        raise Refused(404, error("H058", code=call.params["retailerCode"]))
    if code in retailers.tied:
        # the contract gives this refusal no code
        raise Refused(400, error("H061", code=code))
    retailers.remove(code)
    return text(200, "OK", "text/plain; charset=utf-8")


def _row(call: Call, row: dict[str, Any]) -> dict[str, Any]:
    count = count_of_retailer(call.brand, row["retailerCode"])
    return row | {"retailerAccessCount": count}


def _code(call: Call) -> int | None:
    text_ = call.params["retailerCode"]
    return int(text_) if text_.isdecimal() else None


def _is_known_elsewhere(call: Call, code: int | None) -> bool:
    return any(code in brand.retailers.rows for _c, brand in call.world.brands())


def _flag(call: Call, name: str, code: str) -> bool:
    value = call.request.query.get(name, "false").lower()
    if value not in ("true", "false", "1", "0", ""):
        raise Refused(422, error(code, name, value=value))
    return value in ("true", "1", "")
