"""A time-stamp authority by its URL: one POST, one answer (RFC 3161, section 3.4).

No redirects, one scalar time-out, a cap on the body; nothing is sent twice here.
"""

from typing import Final

import requests
from requests.exceptions import ConnectTimeout, RequestException

from .stamp import Stamp, StampInvalid, build_request, read_answer

TIMEOUT: Final = 30.0
BODY_CAP: Final = 1024 * 1024
_CHUNK: Final = 64 * 1024


class AuthorityUnavailable(Exception):
    """No answer came; ``maybe_granted`` when the authority may have counted a stamp."""

    def __init__(self, message: str, maybe_granted: bool):
        super().__init__(message)
        self.maybe_granted = maybe_granted


class Authority:
    """Asks one authority. ``url`` was checked by the caller (R-54)."""

    def __init__(self, url: str, user: str = "", password: str = ""):
        self._url = url
        self._auth = (user, password) if user else None

    def stamp(self, digest: bytes, nonce: int) -> Stamp:
        """Return the checked stamp over a SHA-256 digest.

        Raises AuthorityUnavailable (try again later), StampRefused and StampInvalid (a
        person has to look).
        """
        session = requests.Session()
        session.trust_env = False
        try:
            with session.post(
                self._url,
                data=build_request(digest, nonce),
                headers={
                    "Content-Type": "application/timestamp-query",
                    "Accept": "application/timestamp-reply",
                },
                auth=self._auth,
                timeout=TIMEOUT,
                allow_redirects=False,
                stream=True,
            ) as response:
                return read_answer(_body(response), digest, nonce)
        except RequestException as fault:
            never_left = isinstance(
                fault, ConnectTimeout
            ) or "NewConnectionError" in str(fault)
            raise AuthorityUnavailable(type(fault).__name__, not never_left) from fault
        finally:
            session.close()


def _body(response: requests.Response) -> bytes:
    if response.status_code == 429 or response.status_code >= 500:
        raise AuthorityUnavailable(f"HTTP {response.status_code}", False)
    if response.status_code != 200:
        raise StampInvalid(f"HTTP {response.status_code}")
    content = b""
    for chunk in response.iter_content(_CHUNK):
        content += chunk
        if len(content) > BODY_CAP:
            raise StampInvalid("the answer is too long")
    return content
