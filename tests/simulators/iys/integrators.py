"""What a business partner may see (section 9.4)."""

from collections.abc import Iterator
from typing import Any

from ..web import Response, reply
from .call import Call
from .paging import cut, page_of


def listing(call: Call) -> Response:
    """All brands the partner may act for, flat since October 2024."""
    offset, limit = page_of(call)
    return reply(200, cut(list(_rows(call)), offset, limit))


def one(call: Call) -> Response:
    """Its brands of one company."""
    offset, limit = page_of(call)
    wanted = call.params["iysCode"]
    rows = [row for row in _rows(call) if row["iysCode"] == wanted]
    return reply(200, cut(rows, offset, limit))


def _rows(call: Call) -> Iterator[dict[str, Any]]:
    for (iys_code, code), listed in call.token.user.owner.grants.items():
        company = call.world.companies.get(iys_code)
        brand = company.brands.get(code) if company else None
        if brand is not None:
            yield {
                "brandCode": brand.code,
                "name": brand.name,
                "master": brand.master,
                "title": company.title,
                "iysCode": iys_code,
                **listed,
            }
