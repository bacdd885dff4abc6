"""Brands and subscriptions (sections 9.1, 9.5)."""

from typing import Any

from ..web import Response, reply
from .call import Call, Refused
from .texts import error
from .world import Brand, Company, Owner


def brands(call: Call) -> Response:
    """The company's brands with their counts."""
    return reply(200, [_brand(brand) for brand in call.company.brands.values()])


def own(call: Call) -> Response:
    """The subscription of a company; the limits only for the company itself."""
    company = call.world.companies.get(call.params["iysCode"])
    if company is None or company.contract is None:
        raise Refused(404, error("H437", code=call.params["iysCode"]))
    if call.token.user.owner is not company:
        return reply(200, _for_partner(company))
    contract = company.contract
    limits = {
        "consentLimit": contract.limit,
        "usedConsentLimit": used(company),
        "consentLimitExceed": contract.exceed,
    }
    shown = _dates(company) | {"subscriptionId": contract.id} | limits
    return reply(200, shown | contract.more)


def partner(call: Call) -> Response:
    """The partner's own subscription."""
    owner = call.token.user.owner
    if owner.contract is None:
        raise Refused(404, error("H437", code=owner.iys_code))
    return reply(200, _for_partner(owner) | {"iysCode": int(owner.iys_code)})


def used(company: Company) -> int:
    """How many records the company holds, over all its brands."""
    return sum(brand.book.used() for brand in company.brands.values())


def _brand(brand: Brand) -> dict[str, Any]:
    return {
        "brandCode": int(brand.code),
        "name": brand.name,
        "master": brand.master,
        "stats": {
            "consents": brand.book.counts(),
            "retailers": {"total": len(brand.retailers.rows)},
        },
    }


def _dates(owner: Owner) -> dict[str, Any]:
    return {
        "startDate": owner.contract.start,
        "expirationDate": owner.contract.end,
        "subscriptionPackageName": owner.contract.package,
        "status": owner.contract.status,
    }


def _for_partner(owner: Owner) -> dict[str, Any]:
    # the document spells the member so where a partner asks
    return _dates(owner) | {"subscipritionId": owner.contract.id}
