"""One call on its way through the checks, and how a handler refuses it."""

from dataclasses import dataclass, field
from typing import Any

from iys_api.fake import Refusal, error_to_wire
from iys_api.messages import ApiError

from ..web import NotJson, Request, Response, reply
from .auth import Token
from .texts import error, in_words_of
from .world import Brand, Company, World


class Refused(Refusal):
    """The call ends here: an HTTP status and at least one error."""

    def __init__(self, status: int, *errors: ApiError):
        super().__init__(status, errors)


@dataclass
class Call:
    """What a handler gets: the request, and whom and what its path is about."""

    world: World
    request: Request
    operation: str
    token: Token | None = None
    company: Company | None = None
    brand: Brand | None = None
    #: the registry's second edition (paths under /v2)
    v2: bool = False
    params: dict[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """The body; Refused with H014 when it is not JSON."""
        try:
            return self.request.json()
        except NotJson:
            raise Refused(400, error("H014")) from None

    def body(self, code: str) -> dict[str, Any]:
        """The body as an object; Refused with ``code`` (400) when it is none."""
        body = self.json()
        if not isinstance(body, dict):
            raise Refused(400, error(code))
        return body

    def check(self, errors: list[ApiError], status: int = 422) -> None:
        """Refuse the call when there is any error."""
        if errors:
            raise Refused(status, *errors)


def refusal(operation: str, refused: Refusal, stray_colon: bool = False) -> Response:
    """The answer to a refused call, in the words of its method."""
    entries = [error_to_wire(in_words_of(operation, e)) for e in refused.errors]
    if stray_colon:
        entries = [_with_colon(entry) for entry in entries]
    return reply(refused.status, {"errors": entries})


def _with_colon(entry: dict[str, Any]) -> dict[str, Any]:
    """The document prints some H353 samples with the key ``code:``."""
    if entry["code"] != "H353":
        return entry
    return {"code:" if key == "code" else key: entry[key] for key in entry}
