"""What the three gateways have in common: routing, and where a call may end."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from ..web import Request, Response
from .account import Account
from .call import Call, Refused
from .world import World


class Route(NamedTuple):
    """One method of a contract."""

    method: str
    pattern: re.Pattern
    operation: str
    handler: Callable[[Call], Response]


class Body(NamedTuple):
    """One push on its way: bytes, their type, how many items they tell of."""

    content: bytes
    content_type: str
    items: int


def on(where: str, operation: str, handler: Callable[[Call], Response]) -> Route:
    """A line of a gateway's table: ``"POST /a/{b}"``."""
    method, _space, path = where.partition(" ")
    pattern = re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path))
    return Route(method, pattern, operation, handler)


class Gateway:
    """One gateway. ``name`` is also the first part of its paths."""

    name = ""
    #: pushes of which any answer but 200 is tried again: times, seconds apart
    retries: tuple[int, float] = (0, 0.0)
    #: acceptance is pushed too, not only what became of a text
    tells_accepted = False

    def __init__(self, world: World):
        self.world = world
        self.routes: tuple[Route, ...] = ()

    def answer(self, request: Request, path: str) -> Response:
        """Answer a request; ``path`` is without the gateway's prefix."""
        self.world.network.settle()
        for route in self.routes:
            match = route.pattern.fullmatch(path)
            if match and route.method == request.method:
                return self._handle(route, request, match.groupdict())
        return self._handle(on("", "unknown", self._unknown), request, {})

    def _handle(self, route: Route, request: Request, params: dict) -> Response:
        call = Call(
            self.world, request, self.name, route.operation, self.malformed,
            params=params,
        )  # fmt: skip
        try:
            with self.world.lock:
                response = route.handler(call)
            if self.world.switches.push_timing == "before":
                self.world.network.settle()
                self.world.pusher.wait()
            return response
        except Refused as refused:
            return refused.response

    def _unknown(self, call: Call) -> Response:
        call.complain(f"no {call.request.method} of this path", self.not_found())
        return self.not_found()

    def find(self, username: Any, password: Any) -> Account | None:
        """The account of a pair of credentials."""
        for account in self.world.accounts:
            if account.gateway == self.name and account.username == username:
                return account if account.password == password else None
        return None

    # === WHAT EACH GATEWAY SAYS === #

    def malformed(self) -> Response:
        """The answer to a request that cannot be read."""
        raise NotImplementedError

    def not_found(self) -> Response:
        """The answer to an unknown path."""
        raise NotImplementedError

    def error(self, code: str) -> Response:
        """The answer with a documented error code; KeyError for an unknown one."""
        raise NotImplementedError

    def bodies(self, kind: str, items: list[Any]) -> list[Body]:
        """The pushes that tell of these items: texts, inbound or İYS results."""
        raise NotImplementedError
