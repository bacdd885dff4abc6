"""What İYS says about a company: brands, dealers, places, contract, integrators, push.

Readings and spellings of contract section 9 and 8.5; like ``answers``, without transport.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from .answers import mapping, read, sequence, text
from .messages import (
    BrandInfo,
    Consent,
    IntegratorBrand,
    Key,
    Place,
    PushConnection,
    Retailer,
    RetailerPage,
    Subscription,
    consent_from_wire,
    from_wire_time,
)
from .terms import TYPES

#: İYS posts this record when a push address is registered; it is nobody's (8.5).
PUSH_TEST_RECIPIENT: Final = "pushtest@iys.org.tr"
PUSH_TEST_CODE: Final = "121212"


def brands(body: Any) -> list[BrandInfo]:
    """The brand list with its counts (section 9.1)."""
    return [_brand(mapping(row)) for row in sequence(body)]


def _brand(row: Mapping[str, Any]) -> BrandInfo:
    stats = row.get("stats") or {}
    if isinstance(stats, list):
        stats = stats[0] if stats else {}
    counts = stats.get("consents") or {}
    return BrandInfo(
        brand_code=text(row["brandCode"]),
        name=str(row.get("name") or ""),
        master=row.get("master") is True,
        approval=int(counts.get("approval") or 0),
        rejection=int(counts.get("rejection") or 0),
        total=int(counts.get("total") or 0),
        retailers=int((stats.get("retailers") or {}).get("total") or 0),
    )


def subscription(body: Any) -> Subscription:
    """The company's contract (section 9.5); its id is misspelt in more than one way."""
    body = mapping(body)
    return Subscription(
        status=text(body["status"]),
        package=str(body.get("subscriptionPackageName") or ""),
        subscription_id=_subscription_id(body),
        start=from_wire_time(body.get("startDate")),
        end=from_wire_time(body.get("expirationDate")),
        limit=_count(body.get("consentLimit")),
        used=_count(body.get("usedConsentLimit")),
        may_exceed=body.get("consentLimitExceed") is True,
    )


def _subscription_id(body: Mapping[str, Any]) -> str:
    for name, value in body.items():
        if name.startswith("sub") and name.endswith("Id"):
            return str(value or "")
    return ""


def _count(value: Any) -> int | None:
    return None if value is None else int(value)


def _place_member(value: Any) -> dict[str, str]:
    found = value if isinstance(value, Mapping) else {}
    return {name: str(found[name]) for name in ("code", "name") if name in found}


def retailer(body: Any) -> Retailer | None:
    """One dealer; None for "200 with no data" (section 9.2)."""
    if body in (None, "", {}, []):
        return None
    return _retailer(mapping(body))


def _retailer(row: Mapping[str, Any]) -> Retailer:
    code, mersis = row.get("retailerCode"), row.get("mersis")
    return Retailer(
        title=text(row["title"]),
        name=str(row.get("name") or ""),
        tckn=str(row.get("tckn") or ""),
        tin=str(row.get("tin") or ""),
        city=_place_member(row.get("city")),
        town=_place_member(row.get("town")),
        retailer_code=None if code in (None, "") else str(code),
        mersis=None if mersis in (None, "") else str(mersis),
        alias=row.get("alias") or None,
        mobile=row.get("mobile") or None,
        status=str(row.get("status") or "active"),
        access_count=int(row.get("retailerAccessCount") or 0),
    )


def retailers(body: Any) -> RetailerPage:
    """A page of dealers (sections 9.2, 9.3)."""
    body = mapping(body)
    paging = mapping(body["pagination"])
    return RetailerPage(
        tuple(_retailer(mapping(row)) for row in sequence(body["list"])),
        total=int(paging["totalCount"]),
        offset=int(paging["offset"]),
    )


def retailer_code(body: Any) -> str:
    """The code of a dealer that was made."""
    return text(mapping(body)["retailerCode"])


def retailer_to_wire(dealer: Retailer) -> dict[str, Any]:
    """Spell a dealer for its creation; what is empty is left out (section 2)."""
    wire = {
        "title": dealer.title,
        "name": dealer.name,
        "tckn": dealer.tckn,
        "tin": dealer.tin,
        "city": dict(dealer.city),
        "town": dict(dealer.town),
        "mersis": dealer.mersis,
        "alias": dealer.alias,
        "mobile": dealer.mobile,
        "status": dealer.status,
    }
    return {name: value for name, value in wire.items() if value}


def access_to_wire(
    keys: Sequence[Key], codes: Sequence[str] = (), *, single: bool = False
) -> dict[str, Any]:
    """Spell a retailer-access body (section 9.3): keys of one type and recipient type.

    Raises ValueError for no keys or keys of several kinds.
    """
    kinds = {(key.type, key.recipient_type) for key in keys}
    if len(kinds) != 1:
        raise ValueError("one call is about one type and one recipient type")
    type_, recipient_type = kinds.pop()
    wire: dict[str, Any] = {"type": type_, "recipientType": recipient_type}
    if single:
        wire["recipient"] = keys[0].recipient
    else:
        wire["recipients"] = [key.recipient for key in keys]
    if codes:
        wire["retailerAccess"] = [int(code) for code in codes]
    return wire


def place(body: Any) -> Place | None:
    """One city or town; None when there is none (204; section 9.6)."""
    if body is None:
        return None
    row = mapping(body)
    city = row.get("city_code", row.get("cityCode"))
    return Place(int(row["code"]), text(row["name"]), _count(city))


def places(body: Any) -> list[Place]:
    """All cities or towns."""
    return [place(mapping(row)) for row in sequence(body)]


def integrator_brands(body: Any) -> tuple[list[IntegratorBrand], int]:
    """A page of brands an integrator may act for, and how many there are (9.4)."""
    body = mapping(body)
    found = [_integrator_brand(mapping(row)) for row in sequence(body["list"])]
    return found, int(mapping(body["pagination"])["totalCount"])


def _integrator_brand(row: Mapping[str, Any]) -> IntegratorBrand:
    return IntegratorBrand(
        iys_code=text(row["iysCode"]),
        brand_code=text(row["brandCode"]),
        name=str(row.get("name") or ""),
        title=str(row.get("title") or ""),
        master=row.get("master") is True,
        agreement_control=row.get("agreementControl") is True,
        rights={type_: str(row[type_]) for type_ in TYPES if row.get(type_)},
    )


def push_connections(body: Any) -> list[PushConnection]:
    """The registered push addresses (section 8.5)."""
    return [
        PushConnection(
            url=text(mapping(row)["url"]),
            type=text(row["type"]),
            status=str(row.get("status") or ""),
            registered=from_wire_time(row.get("registerTime")),
        )
        for row in sequence(body)
    ]


def parse_push(body: Any) -> list[Consent]:
    """The consents in a delivery of İYS's push, without the test record (section 8.5).

    ``body`` is the JSON already read. Raises IysProtocolError for any other shape; a
    delivery proves nothing and is only a reason to pull.
    """
    return read(_pushed, body)


def _pushed(body: Any) -> list[Consent]:
    rows = [mapping(row) for row in sequence(mapping(body)["list"])]
    consents = [consent_from_wire(row) for row in rows if not _is_test(row)]
    for consent in consents:
        text(consent.recipient)
        text(consent.type)
    return consents


def _is_test(row: Mapping[str, Any]) -> bool:
    return (
        row.get("recipient") == PUSH_TEST_RECIPIENT
        and str(row.get("brandCode")) == PUSH_TEST_CODE
    )
