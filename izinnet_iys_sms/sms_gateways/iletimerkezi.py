"""İleti Merkezi: JSON with key and hash in the body (sms.md §4)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from . import iletimerkezi_codes as codes
from .base import (
    SEVEN_PARTS,
    Capabilities,
    DeliveryReport,
    JobSummary,
    Outcome,
    OutMessage,
    Page,
    SendOptions,
    SendResult,
)
from .errors import Ambiguous, NotFound, UnexpectedAnswer
from .gateway import ahead, step
from .iletimerkezi_account import PAGE, IletiMerkeziAccount
from .numbers import last_ten
from .outgoing import Outgoing, prepare
from .text import fold_turkish
from .wire import as_int, as_text, local, moment, next_minute, pushed_rows, rows

#: never with seconds: the gateway would send at once (§4.1)
WHEN: Final = "%d/%m/%Y %H:%M"
DAY: Final = "%Y-%m-%d"
#: orders a page, and the longest span of their list
ORDERS: Final = 30
LONGEST_SPAN: Final = timedelta(days=10)
HOUR: Final = 3600
NO_END: Final = "İleti Merkezi knows no end of a text's life; it was left out"


class IletiMerkezi(IletiMerkeziAccount):
    """One İleti Merkezi account: the key and the finished hash of the panel."""

    name = "iletimerkezi"
    label = "İleti Merkezi"
    host = "https://api.iletimerkezi.com"
    credentials = ("API key", "API hash")
    caps = Capabilities(
        max_recipients=1000,
        longest=SEVEN_PARTS,
        report_push=True,
        blacklist_list=True,
        jobs=True,
        iys_add=True,
        iys_query=True,
        max_iys_records=5000,
        recipients_per_second=100,
        report_rows=PAGE,
        polling=(HOUR // 2, 6 * HOUR, 48 * HOUR),
        duplicate_window=600,
    )

    # === SENDING === #

    def send(self, messages: Sequence[OutMessage], options: SendOptions) -> SendResult:
        """See ``SmsGateway.send``; the gateway chooses the alphabet by the text."""
        outgoing = prepare(messages, options, self.caps)
        if not outgoing.ready:
            return SendResult({}, outgoing.rejected)
        wanted = {"order": _order(outgoing, options)}
        told = self._ask("send-sms", wanted, codes.SEND, wrote=True)
        order = told.get("order")
        job_id = as_text(order.get("id")) if isinstance(order, dict) else ""
        if not job_id:
            raise Ambiguous("accepted without the number of an order", code="200")
        return SendResult(
            dict.fromkeys(outgoing.refs),
            outgoing.rejected,
            (job_id,),
            () if options.valid_for is None else (NO_END,),
            "200",
        )

    def send_otp(self, message: OutMessage, options: SendOptions) -> SendResult:
        """See ``SmsGateway.send_otp``: there is no way of its own for codes."""
        return self.send([message], options)

    def cancel(self, job_id: str) -> bool:
        """See ``SmsGateway.cancel``."""
        try:
            self._ask("cancel-order", {"order": {"id": job_id}}, codes.CANCEL)
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
        """See ``SmsGateway.reports``: one order a call, 1000 rows a page, no dates."""
        if not job_ids:
            return Page()
        index, page = step(job_ids, cursor, "1")
        found, count = self._report(job_ids[index], int(page))
        more = str(int(page) + 1) if count >= PAGE else None
        return Page(tuple(found), ahead(index, more, len(job_ids), "1"))

    def _report(self, job_id: str, page: int) -> tuple[list[DeliveryReport], int]:
        wanted = {"order": {"id": job_id, "page": page, "rowCount": PAGE}}
        try:
            order = self._ask("get-report", wanted, codes.REPORT).get("order")
        except NotFound:
            return [], 0
        if not isinstance(order, dict):
            raise UnexpectedAnswer("a report without an order")
        if as_int(order.get("status")) == codes.FAILED:
            whole = DeliveryReport(job_id, "", Outcome.NOT_DELIVERED, str(codes.FAILED))
            return [whole], 0
        told = rows(order.get("message"))
        reports = (_row(job_id, row) for row in told)
        return [one for one in reports if one.number10], len(told)

    def jobs(
        self, since: datetime, until: datetime, cursor: str | None = None
    ) -> Page[JobSummary]:
        """See ``SmsGateway.jobs``: by days, ValueError for more than ten."""
        if not timedelta(0) <= until - since <= LONGEST_SPAN:
            raise ValueError("orders are listed for 0 to 10 days")
        page = int(cursor or 1)
        span = {"start": local(since, DAY), "end": local(until, DAY), "page": page}
        told = self._ask("get-reports", {"filter": span}, codes.REPORT)
        if not isinstance(told.get("orders"), list):
            raise UnexpectedAnswer("an answer without orders")
        listed = rows(told["orders"])
        more = str(page + 1) if len(listed) >= ORDERS else None
        return Page(tuple(map(_summary, listed)), more)

    def parse_report_push(
        self, body: bytes, headers: Mapping[str, str]
    ) -> list[DeliveryReport]:
        """See ``SmsGateway.parse_report_push``: the body carries the text, too."""
        told = (row.get("report") for row in pushed_rows(body, headers))
        reports = (_pushed(row) for row in told if isinstance(row, dict))
        return [one for one in reports if one.job_id and one.number10]


def _order(outgoing: Outgoing, options: SendOptions) -> dict[str, Any]:
    order: dict[str, Any] = {
        "sender": options.title,
        "sendDateTime": [],
        "iys": "1" if options.is_commercial else "0",
        "message": _messages(outgoing, options),
    }
    if options.is_commercial:
        order["iysList"] = options.recipient_type
    if options.send_at is not None:
        order["sendDateTime"] = [local(next_minute(options.send_at), WHEN)]
    return order


def _messages(
    outgoing: Outgoing, options: SendOptions
) -> dict[str, Any] | list[dict[str, Any]]:
    """Numbers by text; the misspelt name is the contract's."""
    numbers: dict[str, list[str]] = {}
    for message, number in outgoing.ready:
        plain = options.encoding == "gsm"
        text = fold_turkish(message.text) if plain else message.text
        numbers.setdefault(text, []).append(number.ten)
    found: list[dict[str, Any]] = [
        {"text": text, "receipents": {"number": tens}} for text, tens in numbers.items()
    ]
    return found[0] if len(found) == 1 else found


def _row(job_id: str, row: Mapping[str, Any]) -> DeliveryReport:
    status = as_int(row.get("status"))
    return DeliveryReport(
        job_id=job_id,
        number10=last_ten(as_text(row.get("number"))),
        outcome=codes.OUTCOMES.get(status, Outcome.UNKNOWN),
        raw_status=as_text(row.get("status")),
    )


def _pushed(row: Mapping[str, Any]) -> DeliveryReport:
    status = as_text(row.get("status"))
    return DeliveryReport(
        job_id=as_text(row.get("packet_id")),
        number10=last_ten(as_text(row.get("to"))),
        outcome=codes.PUSHED.get(status.lower(), Outcome.UNKNOWN),
        raw_status=status,
    )


def _summary(row: Mapping[str, Any]) -> JobSummary:
    return JobSummary(
        job_id=as_text(row.get("id")),
        title=as_text(row.get("sender")),
        total=as_int(row.get("total")) or 0,
        delivered=as_int(row.get("delivered")) or 0,
        undelivered=as_int(row.get("undelivered")) or 0,
        waiting=as_int(row.get("waiting")) or 0,
        submitted_at=moment(row.get("submitAt")),
    )
