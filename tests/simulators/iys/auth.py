"""Tokens: ``POST /oauth2/token`` (section 3) and what a bearer token may do."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from ..web import NotJson, Request, Response, reply
from .world import User, World

ACCESS_SECONDS = 7200
REFRESH_SECONDS = 14400
OTHER_GRANTS = ("client_credentials", "authorization_code", "implicit", "device_code")


@dataclass(frozen=True)
class Token:
    """An access token; ``rights`` are the brands of its user when it was issued."""

    user: User
    rights: frozenset[tuple[str, str]]
    ends: datetime

    @property
    def companies(self) -> set[str]:
        """The companies it may name in a path."""
        own = self.user.owner.iys_code
        return {own, *(iys_code for iys_code, _brand in self.rights)}


class OAuthError(Exception):
    """A refusal in OAuth's own shape."""

    def __init__(self, error: str, description: str):
        super().__init__(error, description)
        self.error, self.description = error, description


class Tokens:
    """The tokens in circulation; times by the simulated clock."""

    def __init__(self, world: World):
        self._world = world
        self.access_seconds, self.refresh_seconds = ACCESS_SECONDS, REFRESH_SECONDS
        self._access: dict[str, Token] = {}
        self._refresh: dict[str, tuple[User, datetime]] = {}

    def find(self, bearer: str) -> Token | None:
        """The token of a bearer text, if it is known and not over."""
        token = self._access.get(bearer)
        return token if token and token.ends > self._world.now() else None

    def issue(self, user: User) -> dict[str, Any]:
        """Give a user a new pair."""
        now = self._world.now()
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        rights = frozenset(user.owner.rights())
        ends = now + timedelta(seconds=self.access_seconds)
        self._access[access] = Token(user, rights, ends)
        self._refresh[refresh] = (user, now + timedelta(seconds=self.refresh_seconds))
        return {
            "access_token": access,
            "refresh_token": refresh,
            "expires_in": self.access_seconds,
            "refresh_expires_in": self.refresh_seconds,
            "token_type": "bearer",
        }

    def renew(self, refresh: str) -> dict[str, Any]:
        """Change a refresh token for a new pair; OAuthError when it is not good."""
        user, ends = self._refresh.get(refresh, (None, None))
        if user is None or ends <= self._world.now():
            raise OAuthError("invalid_grant", "Yenileme jetonu geçersiz.")
        if self._world.switches.refresh_once:
            del self._refresh[refresh]
        return self.issue(user)

    def expire(self, *, refresh: bool = False) -> None:
        """End all access tokens now, and all refresh tokens if asked."""
        self._access.clear()
        if refresh:
            self._refresh.clear()


def token(call) -> Response:
    """Answer ``POST /oauth2/token``: JSON or form, unknown members are ignored."""
    world = call.world
    try:
        return reply(200, _grant(world, _members(call.request)))
    except OAuthError as refused:
        body = {"error": refused.error, "error_description": refused.description}
        return reply(400, body)


def _members(request: Request) -> dict[str, Any]:
    if "x-www-form-urlencoded" in request.headers.get("Content-Type", ""):
        return dict(parse_qsl(request.body.decode(), keep_blank_values=True))
    try:
        body = request.json()
    except NotJson:
        raise OAuthError("invalid_request", "İstek gövdesi okunamadı.") from None
    return body if isinstance(body, dict) else {}


def _grant(world: World, members: dict[str, Any]) -> dict[str, Any]:
    grant = members.get("grant_type")
    if grant is None:
        raise OAuthError("invalid_request", "Giriş yöntemi verilmemiş.")
    if grant == "":
        raise OAuthError("invalid_grant", "Giriş yöntemi boş olamaz.")
    if grant == "password":
        return _by_password(world, members)
    if grant == "refresh_token":
        return world.tokens.renew(_word(members, "refresh_token"))
    if grant in OTHER_GRANTS:
        word = world.switches.unsupported_grant
        raise OAuthError(word, "Desteklenmeyen giriş yöntemi.")
    raise OAuthError("invalid_request", "Bilinmeyen giriş yöntemi.")


def _by_password(world: World, members: dict[str, Any]) -> dict[str, Any]:
    username, password = _word(members, "username"), _word(members, "password")
    user = world.users.get(username)
    if user is None or user.password != password:
        raise OAuthError("invalid_request", "Kullanıcı adı veya şifre hatalı.")
    if user.role != "api":
        raise OAuthError("invalid_request", "Kullanıcı rolü beklenmeyen bir değerde.")
    return world.tokens.issue(user)


_SPOKEN = {
    "username": ("Kullanıcı adı verilmemiş.", "kullanıcı adı", "Kullanıcı adı"),
    "password": ("Şifre verilmemiş.", "şifre", "Şifre"),
    "refresh_token": (
        "Yenileme jetonu verilmemiş.",
        "yenileme jetonu",
        "Yenileme jetonu",
    ),
}


def _word(members: dict[str, Any], name: str) -> str:
    missing, plain, title = _SPOKEN[name]
    value = members.get(name)
    if value is None:
        raise OAuthError("invalid_request", missing)
    if not isinstance(value, str):
        raise OAuthError("invalid_request", f"Desteklenmeyen {plain} türü.")
    if not value:
        raise OAuthError("invalid_grant", f"{title} boş bırakılamaz.")
    return value
