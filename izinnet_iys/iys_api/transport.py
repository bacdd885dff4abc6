"""One HTTP exchange with İYS: what leaves, what comes back, and every way it can fail.

No redirects, one scalar time-out, a cap on the body; nothing is sent twice here.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from requests.exceptions import (
    ConnectionError,
    ConnectTimeout,
    ContentDecodingError,
    RequestException,
)
from urllib3.exceptions import NewConnectionError, ProtocolError

from .clock import clock_difference
from .errors import PREVIEW_LENGTH, IysProtocolError, IysUnavailable
from .limits import RETRY_AFTER_CAP
from .messages import errors_from_wire

TIMEOUT: Final = 30.0
BODY_CAP: Final = 10 * 1024 * 1024
_CHUNK: Final = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """An answer as it came: ``content`` is the whole body, decoded from gzip."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)

    def body(self) -> Any:
        """The JSON in it; None for 204, "" for an empty or null body of another status.

        Raises ValueError when it is no JSON.
        """
        if self.status == 204:
            return None
        if not self.content.strip():
            return ""
        found = json.loads(self.content)
        return "" if found is None else found

    def errors(self):
        """İYS's errors in it, () for a body of another shape or kind."""
        try:
            return errors_from_wire(self.body())
        except ValueError:
            return ()

    @property
    def preview(self) -> str:
        """The beginning of the body as text, for people."""
        return self.content[: 4 * PREVIEW_LENGTH].decode("utf-8", "replace")

    def retry_after(self, now: datetime) -> float | None:
        """Seconds of ``Retry-After`` (a number or an HTTP date), at most an hour."""
        return parse_retry_after(self.headers.get("Retry-After"), now)


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Read both forms of ``Retry-After``; unreadable gives None. ``now`` is aware."""
    if not value:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        seconds = float(value[:10])
    else:
        try:
            moment = parsedate_to_datetime(value)
        except (TypeError, ValueError):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone.utc)
        seconds = (moment - now).total_seconds()
    return min(max(seconds, 0.0), RETRY_AFTER_CAP)


class Bearer(AuthBase):
    """Puts the access token on a request; keeps requests from looking into .netrc."""

    def __init__(self, token: str):
        self._token = token

    def __call__(self, request):
        """Called by requests for the prepared request."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class NoAuth(AuthBase):
    """Leaves a request as it is; keeps requests from looking into .netrc."""

    def __call__(self, request):
        """Called by requests for the prepared request."""
        return request


def checked_base_url(base_url: str) -> str:
    """The base URL without a slash at its end.

    Raises ValueError unless it is https, or http to this very machine: passwords and
    addresses of people travel over it.
    """
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if not host or parts.scheme not in ("https", "http"):
        raise ValueError(f"{base_url!r} is no web address")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ValueError(f"{base_url!r} must begin with https://")
    return base_url.rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class Transport:
    """Sends requests to one base URL over one session.

    ``watch`` is told by each answer how far the clocks differ, see ``clock_difference``.
    """

    def __init__(
        self,
        base_url: str,
        session: requests.Session | None = None,
        watch: Callable[[float], None] | None = None,
    ):
        self._base_url = checked_base_url(base_url)
        self._session = session or requests.Session()
        self._watch = watch

    def send(
        self,
        method: str,
        path: str,
        *,
        auth: AuthBase | None = None,
        body: Any = None,
        params: Mapping[str, Any] | None = None,
        wrote: bool = False,
    ) -> Answer:
        """Make one exchange; ``body`` goes as JSON, ``wrote`` says it may store.

        Raises IysUnavailable when no whole answer came (``maybe_stored`` when the
        request may have arrived) and IysProtocolError for a body that cannot be read.
        """
        headers = {"Accept": "application/json"}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body, ensure_ascii=False).encode()
        begun = datetime.now(timezone.utc)
        try:
            with self._session.request(
                method,
                self._base_url + path,
                headers=headers,
                data=data,
                params=params,
                auth=auth or NoAuth(),
                timeout=TIMEOUT,
                allow_redirects=False,
                stream=True,
            ) as response:
                self._compare_clocks(response, begun)
                return self._whole(response, wrote)
        except ContentDecodingError as fault:
            raise IysProtocolError(
                "the body could not be unpacked", preview=str(fault)
            ) from fault
        except RequestException as fault:
            raise IysUnavailable(
                f"İYS did not answer: {type(fault).__name__}",
                maybe_stored=wrote and not _never_left(fault),
            ) from fault

    def _compare_clocks(self, response: requests.Response, begun: datetime) -> None:
        ended = datetime.now(timezone.utc)
        seconds = clock_difference(response.headers, begun, ended)
        if self._watch and seconds is not None:
            self._watch(seconds)

    def _whole(self, response: requests.Response, wrote: bool) -> Answer:
        content = b""
        for chunk in response.iter_content(_CHUNK):
            content += chunk
            if len(content) > BODY_CAP:
                raise IysProtocolError(
                    "the body is too long",
                    preview=content[: 4 * PREVIEW_LENGTH].decode("utf-8", "replace"),
                    http_status=response.status_code,
                )
        if _is_half(response, content):
            raise IysUnavailable(
                "the answer broke off",
                maybe_stored=wrote,
                http_status=response.status_code,
            )
        return Answer(response.status_code, response.headers, content)


def _is_half(response: requests.Response, content: bytes) -> bool:
    """Whether fewer bytes came than announced; older urllib3 does not look."""
    announced = response.headers.get("Content-Length", "")
    packed = response.headers.get("Content-Encoding", "identity") != "identity"
    if packed or not announced.isdigit() or response.request.method == "HEAD":
        return False
    return len(content) < int(announced)


def _never_left(fault: RequestException) -> bool:
    """Whether a connection failed before a byte of the request was sent."""
    if isinstance(fault, ConnectTimeout):
        return True
    if not isinstance(fault, ConnectionError):
        return False
    cause = fault.args[0] if fault.args else None
    reason = getattr(cause, "reason", cause)
    if isinstance(reason, ProtocolError | ConnectionResetError | BrokenPipeError):
        return False
    return isinstance(reason, NewConnectionError) or _is_handshake(fault)


def _is_handshake(fault: RequestException) -> bool:
    return isinstance(
        fault, requests.exceptions.SSLError | requests.exceptions.ProxyError
    )
