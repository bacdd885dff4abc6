"""Netgsm: REST v2 with Basic credentials (sms.md §3)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from . import netgsm_codes as codes
from . import netgsm_reads as reads
from .base import (
    Capabilities,
    DeliveryReport,
    InboundMessage,
    OutMessage,
    Page,
    SendOptions,
    SendResult,
)
from .errors import AccountError, Ambiguous, NotFound, UnexpectedAnswer
from .gateway import ahead, step
from .netgsm_iys import NetgsmIys
from .outgoing import Outgoing, prepare
from .text import SIZES, fold_turkish
from .wire import as_text, local, next_minute

WHEN: Final = "%d%m%Y%H%M"
STAMP: Final = "%d%m%Y%H%M%S"
SHOWN: Final = "%d.%m.%Y %H:%M:%S"
ENCODINGS: Final = {"tr": "TR", "ucs2": "UNICODE"}
FILTERS: Final = {None: "0", "BIREYSEL": "11", "TACIR": "12"}
PAGE: Final = 100
#: job ids in one report call
MOST_JOBS: Final = 50
#: an inbox is asked for no longer span than this
INBOX_SPAN: Final = timedelta(days=30)
SHORTEST, LONGEST = timedelta(hours=1), timedelta(hours=21)
MINUTE: Final = timedelta(minutes=1)
HOUR: Final = 3600


class Netgsm(NetgsmIys):
    """One Netgsm account: subscriber number or API user, with its API password."""

    name = "netgsm"
    label = "Netgsm"
    host = "https://api.netgsm.com.tr"
    credentials = ("Subscriber number or API user", "API password")
    caps = Capabilities(
        max_recipients=500,
        longest=MappingProxyType({"gsm": 912, "tr": 883, "ucs2": 391}),
        otp=True,
        report_push=True,
        inbound_push=True,
        inbound_pull=True,
        iys_refusal_visible=True,
        iys_add=True,
        iys_query=True,
        iys_push=True,
        reports_per_minute=8,
        report_jobs=MOST_JOBS,
        report_rows=PAGE,
        report_stats=True,
        polling=(60, 180, 600, 1800, 2 * HOUR, 6 * HOUR, 24 * HOUR, 72 * HOUR),
        duplicate_window=HOUR,
    )
    #: a code is one plain part
    otp_caps = replace(
        caps, max_recipients=1, longest={"gsm": SIZES["gsm"][0], "tr": 0, "ucs2": 0}
    )

    # === SENDING === #

    def send(self, messages: Sequence[OutMessage], options: SendOptions) -> SendResult:
        """See ``SmsGateway.send``. A life under 1 or over 21 hours is cut to that."""
        outgoing = prepare(messages, options, self.caps)
        if not outgoing.ready:
            return SendResult({}, outgoing.rejected)
        body = self._send_body(outgoing, options)
        return self._accepted(outgoing, self._rest("send", body, codes.SEND, True))

    def _send_body(self, outgoing: Outgoing, options: SendOptions) -> dict[str, Any]:
        body: dict[str, Any] = {
            "msgheader": options.title,
            "messages": [
                {"msg": message.text, "no": number.ten}
                for message, number in outgoing.ready
            ],
            "iysfilter": FILTERS[options.recipient_type],
        }
        if outgoing.encoding in ENCODINGS:
            body["encoding"] = ENCODINGS[outgoing.encoding]
        if self._account.partner_code:
            body["partnercode"] = self._account.partner_code
        return body | self._dates(options)

    def _dates(self, options: SendOptions) -> dict[str, str]:
        found, now = {}, self._now()
        if options.send_at is not None:
            found["startdate"] = local(next_minute(options.send_at), WHEN)
        if options.valid_for is not None:
            begin = max(next_minute(options.send_at or now), now)
            stop = next_minute(begin + max(options.valid_for, SHORTEST))
            # counted from this very moment, without a start date
            last = (begin if options.send_at else now) + LONGEST
            found["stopdate"] = local(min(stop, last.replace(second=0)), WHEN)
        return found

    def _accepted(self, outgoing: Outgoing, told: Mapping[str, Any]) -> SendResult:
        """Raises Ambiguous without a job: the texts are out, nobody can ask for them."""
        job_ids, code = reads.job_ids(told), as_text(told.get("code"))
        if not job_ids:
            raise Ambiguous("accepted without the number of a job", code=code)
        warning = codes.WARNINGS.get(code)
        return SendResult(
            dict.fromkeys(outgoing.refs),
            outgoing.rejected,
            job_ids,
            (warning,) if warning else (),
            code,
        )

    def send_otp(self, message: OutMessage, options: SendOptions) -> SendResult:
        """See ``SmsGateway.send_otp``. Turkish letters are folded: the way takes none.

        Without the paid package the same text goes as an ordinary informational one.
        """
        plain = OutMessage(message.ref, message.to, fold_turkish(message.text))
        if self._account.otp_endpoint is False:
            return self.send([plain], options)
        outgoing = prepare([plain], replace(options, encoding="gsm"), self.otp_caps)
        if not outgoing.ready:
            return SendResult({}, outgoing.rejected)
        body = {
            "msgheader": options.title,
            "msg": plain.text,
            "no": outgoing.ready[0][1].ten,
        }
        try:
            told = self._rest("otp", body, codes.OTP, True)
        except AccountError as refused:
            if refused.reason != "otp":
                raise
            return self.send([plain], options)
        return self._accepted(outgoing, told)

    def cancel(self, job_id: str) -> bool:
        """See ``SmsGateway.cancel``."""
        try:
            self._rest("cancel", {"jobid": job_id}, codes.CANCEL)
        except NotFound:
            return False
        return True

    # === WHAT BECAME OF IT === #

    def reports(
        self,
        job_ids: Sequence[str],
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
    ) -> Page[DeliveryReport]:
        """See ``SmsGateway.reports``: 50 jobs a call, 100 rows a page."""
        groups = [
            list(job_ids[start : start + MOST_JOBS])
            for start in range(0, len(job_ids), MOST_JOBS)
        ]
        if not groups:
            return Page()
        index, page = step(groups, cursor, "0")
        body: dict[str, Any] = {"jobids": groups[index]}
        if since is not None and until is not None:
            body["startdate"] = local(since, SHOWN)
            body["stopdate"] = local(until, SHOWN)
        body |= {"pagenumber": int(page), "pagesize": PAGE}
        rows = self._report_rows(body)
        more = str(int(page) + 1) if len(rows) >= PAGE else None
        return Page(tuple(reads.reports(rows)), ahead(index, more, len(groups), "0"))

    def _report_rows(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        try:
            rows = reads.report_rows(self._rest("report", body, codes.REPORT))
        except NotFound:
            return []
        if rows is None:
            raise UnexpectedAnswer("a report without rows")
        return rows

    def stats(self, job_id: str) -> dict[int, int]:
        """Messages of a job by Netgsm's status: one call for a large job (§11)."""
        return reads.statistics(self._rest("stats", {"jobid": job_id}, codes.REPORT))

    def parse_report_push(
        self, body: bytes, headers: Mapping[str, str]
    ) -> list[DeliveryReport]:
        """See ``SmsGateway.parse_report_push``: the rows of the report call (§3.9)."""
        return reads.pushed_reports(body, headers)

    # === WHAT PEOPLE WRITE === #

    def inbound(
        self, since: datetime, until: datetime, cursor: str | None = None
    ) -> Page[InboundMessage]:
        """See ``SmsGateway.inbound``; ValueError for a span over 30 days.

        Always with dates: without them Netgsm tells each text once only.
        """
        if not timedelta(0) <= until - since <= INBOX_SPAN:
            raise ValueError("the inbox is asked for 0 to 30 days")
        params = {"startdate": local(since, STAMP), "stopdate": local(until, STAMP)}
        try:
            told = self._get("inbox", params, codes.INBOX)
        except NotFound:
            return Page()
        return Page(tuple(reads.inbox(told.get("messages"), self._now())))

    def parse_inbound_push(
        self, body: bytes, headers: Mapping[str, str]
    ) -> list[InboundMessage]:
        """See ``SmsGateway.parse_inbound_push``: a form or JSON."""
        return reads.pushed_inbound(body, headers, self._now())
