"""Tokens: one per account, shared by all workers, renewed by one of them (section 3).

İYS counts token calls by address and punishes tries after the limit, so every other way
is taken first: the kept token, another worker's new one, the refresh grant.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any, Final, Protocol

import requests

from . import answers
from .errors import IysAuthError, IysError, IysProtocolError, IysUnavailable
from .limits import Limiter
from .transport import Answer, Transport

PATH: Final = "/oauth2/token"
#: Renewed this long before its end, so that no call dies on the way.
MARGIN: Final = timedelta(minutes=5)
#: How long no token call may be made after H084: each try starts the hour again.
BLOCK: Final = timedelta(hours=1, minutes=1)
_NEVER: Final = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Token:
    """What is kept between calls; all times aware. Secrets do not show in ``repr``.

    A token without ``access_token`` only carries ``blocked_until``.
    """

    access_token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_at: datetime = _NEVER
    refresh_expires_at: datetime = _NEVER
    blocked_until: datetime | None = None

    def is_fresh(self, now: datetime) -> bool:
        """Whether the access token can be used for some time yet."""
        return bool(self.access_token) and now < self.expires_at

    def can_refresh(self, now: datetime) -> bool:
        """Whether the refresh grant is worth a call."""
        return bool(self.refresh_token) and now < self.refresh_expires_at


class TokenStore(Protocol):
    """Where all workers of an account find its token."""

    def load(self) -> Token | None:
        """The token as last saved by anybody, read afresh."""

    def save(self, token: Token | None) -> None:
        """Keep a token so that everybody sees it at once; None forgets it."""

    def renewing(self) -> AbstractContextManager[None]:
        """Be the only one who renews, over all processes, until the block is left."""


class MemoryTokenStore:
    """A token store for the threads of one process."""

    def __init__(self, token: Token | None = None):
        self._token = token
        self._lock = threading.Lock()

    def load(self) -> Token | None:
        """See ``TokenStore.load``."""
        return self._token

    def save(self, token: Token | None) -> None:
        """See ``TokenStore.save``."""
        self._token = token

    @contextmanager
    def renewing(self) -> Iterator[None]:
        """See ``TokenStore.renewing``."""
        with self._lock:
            yield


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


class Authenticator:
    """Gives a bearer token and gets a new one with as few calls as possible (R-13)."""

    def __init__(
        self,
        base_url: str,
        username: str,
        password: str,
        store: TokenStore,
        limiter: Limiter,
        session: requests.Session | None = None,
        now: Callable[[], datetime] = _utc_now,
    ):
        self._transport = Transport(base_url, session)
        self._username = username
        self._password = password
        self._store = store
        self._limiter = limiter
        self._now = now

    def bearer(self) -> str:
        """A usable access token; makes a token call only when there is none.

        Raises what ``renew`` raises.
        """
        token = self._store.load()
        if token and token.is_fresh(self._now()):
            return token.access_token
        return self.renew(token.access_token if token else None)

    def renew(self, stale: str | None) -> str:
        """Replace the access token ``stale``; None means there was none.

        When somebody else has renewed meanwhile, theirs is used. Raises IysAuthError
        when user name or password are refused, IysUnavailable when no token call may be
        made now or İYS does not answer.
        """
        with self._store.renewing():
            token = self._store.load() or Token()
            now = self._now()
            if token.is_fresh(now) and token.access_token != stale:
                return token.access_token
            self._refuse_while_blocked(token, now)
            renewed = self._obtain(token)
            self._store.save(renewed)
            return renewed.access_token

    def _refuse_while_blocked(self, token: Token, now: datetime) -> None:
        if token.blocked_until and now < token.blocked_until:
            raise IysUnavailable(
                "no token call may be made yet (H084)",
                retry_after=(token.blocked_until - now).total_seconds(),
            )

    def _obtain(self, token: Token) -> Token:
        """Refresh grant where possible, else the password; the password once only."""
        if token.can_refresh(self._now()):
            try:
                return self._grant(token, self._refresh_grant(token))
            except IysAuthError:
                # the refresh token has died early; that says nothing about the password
                token = replace(token, refresh_token="")
        return self._grant(token, self._password_grant())

    def _refresh_grant(self, token: Token) -> dict[str, str]:
        return {
            "grant_type": "refresh_token",
            "refresh_token": token.refresh_token,
        }

    def _password_grant(self) -> dict[str, str]:
        return {
            "username": self._username,
            "password": self._password,
            "grant_type": "password",
        }

    def _grant(self, token: Token, grant: Mapping[str, str]) -> Token:
        self._limiter.acquire("call")
        self._limiter.acquire("token")
        asked_at = self._now()
        answer = self._transport.send("POST", PATH, body=dict(grant))
        if answer.status != 200:
            raise self._refusal(token, answer)
        return _read_token(answer, asked_at)

    def _refusal(self, token: Token, answer: Answer) -> IysError:
        errors = answer.errors()
        if answer.status == 429 and any(e.code == "H084" for e in errors):
            until = self._now() + BLOCK
            self._store.save(replace(token, blocked_until=until))
            return IysUnavailable(
                errors=errors, http_status=429, retry_after=BLOCK.total_seconds()
            )
        if answer.status == 400:
            return IysAuthError(
                "; ".join(e.message for e in errors) or "token refused",
                errors=errors,
                http_status=400,
            )
        return answers.error_for(
            answer.status,
            errors,
            retry_after=answer.retry_after(self._now()),
            preview=answer.preview,
        )


def _read_token(answer: Answer, asked_at: datetime) -> Token:
    try:
        body = answer.body()
    except ValueError:
        body = answer.preview

    def reader(found: Any) -> Token:
        found = answers.mapping(found)
        life = timedelta(seconds=float(found["expires_in"]))
        refresh_life = timedelta(seconds=float(found.get("refresh_expires_in") or 0))
        return Token(
            access_token=answers.text(found["access_token"]),
            refresh_token=str(found.get("refresh_token") or ""),
            expires_at=asked_at + life - min(MARGIN, life / 10),
            refresh_expires_at=asked_at + refresh_life - min(MARGIN, refresh_life / 10),
        )

    try:
        return answers.read(reader, body)
    except IysProtocolError:
        # whatever came may hold a token: keep it out of logs and screens
        raise IysProtocolError(
            "the token answer was not understood", http_status=200
        ) from None
