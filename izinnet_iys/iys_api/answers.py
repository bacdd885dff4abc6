"""From İYS's answers to our words: which error an answer is, and what a good one says.

The HTTP client and the fake registry read through here, so both fail alike. Nothing falls
through to success: a shape nobody has described raises IysProtocolError (R-8).
"""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, TypeVar

from .errors import (
    PREVIEW_LENGTH,
    IysAuthError,
    IysError,
    IysForbidden,
    IysProtocolError,
    IysRejected,
    IysStateError,
    IysUnavailable,
)
from .messages import (
    Added,
    Agreement,
    ApiError,
    ChangePage,
    Consent,
    DayCount,
    DayFile,
    HistoryPage,
    Key,
    Outcome,
    Receipt,
    Result,
    SubRequest,
    consent_from_wire,
    errors_from_wire,
    from_wire_time,
)

T = TypeVar("T")

#: Rules about the stored record (section 6.5).
STATE_CODES: Final = frozenset({"H174", "H175", "H178", "H462", "H463", "H486"})
#: Limits whose hour starts again with each try (section 4).
HOUR_CODES: Final = frozenset({"H084", "H086", "H089"})
HOUR: Final = 3600.0
DAY_FILE_COLUMNS: Final = (
    "creationDate",
    "transactionId",
    "recipient",
    "recipientType",
    "type",
    "status",
    "consentDate",
    "source",
)
#: 400 that means "busy, again later" (section 4).
_BUSY_CODES: Final = frozenset({"H123"})
#: Company, brand, user or integrator rights: nothing a row could cure.
_RIGHTS_CODES: Final = frozenset(
    "H001 H018 H031 H129 H176 H195 H196 H245 H268 H353 H355 H363 H437 H520 H521 H522 "
    "H524 H586".split()
)
#: The caller's credentials, whatever the status (sections 9.2, 9.6).
_CREDENTIAL_CODES: Final = frozenset({"H250", "H251", "H252", "H351"})
#: A dealer nobody knows is a fault of the row, although it comes as 403.
_ROW_CODES: Final = frozenset({"H180"})


def error_for(
    status: int,
    errors: Sequence[ApiError],
    *,
    retry_after: float | None = None,
    wrote: bool = False,
    preview: str = "",
) -> IysError:
    """The one error that an answer with a status of 300 and more stands for.

    ``wrote`` says that the request may have changed something; ``retry_after`` is the
    server's own waiting time in seconds. Section 5 and the tree in ``errors``.
    """
    kind = _kind(status, errors)
    if kind is IysProtocolError:
        return IysProtocolError(
            f"HTTP {status} not understood",
            preview=preview,
            errors=errors,
            http_status=status,
        )
    if kind is IysUnavailable:
        return IysUnavailable(
            "" if errors else f"HTTP {status}",
            errors=errors,
            http_status=status,
            retry_after=retry_after or _waiting_time(errors),
            maybe_stored=wrote and status >= 500,
        )
    return kind("" if errors else f"HTTP {status}", errors=errors, http_status=status)


def _kind(status: int, errors: Sequence[ApiError]) -> type[IysError]:
    codes = {error.code for error in errors}
    if status == 429 or codes & _BUSY_CODES:
        return IysUnavailable
    if status == 401 or codes & _CREDENTIAL_CODES:
        return IysAuthError
    if codes & _RIGHTS_CODES:
        return IysForbidden
    if status == 403:
        return IysRejected if codes and codes <= _ROW_CODES else IysForbidden
    if status >= 500:
        return IysUnavailable
    if status in (400, 404, 422) and errors:
        return IysStateError if codes & STATE_CODES else IysRejected
    return IysProtocolError


def _waiting_time(errors: Sequence[ApiError]) -> float | None:
    return HOUR if any(error.code in HOUR_CODES for error in errors) else None


def read(reader: Callable[[Any], T], body: Any, status: int = 200) -> T:
    """Read a good answer's body; any shape the reader trips over is not understood.

    Raises IysProtocolError with a preview.
    """
    try:
        return reader(body)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
        raise IysProtocolError(
            f"answer with HTTP {status} not understood",
            preview=preview_of(body),
            errors=errors_from_wire(body),
            http_status=status,
        ) from fault


def preview_of(body: Any) -> str:
    """A body as short text for people; see ``errors.PREVIEW_LENGTH``."""
    if isinstance(body, bytes):
        return body[: 4 * PREVIEW_LENGTH].decode("utf-8", "replace")
    return body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)


def mapping(body: Any) -> Mapping[str, Any]:
    """The body, which must be an object without ``errors``; raises TypeError."""
    if not isinstance(body, Mapping) or "errors" in body:
        raise TypeError("no object")
    return body


def sequence(body: Any) -> list[Any]:
    """The body, which must be a list; raises TypeError."""
    if not isinstance(body, list):
        raise TypeError("no list")
    return body


def text(value: Any) -> str:
    """A member that must be there, as text; raises ValueError for null and empty."""
    if value is None or value == "" or isinstance(value, dict | list | bool):
        raise ValueError("a value is missing")
    return str(value)


def moment(value: Any) -> datetime:
    """A time that must be there; raises ValueError."""
    if (found := from_wire_time(value)) is None:
        raise ValueError("a time is missing")
    return found


def added(body: Any) -> Added:
    """Answer to a single add (section 7.1)."""
    body = mapping(body)
    return Added(text(body["transactionId"]), moment(body["creationDate"]))


def receipt(consents: Sequence[Consent]) -> Callable[[Any], Receipt]:
    """A reader for the answer to a lot: its rows must be as many as we sent (7.3)."""

    def read_receipt(body: Any) -> Receipt:
        body = mapping(body)
        rows = sequence(body["subRequests"])
        if len(rows) != len(consents):
            raise ValueError("another number of rows than sent")
        return Receipt(
            text(body["requestId"]),
            tuple(
                SubRequest(_subrequest_id(row), consent, _time_of(row))
                for row, consent in zip(rows, consents, strict=True)
            ),
        )

    return read_receipt


def _subrequest_id(row: Mapping[str, Any]) -> str:
    """Both spellings are on the wire (section 7.3)."""
    return text(row.get("subRequestId") or row.get("subrequestId"))


def _time_of(row: Mapping[str, Any]) -> datetime | None:
    return from_wire_time(row.get("creationDate"))


def results(body: Any) -> list[Result]:
    """State of a lot's rows; an empty list means "not yet" (section 7.4)."""
    return [_result(mapping(row)) for row in sequence(body)]


def _result(row: Mapping[str, Any]) -> Result:
    outcome = Outcome(row["status"])
    original = row.get("originalRequestInformation") or {}
    if outcome is Outcome.SUCCESS:
        text(row["transactionId"])
    return Result(
        subrequest_id=_subrequest_id(row),
        outcome=outcome,
        index=row.get("index"),
        transaction_id=row.get("transactionId") or None,
        creation_date=_time_of(row),
        error=_row_error(row) if outcome is Outcome.FAILURE else None,
        original_request_id=original.get("requestId"),
        original_subrequest_id=original.get("subRequestId"),
    )


def _row_error(row: Mapping[str, Any]) -> ApiError:
    """The reason of a failed row; without one the failure stands, its code is ""."""
    reason = row.get("error")
    return next(iter(errors_from_wire({"errors": [reason]})), ApiError("", str(reason)))


def record(key: Key) -> Callable[[Any], Consent | None]:
    """A reader for the status of one address; None for "no record" (8.1, 13).

    A record of another address than asked for is not understood.
    """

    def read_record(body: Any) -> Consent | None:
        if body in (None, "", {}, []):
            return None
        consent = _known(consent_from_wire(mapping(body), key))
        if _folded(consent.key) != _folded(key):
            raise ValueError("the record of another address")
        return consent

    return read_record


def _folded(key: Key) -> tuple[str, ...]:
    return tuple(part.lower() for part in key)


def _known(consent: Consent) -> Consent:
    """A consent whose status says something we know; raises ValueError."""
    if consent.status not in ("ONAY", "RET", "BEKLIYOR"):
        raise ValueError("unknown status")
    text(consent.recipient)
    text(consent.type)
    return consent


def approved(asked: frozenset[str]) -> Callable[[Any], set[str]]:
    """A reader for the addresses at ONAY; only ones we asked for count (8.2)."""

    def read_approved(body: Any) -> set[str]:
        found = {text(value).lower() for value in sequence(mapping(body)["list"])}
        if not found <= {recipient.lower() for recipient in asked}:
            raise ValueError("an address nobody asked for")
        return {recipient for recipient in asked if recipient.lower() in found}

    return read_approved


def _rows(body: Mapping[str, Any]) -> tuple[Consent, ...]:
    return tuple(
        _known(consent_from_wire(mapping(row))) for row in sequence(body["list"])
    )


def history(body: Any) -> HistoryPage:
    """Movements of one address (section 8.3)."""
    body = mapping(body)
    paging = mapping(body["pagination"])
    return HistoryPage(_rows(body), int(paging["totalCount"]), int(paging["offset"]))


def changes(body: Any) -> ChangePage:
    """A page of the feed; None and an empty list mean "nothing new" (8.4, 13)."""
    if body is None:
        return ChangePage(None, ())
    body = mapping(body)
    rows = _rows(body)
    return ChangePage(text(body["after"]) if rows else None, rows)


def day_counts(body: Any) -> list[DayCount]:
    """Counts of a day by type and side (section 10.1)."""
    return [
        DayCount(
            type=text(group["type"]),
            source=text(row["source"]),
            approval=int(row.get("approval") or 0),
            rejection=int(row.get("rejection") or 0),
            pending=int(row.get("pending") or 0),
            total=int(row.get("total") or 0),
        )
        for group in sequence(mapping(body)["changeStats"])
        for row in sequence(group["consents"])
    ]


def day_file(day: date) -> Callable[[bytes | None], DayFile | None]:
    """A reader for a day's file; the hash is of the very bytes received (10.4)."""

    def read_file(content: bytes | None) -> DayFile | None:
        if content is None:
            return None
        table = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        if not set(DAY_FILE_COLUMNS) <= set(table.fieldnames or ()):
            raise ValueError("a column is missing")
        rows = tuple(_known(consent_from_wire(row)) for row in table)
        return DayFile(day, rows, hashlib.sha384(content).hexdigest())

    return read_file


def agreement(body: Any) -> Agreement | None:
    """İYS's hash of a day's file, None when there is nothing (section 10.2)."""
    if body is None:
        return None
    body = mapping(body)
    return Agreement(
        process_status=text(body["processStatus"]),
        hash_value=str(body.get("hashValue") or "").lower(),
        hash_method=str(body.get("hashMethod") or ""),
        agreed=body.get("agreementStatus") is True,
    )


def agreed(body: Any) -> bool:
    """Whether the agreement was taken; False for "nothing to agree on" (10.3)."""
    if body is None:
        return False
    body = mapping(body)
    # İYS's schema misspells the member
    value = body.get("agreementCaptured", body.get("aggrementCaptured"))
    if not isinstance(value, bool):
        raise ValueError("no word whether it was taken")
    return value
