"""What the contract leaves open (section 13), as switches.

The first of several values is the behaviour the contract recommends for a simulator.
Switches of the rules themselves (three business days, HS_2015, HS_KARAR …) are fields
of ``iys_api.rules.RuleOptions``, those of lists and feed of ``iys_api.fake.BookOptions``.
"""

from dataclasses import dataclass, field, fields
from typing import Any


def one_of(*values: Any) -> Any:
    """A field with a closed list of values, the first being its default."""
    return field(default=values[0], metadata={"values": values})


class Settings:
    """Named settings that can be read, checked and changed together."""

    def change(self, values: dict[str, Any]) -> None:
        """Set several at once; ValueError and no change for an unknown name or value."""
        known = {f.name: f.metadata.get("values") for f in fields(self)}
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"unknown setting {name!r}; one of {sorted(known)}")
            if known[name] and value not in known[name]:
                raise ValueError(f"{name} takes one of {list(known[name])}")
        for name, value in values.items():
            setattr(self, name, value)

    def as_json(self) -> dict[str, Any]:
        """All settings by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def choices(self) -> dict[str, list[Any]]:
        """The values of those settings that have a closed list."""
        found = {f.name: f.metadata.get("values") for f in fields(self)}
        return {name: list(values) for name, values in found.items() if values}


@dataclass
class Switches(Settings):
    """Every open question of section 13 that is not answered by the book's options."""

    #: status query for an address without a record: 200 {}, 204, 404, null or []
    unknown_record: str = one_of("200", "204", "404", "null", "list")
    #: pull with a cursor older than the window
    old_cursor: str = one_of("start", "422")
    #: status of a list nobody handed in
    unknown_request: str = one_of("list", "404")
    #: shape of the token limit's 429
    token_limit_body: str = one_of("errors", "flat")
    #: code of the per-second limit
    second_limit_code: str = one_of("H124", "H083")
    #: shape of the limits' windows
    rate_window: str = one_of("sliding", "fixed")
    #: limits are checked before token and rights
    limits_first: bool = one_of(True, False)
    #: word for a grant İYS does not offer: the live server's, or the document's
    unsupported_grant: str = one_of("unsupported_grant_type", "invalid_grant")
    #: a refresh kills the refresh token it used
    refresh_once: bool = one_of(True, False)
    #: an optional member with null
    null_optional: str = one_of("H266", "ignored")
    #: an empty list in a batch add
    empty_batch: int = one_of(400, 422)
    #: a number where text belongs
    wrong_types: str = one_of("field", "H085")
    #: status of an accepted list (200 until 2020)
    batch_status: int = one_of(202, 200)
    #: the key İYS spells in two ways
    subrequest_key: str = one_of("subRequestId", "subrequestId", "both")
    #: H353 with the stray colon of the document
    stray_colon: bool = one_of(False, True)
    #: isAddConsentV2Service as the text "true" (the sample) or as a boolean
    v2_flag: str = one_of("text", "boolean")
    #: further tries after a push that was not answered with 2xx
    push_repeats: int = 2
    #: seconds İYS waits for the answer to a push
    push_timeout: float = 5.0
    #: let push go to http addresses of this machine
    push_loopback: bool = one_of(True, False)
