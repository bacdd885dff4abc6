"""What is said to İYS and what it answers, as typed, frozen values.

Spelling of members, Türkiye time (+03:00 on the wire) and the tolerant reading of
İYS's own slips live here and nowhere else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from typing import Any, NamedTuple

#: Türkiye time, the same all year (contract section 2).
TRT = timezone(timedelta(hours=3), "+03")
WIRE_FORMAT = "%Y-%m-%d %H:%M:%S"
#: The one spelling that the fast reader of ``datetime`` takes as well.
_PLAIN_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")


class Key(NamedTuple):
    """What a record at İYS belongs to, within one brand (L-2)."""

    recipient: str
    recipient_type: str
    type: str


@dataclass(frozen=True, slots=True)
class ApiError:
    """One entry of ``errors`` (contract section 5)."""

    code: str
    message: str = ""
    location: tuple[str | int, ...] = ()
    value: Any = None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent as İYS keeps it; times are aware datetimes.

    ``consent_date`` and ``source`` may be None for a merchant (TACIR) record.
    The last four members are only read, never sent.
    """

    recipient: str
    type: str
    status: str
    source: str | None = None
    consent_date: datetime | None = None
    recipient_type: str = "BIREYSEL"
    retailer_code: str | None = None
    retailer_access: tuple[str, ...] = ()
    creation_date: datetime | None = None
    transaction_id: str | None = None
    retailer_title: str | None = None
    citizen_name: str | None = None

    @property
    def key(self) -> Key:
        """The record this consent belongs to."""
        return Key(self.recipient, self.recipient_type, self.type)


@dataclass(frozen=True, slots=True)
class Added:
    """Answer to a single add."""

    transaction_id: str
    creation_date: datetime


@dataclass(frozen=True, slots=True)
class SubRequest:
    """One accepted row of a lot, in the order it was sent."""

    subrequest_id: str
    consent: Consent
    creation_date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """İYS took a lot (202): accepted is not yet stored (section 7.3)."""

    request_id: str
    subrequests: tuple[SubRequest, ...]


class Outcome(str, Enum):
    """Where one row of a lot stands."""

    SUCCESS = "success"
    FAILURE = "failure"
    ENQUEUE = "enqueue"


@dataclass(frozen=True, slots=True)
class Result:
    """One row of a lot's status (section 7.4); join on ``subrequest_id``, not ``index``."""

    subrequest_id: str
    outcome: Outcome
    index: int | None = None
    transaction_id: str | None = None
    creation_date: datetime | None = None
    error: ApiError | None = None
    #: second edition only: this row repeats an earlier one (section 7.5)
    original_request_id: str | None = None
    original_subrequest_id: str | None = None


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A page of the change feed. ``after`` is opaque; None means "keep the old cursor"."""

    after: str | None
    consents: tuple[Consent, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Movements of one address, newest first."""

    consents: tuple[Consent, ...]
    total: int
    offset: int


@dataclass(frozen=True, slots=True)
class BrandInfo:
    """A brand as İYS lists it, with its counts."""

    brand_code: str
    name: str
    master: bool = False
    approval: int = 0
    rejection: int = 0
    total: int = 0
    retailers: int = 0


@dataclass(frozen=True, slots=True)
class Subscription:
    """The company's contract with İYS; limits are counts of addresses or None."""

    status: str
    package: str = ""
    subscription_id: str = ""
    start: datetime | None = None
    end: datetime | None = None
    limit: int | None = None
    used: int | None = None
    may_exceed: bool = False


@dataclass(frozen=True, slots=True)
class Retailer:
    """A dealer (bayi) of a brand (section 9.2)."""

    title: str
    name: str = ""
    tckn: str = ""
    tin: str = ""
    city: Mapping[str, str] = field(default_factory=dict)
    town: Mapping[str, str] = field(default_factory=dict)
    retailer_code: str | None = None
    mersis: str | None = None
    alias: str | None = None
    mobile: str | None = None
    status: str = "active"
    access_count: int = 0


@dataclass(frozen=True, slots=True)
class RetailerPage:
    """A page of dealers."""

    retailers: tuple[Retailer, ...]
    total: int
    offset: int


@dataclass(frozen=True, slots=True)
class Place:
    """A city or town of the look-up lists (section 9.6)."""

    code: int
    name: str
    city_code: int | None = None


@dataclass(frozen=True, slots=True)
class DayCount:
    """Movements of one day, one type and one side (section 10)."""

    type: str
    source: str
    approval: int = 0
    rejection: int = 0
    pending: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Agreement:
    """İYS's statement about a daily file; ``hash_value`` is lower-case hex."""

    process_status: str
    hash_value: str
    hash_method: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class DayFile:
    """The daily movement file: its rows and the SHA-384 of the bytes received."""

    day: date
    consents: tuple[Consent, ...]
    hash_value: str


@dataclass(frozen=True, slots=True)
class IntegratorBrand:
    """A brand that an integrator may act for (section 9.4); rights by type."""

    iys_code: str
    brand_code: str
    name: str
    title: str
    master: bool = False
    agreement_control: bool = False
    rights: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PushConnection:
    """One registered push address (section 8.5)."""

    url: str
    type: str
    status: str = ""
    registered: datetime | None = None


def to_wire_time(moment: datetime) -> str:
    """Spell an aware datetime as Türkiye time; a naive one is a bug and raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError("İYS times need a time zone")
    # a million times per import: isoformat is six times as fast as strftime
    return moment.astimezone(TRT).isoformat(" ", "seconds")[:19]


def from_wire_time(text: str | None) -> datetime | None:
    """Read Türkiye time; None, empty or unreadable text gives None (section 6.2)."""
    if not text:
        return None
    try:
        if _PLAIN_TIME.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=TRT)
        return datetime.strptime(text, WIRE_FORMAT).replace(tzinfo=TRT)
    except (TypeError, ValueError):
        return None


def key_to_wire(key: Key) -> dict[str, str]:
    """Spell a key as the body of a status or history query (section 8.1)."""
    return {
        "recipient": key.recipient,
        "recipientType": key.recipient_type,
        "type": key.type,
    }


def consent_to_wire(consent: Consent) -> dict[str, Any]:
    """Spell a consent for an add; optional members are left out, ``""`` is an error."""
    wire = {
        "recipient": consent.recipient,
        "recipientType": consent.recipient_type,
        "type": consent.type,
        "status": consent.status,
    }
    if consent.source:
        wire["source"] = consent.source
    if consent.consent_date:
        wire["consentDate"] = to_wire_time(consent.consent_date)
    if consent.retailer_code:
        wire["retailerCode"] = int(consent.retailer_code)
    if consent.retailer_access:
        wire["retailerAccess"] = [int(code) for code in consent.retailer_access]
    return wire


def consent_from_wire(wire: Mapping[str, Any], key: Key | None = None) -> Consent:
    """Read a consent from any of İYS's replies; ``key`` fills what a reply leaves out.

    Raises KeyError when ``status`` is missing: an answer without it says nothing.
    """
    return Consent(
        recipient=wire.get("recipient") or (key.recipient if key else ""),
        type=wire.get("type") or (key.type if key else ""),
        status=wire["status"],
        source=wire.get("source") or None,
        consent_date=from_wire_time(wire.get("consentDate")),
        recipient_type=wire.get("recipientType")
        or (key.recipient_type if key else "BIREYSEL"),
        retailer_code=_text(wire.get("retailerCode")),
        retailer_access=tuple(str(c) for c in wire.get("retailerAccess") or ()),
        creation_date=from_wire_time(wire.get("creationDate")),
        transaction_id=wire.get("transactionId") or None,
        retailer_title=wire.get("retailerTitle") or None,
        citizen_name=wire.get("citizenName") or None,
    )


def errors_from_wire(body: Any) -> tuple[ApiError, ...]:
    """Read every shape of error İYS is known to use (section 5); unknown shapes give ()."""
    if not isinstance(body, Mapping):
        return ()
    entries: Any = body.get("errors") or ()
    if not isinstance(entries, list | tuple):
        return ()
    if not entries and "code" in body:
        entries = (body,)
    if not entries and isinstance(body.get("error"), str):
        return (ApiError(body["error"], str(body.get("error_description") or "")),)
    if not entries and "message" in body:
        return (ApiError("", str(body["message"])),)
    return tuple(_error(entry) for entry in entries if isinstance(entry, Mapping))


def _error(entry: Mapping[str, Any]) -> ApiError:
    location = entry.get("location") or ()
    return ApiError(
        # the official document prints the key of some samples with a stray colon
        code=str(entry.get("code") or entry.get("code:") or ""),
        message=str(entry.get("message") or ""),
        location=tuple(location) if isinstance(location, list | tuple) else (location,),
        value=entry.get("value"),
        index=entry.get("index"),
    )


def _text(value: Any) -> str | None:
    return None if value in (None, "") else str(value)
