"""Cities and towns (section 9.6)."""

from typing import Any

from ..web import Response, nothing, reply
from .call import Call, Refused
from .texts import error


def cities(call: Call) -> Response:
    """All cities."""
    return reply(200, call.world.places.cities)


def city(call: Call) -> Response:
    """One city, or 204."""
    return _one(call, call.world.places.cities)


def towns(call: Call) -> Response:
    """All towns."""
    return reply(200, call.world.places.towns)


def town(call: Call) -> Response:
    """One town, or 204."""
    return _one(call, call.world.places.towns)


def _one(call: Call, rows: list[dict[str, Any]]) -> Response:
    code = call.params["code"]
    if not code.isdecimal():
        raise Refused(400, error("H241"))
    row = call.world.places.find(rows, int(code))
    return nothing(204) if row is None else reply(200, row)
