"""Netgsm: how it is called, and the account's titles, money and blacklist."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from . import netgsm_codes as codes
from . import netgsm_reads as reads
from .base import Balance
from .credentials import Basic
from .errors import BalanceError, NotFound, SmsError
from .gateway import HttpGateway, Meaning
from .outgoing import mobiles
from .transport import Answer
from .wire import as_decimal, as_text

REST: Final = "/sms/rest/v2"
PACKAGES, WALLET = 1, 2


class NetgsmAccount(HttpGateway):
    """The calls, and what belongs to no single text."""

    # === CALLS === #

    def _rest(
        self,
        name: str,
        body: dict[str, Any],
        table: Mapping[str, Meaning],
        wrote: bool = False,
    ) -> dict[str, Any]:
        answer = self._transport.send(
            "POST",
            f"{REST}/{name}",
            body=body | self._app_name(),
            auth=self._basic(),
            wrote=wrote,
        )
        return self._opened(table, answer, wrote)

    def _get(
        self, name: str, params: dict[str, str], table: Mapping[str, Meaning]
    ) -> dict[str, Any]:
        params = params | self._app_name()
        answer = self._transport.send(
            "GET", f"{REST}/{name}", params=params, auth=self._basic()
        )
        return self._opened(table, answer)

    def _basic(self) -> Basic:
        return Basic(self._account.username, self._account.password)

    def _app_name(self) -> dict[str, str]:
        name = self._account.app_name
        return {"appname": name} if name else {}

    def _opened(
        self, table: Mapping[str, Meaning], answer: Answer, wrote: bool = False
    ) -> dict[str, Any]:
        """The JSON of a success: HTTP 200 and code 00, of a send 01 and 02 too."""
        data = answer.json()
        if not isinstance(data, dict):
            raise self._transport.fault(answer, wrote)
        code = as_text(data.get("code"))
        good = codes.ACCEPTED if wrote else codes.DONE
        if answer.status != 200 or code not in good:
            raise self._known(table, code, answer, reads.words_of(data), wrote)
        return data

    # === TITLES AND MONEY === #

    def titles(self) -> list[str]:
        """See ``SmsGateway.titles``; code 70 tells of an account without one."""
        try:
            told = self._get("msgheader", {}, codes.TITLES).get("msgheaders")
        except NotFound:
            return []
        found = told if isinstance(told, list) else [told]
        return [title for title in found if isinstance(title, str) and title]

    def balance(self) -> Balance:
        """See ``SmsGateway.balance``: packages and wallet are two questions."""
        packages = reads.packages(self._left(PACKAGES))
        counted = [n for name, n in packages.items() if reads.is_sms(name)]
        money = as_decimal(self._left(WALLET))
        credits = sum(counted, Decimal(0)) if counted else None
        return Balance(credits, money, packages=packages)

    def _left(self, kind: int) -> Any:
        """What stands in ``balance``; None when the account has nothing of the kind.

        The packages come without a code.
        """
        body = {
            "usercode": self._account.username,
            "password": self._account.password,
            "stip": kind,
        }
        answer = self._transport.send("POST", "/balance", body=body)
        data = answer.json()
        if answer.status == 200 and isinstance(data, dict) and "code" not in data:
            data = {"code": "00", **data}
        try:
            return self._of_balance(answer, data)
        except BalanceError:
            return None

    def _of_balance(self, answer: Answer, data: Any) -> Any:
        if not isinstance(data, dict):
            raise self._transport.fault(answer, False)
        code = as_text(data.get("code"))
        if answer.status != 200 or code not in codes.DONE or "balance" not in data:
            raise self._known(codes.BALANCE, code, answer, reads.words_of(data), False)
        return data["balance"]

    # === BLACKLIST === #

    def blacklist_add(self, numbers: Sequence[str]) -> dict[str, SmsError]:
        """See ``SmsGateway.blacklist_add``: 120 numbers a minute."""
        return self._blacklist("1", numbers)

    def blacklist_remove(self, numbers: Sequence[str]) -> dict[str, SmsError]:
        """See ``SmsGateway.blacklist_remove``."""
        return self._blacklist("2", numbers)

    def _blacklist(self, order: str, numbers: Sequence[str]) -> dict[str, SmsError]:
        tens, refused = mobiles(numbers)
        if tens:
            xml = reads.blacklist_xml(self._account, order, list(tens))
            answer = self._transport.send("POST", "/sms/blacklist", xml=xml)
            if answer.status != 200 or answer.text != "OK":
                raise self._known(codes.BLACKLIST, answer.text[:4], answer, "", False)
        return refused
