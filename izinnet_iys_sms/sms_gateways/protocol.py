"""What every gateway can be asked (sms.md §9.2); ``caps`` says what each one has."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Protocol

from .base import (
    Balance,
    Blocked,
    Capabilities,
    DeliveryReport,
    InboundMessage,
    JobSummary,
    OutMessage,
    Page,
    SendOptions,
    SendResult,
)
from .errors import SmsError
from .iys_data import IysBrand, IysKey, IysPush, IysRecord, IysResult
from .text import EncodingChoice, SegmentInfo


class SmsGateway(Protocol):
    """One account at one gateway. Every method may raise an ``SmsError``.

    ``send`` is one HTTP call with one outcome. When it raises anything but ``Ambiguous``,
    nothing was sent; ``Ambiguous`` means that a person or a report must tell.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    credentials: ClassVar[tuple[str, str]]
    caps: ClassVar[Capabilities]

    def check(self) -> None:
        """Try the credentials without cost."""

    def titles(self) -> list[str]:
        """The sender titles, spelt exactly as they must be sent."""

    def balance(self) -> Balance:
        """What is left to send."""

    def send(self, messages: Sequence[OutMessage], options: SendOptions) -> SendResult:
        """Send texts; unusable numbers and texts are rejected without a call."""

    def send_otp(self, message: OutMessage, options: SendOptions) -> SendResult:
        """Send a code by the fastest way the account has."""

    def cancel(self, job_id: str) -> bool:
        """Take back a scheduled job; False when it has begun or is unknown."""

    def reports(
        self,
        job_ids: Sequence[str],
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
    ) -> Page[DeliveryReport]:
        """States of the jobs' messages; an empty page while there is none."""

    def find_job(self, job_ref: str) -> str | None:
        """The job of our own id after a doubtful send; None: it never arrived."""

    def jobs(
        self, since: datetime, until: datetime, cursor: str | None = None
    ) -> Page[JobSummary]:
        """The account's jobs of some days."""

    def inbound(
        self, since: datetime, until: datetime, cursor: str | None = None
    ) -> Page[InboundMessage]:
        """Texts people sent us."""

    def blacklist(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
    ) -> Page[Blocked]:
        """The gateway's own blacklist; at İleti Merkezi also the feed of RETs (§4.6)."""

    def blacklist_add(self, numbers: Sequence[str]) -> dict[str, SmsError]:
        """Put numbers on it; gives those that were refused."""

    def blacklist_remove(self, numbers: Sequence[str]) -> dict[str, SmsError]:
        """Take numbers off it; gives those that were refused."""

    def parse_report_push(
        self, body: bytes, headers: Mapping[str, str]
    ) -> list[DeliveryReport]:
        """Read a push; rows that tell nothing are left out."""

    def parse_inbound_push(
        self, body: bytes, headers: Mapping[str, str]
    ) -> list[InboundMessage]:
        """Read a push with people's texts."""

    def iys_add(self, brand: IysBrand, records: Sequence[IysRecord]) -> str | None:
        """Hand consents to İYS through the gateway; gives the id to ask results by."""

    def iys_query(self, brand: IysBrand, key: IysKey) -> IysRecord | None:
        """İYS's record, None when there is none."""

    def iys_results(self, submit_id: str, cursor: str | None = None) -> Page[IysResult]:
        """What became of an upload."""

    def parse_iys_push(self, body: bytes, headers: Mapping[str, str]) -> IysPush:
        """Read a push about İYS."""

    def count(self, words: str, encoding: EncodingChoice = "auto") -> SegmentInfo:
        """How the gateway will bill a text."""
