"""What every gateway takes and gives: data and capabilities (sms.md §9.2).

Moments are aware datetimes; numbers are E.164 (``+905321112233``). Reports name a number
by its last ten digits only, because the gateways spell it in four ways (§2.6).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Generic, Literal, TypeVar

from .errors import SmsError
from .text import Encoding, EncodingChoice

Kind = Literal["info", "commercial", "otp"]
RecipientType = Literal["BIREYSEL", "TACIR"]
T = TypeVar("T")


class Outcome(Enum):
    """What became of one message, in the words of §9.4."""

    PENDING = "pending"
    DELIVERED = "delivered"
    EXPIRED = "expired"
    NOT_DELIVERED = "not_delivered"
    INVALID_DESTINATION = "invalid_destination"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    BLACKLIST = "blacklist"
    CREDIT = "credit"
    COUNTRY = "country"
    IYS_REJECTED = "iys_rejected"
    IYS_ERROR = "iys_error"
    #: a status nobody has described: neither success nor an end
    UNKNOWN = "unknown"

    @property
    def is_final(self) -> bool:
        """Whether the gateway is done with the message."""
        return self not in (Outcome.PENDING, Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Account:
    """How to log in, and what the account has. ``repr`` shows no secret.

    İleti Merkezi: ``username`` is the key and ``password`` the finished hash.
    ``partner_code``: Netgsm's reseller code. ``otp_endpoint``: None takes the gateway's
    safe default, True or False forces the way of codes.
    """

    username: str
    password: str = field(repr=False)
    partner_code: str = ""
    app_name: str = ""
    otp_endpoint: bool | None = None


@dataclass(frozen=True, slots=True)
class OutMessage:
    """One text to one number. ``ref`` is the recipient row's own random id."""

    ref: str
    to: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SendOptions:
    """What the messages of one request share.

    ``job_ref`` is our own id of the request (≤ 50 characters). ``recipient_type`` belongs
    to commercial texts and only to them. Raises ValueError for a request without a known
    kind, for a flag that does not fit it and for a moment without time zone (§2.4).
    """

    title: str
    kind: Kind
    job_ref: str
    recipient_type: RecipientType | None = None
    send_at: datetime | None = None
    valid_for: timedelta | None = None
    encoding: EncodingChoice = "auto"

    def __post_init__(self) -> None:
        if self.kind not in ("info", "commercial", "otp"):
            raise ValueError(f"unknown kind {self.kind!r}")
        allowed = ("BIREYSEL", "TACIR") if self.kind == "commercial" else (None,)
        if self.recipient_type not in allowed:
            raise ValueError(f"{self.kind} goes with recipient type {allowed}")
        if self.send_at is not None and self.send_at.tzinfo is None:
            raise ValueError("send_at needs a time zone")
        if not self.job_ref or len(self.job_ref) > 50:
            raise ValueError("job_ref has 1 to 50 characters")

    @property
    def is_commercial(self) -> bool:
        """Whether the gateway's İYS filter is to look at the recipients."""
        return self.kind == "commercial"


@dataclass(frozen=True, slots=True)
class SendResult:
    """What one request came to: every ref is in ``accepted`` or in ``rejected``.

    ``accepted`` maps to the gateway's own message id, None where it gives none;
    ``job_ids`` is empty when nothing was left to send. ``raw_code`` is what it said.
    """

    accepted: Mapping[str, str | None]
    rejected: Mapping[str, SmsError] = field(default_factory=dict)
    job_ids: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    raw_code: str = ""

    @property
    def job_id(self) -> str | None:
        """The first job's id, None when nothing was sent."""
        return self.job_ids[0] if self.job_ids else None


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """The state of one message. ``number10`` "" means: of all messages of the job.

    ``confirmed`` is False where the operator abroad gives no report. ``raw_error`` is the
    operator's code; ``parts`` are segments, None when untold.
    """

    job_id: str | None
    number10: str = field(repr=False)
    outcome: Outcome
    raw_status: str
    ref: str | None = None
    raw_error: str | None = None
    operator: str | None = None
    parts: int | None = None
    at: datetime | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """A text somebody sent us. ``external_id`` is equal for push and pull."""

    external_id: str
    sender: str = field(repr=False)
    receiver: str
    text: str = field(repr=False)
    at: datetime
    keyword: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """``credits`` in SMS parts, ``money`` in ``currency``; None where untold."""

    credits: Decimal | None = None
    money: Decimal | None = None
    currency: str = "TRY"
    packages: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Blocked:
    """A number on the gateway's own blacklist."""

    number: str = field(repr=False)
    at: datetime | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class JobSummary:
    """A job as the gateway counts it; to find out about a doubtful send."""

    job_id: str
    title: str
    total: int
    delivered: int
    undelivered: int
    waiting: int
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows, and the cursor to ask on with; None at the end."""

    items: tuple[T, ...] = ()
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a gateway can do (§9.2); the caller asks here, not for its name.

    ``longest``: characters of a text by encoding, the operator's suffix included.
    ``polling``: seconds after the send at which a job's report is due (§11);
    ``report_jobs`` of them fit one call that gives ``report_rows`` rows, and where
    ``report_stats`` is set ``stats`` counts a large job's messages by one call.
    ``duplicate_window``: seconds in which it takes the same text for a repetition.
    """

    max_recipients: int
    longest: Mapping[Encoding, int]
    suffix: int = 5
    foreign: bool = False
    message_ref: bool = False
    otp: bool = False
    cancel: bool = True
    report_push: bool = False
    report_pull: bool = True
    inbound_push: bool = False
    inbound_pull: bool = False
    blacklist_list: bool = False
    blacklist_write: bool = True
    find_job: bool = False
    jobs: bool = False
    iys_refusal_visible: bool = False
    iys_add: bool = False
    iys_query: bool = False
    iys_results: bool = False
    iys_push: bool = False
    max_iys_records: int = 500
    ip_list_mandatory: bool = False
    reports_per_minute: int | None = None
    report_jobs: int = 1
    report_rows: int = 100
    report_stats: bool = False
    sends_per_minute: int | None = None
    recipients_per_second: int | None = None
    polling: tuple[int, ...] = ()
    duplicate_window: int = 0


#: Seven parts of each encoding, as Verimor and İleti Merkezi limit a text.
SEVEN_PARTS: Mapping[Encoding, int] = MappingProxyType(
    {"gsm": 1071, "tr": 1043, "ucs2": 469}
)
