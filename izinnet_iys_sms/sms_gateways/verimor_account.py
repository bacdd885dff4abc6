"""Verimor: how it is called, titles, money, blacklist (sms.md §5.7, §5.8).

The password stands in the query of every question: ``Transport`` keeps it out of logs.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from . import verimor_codes as codes
from .base import Balance, Blocked, Page
from .errors import (
    AccountError,
    NotFound,
    Reason,
    RecipientError,
    SmsError,
    UnexpectedAnswer,
)
from .gateway import HttpGateway
from .numbers import as_sender, last_ten, read_number
from .transport import Answer
from .wire import as_decimal, as_text, moment, rows

#: rows a page, and numbers in one order for the blacklist
PAGE: Final = 100


class VerimorAccount(HttpGateway):
    """The calls, and what belongs to no single text."""

    # === CALLS === #

    def _credentials(self) -> dict[str, str]:
        return {
            "username": self._account.username,
            "password": self._account.password,
        }

    def _post(self, path: str, body: Mapping[str, Any], wrote: bool) -> Answer:
        return self._transport.send(
            "POST", path, body=self._credentials() | dict(body), wrote=wrote
        )

    def _ask(self, path: str, **query: Any) -> Any:
        """The JSON of an answer to a question."""
        params = self._credentials() | query
        answer = self._transport.send("GET", path, params=params)
        if answer.status != 200:
            raise self._fault(answer, False)
        return answer.json()

    def _fault(self, answer: Answer, wrote: bool) -> SmsError:
        """The error of an answer that is no success: a code word, or a sentence."""
        told: dict[str, Any] = {"http_status": answer.status, "preview": answer.preview}
        unknown = answer.status == 404 or answer.text.startswith(codes.NOT_YOURS)
        if unknown and not wrote:
            return NotFound("Verimor knows no such campaign of ours", **told)
        if answer.status == 401:
            reason: Reason = "ip" if "IP" in answer.text else "auth"
            return AccountError(f"Verimor: {answer.preview}", reason=reason, **told)
        word = answer.text if answer.status == 400 else ""
        return self._known(codes.WORDS, word, answer, "", wrote)

    # === TITLES AND MONEY === #

    def titles(self) -> list[str]:
        """See ``SmsGateway.titles``; texts, or objects as the newer document has it."""
        told = self._ask("/v2/headers")
        if not isinstance(told, list):
            raise UnexpectedAnswer("an answer without titles")
        named = (row.get("header") if isinstance(row, dict) else row for row in told)
        return [title for title in named if isinstance(title, str) and title]

    def balance(self) -> Balance:
        """See ``SmsGateway.balance``; the bonus of the newer form stands by itself."""
        told = self._ask("/v2/balance")
        packages: dict[str, Decimal] = {}
        if isinstance(told, dict):
            bonus, told = as_decimal(told.get("bonus")), told.get("balance")
            packages = {} if bonus is None else {"bonus": bonus}
        credits = as_decimal(told)
        if credits is None:
            raise UnexpectedAnswer("an answer without a balance")
        return Balance(credits, packages=packages)

    # === BLACKLIST === #

    def blacklist(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
    ) -> Page[Blocked]:
        """See ``SmsGateway.blacklist``; it knows no dates, so rows are chosen here."""
        offset = int(cursor or 0)
        told = self._ask("/v2/blacklists", offset=offset, limit=PAGE)
        told = told.get("records") if isinstance(told, dict) else told
        if not isinstance(told, list):
            raise UnexpectedAnswer("an answer without a blacklist")
        blocked = (_blocked(row) for row in rows(told))
        kept = (one for one in blocked if one.number and _within(one.at, since, until))
        more = str(offset + PAGE) if len(told) >= PAGE else None
        return Page(tuple(kept), more)

    def blacklist_add(self, numbers: Sequence[str]) -> dict[str, SmsError]:
        """See ``SmsGateway.blacklist_add``: 100 numbers a call."""
        return self._list_order("POST", numbers)

    def blacklist_remove(self, numbers: Sequence[str]) -> dict[str, SmsError]:
        """See ``SmsGateway.blacklist_remove``: 100 numbers a call."""
        return self._list_order("DELETE", numbers)

    def _list_order(self, method: str, numbers: Sequence[str]) -> dict[str, SmsError]:
        refused: dict[str, SmsError] = {}
        given: dict[str, str] = {}
        for text in numbers:
            number = read_number(text)
            if number is None or number.kind == "foreign":
                refused[text] = RecipientError("no Turkish phone number")
            else:
                given.setdefault(number.ten, text)
        tens = list(given)
        for start in range(0, len(tens), PAGE):
            for ten, fault in self._list_some(method, tens[start : start + PAGE]):
                refused[given[ten]] = fault
        return refused

    def _list_some(self, method: str, tens: list[str]) -> list[tuple[str, SmsError]]:
        """Order some numbers; what it refuses is taken out, the rest ordered again."""
        refused: list[tuple[str, SmsError]] = []
        left = list(tens)
        while left:
            answer = self._list_call(method, left)
            if answer.status == 200 and answer.text == "OK":
                break
            named = last_ten(answer.text.removeprefix(codes.BAD_PHONE))
            if not answer.text.startswith(codes.BAD_PHONE) or named not in left:
                raise self._fault(answer, False)
            left.remove(named)
            refused.append((named, RecipientError("Verimor refused the number")))
        return refused

    def _list_call(self, method: str, tens: list[str]) -> Answer:
        params, path = self._credentials(), "/v2/blacklists"
        joined = ",".join(f"90{ten}" for ten in tens)
        if method == "POST":
            params["phones"] = joined
        else:
            path += f"/{joined}"
        return self._transport.send(method, path, params=params)


def _blocked(row: Mapping[str, Any]) -> Blocked:
    number, at = as_sender(as_text(row.get("phone"))), moment(row.get("created_at"))
    return Blocked(number, at, as_text(row.get("source")))


def _within(
    at: datetime | None, since: datetime | None, until: datetime | None
) -> bool:
    """Whether a row is of the span; one without a moment always is."""
    if at is None:
        return True
    return (since is None or since <= at) and (until is None or at <= until)
