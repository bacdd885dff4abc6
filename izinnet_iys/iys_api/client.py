"""İYS over HTTP: one ``HttpRegistry`` per brand (contract sections 7 – 10).

Every answer becomes a typed value or one of the errors of ``errors``; a shape nobody has
described raises IysProtocolError. Nothing is sent twice by itself, except a call that was
refused for its token (401): that was not carried out.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timezone
from typing import Any, Final, TypeVar
from urllib.parse import quote

import requests

from . import answers, company
from .auth import Authenticator
from .errors import IysError, IysProtocolError, IysRejected, IysUnavailable
from .limits import Limiter
from .messages import (
    Added,
    Agreement,
    BrandInfo,
    ChangePage,
    Consent,
    DayCount,
    DayFile,
    HistoryPage,
    IntegratorBrand,
    Key,
    Place,
    PushConnection,
    Receipt,
    Result,
    Retailer,
    RetailerPage,
    Subscription,
    consent_to_wire,
    key_to_wire,
)
from .registry import MAX_LOT, check_amount
from .terms import RecipientType, Side, Type
from .transport import Answer, Bearer, Transport

__all__ = ["HttpRegistry", "parse_push"]

PAGE: Final = 100
ACCESS_MAX: Final = 100
EDITIONS: Final = ("v1", "v2")
_GOOD: Final = frozenset({200, 201, 202, 204})
#: Waiting time after a 429 that names none (H124, H083: a limit per second).
_SECOND: Final = 1.0

parse_push = company.parse_push
T = TypeVar("T")


class Conversation:
    """Calls with token, pace and error reading; ``HttpRegistry`` says what to call."""

    def __init__(
        self,
        base_url: str,
        iys_code: str,
        brand_code: str,
        auth: Authenticator,
        limiter: Limiter,
        *,
        edition: str = "v2",
        session: requests.Session | None = None,
        watch: Callable[[float], None] | None = None,
    ):
        if edition not in EDITIONS:
            raise ValueError(f"unknown edition {edition!r}")
        self._transport = Transport(base_url, session, watch)
        self._auth = auth
        self._limiter = limiter
        self._edition = "/v2" if edition == "v2" else ""
        self._company = f"/sps/{_part(iys_code)}"
        self._brand = f"{self._company}/brands/{_part(brand_code)}"

    def _call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        params: Mapping[str, Any] | None = None,
        kind: str = "call",
        wrote: bool = False,
    ) -> Answer:
        """Make one call, with one replay after a refused token; gives a 2xx answer."""
        token = self._auth.bearer()
        answer = self._once(method, path, token, body, params, kind, wrote)
        if answer.status == 401:
            token = self._auth.renew(token)
            answer = self._once(method, path, token, body, params, kind, wrote)
        if answer.status in _GOOD:
            return answer
        raise self._error(answer, kind, wrote)

    def _once(self, method, path, token, body, params, kind, wrote) -> Answer:
        if kind != "call":
            self._limiter.acquire(kind)
        self._limiter.acquire("call")
        return self._transport.send(
            method,
            path,
            auth=Bearer(token),
            body=body,
            params=params,
            wrote=wrote,
        )

    def _error(self, answer: Answer, kind: str, wrote: bool) -> IysError:
        error = answers.error_for(
            answer.status,
            answer.errors(),
            retry_after=answer.retry_after(datetime.now(timezone.utc)),
            wrote=wrote,
            preview=answer.preview,
        )
        if answer.status == 429 and isinstance(error, IysUnavailable):
            error.retry_after = error.retry_after or _SECOND
            hourly = error.code in answers.HOUR_CODES
            self._limiter.pause(kind if hourly else "call", error.retry_after)
        return error

    def _read(self, reader: Callable[[Any], T], answer: Answer) -> T:
        try:
            body = answer.body()
        except ValueError:
            body = answer.preview
        return answers.read(reader, body, answer.status)

    def _get(self, path: str, reader: Callable[[Any], T], **options) -> T:
        return self._read(reader, self._call("GET", path, **options))

    def _ask(self, path: str, body: Any, reader: Callable[[Any], T], **options) -> T:
        """A question that goes as POST; it stores nothing."""
        return self._read(reader, self._call("POST", path, body=body, **options))

    def _write(
        self, method: str, path: str, body: Any, reader: Callable[[Any], T]
    ) -> T:
        answer = self._call(method, path, body=body, wrote=True)
        return self._read(reader, answer)


class DealerCalls(Conversation):
    """Dealers and their access to consents (sections 9.2, 9.3)."""

    def retailers(
        self, offset: int = 0, limit: int = PAGE, *, short: bool = False
    ) -> RetailerPage:
        """A page of dealers, at most 100; ``short`` leaves out personal details."""
        params = {"offset": offset, "limit": limit}
        if short:
            params["short"] = "true"
        path = f"{self._brand}/retailers"
        return self._get(path, company.retailers, params=params)

    def retailer(self, retailer_code: str) -> Retailer | None:
        """One dealer, None when İYS gives no data."""
        path = f"{self._brand}/retailers/{_part(retailer_code)}"
        return self._get(path, company.retailer)

    def create_retailer(self, dealer: Retailer) -> str:
        """Make a dealer; gives its code. Raises IysRejected for faults (H2xx)."""
        body = company.retailer_to_wire(dealer)
        path = f"{self._brand}/retailers"
        return self._write("POST", path, body, company.retailer_code)

    def delete_retailer(self, retailer_code: str) -> None:
        """Remove a dealer that was never tied to a consent."""
        path = f"{self._brand}/retailers/{_part(retailer_code)}"
        self._call("DELETE", path, wrote=True)

    def add_access(self, key: Key, codes: Sequence[str]) -> Added:
        """Let dealers use one consent. Raises IysRejected (H401) when there is none."""
        check_amount(codes, ACCESS_MAX)
        body = company.access_to_wire([key], codes, single=True)
        path = f"{self._brand}/consents/retailers/access"
        return self._write("POST", path, body, answers.added)

    def replace_access(self, keys: Sequence[Key], codes: Sequence[str]) -> None:
        """Set the dealers of consents; also removes the one who took the consent."""
        self._change_access("PUT", "", keys, codes)

    def remove_access(self, keys: Sequence[Key], codes: Sequence[str]) -> None:
        """Take consents away from dealers."""
        self._change_access("POST", "/remove", keys, codes)

    def remove_all_access(self, keys: Sequence[Key]) -> None:
        """Take consents away from all dealers."""
        self._change_access("POST", "/remove/all", keys, None)

    def _change_access(
        self,
        method: str,
        ending: str,
        keys: Sequence[Key],
        codes: Sequence[str] | None,
    ) -> None:
        check_amount(keys, ACCESS_MAX)
        if codes is not None:
            check_amount(codes, ACCESS_MAX)
        body = company.access_to_wire(keys, codes or ())
        path = f"{self._brand}/consents/retailers/access{ending}"
        # the document shows a bare "1" in place of a body: the status says it all
        self._call(method, path, body=body, wrote=True)

    def access(self, key: Key, offset: int = 0, limit: int = PAGE) -> RetailerPage:
        """The dealers who may use one consent.

        The path has ``consent`` in the singular; the 2020 one is tried when that is
        not found.
        """
        body, params = key_to_wire(key), {"offset": offset, "limit": limit}
        ending = "retailers/access/list"
        path = f"{self._brand}/consent/{ending}"
        try:
            return self._ask(path, body, company.retailers, params=params)
        except IysError as error:
            if error.http_status != 404 or error.code:
                raise
        path = f"{self._brand}/consents/{ending}"
        return self._ask(path, body, company.retailers, params=params)


class CompanyCalls(Conversation):
    """Brands, contract, places, push and integrators (sections 8.5, 9.1, 9.4 – 9.6)."""

    def brands(self) -> list[BrandInfo]:
        """See ``Registry.brands``."""
        return self._get(f"{self._company}/brands", company.brands)

    def subscription(self) -> Subscription:
        """See ``Registry.subscription``."""
        return self._get(f"{self._company}/subscription", company.subscription)

    def integrator_subscription(self, integrator_code: str) -> Subscription:
        """The integrator's own contract; limits are None (section 9.5)."""
        path = f"/integrator/{_part(integrator_code)}/subscription"
        return self._get(path, company.subscription)

    def integrator_brands(
        self, integrator_code: str, iys_code: str | None = None
    ) -> list[IntegratorBrand]:
        """All brands an integrator may act for, or those of one company (9.4)."""
        path = f"/integrator/{_part(integrator_code)}/sps"
        if iys_code:
            path += f"/{_part(iys_code)}"
        found: list[IntegratorBrand] = []
        while True:
            params = {"offset": len(found), "limit": PAGE}
            page, total = self._get(path, company.integrator_brands, params=params)
            found += page
            if not page or len(found) >= total:
                return found

    def cities(self) -> list[Place]:
        """All cities; the code is the plate number (section 9.6)."""
        return self._get("/info/city", company.places)

    def city(self, code: int) -> Place | None:
        """One city, None when there is none."""
        return self._get(f"/info/city/{int(code)}", company.place)

    def towns(self) -> list[Place]:
        """All towns with their city's code."""
        return self._get("/info/town", company.places)

    def town(self, code: int) -> Place | None:
        """One town, None when there is none."""
        return self._get(f"/info/town/{int(code)}", company.place)

    def register_push(
        self, url: str, types: Sequence[Type], username: str, password: str
    ) -> None:
        """Ask İYS to post recipients' acts to an https address (section 8.5).

        İYS posts a test record at once. Raises IysRejected (H191, H530, H531).
        """
        body = {
            "connection": [
                {"url": url, "type": type_, "username": username, "password": password}
                for type_ in types
            ]
        }
        self._call("POST", f"{self._brand}/push/registration", body=body, wrote=True)

    def push_connections(self) -> list[PushConnection]:
        """The registered push addresses."""
        path = f"{self._brand}/push/registration"
        return self._get(path, company.push_connections)

    def unregister_push(
        self, url: str, type: Type, username: str, password: str
    ) -> None:
        """Remove one push address."""
        body = {"url": url, "type": type, "username": username, "password": password}
        path = f"{self._brand}/push/unregistration"
        self._call("POST", path, body=body, wrote=True)


class HttpRegistry(DealerCalls, CompanyCalls):
    """The ``Registry`` interface over HTTP, and the rest of the contract.

    ``edition``: ``v2`` (adds can be repeated safely, section 7.2) or ``v1``. One object
    may be shared by threads as far as its session may; make one for each worker.
    """

    def add(self, consent: Consent) -> Added:
        """See ``Registry.add``."""
        path = f"{self._edition}{self._brand}/consents"
        return self._write("POST", path, consent_to_wire(consent), answers.added)

    def submit(self, consents: Sequence[Consent]) -> Receipt:
        """See ``Registry.submit``."""
        check_amount(consents)
        body = [consent_to_wire(consent) for consent in consents]
        path = f"{self._edition}{self._brand}/consents/request"
        return self._write("POST", path, body, answers.receipt(consents))

    def results(self, request_id: str) -> list[Result]:
        """See ``Registry.results``."""
        path = f"{self._edition}{self._brand}/consents/request/{_part(request_id)}"
        return self._get(path, answers.results)

    def lookup(self, key: Key) -> Consent | None:
        """See ``Registry.lookup``."""
        path, body = f"{self._brand}/consents/status", key_to_wire(key)
        try:
            return self._ask(path, body, answers.record(key), kind="status")
        except (IysRejected, IysProtocolError) as error:
            # "no record" may come as 404; a brand not found is another error
            if error.http_status == 404 and not _is_page(error):
                return None
            raise

    def approved(
        self, type: Type, recipient_type: RecipientType, recipients: Collection[str]
    ) -> set[str]:
        """See ``Registry.approved``."""
        check_amount(recipients)
        path = f"{self._brand}/consents/{_part(recipient_type)}/status/{_part(type)}"
        body = {"recipients": list(recipients)}
        return self._ask(path, body, answers.approved(frozenset(recipients)))

    def history(self, key: Key, offset: int = 0, limit: int = PAGE) -> HistoryPage:
        """See ``Registry.history``."""
        path, params = f"{self._brand}/consents/history", _paging(offset, limit)
        body = key_to_wire(key)
        return self._ask(path, body, answers.history, params=params, kind="history")

    def changes(
        self, after: str | None = None, source: Side = "IYS", limit: int = MAX_LOT
    ) -> ChangePage:
        """See ``Registry.changes``. A cursor İYS refuses raises IysRejected (13)."""
        params = {"source": source, "limit": limit}
        if after:
            params["after"] = after
        return self._get(
            f"{self._brand}/consents/changes", answers.changes, params=params
        )

    def day_counts(self, day: date, recipient_type: RecipientType) -> list[DayCount]:
        """See ``Registry.day_counts``."""
        path = f"{self._brand}/changes/{day.isoformat()}/recipients/"
        return self._get(path + _part(recipient_type), answers.day_counts)

    def day_file(self, day: date) -> DayFile | None:
        """See ``Registry.day_file``."""
        answer = self._call("GET", f"{self._brand}/changes/{day.isoformat()}/file")
        content = None if answer.status == 204 else answer.content
        return answers.read(answers.day_file(day), content, answer.status)

    def agreement(self, day: date) -> Agreement | None:
        """See ``Registry.agreement``."""
        path = f"{self._brand}/agreements/{day.isoformat()}"
        return self._get(path, answers.agreement)

    def agree(self, day: date) -> bool:
        """See ``Registry.agree``."""
        path = f"{self._brand}/agreements/{day.isoformat()}"
        return self._write("PUT", path, {"agreementStatus": True}, answers.agreed)

    def timestamp_file(self, day: date) -> bytes | None:
        """The time stamp (.tsr) of a day's file, None when there is none (10.5)."""
        path = f"{self._brand}/agreements/{day.isoformat()}/timestamp"
        answer = self._call("GET", path)
        if answer.status == 204:
            return None
        if not answer.content:
            raise IysProtocolError("an empty time stamp", http_status=answer.status)
        return answer.content


def _part(value: str) -> str:
    """A value as one member of a path."""
    return quote(str(value), safe="")


def _is_page(error: IysError) -> bool:
    """Whether an answer was text for people, as from a wrong address or a proxy."""
    preview = getattr(error, "preview", "")
    return preview.strip() not in ("", "{}", "[]", "null")


def _paging(offset: int, limit: int) -> dict[str, int]:
    return {"offset": offset, "limit": limit}
