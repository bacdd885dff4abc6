"""İleti Merkezi's codes and states, each with what it means for us (sms.md §4)."""

from functools import partial
from typing import Final

from .base import Outcome
from .errors import (
    AccountError,
    BalanceError,
    ContentError,
    DuplicateError,
    NotFound,
    RecipientError,
    RequestError,
    Transient,
)
from .gateway import Meaning

_TITLE = partial(AccountError, reason="title")
_IYS = partial(AccountError, reason="iys")
#: of every method; 401 tells of key and hash, of the API switch and of the IP list
COMMON: Final[dict[int, Meaning]] = {
    400: RequestError,
    401: partial(AccountError, reason="auth"),
    404: RequestError,
    422: RequestError,
    464: RequestError,
    503: Transient,
}
SEND: Final[dict[int, Meaning]] = COMMON | {
    402: BalanceError,
    403: _IYS,
    422: ContentError,
    450: _TITLE,
    451: DuplicateError,
    452: RecipientError,
    453: ContentError,
    454: ContentError,
    457: RequestError,
    459: _TITLE,
    460: _TITLE,
    466: RecipientError,
    467: partial(AccountError, reason="document"),
    # the vendor's page names them for missing consents too: a person looks (§4.8)
    468: _IYS,
    469: _IYS,
    470: _IYS,
}
#: 456: the order's time has not come, so there is no report yet
REPORT: Final[dict[int, Meaning]] = COMMON | {
    455: NotFound,
    456: NotFound,
    458: RequestError,
}
CANCEL: Final[dict[int, Meaning]] = COMMON | {455: NotFound}
BLACKLIST: Final[dict[int, Meaning]] = COMMON | {
    458: RequestError,
    466: RecipientError,
}
#: one bad consent fails the whole lot
IYS_ADD: Final[dict[int, Meaning]] = COMMON | {403: _IYS, 422: RecipientError}
IYS_QUERY: Final[dict[int, Meaning]] = COMMON | {403: _IYS, 422: NotFound}
OUTCOMES: Final[dict[int | None, Outcome]] = {
    110: Outcome.PENDING,
    111: Outcome.DELIVERED,
    112: Outcome.NOT_DELIVERED,
}
PUSHED: Final = {
    "accepted": Outcome.PENDING,
    "delivered": Outcome.DELIVERED,
    "undelivered": Outcome.NOT_DELIVERED,
}
#: the state of an order that failed as a whole
FAILED: Final = 115
