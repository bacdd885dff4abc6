"""Pages of lists: ``offset`` and ``limit`` (sections 8.3, 9.2 – 9.4)."""

from typing import Any

from iys_api.queries import check_paging

from .call import Call


def page_of(call: Call, *, access_list: bool = False) -> tuple[int, int]:
    """The checked offset and limit of a call; Refused with 422 when they are wrong."""
    query, most = call.request.query, call.world.limits.page
    offset, limit = query.get("offset"), query.get("limit")
    call.check(check_paging(offset, limit, maximum=most, access_list=access_list))
    return int(offset or 0), int(limit or most)


def cut(rows: list[Any], offset: int, limit: int, **more: Any) -> dict[str, Any]:
    """One page as İYS answers it; ``more`` adds to ``pagination`` or replaces in it.

    By itself ``pageSize`` is the number of rows, as in the samples of partners' lists;
    in those of retailers' lists it is the limit.
    """
    part = rows[offset : offset + limit]
    pages = {"offset": offset, "pageSize": len(part), "totalCount": len(rows)}
    return {"pagination": pages | more, "list": part}
