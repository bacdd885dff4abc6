"""A gateway for trials: it keeps what it is given, makes reports and never sends.

What it keeps lives in this process, by account; ``FakeBook`` may be handed in to share
it. Numbers that begin with 500 choose their end by the last digit (``ENDS``).
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from .base import (
    SEVEN_PARTS,
    Account,
    Balance,
    Blocked,
    Capabilities,
    DeliveryReport,
    InboundMessage,
    JobSummary,
    Outcome,
    OutMessage,
    Page,
    SendOptions,
    SendResult,
)
from .errors import AccountError, BalanceError, SmsError
from .gateway import Gateway, utc_now
from .numbers import Number, last_ten
from .outgoing import mobiles, prepare
from .text import Encoding, count

#: seconds from the moment of sending to the report
REPORTED_AFTER: Final = 5
ENDS: Final[Mapping[str, Outcome]] = MappingProxyType(
    {
        "2": Outcome.EXPIRED,
        "3": Outcome.IYS_REJECTED,
        "5": Outcome.INVALID_DESTINATION,
        "6": Outcome.NOT_DELIVERED,
        "7": Outcome.REJECTED,
    }
)


@dataclass(frozen=True, slots=True)
class FakeText:
    """One text that would have left."""

    message: OutMessage
    number: Number
    parts: int


@dataclass(slots=True)
class FakeJob:
    """One request. ``due``: when it would leave, aware."""

    job_id: str
    options: SendOptions
    texts: tuple[FakeText, ...]
    created: datetime
    due: datetime
    cancelled: bool = False


@dataclass(slots=True)
class FakeBook:
    """What one account has and was given."""

    titles: list[str] = field(default_factory=lambda: ["DENEME"])
    credits: int = 10_000
    jobs: dict[str, FakeJob] = field(default_factory=dict)
    inbox: list[InboundMessage] = field(default_factory=list)
    blocked: dict[str, Blocked] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: itertools.count(1))


_BOOKS: Final[dict[str, FakeBook]] = {}


class FakeGateway(Gateway):
    """One account of the trial; any user name and password will do.

    ``book`` None is the account's own in this process. The other settings of a gateway
    are taken and have no effect.
    """

    name = "fake"
    label = "Trial (nothing is sent)"
    credentials = ("Any name", "Any password")
    caps = Capabilities(
        max_recipients=1000,
        longest=SEVEN_PARTS,
        message_ref=True,
        inbound_pull=True,
        blacklist_list=True,
        find_job=True,
        jobs=True,
        iys_refusal_visible=True,
        polling=(10, 60, 600),
    )

    def __init__(
        self,
        account: Account,
        *,
        book: FakeBook | None = None,
        now: Callable[[], datetime] = utc_now,
        **_unused: Any,
    ):
        own = _BOOKS.setdefault(account.username, FakeBook()) if book is None else book
        self.book, self._now = own, now

    def titles(self) -> list[str]:
        """See ``SmsGateway.titles``."""
        return list(self.book.titles)

    def balance(self) -> Balance:
        """See ``SmsGateway.balance``."""
        return Balance(Decimal(self.book.credits))

    # === SENDING === #

    def send(self, messages: Sequence[OutMessage], options: SendOptions) -> SendResult:
        """See ``SmsGateway.send``; title and credit are checked as a real one does."""
        outgoing = prepare(messages, options, self.caps)
        if not outgoing.ready:
            return SendResult({}, outgoing.rejected)
        if options.title not in self.book.titles:
            raise AccountError("the account has no such title", reason="title")
        texts = tuple(
            FakeText(message, number, self._parts(message.text, outgoing.encoding))
            for message, number in outgoing.ready
        )
        job = self._keep(texts, options)
        accepted: dict[str, str | None] = dict.fromkeys(outgoing.refs)
        return SendResult(accepted, outgoing.rejected, (job.job_id,), raw_code="fake")

    def _parts(self, words: str, encoding: Encoding) -> int:
        return count(words, encoding, self.caps.suffix).parts

    def _keep(self, texts: tuple[FakeText, ...], options: SendOptions) -> FakeJob:
        cost = sum(text.parts for text in texts)
        if cost > self.book.credits:
            raise BalanceError("the credit of the trial is used up")
        self.book.credits -= cost
        now = self._now()
        job_id = str(next(self.book.numbers))
        due = max(options.send_at or now, now)
        job = FakeJob(job_id, options, texts, now, due)
        self.book.jobs[job_id] = job
        return job

    def send_otp(self, message: OutMessage, options: SendOptions) -> SendResult:
        """See ``SmsGateway.send_otp``."""
        return self.send([message], options)

    def cancel(self, job_id: str) -> bool:
        """See ``SmsGateway.cancel``."""
        job = self.book.jobs.get(job_id)
        if job is None or job.cancelled or job.due <= self._now():
            return False
        job.cancelled = True
        return True

    # === WHAT BECAME OF IT === #

    def reports(
        self,
        job_ids: Sequence[str],
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
    ) -> Page[DeliveryReport]:
        """See ``SmsGateway.reports``: all in one page, dates do not matter."""
        jobs = (self.book.jobs.get(job_id) for job_id in job_ids)
        sent = (job for job in jobs if job and not job.cancelled)
        return Page(tuple(self._report(job, t) for job in sent for t in job.texts))

    def _report(self, job: FakeJob, text: FakeText) -> DeliveryReport:
        at = job.due + timedelta(seconds=REPORTED_AFTER)
        done = at <= self._now()
        outcome = _end(text.number.ten) if done else Outcome.PENDING
        return DeliveryReport(
            job_id=job.job_id,
            number10=text.number.ten,
            outcome=outcome,
            raw_status=outcome.value,
            ref=text.message.ref,
            parts=text.parts,
            at=at if done else None,
        )

    def find_job(self, job_ref: str) -> str | None:
        """See ``SmsGateway.find_job``."""
        jobs = self.book.jobs.values()
        return next((j.job_id for j in jobs if j.options.job_ref == job_ref), None)

    def jobs(
        self, since: datetime, until: datetime, cursor: str | None = None
    ) -> Page[JobSummary]:
        """See ``SmsGateway.jobs``: all in one page."""
        within = (j for j in self.book.jobs.values() if since <= j.created <= until)
        return Page(tuple(map(self._summary, within)))

    def _summary(self, job: FakeJob) -> JobSummary:
        ends = [self._report(job, text).outcome for text in job.texts]
        delivered = ends.count(Outcome.DELIVERED)
        waiting = ends.count(Outcome.PENDING)
        return JobSummary(
            job_id=job.job_id,
            title=job.options.title,
            total=len(ends),
            delivered=delivered,
            undelivered=len(ends) - delivered - waiting,
            waiting=waiting,
            submitted_at=job.created,
        )

    def parse_report_push(
        self, body: bytes, headers: Mapping[str, str]
    ) -> list[DeliveryReport]:
        """See ``SmsGateway.parse_report_push``: nobody pushes for a trial."""
        raise self._lacks("push")

    # === PEOPLE === #

    def inbound(
        self, since: datetime, until: datetime, cursor: str | None = None
    ) -> Page[InboundMessage]:
        """See ``SmsGateway.inbound``: what a trial put into ``book.inbox``."""
        return Page(tuple(one for one in self.book.inbox if since <= one.at <= until))

    def blacklist(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
    ) -> Page[Blocked]:
        """See ``SmsGateway.blacklist``: all in one page."""
        return Page(tuple(self.book.blocked.values()))

    def blacklist_add(self, numbers: Sequence[str]) -> dict[str, SmsError]:
        """See ``SmsGateway.blacklist_add``."""
        tens, refused = mobiles(numbers)
        for ten in tens:
            self.book.blocked.setdefault(ten, Blocked(f"+90{ten}", self._now(), "api"))
        return refused

    def blacklist_remove(self, numbers: Sequence[str]) -> dict[str, SmsError]:
        """See ``SmsGateway.blacklist_remove``."""
        for number in numbers:
            self.book.blocked.pop(last_ten(number), None)
        return {}


def _end(ten: str) -> Outcome:
    """What becomes of a text to a number."""
    chosen = ENDS.get(ten[-1:], Outcome.DELIVERED)
    return chosen if ten.startswith("500") else Outcome.DELIVERED
