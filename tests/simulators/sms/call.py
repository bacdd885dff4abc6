"""One call on its way through the checks; what is wrong in it becomes a complaint."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from iys_api.messages import TRT

from ..web import NotJson, Request, Response
from .account import Account
from .world import Complaint, World

#: what a member may be: a type, several types, or a test with its words
Kind = type | tuple[type, ...]
JSON_TYPES = ("application/json",)
XML_TYPES = ("text/xml", "application/xml")


class Refused(Exception):
    """The call ends here with this answer."""

    def __init__(self, response: Response):
        super().__init__(response.status)
        self.response = response


@dataclass
class Call:
    """What a handler gets. ``malformed`` makes the gateway's answer to a bad request."""

    world: World
    request: Request
    gateway: str
    operation: str
    malformed: Callable[[], Response]
    account: Account | None = None
    params: dict[str, str] = field(default_factory=dict)

    # === COMPLAINTS === #

    def complain(self, what: str, answer: Response | None = None) -> None:
        """Note a breach of the contract and refuse; nothing when not strict."""
        if not self.world.switches.strict:
            return
        complaint = Complaint(self.gateway, self.operation, what)
        self.world.complaints.append(complaint)
        raise Refused(answer or self.malformed())

    def members(
        self,
        body: Any,
        where: str,
        required: Mapping[str, Kind],
        optional: Mapping[str, Kind] | None = None,
    ) -> dict[str, Any]:
        """Check an object's members: none unknown, none missing, none of a wrong type.

        A bool is never taken for a number. Raises Refused, strict or not, when it is
        no object at all.
        """
        if not isinstance(body, dict):
            self.complain(f"{where} is no object")
            raise Refused(self.malformed())
        known = {**required, **(optional or {})}
        for name in sorted(body.keys() - known.keys()):
            self.complain(f"unknown member {name} in {where}")
        for name in required.keys() - body.keys():
            self.complain(f"member {name} is missing in {where}")
        for name, value in body.items():
            if name in known and not _is(value, known[name]):
                self.complain(f"member {name} in {where} is of a wrong type")
        return body

    def query(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict:
        """Check the names in the URL's query; give it back."""
        names = self.request.query.keys()
        for name in sorted(names - {*required, *optional}):
            self.complain(f"unknown {name} in the query")
        for name in sorted(set(required) - names):
            self.complain(f"{name} is missing in the query")
        return self.request.query

    # === WHAT WAS SENT === #

    def json(self) -> Any:
        """The body as JSON; refuses anything else."""
        self._check_type(JSON_TYPES)
        try:
            return self.request.json()
        except NotJson:
            self.complain("the body is not JSON")
            raise Refused(self.malformed()) from None

    def xml(self) -> bytes:
        """The body, declared as XML."""
        self._check_type(XML_TYPES)
        return self.request.body

    def no_body(self) -> None:
        """Complain about a body where there is none in the contract."""
        if self.request.body:
            self.complain("a body where none belongs")

    def _check_type(self, allowed: tuple[str, ...]) -> None:
        given = self.request.headers.get("Content-Type", "")
        if given.partition(";")[0].strip().lower() not in allowed:
            self.complain(f"content type {given.partition(';')[0] or 'missing'}")

    # === SECRETS === #

    def check_secrets(self, *allowed: str) -> None:
        """Complain about a secret outside of ``allowed``: header, query, body."""
        request = self.request
        if "header" not in allowed and request.headers.get("Authorization"):
            self.complain("a secret in the header")
        if "query" not in allowed and self._secret_in(
            " ".join([request.path, *request.query.values()])
        ):
            self.complain("a secret in the URL")
        if "body" not in allowed and self._secret_in(
            request.body.decode("utf-8", "replace")
        ):
            self.complain("a secret in the body")

    def _secret_in(self, text: str) -> bool:
        return any(
            secret and secret in text
            for account in self.world.accounts
            if account.gateway == self.gateway
            for secret in account.secrets()
        )


def _is(value: Any, kind: Kind) -> bool:
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if isinstance(value, bool):
        return bool in kinds
    return isinstance(value, kinds)


def moment(text: Any, form: str) -> datetime | None:
    """A Turkish wall clock time in exactly this form as UTC; None when it is none."""
    try:
        naive = datetime.strptime(text, form)
    except (TypeError, ValueError):
        return None
    if naive.strftime(form) != text:
        return None
    return naive.replace(tzinfo=TRT).astimezone(timezone.utc)


def local(when: datetime, form: str) -> str:
    """A moment as a wall clock in Türkiye shows it."""
    return when.astimezone(TRT).strftime(form)
