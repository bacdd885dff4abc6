"""Retailers (bayi) of one brand and the rules for registering them (section 9.2)."""

import re
from collections.abc import Iterator
from typing import Any

from iys_api.messages import ApiError
from iys_api.rules import is_wire_phone

from .texts import error

MEMBERS = (
    "title",
    "name",
    "tckn",
    "tin",
    "city",
    "town",
    "mersis",
    "alias",
    "mobile",
    "status",
)
REQUIRED = {
    "title": "H214",
    "name": "H215",
    "tckn": "H216",
    "tin": "H288",
    "city": "H217",
    "town": "H220",
}
PLACE_MEMBERS = {"city": ("H218", "H219"), "town": ("H221", "H222")}
STATUSES = ("active", "passive", "suspended")
_ALPHANUMERIC = re.compile(r"[^\W_]+(?:[ .&'()/-]*[^\W_]+)*[.)]?")


class NoCodeLeft(Exception):
    """All eight-digit codes are given out (H067)."""


class Retailers:
    """The retailers of a brand by code; codes are numbers of eight digits."""

    def __init__(self, first_code: int = 10_000_000):
        self.rows: dict[int, dict[str, Any]] = {}
        #: what the registry book asks: code as text → title
        self.titles: dict[str, str] = {}
        #: codes that once were here
        self.gone: set[int] = set()
        #: codes that stand in a consent, so that they cannot be deleted
        self.tied: set[int] = set()
        self.last_code = 99_999_999
        self.next_code = first_code

    def add(self, row: dict[str, Any], code: int | None = None) -> int:
        """Register a checked row and give its code; NoCodeLeft when there is none."""
        if code is None:
            code = self._free_code()
        self.rows[code] = {"status": "active"} | row | {"retailerCode": code}
        self.titles[str(code)] = row.get("title", "")
        return code

    def remove(self, code: int) -> None:
        """Delete one; KeyError when it does not exist."""
        del self.rows[code], self.titles[str(code)]
        self.gone.add(code)

    def check(self, body: Any) -> list[ApiError]:
        """The first error of a registration: İYS answers one at a time. [] if none."""
        for found in self._errors(body):
            return [found]
        return []

    def _free_code(self) -> int:
        while self.next_code in self.rows or self.next_code in self.gone:
            self.next_code += 1
        if self.next_code > self.last_code:
            raise NoCodeLeft
        return self.next_code

    def _errors(self, body: dict[str, Any]) -> Iterator[ApiError]:
        yield from (error("H016", member=n) for n in body if n not in MEMBERS)
        yield from _missing(body)
        yield from _texts(body)
        yield from _identities(body)
        yield from self._repeats(body)

    def _repeats(self, body: dict[str, Any]) -> Iterator[ApiError]:
        for name, code, label in (
            ("mersis", "H230", "mersis"),
            ("tckn", "H231", "kimlik"),
        ):
            value = body.get(name)
            same = [r for r in self.rows.values() if value and r.get(name) == value]
            if any(row["status"] == "passive" for row in same):
                yield error("H253", member=label)
            elif same:
                yield error(code)


def _missing(body: dict[str, Any]) -> Iterator[ApiError]:
    for name, code in REQUIRED.items():
        value = body.get(name)
        if value in (None, "", {}):
            yield error(code)
        elif name in PLACE_MEMBERS:
            yield from _missing_place(name, value)


def _missing_place(name: str, value: Any) -> Iterator[ApiError]:
    for member, code in zip(("code", "name"), PLACE_MEMBERS[name], strict=True):
        given = value.get(member) if isinstance(value, dict) else None
        if not isinstance(given, str) or not given:
            yield error(code)


def _texts(body: dict[str, Any]) -> Iterator[ApiError]:
    for name in ("title", "name", "alias"):
        value = body.get(name)
        if value is None:
            continue
        if not isinstance(value, str) or not _ALPHANUMERIC.fullmatch(value):
            yield error("H229", member=name)
        elif len(value) > 255:
            yield error("H017", member=name)
    if body.get("status", "active") not in STATUSES:
        yield error("H201")
    if body.get("mobile") is not None and not is_wire_phone(body["mobile"]):
        yield error("H224")


def _identities(body: dict[str, Any]) -> Iterator[ApiError]:
    tckn = str(body.get("tckn"))
    if len(tckn) != 11:
        yield error("H226")
    elif not is_tckn(tckn):
        yield error("H225")
    tin = str(body.get("tin"))
    if len(tin) not in (10, 11):
        yield error("H244")
    elif not (is_vkn(tin) or is_tckn(tin)):
        yield error("H243")
    yield from _mersis(body.get("mersis"))


def _mersis(value: Any) -> Iterator[ApiError]:
    if value is None:
        return
    if len(str(value)) != 16:
        yield error("H228")
    elif not isinstance(value, str) or not value.isdigit():
        yield error("H227")
    elif value[0] == "0" and not is_vkn(value[1:11]):
        yield error("H227")


def is_tckn(text: str) -> bool:
    """Check a Turkish identity number: eleven digits, two of them check digits."""
    if not re.fullmatch(r"[1-9][0-9]{10}", text):
        return False
    digits = [int(c) for c in text]
    tenth = (sum(digits[0:9:2]) * 7 - sum(digits[1:8:2])) % 10
    return digits[9] == tenth and digits[10] == sum(digits[:10]) % 10


def is_vkn(text: str) -> bool:
    """Check a Turkish tax number: ten digits, the last being the check digit."""
    if not re.fullmatch(r"[0-9]{10}", text):
        return False
    total = 0
    for position, digit in enumerate(text[:9]):
        shifted = (int(digit) + 9 - position) % 10
        weighted = shifted * 2 ** (9 - position) % 9
        total += 9 if shifted and not weighted else weighted
    return int(text[9]) == -total % 10
