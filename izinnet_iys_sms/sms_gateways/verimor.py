"""Verimor: JSON in, plain text out (sms.md §5).

The guide and the documents of 2026 contradict each other: both answers are read, the
guide's requests are written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from . import verimor_codes as codes
from .base import (
    SEVEN_PARTS,
    Capabilities,
    DeliveryReport,
    InboundMessage,
    Outcome,
    OutMessage,
    Page,
    SendOptions,
    SendResult,
)
from .errors import Ambiguous, NotFound, UnexpectedAnswer
from .gateway import ahead, step
from .numbers import Number, as_sender, last_ten
from .outgoing import Outgoing, prepare
from .transport import Answer
from .verimor_account import PAGE
from .verimor_iys import VerimorIys
from .wire import TRT, as_int, as_text, local, moment, pushed_rows, rows

STAMP: Final = "%Y-%m-%d %H:%M:%S"
CODINGS: Final = {"gsm": "0", "tr": "1", "ucs2": "2"}
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=48)
#: a code nobody can use any more is better not delivered
OTP_LIFE: Final = timedelta(minutes=5)
HOUR: Final = 3600


class Verimor(VerimorIys):
    """One Verimor account; the server's address must stand on its list (§5)."""

    name = "verimor"
    label = "Verimor"
    host = "https://sms.verimor.com.tr"
    credentials = ("User name (90850…)", "API password")
    caps = Capabilities(
        max_recipients=1000,
        longest=SEVEN_PARTS,
        foreign=True,
        message_ref=True,
        otp=True,
        report_push=True,
        inbound_push=True,
        inbound_pull=True,
        blacklist_list=True,
        find_job=True,
        iys_refusal_visible=True,
        iys_add=True,
        iys_results=True,
        iys_push=True,
        ip_list_mandatory=True,
        reports_per_minute=20,
        sends_per_minute=240,
        polling=(HOUR // 2, 6 * HOUR, 24 * HOUR, 49 * HOUR),
        duplicate_window=24 * HOUR,
    )

    # === SENDING === #

    def send(self, messages: Sequence[OutMessage], options: SendOptions) -> SendResult:
        """See ``SmsGateway.send``. The Turkish table is not used abroad (§5.1)."""
        outgoing = prepare(messages, options, self.caps)
        abroad = any(number.kind == "foreign" for _message, number in outgoing.ready)
        if abroad and outgoing.encoding == "tr":
            outgoing = prepare(messages, replace(options, encoding="ucs2"), self.caps)
        if not outgoing.ready:
            return SendResult({}, outgoing.rejected)
        body = _send_body(outgoing, options)
        return self._accepted(self._post("/v2/send.json", body, True), outgoing)

    def send_otp(self, message: OutMessage, options: SendOptions) -> SendResult:
        """See ``SmsGateway.send_otp``: a short life, or the way for codes if chosen."""
        if options.valid_for is None:
            options = replace(options, valid_for=OTP_LIFE)
        if not self._account.otp_endpoint:
            return self.send([message], options)
        outgoing = prepare([message], options, self.caps)
        if not outgoing.ready:
            return SendResult({}, outgoing.rejected)
        body = {
            "header": options.title,
            "dest": _dest(outgoing.ready[0][1]),
            "msg": message.text,
            "custom_id": options.job_ref,
        }
        return self._accepted(self._post("/v2/otp", body, True), outgoing)

    def _accepted(self, answer: Answer, outgoing: Outgoing) -> SendResult:
        if answer.status != 200:
            raise self._fault(answer, True)
        told = answer.json()
        told = told.get("campaign_id") if isinstance(told, dict) else told
        job_id = as_text(told)
        if not job_id.isdecimal():
            words = "accepted without the number of a campaign"
            raise Ambiguous(words, http_status=200, preview=answer.preview)
        accepted = dict.fromkeys(outgoing.refs)
        return SendResult(accepted, outgoing.rejected, (job_id,), raw_code="200")

    def cancel(self, job_id: str) -> bool:
        """See ``SmsGateway.cancel``."""
        answer = self._post(f"/v2/cancel/{quote(job_id, safe='')}", {}, False)
        if answer.status == 200:
            return True
        if answer.status == 400 and answer.text.startswith(codes.NO_CAMPAIGN):
            return False
        raise self._fault(answer, False)

    # === WHAT BECAME OF IT === #

    def reports(
        self,
        job_ids: Sequence[str],
        since: datetime | None = None,
        until: datetime | None = None,
        cursor: str | None = None,
    ) -> Page[DeliveryReport]:
        """See ``SmsGateway.reports``: one campaign a call, 100 rows, no dates."""
        if not job_ids:
            return Page()
        index, after = step(job_ids, cursor, "")
        query = {"id": job_ids[index]} | ({"greater_than": after} if after else {})
        try:
            told = self._ask("/v2/status", **query)
        except NotFound:
            told = []
        if not isinstance(told, list):
            raise UnexpectedAnswer("an answer without states")
        last = as_text(rows(told)[-1].get("message_id")) if rows(told) else ""
        more = last if last and len(told) >= PAGE else None
        return Page(_reports(told), ahead(index, more, len(job_ids), ""))

    def find_job(self, job_ref: str) -> str | None:
        """See ``SmsGateway.find_job``."""
        try:
            told = self._ask("/v2/status", custom_id=job_ref)
        except NotFound:
            return None
        for row in rows(told):
            job_id = as_text(row.get("campaign_id"))
            if job_id and as_text(row.get("campaign_custom_id")) == job_ref:
                return job_id
        raise UnexpectedAnswer("states that name no campaign of ours")

    def parse_report_push(
        self, body: bytes, headers: Mapping[str, str]
    ) -> list[DeliveryReport]:
        """See ``SmsGateway.parse_report_push``: people's texts come the same way."""
        told = pushed_rows(body, headers)
        return list(_reports(row for row in told if row.get("type") == "outbound"))

    # === WHAT PEOPLE WRITE === #

    def inbound(
        self, since: datetime, until: datetime, cursor: str | None = None
    ) -> Page[InboundMessage]:
        """See ``SmsGateway.inbound``: from the second page on by number."""
        if cursor:
            told = self._ask("/v2/inbound_messages", greater_than=cursor)
        else:
            span = {"from_time": local(since, STAMP), "to_time": local(until, STAMP)}
            told = self._ask("/v2/inbound_messages", **span)
        if not isinstance(told, list):
            raise UnexpectedAnswer("an answer without texts")
        found = _texts(rows(told), self._now())
        kept = tuple(one for one in found if one.at <= until)
        full = len(told) >= PAGE and found and len(kept) == len(found)
        return Page(kept, found[-1].external_id if full else None)

    def parse_inbound_push(
        self, body: bytes, headers: Mapping[str, str]
    ) -> list[InboundMessage]:
        """See ``SmsGateway.parse_inbound_push``: reports come the same way."""
        told = pushed_rows(body, headers)
        return _texts([r for r in told if r.get("type") == "inbound"], self._now())


def _send_body(outgoing: Outgoing, options: SendOptions) -> dict[str, Any]:
    body: dict[str, Any] = {
        "source_addr": options.title,
        "custom_id": options.job_ref,
        "datacoding": CODINGS[outgoing.encoding],
        "is_commercial": options.is_commercial,
        "messages": [
            {"msg": message.text, "dest": _dest(number), "id": message.ref}
            for message, number in outgoing.ready
        ],
    }
    if options.is_commercial:
        body["iys_recipient_type"] = options.recipient_type
    if options.valid_for is not None:
        body["valid_for"] = _life(options.valid_for)
    if options.send_at is not None:
        body["send_at"] = options.send_at.astimezone(TRT).isoformat(timespec="seconds")
    return body


def _dest(number: Number) -> str:
    return number.e164 if number.kind == "foreign" else number.e164.removeprefix("+")


def _life(span: timedelta) -> str:
    """``HH:MM`` from 00:01 to 48:00."""
    minutes = min(max(span, SHORTEST), LONGEST) // timedelta(minutes=1)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _reports(told: Any) -> tuple[DeliveryReport, ...]:
    reports = (_report(row) for row in told if isinstance(row, dict))
    return tuple(one for one in reports if one.job_id and one.number10)


def _report(row: Mapping[str, Any]) -> DeliveryReport:
    status, error = as_text(row.get("status")), as_text(row.get("gsm_error"))
    return DeliveryReport(
        job_id=as_text(row.get("campaign_id")),
        number10=last_ten(as_text(row.get("dest"))),
        outcome=codes.OUTCOMES.get(status, Outcome.UNKNOWN),
        raw_status=status,
        ref=as_text(row.get("message_custom_id")) or None,
        raw_error=error if error not in ("", "0") else None,
        parts=as_int(row.get("size")),
        at=moment(row.get("done_at")),
        confirmed=status != codes.UNCONFIRMED,
    )


def _texts(found: list[dict[str, Any]], now: datetime) -> list[InboundMessage]:
    """People's texts; one with an unreadable date came just ``now``."""
    read = []
    for row in found:
        number, sender = as_text(row.get("message_id")), as_text(row.get("source_addr"))
        text = as_text(row.get("content"))
        at = moment(row.get("received_at")) or moment(row.get("created_at")) or now
        if number and sender and text:
            read.append(
                InboundMessage(
                    number,
                    as_sender(sender),
                    as_text(row.get("destination_addr")),
                    text,
                    at,
                    as_text(row.get("keyword")),
                )
            )
    return read
