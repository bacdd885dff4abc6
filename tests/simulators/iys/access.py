"""Which retailers may see a consent (section 9.3).

The retailers of a record are those of its consent (``retailerCode`` and
``retailerAccess``) until an access call sets them.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from iys_api.messages import ApiError, Consent, Key
from iys_api.queries import check_recipients
from iys_api.rules import (
    MISSING,
    bad_values,
    check_access,
    is_absent,
    key_of,
    recipient_errors,
)

from ..web import Response, nothing, reply
from .call import Call, Refused
from .paging import cut, page_of
from .texts import error
from .world import Brand


def add(call: Call) -> Response:
    """Add retailers to one consent."""
    body = call.body("H090")
    errors = [*_heads(body), *_recipient(body, "H168", "recipients")]
    call.check([*errors, *_retailers(call, body)])
    _check_known(call, body["retailerAccess"])
    with call.world.lock:
        record = _record(call.brand, key_of(body))
        if record is None:
            raise Refused(400, error("H401"))
        codes = [*retailers_of(call.brand, record), *body["retailerAccess"]]
        _set(call.brand, [record.key], codes)
    now = call.world.wire_now()
    return reply(200, {"transactionId": str(uuid.uuid4()), "creationDate": now})


def replace(call: Call) -> Response:
    """Set the retailers of consents; those of before, taker included, lose them."""
    body = call.body("H171")
    _check_many(call, body, place=False)
    with call.world.lock:
        _set(call.brand, _keys(body), body["retailerAccess"])
    return nothing(202)


def remove(call: Call) -> Response:
    """Take some retailers away from consents."""
    body = call.body("H172")
    _check_many(call, body)
    gone = set(body["retailerAccess"])
    with call.world.lock:
        for record in _records(call.brand, _keys(body)):
            left = [c for c in retailers_of(call.brand, record) if c not in gone]
            _set(call.brand, [record.key], left)
    return nothing(202)


def clear(call: Call) -> Response:
    """Take all retailers away from consents."""
    body = call.body("H172")
    call.check([*_heads(body), *_recipients(call, body)])
    with call.world.lock:
        _set(call.brand, _keys(body), [])
    return nothing(202)


def listing(call: Call) -> Response:
    """The retailers that may see one consent."""
    body = call.body("H173")
    errors = [*_heads(body), *_recipient(body, "H114", "recipient")]
    call.check([*errors, *recipient_errors(body, too_long=("H166",))])
    offset, limit = page_of(call, access_list=True)
    record = _record(call.brand, key_of(body))
    codes = retailers_of(call.brand, record) if record else []
    known = call.brand.retailers.rows
    rows = [known[code] for code in codes if code in known]
    return reply(200, cut(rows, offset, limit, pageSize=limit))


def retailers_of(brand: Brand, record: Consent) -> list[int]:
    """Codes of the retailers that may see a record, each once."""
    if record.key in brand.access:
        return brand.access[record.key]
    own = [record.retailer_code] if record.retailer_code else []
    return list(dict.fromkeys(int(code) for code in [*own, *record.retailer_access]))


def count_of_retailer(brand: Brand, code: int) -> int:
    """How many records a retailer may see."""
    if code not in brand.retailers.tied:
        return 0
    records = brand.book.store.all_records()
    return sum(code in retailers_of(brand, record) for record in records)


def check_foreign(call: Call, items: Iterable[Any]) -> None:
    """Refuse retailers of a company the caller has no rights for (403 H353)."""
    for item in items:
        if isinstance(item, dict):
            for _location, code in _named(item):
                if _is_foreign(call, code):
                    raise Refused(403, error("H353", member="retailerCode"))


def tie(brand: Brand, items: Iterable[dict[str, Any]]) -> None:
    """Remember the retailers that stand in accepted consents."""
    for item in items:
        brand.retailers.tied.update(int(code) for _location, code in _named(item))


def _named(item: dict[str, Any]) -> Iterable[tuple[tuple[str | int, ...], Any]]:
    if item.get("retailerCode") is not None:
        yield ("retailerCode",), item["retailerCode"]
    access = item.get("retailerAccess")
    for position, code in enumerate(access if isinstance(access, list) else ()):
        yield ("retailerAccess", position), code


def _is_foreign(call: Call, code: Any) -> bool:
    if not isinstance(code, int) or code in call.brand.retailers.rows:
        return False
    allowed = call.token.companies
    return any(
        code in brand.retailers.rows
        for company, brand in call.world.brands()
        if company.iys_code not in allowed
    )


def _heads(body: dict[str, Any]) -> list[ApiError]:
    names = ("type", "recipientType")
    missing = [error(MISSING[n], n) for n in names if is_absent(body.get(n))]
    return [*missing, *(e for e in bad_values(body) if e.location[0] in names)]


def _recipient(body: dict[str, Any], code: str, name: str) -> list[ApiError]:
    """``add`` names a missing address H168, as İYS's sample does; ``list`` H114."""
    if is_absent(body.get("recipient")):
        return [error(code, name)]
    if name == "recipients":
        return list(recipient_errors(body, too_long=("H166",)))
    return []


def _retailers(call: Call, body: dict[str, Any]) -> list[ApiError]:
    if body.get("retailerAccess") is None:
        return [error("H169", "retailerAccess")]
    most = call.world.limits.access_retailers
    return list(check_access(body["retailerAccess"], most))


def _recipients(
    call: Call, body: dict[str, Any], *, place: bool = True
) -> list[ApiError]:
    recipients = body.get("recipients")
    most = call.world.limits.access_recipients
    if not recipients or not isinstance(recipients, list) or len(recipients) > most:
        return check_recipients(str(body.get("type")), recipients, most)
    errors = []
    for position, value in enumerate(recipients):
        found = recipient_errors(body | {"recipient": value}, too_long=("H166",))
        for one in found:
            where = ("recipients", position) if place else ("recipient",)
            errors.append(error(one.code, *where, value=value))
    return errors


def _check_many(call: Call, body: dict[str, Any], *, place: bool = True) -> None:
    call.check(
        [
            *_heads(body),
            *_recipients(call, body, place=place),
            *_retailers(call, body),
        ]
    )
    _check_known(call, body["retailerAccess"])


def _check_known(call: Call, codes: list[Any]) -> None:
    deleted = call.brand.retailers.gone
    gone = [code for code in codes if isinstance(code, int) and code in deleted]
    if gone:
        raise Refused(404, error("H058", code=gone[0]))
    check_foreign(call, [{"retailerAccess": codes}])
    known = call.brand.retailers.rows
    errors = [
        error("H180", "retailerAccess", position, value=code)
        for position, code in enumerate(codes)
        if not isinstance(code, int) or code not in known
    ]
    call.check(errors, 403)


def _keys(body: dict[str, Any]) -> list[Key]:
    return [key_of(body | {"recipient": value}) for value in body["recipients"]]


def _record(brand: Brand, key: Key) -> Consent | None:
    return brand.book.store.records([key]).get(key)


def _records(brand: Brand, keys: list[Key]) -> list[Consent]:
    return list(brand.book.store.records(keys).values())


def _set(brand: Brand, keys: list[Key], codes: list[int]) -> None:
    unique = list(dict.fromkeys(codes))
    brand.retailers.tied.update(unique)
    for key in brand.book.store.records(keys):
        brand.access[key] = unique
