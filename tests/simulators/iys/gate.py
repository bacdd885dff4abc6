"""Who is let in: token, kind of account, path rights, subscription, then the brand.

The order is that of section 13; each step refuses with the status of section 5.
"""

from .auth import Token
from .call import Call, Refused
from .texts import error
from .world import Company, Owner

PARTNER_OPERATIONS = ("partner_list", "partner_one", "partner_contract")


def let_in(call: Call, access: str) -> None:
    """Fill in the call's token, company and brand, or raise Refused."""
    if access == "open":
        return
    call.token = _identify(call, access)
    _check_kind(call)
    _check_path(call)
    _check_contracts(call, access)
    _find(call)


def _identify(call: Call, access: str) -> Token:
    header = call.request.headers.get("Authorization")
    by_credentials = access in ("credentials", "contract")
    if header is None and access == "credentials":
        raise Refused(400, error("H252"))
    scheme, _space, bearer = (header or "").partition(" ")
    if header is not None and not bearer.strip() and access == "credentials":
        raise Refused(400, error("H250"))
    token = call.world.tokens.find(bearer.strip()) if scheme == "Bearer" else None
    if token is None:
        raise Refused(401, error("H251" if by_credentials and header else "H351"))
    return token


def _check_kind(call: Call) -> None:
    if call.operation not in PARTNER_OPERATIONS:
        return
    if isinstance(call.token.user.owner, Company):
        code = "H522" if call.operation == "partner_contract" else "H363"
        raise Refused(400, error(code))
    if call.token.user.username not in call.world.users:
        raise Refused(404, error("H031", username=call.token.user.username))


def _check_path(call: Call) -> None:
    params, token = call.params, call.token
    iys_code, brand_code = params.get("iysCode"), params.get("brandCode")
    checks = (
        ("integratorCode", _is_own_code(call)),
        ("iysCode", iys_code in token.companies),
        ("brandCode", (iys_code, brand_code) in token.rights),
    )
    for member, fits in checks:
        if member in params and not fits:
            raise Refused(403, error("H353", member=member))


def _is_own_code(call: Call) -> bool:
    owner = call.token.user.owner
    return getattr(owner, "code", None) == call.params.get("integratorCode")


def _check_contracts(call: Call, access: str) -> None:
    owner = call.token.user.owner
    _check_contract(owner, owner, access)
    company = call.world.companies.get(call.params.get("iysCode", ""))
    if company is not None and company is not owner:
        _check_contract(company, owner, access)


def _check_contract(owner: Owner, caller: Owner, access: str) -> None:
    contract = owner.contract
    if contract is not None and contract.status == "CLOSED":
        raise Refused(403, error("H521"))
    if access == "contract":
        return
    if contract is None:
        raise Refused(403, error("H524", code=owner.iys_code))
    if contract.status in ("PAUSED", "EXPIRED"):
        blanks = {"status": contract.status, "caller": caller.kind}
        raise Refused(403, error("H520", **blanks))
    if not contract.api:
        raise Refused(403, error("H586"))


def _find(call: Call) -> None:
    iys_code, brand_code = call.params.get("iysCode"), call.params.get("brandCode")
    if iys_code is None:
        return
    call.company = call.world.companies.get(iys_code)
    if call.company is None:
        raise Refused(404, error("H001", code=iys_code))
    if brand_code is not None:
        call.brand = call.company.brands.get(brand_code)
        if call.brand is None:
            raise Refused(404, error("H018", code=brand_code))
