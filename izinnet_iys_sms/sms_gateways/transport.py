"""One HTTP exchange with a gateway: what leaves, what comes back, how it can fail.

TLS is verified, redirects are not followed, the body is capped, nothing is sent twice.
Verimor wants the password in the query (sms.md §5), so no text of ``requests`` leaves
this file, and ``credentials`` keeps query values out of urllib3's log.
"""

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from ssl import SSLCertVerificationError
from typing import Any, Final
from urllib.parse import quote, quote_plus, urlsplit

import requests
from requests.auth import AuthBase
from requests.exceptions import (
    ConnectTimeout,
    RequestException,
)
from urllib3.exceptions import NewConnectionError

from .credentials import NoAuth
from .errors import (
    PREVIEW_LENGTH,
    AccountError,
    Ambiguous,
    RateLimited,
    RequestError,
    SmsError,
    Transient,
    UnexpectedAnswer,
)
from .numbers import mask_numbers
from .wire import json_or_none

#: seconds to connect, and to wait for an answer
PATIENCE: Final = (5.0, 30.0)
BODY_CAP: Final = 10 * 1024 * 1024
LONGEST_WAIT: Final = 3600.0
_CHUNK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came. ``preview`` is masked text for a person."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    preview: str = ""

    @property
    def text(self) -> str:
        """The body as text, without space around it."""
        return self.content.decode("utf-8", "replace").strip()

    def json(self) -> Any:
        """The JSON in it; None when it is none, or null."""
        return json_or_none(self.content)

    def retry_after(self) -> float | None:
        """Seconds of ``Retry-After`` (a number or a date), at most an hour."""
        value = self.headers.get("Retry-After", "").strip()
        if value.isascii() and value.isdigit():
            return min(float(value[:9]), LONGEST_WAIT)
        try:
            moment = parsedate_to_datetime(value)
        except (TypeError, ValueError, IndexError):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone.utc)
        seconds = (moment - datetime.now(timezone.utc)).total_seconds()
        return min(max(seconds, 0.0), LONGEST_WAIT)


def checked_base_url(base_url: str) -> str:
    """The base URL without a slash at its end.

    Raises ValueError unless it is https, or http to this very machine: passwords and
    numbers of people travel over it.
    """
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if not host or parts.scheme not in ("https", "http") or parts.username:
        raise ValueError(f"{host or 'this'!r} is no web address of a gateway")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ValueError(f"the address of {host!r} must begin with https://")
    return base_url.rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class Transport:
    """Sends requests to one base URL over one session and masks what comes back."""

    def __init__(
        self,
        base_url: str,
        *,
        secrets: Iterable[str] = (),
        session: requests.Session | None = None,
        patience: tuple[float, float] = PATIENCE,
    ):
        self._base_url = checked_base_url(base_url)
        self._session = session or requests.Session()
        self._patience = patience
        spellings = {s for one in secrets if one for s in _spellings(one)}
        self._secrets = sorted(spellings, key=len, reverse=True)

    def mask(self, text: str) -> str:
        """Take this account's secrets and people's numbers out of a foreign text."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return mask_numbers(text)

    def send(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        xml: bytes | None = None,
        params: Mapping[str, Any] | None = None,
        auth: AuthBase | None = None,
        wrote: bool = False,
    ) -> Answer:
        """Make one exchange; ``wrote``: repeating it could do something twice.

        Raises Transient when the request surely did nothing (or only asks), else
        Ambiguous.
        """
        content, media = _content(body, xml)
        headers = {"Content-Type": media} if media else {}
        # raised outside of the handler: the original names the URL with its query
        problem: SmsError
        try:
            with self._session.request(
                method,
                self._base_url + path,
                headers=headers,
                data=content,
                params=params,
                auth=auth or NoAuth(),
                timeout=self._patience,
                allow_redirects=False,
                verify=True,
                stream=True,
            ) as response:
                return self._whole(response)
        except _Broken as fault:
            problem = _lost(str(fault), wrote)
        except RequestException as fault:
            words = f"the gateway did not answer: {type(fault).__name__}"
            problem = _lost(words, wrote and not _never_left(fault))
        raise problem

    def _whole(self, response: requests.Response) -> Answer:
        content, end = b"", time.monotonic() + self._patience[1]
        for chunk in response.iter_content(_CHUNK):
            content += chunk
            if len(content) > BODY_CAP:
                raise _Broken("the answer is too long")
            if time.monotonic() > end:
                raise _Broken("the answer took too long")
        if _is_half(response, content):
            raise _Broken("the answer broke off")
        return Answer(
            response.status_code, response.headers, content, self._preview(content)
        )

    def _preview(self, content: bytes) -> str:
        text = content[: 4 * PREVIEW_LENGTH].decode("utf-8", "replace")
        return self.mask(text)[:PREVIEW_LENGTH]

    def fault(self, answer: Answer, wrote: bool, words: str = "") -> SmsError:
        """The error for an answer whose body says nothing we know.

        Only statuses that a server gives before it does anything are certain.
        """
        told: dict[str, Any] = {"http_status": answer.status, "preview": answer.preview}
        words = words or f"HTTP {answer.status} in an unknown form"
        if answer.status in (401, 403):
            return AccountError(words, **told)
        if answer.status in (404, 405, 413, 414, 415):
            return RequestError(words, **told)
        if answer.status == 429:
            return RateLimited(words, retry_after=answer.retry_after(), **told)
        if wrote:
            return Ambiguous(words, **told)
        if answer.status >= 500:
            return Transient(words, **told)
        return UnexpectedAnswer(words, **told)


class _Broken(Exception):
    """The body could not be taken in; carries no text from outside."""


def _content(body: Any, xml: bytes | None) -> tuple[bytes | None, str]:
    if xml is not None:
        return xml, "text/xml; charset=utf-8"
    if body is None:
        return None, ""
    return json.dumps(body, ensure_ascii=False).encode(), "application/json"


def _spellings(secret: str) -> set[str]:
    """How a secret may look in an echo of our request."""
    pair = json.dumps(secret)[1:-1]
    return {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), pair}


def _lost(words: str, unclear: bool) -> SmsError:
    return Ambiguous(words) if unclear else Transient(words)


def _is_half(response: requests.Response, content: bytes) -> bool:
    """Whether fewer bytes came than announced; older urllib3 does not look."""
    announced = response.headers.get("Content-Length", "")
    packed = response.headers.get("Content-Encoding", "identity") != "identity"
    if packed or not announced.isdigit():
        return False
    return len(content) < int(announced)


def _never_left(fault: RequestException) -> bool:
    """Whether a connection failed before a byte of the request was sent.

    TLS and proxies can fail later too: only a connection nobody took, or a certificate
    that is not trusted, is certain.
    """
    if isinstance(fault, ConnectTimeout):
        return True
    return any(
        isinstance(cause, NewConnectionError | SSLCertVerificationError)
        for cause in _causes(fault)
    )


def _causes(fault: BaseException) -> Iterator[BaseException]:
    """The errors that the libraries have wrapped one in another."""
    inner: Any = fault
    for _depth in range(5):
        wrapped = (
            getattr(inner, "reason", None),
            getattr(inner, "original_error", None),
        )
        inner = next((one for one in (*wrapped, *inner.args[:1]) if one), None)
        if not isinstance(inner, BaseException):
            return
        yield inner
