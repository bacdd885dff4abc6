"""Verimor's code words and states, each with what it means for us (sms.md §5)."""

from functools import partial
from typing import Final

from .base import Outcome
from .errors import (
    AccountError,
    BalanceError,
    ContentError,
    DuplicateError,
    RecipientError,
    RequestError,
)
from .gateway import Meaning

_TITLE = partial(AccountError, reason="title")
_IYS = partial(AccountError, reason="iys")
#: HTTP 400: the word is the whole body
WORDS: Final[dict[str, Meaning]] = {
    "INVALID_SOURCE_ADDRESS": _TITLE,
    "NUMERIC_SOURCE_ADDRESS_NOT_ALLOWED": _TITLE,
    "MISSING_IYS_BRAND_CODE": _IYS,
    "AHS_AUTHORIZATION_ERROR": _IYS,
    "NO_AHS_BRAND_ERROR": _IYS,
    "COMMERCIAL_SENDING_ERROR_UNDER_150K": _IYS,
    "INSUFFICIENT_CREDITS": BalanceError,
    "MISSING_MESSAGE": ContentError,
    "MESSAGE_TOO_LONG": ContentError,
    "INVALID_UTF8": ContentError,
    "FORBIDDEN_MESSAGE": ContentError,
    "INVALID_PERIOD": RequestError,
    "INVALID_DELIVERY_TIME": RequestError,
    "INVALID_DATACODING": RequestError,
    "INVALID_IYS_RECIPIENT_TYPE": RequestError,
    "INVALID_JSON": RequestError,
    "MESSAGE_COUNT_LIMIT_EXCEEDED": RequestError,
    "MISSING_DESTINATION_ADDRESS": RecipientError,
    "INVALID_DESTINATION_ADDRESS": RecipientError,
    "MULTIPLE_DESTINATION_NOT_ALLOWED": RequestError,
    "MISSING_CODE": RequestError,
    "MUKERRER_RAPORLAMA": DuplicateError,
    # of consents
    "INVALID_CONSENT_DATE": RecipientError,
    "MISSING_CONSENT": RequestError,
    "MISSING_CONSENT_DATE": RequestError,
    "INVALID_RECIPIENT": RecipientError,
}
OUTCOMES: Final = {
    "SENDING": Outcome.PENDING,
    "WAITING": Outcome.PENDING,
    "DELIVERED": Outcome.DELIVERED,
    "SENT": Outcome.DELIVERED,
    "NOT_DELIVERED": Outcome.NOT_DELIVERED,
    "SEND_ERROR": Outcome.NOT_DELIVERED,
    "EXPIRED": Outcome.EXPIRED,
    "INVALID_DESTINATION_ADDRESS": Outcome.INVALID_DESTINATION,
    "REJECTED": Outcome.REJECTED,
    "DOUBLE_SEND_ERROR": Outcome.DUPLICATE,
    "BLACKLISTED_DESTINATION_ADDRESS": Outcome.BLACKLIST,
    "NOT_ALLOWED_BY_IYS": Outcome.IYS_REJECTED,
    "MISSING_TARIFF": Outcome.COUNTRY,
    "ROUTE_NOT_AVAILABLE": Outcome.COUNTRY,
    "NETWORK_NOTCOVERED": Outcome.COUNTRY,
    "INTERNATIONAL_DENIED": Outcome.COUNTRY,
}
#: handed over to an operator abroad that never tells what became of it
UNCONFIRMED: Final = "SENT"
#: of an upload of consents
RESULTS: Final = {"Başarılı": True, "Başarısız": False}
FINISHED: Final = "Tamamlandı"
#: how the Turkish sentences begin or go on that are no code words
NOT_YOURS: Final = "Bu kampanya size ait değil"
NO_CAMPAIGN: Final = "Kampanya bulunamadı"
BAD_PHONE: Final = "Invalid phone number:"
