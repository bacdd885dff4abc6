"""Netgsm's codes and states, each with what it means for us (sms.md §3)."""

from functools import partial
from typing import Final

from .base import Outcome
from .errors import (
    AccountError,
    BalanceError,
    ContentError,
    NotFound,
    RateLimited,
    RecipientError,
    RequestError,
    Transient,
)
from .gateway import Meaning

_AUTH = partial(AccountError, reason="auth")
_TITLE = partial(AccountError, reason="title")
_IYS = partial(AccountError, reason="iys")
#: of every method
_COMMON: Final[dict[str, Meaning]] = {
    "30": _AUTH,
    "70": RequestError,
    "100": Transient,
    "101": Transient,
}
SEND: Final[dict[str, Meaning]] = _COMMON | {
    "20": ContentError,
    "40": _TITLE,
    "50": _IYS,
    "51": _IYS,
    "80": RateLimited,
    "85": partial(RateLimited, retry_after=60.0, per_number=True),
}
OTP: Final[dict[str, Meaning]] = _COMMON | {
    "20": ContentError,
    "40": _TITLE,
    "41": _TITLE,
    "50": RecipientError,
    "51": RecipientError,
    "52": RecipientError,
    "60": partial(AccountError, reason="otp"),
    "80": partial(RateLimited, retry_after=60.0),
}
REPORT: Final[dict[str, Meaning]] = _COMMON | {
    "60": NotFound,
    "80": partial(RateLimited, retry_after=60.0),
    "110": Transient,
}
CANCEL: Final[dict[str, Meaning]] = _COMMON | {"60": NotFound}
INBOX: Final[dict[str, Meaning]] = _COMMON | {"40": NotFound}
TITLES: Final[dict[str, Meaning]] = _COMMON | {"70": NotFound}
BALANCE: Final[dict[str, Meaning]] = _COMMON | {"60": BalanceError}
BLACKLIST: Final[dict[str, Meaning]] = _COMMON | {
    "40": partial(RateLimited, retry_after=60.0),
    "60": RequestError,
    "70": RecipientError,
}
IYS: Final[dict[str, Meaning]] = {
    "30": _AUTH,
    "40": _IYS,
    "50": NotFound,
    "60": _IYS,
    "70": RequestError,
    "80": partial(RateLimited, retry_after=60.0),
}
#: accepted, but a date was replaced by the system
WARNINGS: Final = {
    "01": "the start date was not valid and was replaced by the gateway",
    "02": "the stop date was not valid and was replaced by the gateway",
}
#: the only answers that mean: done, and of a send: accepted
DONE: Final = frozenset({"00"})
ACCEPTED: Final = DONE | frozenset(WARNINGS)
OUTCOMES: Final = {
    0: Outcome.PENDING,
    1: Outcome.DELIVERED,
    2: Outcome.EXPIRED,
    3: Outcome.INVALID_DESTINATION,
    4: Outcome.NOT_DELIVERED,
    11: Outcome.REJECTED,
    12: Outcome.NOT_DELIVERED,
    13: Outcome.DUPLICATE,
    14: Outcome.CREDIT,
    15: Outcome.BLACKLIST,
    16: Outcome.IYS_REJECTED,
    17: Outcome.IYS_ERROR,
    22: Outcome.COUNTRY,
    103: Outcome.NOT_DELIVERED,
}
#: the state that speaks of all messages of a job
WHOLE_JOB: Final = 103
OPERATORS: Final[dict[int | None, str]] = {
    10: "Vodafone",
    20: "Türk Telekom",
    30: "Turkcell",
    40: "Netgsm STH",
    41: "Netgsm Mobil",
    60: "Türk Telekom",
    160: "KKTC Vodafone",
    880: "KKTC Turkcell",
}
