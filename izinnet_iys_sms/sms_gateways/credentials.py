"""Passwords on their way: in headers as the gateways want them, and never in a log."""

import base64
import logging
import re
from typing import Any

from requests import PreparedRequest
from requests.auth import AuthBase

_SECRET_VALUES = re.compile(
    r"((?:password|username|phones|dest)=)[^&\s'\"]+|(/blacklists/)[^?\s'\"]+"
)


class Basic(AuthBase):
    """Basic credentials in UTF-8: ``requests`` takes Latin-1 and fails on ``ş``."""

    def __init__(self, username: str, password: str):
        pair = f"{username}:{password}".encode()
        self._header = "Basic " + base64.b64encode(pair).decode("ascii")

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Called by requests for the prepared request."""
        request.headers["Authorization"] = self._header
        return request


class NoAuth(AuthBase):
    """Leaves a request as it is; keeps requests from looking into .netrc."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Called by requests for the prepared request."""
        return request


class _QueryFilter(logging.Filter):
    """Takes passwords and numbers out of the URLs that urllib3 logs for debugging."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(map(_without_values, record.args))
        return True


def _without_values(argument: Any) -> Any:
    if isinstance(argument, int | float | None):
        return argument
    return _SECRET_VALUES.sub(r"\1\2***", str(argument))


for _name in ("connectionpool", "util.retry", "connection"):
    logging.getLogger(f"urllib3.{_name}").addFilter(_QueryFilter())
