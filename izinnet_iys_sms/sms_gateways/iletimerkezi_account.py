"""İleti Merkezi: how it is called, titles, money, blacklist, İYS (sms.md §4.4–§4.8)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from . import iletimerkezi_codes as codes
from .base import Account, Balance, Blocked, Page
from .consents import found, key_to_wire, to_wire
from .errors import NotFound, RecipientError, SmsError, UnexpectedAnswer
from .gateway import HttpGateway, Meaning
from .iys_data import IysBrand, IysKey, IysRecord
from .numbers import as_sender, read_number
from .transport import Answer
from .wire import as_decimal, as_int, as_text, local

STAMP: Final = "%Y-%m-%d %H:%M:%S"
#: rows a page, of reports and of the blacklist
PAGE: Final = 1000


class IletiMerkeziAccount(HttpGateway):
    """The calls, and what belongs to no single text."""

    def _secrets(self, account: Account) -> Sequence[str]:
        return [account.password, account.username]

    # === CALLS === #

    def _ask(
        self,
        name: str,
        parts: Mapping[str, Any],
        table: Mapping[int, Meaning] = codes.COMMON,
        wrote: bool = False,
    ) -> dict[str, Any]:
        """Give back ``response`` of a success: HTTP 200 and code 200, text or number."""
        pair = {"key": self._account.username, "hash": self._account.password}
        answer = self._transport.send(
            "POST",
            f"/v1/{name}/json",
            body={"request": {"authentication": pair, **parts}},
            wrote=wrote,
        )
        return self._opened(table, answer, wrote)

    def _opened(
        self, table: Mapping[int, Meaning], answer: Answer, wrote: bool
    ) -> dict[str, Any]:
        data = answer.json()
        response = data.get("response") if isinstance(data, dict) else None
        status = response.get("status") if isinstance(response, dict) else None
        if not isinstance(response, dict) or not isinstance(status, dict):
            raise self._transport.fault(answer, wrote)
        code = as_int(status.get("code"))
        if answer.status != 200 or code != 200:
            words = as_text(status.get("message"))
            raise self._known(table, code, answer, words, wrote)
        return response

    # === TITLES AND MONEY === #

    def titles(self) -> list[str]:
        """See ``SmsGateway.titles``; they are compared exactly, case and all."""
        senders = self._ask("get-sender", {}).get("senders")
        told = senders.get("sender") if isinstance(senders, dict) else None
        listed = told if isinstance(told, list) else [told]
        return [title for title in listed if isinstance(title, str) and title]

    def balance(self) -> Balance:
        """See ``SmsGateway.balance``."""
        told = self._ask("get-balance", {}).get("balance")
        if not isinstance(told, dict):
            raise UnexpectedAnswer("an answer without a balance")
        return Balance(as_decimal(told.get("sms")), as_decimal(told.get("amount")))

    # === BLACKLIST === #

    def blacklist(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
    ) -> Page[Blocked]:
        """See ``SmsGateway.blacklist``: with both moments the RETs between them (§4.6).

        The list has no moments and no sources of its own.
        """
        page = int(cursor or 1)
        wanted: dict[str, Any] = {"page": page, "rowCount": PAGE}
        if since is not None and until is not None:
            span = {"start": local(since, STAMP), "end": local(until, STAMP)}
            wanted["filter"] = span
        told = self._ask("get-blacklist", {"blacklist": wanted}, codes.BLACKLIST)
        listed = told.get("blacklist")
        numbers = listed.get("number") if isinstance(listed, dict) else None
        if not isinstance(numbers, list):
            raise UnexpectedAnswer("an answer without a blacklist")
        blocked = tuple(Blocked(as_sender(as_text(number))) for number in numbers)
        return Page(blocked, str(page + 1) if len(numbers) >= PAGE else None)

    def blacklist_add(self, numbers: Sequence[str]) -> dict[str, SmsError]:
        """See ``SmsGateway.blacklist_add``: one call for each number."""
        return self._each("add-blacklist", numbers)

    def blacklist_remove(self, numbers: Sequence[str]) -> dict[str, SmsError]:
        """See ``SmsGateway.blacklist_remove``: one call for each number."""
        return self._each("delete-blacklist", numbers)

    def _each(self, name: str, numbers: Sequence[str]) -> dict[str, SmsError]:
        refused: dict[str, SmsError] = {}
        for text in numbers:
            number = read_number(text)
            if number is None:
                refused[text] = RecipientError("no phone number")
                continue
            try:
                wanted = {"blacklist": {"number": number.e164}}
                self._ask(name, wanted, codes.BLACKLIST)
            except RecipientError as fault:
                refused[text] = fault
        return refused

    # === İYS === #

    def iys_add(self, brand: IysBrand, records: Sequence[IysRecord]) -> str | None:
        """See ``SmsGateway.iys_add``; there is no id and no result to ask for.

        Raises RecipientError when one bad consent made it refuse them all: halve them.
        """
        if not 0 < len(records) <= self.caps.max_iys_records:
            raise ValueError(f"1 to {self.caps.max_iys_records} consents")
        items = [to_wire(record) for record in records]
        wanted = {"consent": {"brandCode": _code(brand), "list": items}}
        self._ask("consent/create", wanted, codes.IYS_ADD, wrote=True)
        return None

    def iys_query(self, brand: IysBrand, key: IysKey) -> IysRecord | None:
        """See ``SmsGateway.iys_query``; no record is 422, or an empty list."""
        wanted = {"consent": {"brandCode": _code(brand), **key_to_wire(key)}}
        try:
            told = self._ask("consent/show", wanted, codes.IYS_QUERY)
        except NotFound:
            return None
        return None if told.get("consent") == [] else found(key, told.get("consent"))


def _code(brand: IysBrand) -> int | str:
    code = as_int(brand.code)
    return brand.code if code is None else code
