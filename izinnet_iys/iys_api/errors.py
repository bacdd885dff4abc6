"""Everything that can go wrong in a conversation with İYS, as one small tree.

IysError
 ├─ IysUnavailable   nobody is to blame: try again later (network, 429, 5xx)
 ├─ IysAuthError     user name, password or token not accepted: a person must act
 ├─ IysForbidden     subscription, package or path rights (403): a person must act
 ├─ IysRejected      field rules (422): the rows named by their index are wrong
 ├─ IysStateError    state rules (400: H174, H175, H178, H462, H463): İYS knows better
 └─ IysProtocolError an answer nobody has described: never read as success
"""

from collections.abc import Sequence

from .messages import ApiError

PREVIEW_LENGTH = 500


class IysError(Exception):
    """Base of all; ``errors`` holds what İYS said, ``http_status`` its answer or None."""

    def __init__(
        self,
        message: str = "",
        *,
        errors: Sequence[ApiError] = (),
        http_status: int | None = None,
    ):
        super().__init__(message or "; ".join(f"{e.code} {e.message}" for e in errors))
        self.errors = tuple(errors)
        self.http_status = http_status

    @property
    def code(self) -> str | None:
        """İYS's first code, e.g. ``H124``, or None when it gave none."""
        return self.errors[0].code if self.errors else None


class IysUnavailable(IysError):
    """The call may be made again later.

    ``retry_after`` is in seconds when İYS or our own limiter named a time, else None.
    ``maybe_stored`` is True when the request may have been carried out (answer lost,
    read time-out, 5xx): the caller must ask before it sends again (R-6).
    """

    def __init__(self, message="", *, retry_after=None, maybe_stored=False, **kwargs):
        super().__init__(message, **kwargs)
        self.retry_after: float | None = retry_after
        self.maybe_stored: bool = maybe_stored


class IysAuthError(IysError):
    """Credentials or token refused; retrying by machine locks the account (R-13)."""


class IysForbidden(IysError):
    """403: the path, the subscription (H520, H521, H524) or the package (H586)."""


class IysRejected(IysError):
    """422 (or 400 about the request as a whole): nothing was stored.

    ``errors`` carry ``index`` (0-based) where a row of a lot is at fault.
    """


class IysStateError(IysError):
    """The stored record forbids it (contract section 6.5)."""


class IysProtocolError(IysError):
    """The answer was not understood; ``preview`` keeps its first 500 characters.

    Raised after a write it leaves the outcome unknown, like ``maybe_stored``.
    """

    def __init__(self, message="", *, preview="", **kwargs):
        super().__init__(message, **kwargs)
        self.preview = preview[:PREVIEW_LENGTH]
