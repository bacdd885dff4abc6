"""What the gateways that pass consents on to İYS take and give (sms.md §9.2)."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class IysBrand:
    """Whose consents: Netgsm and İleti Merkezi go by code, Verimor by title."""

    code: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class IysRecord:
    """One consent as İYS keeps it; words are İYS's own. ``recipient`` E.164 or mail."""

    recipient: str = field(repr=False)
    channel: str
    recipient_type: str
    status: str
    source: str
    consent_at: datetime | None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class IysKey:
    """Which consent is asked for."""

    recipient: str = field(repr=False)
    channel: str
    recipient_type: str


@dataclass(frozen=True, slots=True)
class IysResult:
    """What İYS made of a consent. ``success`` None: nobody asked, a person changed it."""

    record: IysRecord
    success: bool | None
    submit_id: str | None = None
    #: İYS's code of the brand, "" where the gateway does not tell it
    brand_code: str = ""
    error_code: str = ""
    error_text: str = ""


@dataclass(frozen=True, slots=True)
class IysPush:
    """A push about İYS: results, or uploads whose results are still to be fetched."""

    results: tuple[IysResult, ...] = ()
    submit_ids: tuple[str, ...] = ()
