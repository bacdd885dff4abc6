"""What the three gateways share: a transport, a clock, and "not here" for the rest.

A gateway overrides what its contract has; ``caps`` says the same to the caller.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any, ClassVar

import requests

from . import text
from .base import Account, Blocked, Capabilities, InboundMessage, JobSummary, Page
from .errors import NotSupported, SmsError
from .iys_data import IysBrand, IysKey, IysPush, IysRecord, IysResult
from .transport import PATIENCE, Answer, Transport

#: Builds the error of one code: class and fixed arguments.
Meaning = Callable[..., SmsError]


def utc_now() -> datetime:
    """The present, aware."""
    return datetime.now(timezone.utc)


class Gateway:
    """What every gateway can say without a call; the rest is "not here".

    ``credentials``: what a person finds in the gateway's panel for user name and password.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    credentials: ClassVar[tuple[str, str]]
    caps: ClassVar[Capabilities]

    def count(
        self, words: str, encoding: text.EncodingChoice = "auto"
    ) -> text.SegmentInfo:
        """See ``SmsGateway.count``."""
        return text.count(words, encoding, self.caps.suffix)

    def check(self) -> None:
        """See ``SmsGateway.check``: the titles are asked for, which costs nothing."""
        self.titles()

    def titles(self) -> list[str]:
        """See ``SmsGateway.titles``."""
        raise self._lacks("titles")

    def _lacks(self, what: str) -> NotSupported:
        return NotSupported(f"{self.label} has no {what}")

    def find_job(self, job_ref: str) -> str | None:
        """See ``SmsGateway.find_job``."""
        raise self._lacks("search by our own id")

    def jobs(
        self, since: datetime, until: datetime, cursor: str | None = None
    ) -> Page[JobSummary]:
        """See ``SmsGateway.jobs``."""
        raise self._lacks("list of jobs")

    def inbound(
        self, since: datetime, until: datetime, cursor: str | None = None
    ) -> Page[InboundMessage]:
        """See ``SmsGateway.inbound``."""
        raise self._lacks("inbox")

    def blacklist(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
    ) -> Page[Blocked]:
        """See ``SmsGateway.blacklist``."""
        raise self._lacks("list of its blacklist")

    def parse_inbound_push(
        self, body: bytes, headers: Mapping[str, str]
    ) -> list[InboundMessage]:
        """See ``SmsGateway.parse_inbound_push``."""
        raise self._lacks("push of people's texts")

    def iys_add(self, brand: IysBrand, records: Sequence[IysRecord]) -> str | None:
        """See ``SmsGateway.iys_add``."""
        raise self._lacks("way to İYS")

    def iys_query(self, brand: IysBrand, key: IysKey) -> IysRecord | None:
        """See ``SmsGateway.iys_query``."""
        raise self._lacks("question to İYS")

    def iys_results(self, submit_id: str, cursor: str | None = None) -> Page[IysResult]:
        """See ``SmsGateway.iys_results``."""
        raise self._lacks("results of İYS")

    def parse_iys_push(self, body: bytes, headers: Mapping[str, str]) -> IysPush:
        """See ``SmsGateway.parse_iys_push``."""
        raise self._lacks("push of İYS's results")


class HttpGateway(Gateway):
    """A gateway that is called; see ``SmsGateway`` for the methods.

    ``base_url`` None is the gateway's own host; ``patience`` are seconds to connect and
    to answer (inside a person's request take ``(5, 10)``).
    """

    host: ClassVar[str]

    def __init__(
        self,
        account: Account,
        *,
        base_url: str | None = None,
        session: requests.Session | None = None,
        patience: tuple[float, float] = PATIENCE,
        now: Callable[[], datetime] = utc_now,
    ):
        self._account = account
        self._now = now
        self._transport = Transport(
            base_url or self.host,
            secrets=self._secrets(account),
            session=session,
            patience=patience,
        )

    def _secrets(self, account: Account) -> Sequence[str]:
        return [account.password]

    def _known(
        self,
        codes: Mapping[Any, Meaning],
        code: Any,
        answer: Answer,
        words: str,
        wrote: bool,
    ) -> SmsError:
        """The error of a code by its table; an unknown code says nothing (fail safe).

        A server that breaks down (5xx) may name any code and still have worked.
        """
        meaning = codes.get(code)
        said = self._transport.mask(f"{self.label} {code}: {words}".strip(": "))
        if meaning is None or (
            answer.status >= 500 and str(code) != str(answer.status)
        ):
            return self._transport.fault(answer, wrote, said if code else "")
        return meaning(
            said, code=str(code), http_status=answer.status, preview=answer.preview
        )


def step(job_ids: Sequence[Any], cursor: str | None, first: str) -> tuple[int, str]:
    """Where a walk over several jobs stands: index of the job, position within it.

    Raises ValueError for a cursor that is none of ours.
    """
    index, _colon, inner = (cursor or f"0:{first}").partition(":")
    if not index.isdecimal() or int(index) >= max(len(job_ids), 1):
        raise ValueError("a cursor of another walk")
    return int(index), inner


def ahead(index: int, more: str | None, total: int, first: str) -> str | None:
    """The next cursor: further in this job, the next job, or None at the end."""
    if more is not None:
        return f"{index}:{more}"
    return f"{index + 1}:{first}" if index + 1 < total else None
