"""The contract as a table, and the order in which a call is checked (section 15.1).

``B`` stands for /sps/{iysCode}/brands/{brandCode}. The fourth column says who is let in:
open = nobody is asked; token (the default) = a bearer token, else 401 H351; credentials =
the same, refused with 400 H252/H250 or 401 H251; contract = a token, but the subscription
may be paused, expired or missing. The last names a limit by the hour. Business partners'
paths are checked in gate.py.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from iys_api.fake import Refusal

from ..web import Request, Response, reply
from . import (
    access,
    auth,
    consents,
    contracts,
    integrators,
    links,
    lookups,
    push,
    questions,
    reconciliation,
    retailing,
)
from .call import Call, Refused, refusal
from .gate import let_in
from .texts import error
from .world import World

BRAND = "/sps/{iysCode}/brands/{brandCode}"


@dataclass(frozen=True)
class Route:
    """One method of the contract; ``v2`` is the registry's second edition."""

    method: str
    pattern: re.Pattern
    operation: str
    handler: Callable[[Call], Response]
    access: str
    limit: str
    v2: bool


def _on(where: str, operation: str, handler, access="token", limit="") -> Route:
    method, _space, path = where.partition(" ")
    v2 = path.startswith("/v2")
    path = re.sub("^(/v2)?B/", rf"\1{BRAND}/", path)
    pattern = re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path))
    return Route(method, pattern, operation, handler, access, limit, v2)


ROUTES = (
    _on("POST /oauth2/token", "token", auth.token, "open", "token"),
    _on("GET /sps/{iysCode}/brands", "brands", contracts.brands),
    _on("GET /sps/{iysCode}/subscription", "contract", contracts.own, "contract"),
    # adding (section 7)
    _on("POST B/consents", "add", consents.add),
    _on("POST /v2B/consents", "add", consents.add),
    _on("POST B/consents/request", "submit", consents.submit),
    _on("POST /v2B/consents/request", "submit", consents.submit),
    _on("GET B/consents/request/{requestId}", "results", consents.results),
    _on("GET /v2B/consents/request/{requestId}", "results", consents.results),
    # reading (section 8)
    _on("POST B/consents/status", "status", questions.status, limit="status"),
    _on(
        "POST B/consents/{recipientType}/status/{type}",
        "multi_status",
        questions.multi_status,
    ),
    _on("POST B/consents/history", "history", questions.history, limit="history"),
    _on("GET B/consents/changes", "changes", questions.changes),
    _on("POST B/push/registration", "push_add", push.register),
    _on("GET B/push/registration", "push_list", push.listing),
    _on("POST B/push/unregistration", "push_remove", push.unregister),
    # retailers (sections 9.2, 9.3)
    _on("POST B/retailers", "retailer_add", retailing.add, "credentials"),
    _on("GET B/retailers", "retailer_list", retailing.listing, "credentials"),
    _on("GET B/retailers/{retailerCode}", "retailer", retailing.one, "credentials"),
    _on(
        "DELETE B/retailers/{retailerCode}",
        "retailer_delete",
        retailing.remove,
        "credentials",
    ),
    _on("POST B/consents/retailers/access", "access_add", access.add),
    _on("PUT B/consents/retailers/access", "access_replace", access.replace),
    _on("POST B/consent/retailers/access/list", "access_list", access.listing),
    _on("POST B/consents/retailers/access/remove", "access_remove", access.remove),
    _on("POST B/consents/retailers/access/remove/all", "access_clear", access.clear),
    # business partners (sections 9.4, 9.5)
    _on("GET /integrator/{integratorCode}/sps", "partner_list", integrators.listing),
    _on(
        "GET /integrator/{integratorCode}/sps/{iysCode}", "partner_one", integrators.one
    ),
    _on(
        "GET /integrator/{integratorCode}/subscription",
        "partner_contract",
        contracts.partner,
        "contract",
    ),
    # look-ups (section 9.6)
    _on("GET /info/city", "cities", lookups.cities, "credentials"),
    _on("GET /info/city/{code}", "city", lookups.city, "credentials"),
    _on("GET /info/town", "towns", lookups.towns, "credentials"),
    _on("GET /info/town/{code}", "town", lookups.town, "credentials"),
    # reconciliation (section 10)
    _on(
        "GET B/changes/{reportDate}/recipients/{recipientType}",
        "day_counts",
        reconciliation.counts,
    ),
    _on("GET B/changes/{reportDate}/file", "file", reconciliation.file),
    _on("GET B/agreements/{reportDate}", "agreement", reconciliation.agreement),
    _on("PUT B/agreements/{reportDate}", "agree", reconciliation.agree),
    _on(
        "GET B/agreements/{reportDate}/timestamp", "timestamp", reconciliation.timestamp
    ),
    # opt-out links (section 11)
    _on("POST B/via-hash-links", "links", links.create),
)


class Contract:
    """Answers requests by the table."""

    def __init__(self, world: World):
        self._world = world

    def __call__(self, request: Request) -> Response:
        """Answer one request: limits, token, rights, subscription, then the method."""
        route, params = _find(request)
        call = Call(self._world, request, "", params=params)
        try:
            if route is None:
                self._count(call, "")
                return reply(404, {"status": 404, "message": "Not Found"})
            call.operation, call.v2 = route.operation, route.v2
            self._admit(call, route)
            return route.handler(call)
        except Refusal as refused:
            return self._refusal(call, refused)

    def _admit(self, call: Call, route: Route) -> None:
        if self._world.switches.limits_first:
            self._count(call, route.limit)
            let_in(call, route.access)
        else:
            let_in(call, route.access)
            self._count(call, route.limit)

    def _count(self, call: Call, kind: str) -> None:
        self._world.windows.shape = self._world.switches.rate_window
        code = self._world.windows.take(call.request.peer[0], kind, self._world.now())
        if code == "H124":
            code = self._world.switches.second_limit_code
        if code:
            raise Refused(429, error(code))

    def _refusal(self, call: Call, refused: Refusal) -> Response:
        switches, first = self._world.switches, refused.errors[0]
        if first.code == "H084" and switches.token_limit_body == "flat":
            return reply(429, {"code": first.code, "message": first.message})
        return refusal(call.operation, refused, switches.stray_colon)


def _find(request: Request) -> tuple[Route | None, dict[str, str]]:
    for route in ROUTES:
        if route.method == request.method:
            if match := route.pattern.fullmatch(request.path):
                return route, match.groupdict()
    return None, {}
