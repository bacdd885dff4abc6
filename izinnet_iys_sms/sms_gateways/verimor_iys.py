"""Verimor's door to İYS: upload, results, citizens' changes (sms.md §5.9)."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from . import verimor_codes as codes
from .base import Page
from .consents import read_record, to_wire
from .errors import AccountError, Ambiguous, UnexpectedAnswer
from .iys_data import IysBrand, IysPush, IysRecord, IysResult
from .verimor_account import PAGE, VerimorAccount
from .wire import as_text, pushed_rows, rows


class VerimorIys(VerimorAccount):
    """Consents go in under a title; there is no question for one recipient."""

    def iys_add(self, brand: IysBrand, records: Sequence[IysRecord]) -> str | None:
        """See ``SmsGateway.iys_add``. No consent may be older than three days.

        Raises RecipientError when one bad consent made it refuse them all.
        """
        if not brand.title:
            raise AccountError("Verimor knows a brand by a title", reason="title")
        if not 0 < len(records) <= self.caps.max_iys_records:
            raise ValueError(f"1 to {self.caps.max_iys_records} consents")
        body = {"source_addr": brand.title, "consents": list(map(_consent, records))}
        answer = self._post("/v2/iys_consents.json", body, wrote=True)
        if answer.status != 200:
            raise self._fault(answer, True)
        if not answer.text.isdecimal():
            raise Ambiguous("accepted without a number", preview=answer.preview)
        return answer.text

    def iys_results(self, submit_id: str, cursor: str | None = None) -> Page[IysResult]:
        """See ``SmsGateway.iys_results``; empty while İYS is at work on them."""
        path = f"/v2/iys/campaigns/{quote(submit_id, safe='')}/consents"
        offset = int(cursor or 0)
        told = self._ask(path, offset=offset, limit=PAGE)
        if not isinstance(told, dict) or not isinstance(told.get("records"), list):
            raise UnexpectedAnswer("an answer without consents")
        if told.get("status") != codes.FINISHED:
            return Page()
        listed = rows(told["records"])
        results = (_result(row, submit_id) for row in listed)
        more = str(offset + PAGE) if len(listed) >= PAGE else None
        return Page(tuple(one for one in results if one is not None), more)

    def parse_iys_push(self, body: bytes, headers: Mapping[str, str]) -> IysPush:
        """See ``SmsGateway.parse_iys_push``: each day's changes are to be fetched."""
        told = pushed_rows(body, headers)
        ids = (as_text(row.get("iys_campaign_id")) for row in told)
        return IysPush(submit_ids=tuple(found for found in ids if found))


def _consent(record: IysRecord) -> dict[str, str]:
    wire = to_wire(record)
    return {
        "type": wire["type"],
        "source": wire["source"],
        "status": wire["status"],
        "recipient_type": wire["recipientType"],
        "consent_date": wire["consentDate"],
        "recipient": wire["recipient"].removeprefix("+"),
    }


def _result(row: Mapping[str, Any], submit_id: str) -> IysResult | None:
    recipient = as_text(row.get("recipient"))
    if recipient.isdecimal():
        recipient = f"+{recipient}"
    record = read_record({**row, "recipient": recipient})
    if record is None:
        return None
    code, _space, words = as_text(row.get("request_error")).partition(" ")
    told = as_text(row.get("request_status"))
    # at İYS a person acts: nobody had asked for it
    by_citizen = record.source.startswith("IYS_")
    return IysResult(
        record=record,
        success=None if by_citizen else codes.RESULTS.get(told),
        submit_id=submit_id,
        error_code=code,
        error_text=words,
    )
