"""How a fake registry spells what it keeps: replies, cursors, a day's file.

Pure functions between ``fake_store``'s values and wire objects.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from . import rules
from .answers import DAY_FILE_COLUMNS
from .fake_store import Lot, Mark, Movement
from .messages import ApiError, Consent, Key, consent_from_wire, to_wire_time
from .rules import error
from .terms import TYPES

_NO_COUNTS: Final = {"approval": 0, "rejection": 0, "pending": 0, "total": 0}
_ECHOED: Final = ("recipient", "type", "source", "status", "consentDate")


def error_to_wire(fault: ApiError) -> dict[str, Any]:
    """Spell an error as an entry of ``errors`` (section 5)."""
    wire: dict[str, Any] = {"code": fault.code, "message": fault.message}
    if fault.location:
        wire["location"] = list(fault.location)
    if fault.value is not None:
        wire["value"] = fault.value
    if fault.index is not None:
        wire["index"] = fault.index
    return wire


def stands(records: Mapping[Key, Consent], key: Key, status: str) -> bool:
    """Whether a key has a record at this status."""
    return key in records and records[key].status == status


def consent_of(item: Mapping[str, Any]) -> Consent:
    """The consent in an item of an add; a mail in lower case (section 6.3)."""
    return replace(consent_from_wire(item), recipient=rules.key_of(item).recipient)


def note_name(kind: str, content: Any) -> str:
    """The name under which a request is remembered: a digest of what was sent (15.5)."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return f"{kind}:{hashlib.sha256(text.encode()).hexdigest()}"


def stamp(movement: Movement) -> dict[str, str]:
    """What a single add answers."""
    return {
        "transactionId": movement.consent.transaction_id,
        "creationDate": to_wire_time(movement.consent.creation_date),
    }


def note_of(movement: Movement, request_id: str, subrequest_id: str) -> dict[str, str]:
    """What is remembered of a lot's row for its repetition."""
    return stamp(movement) | {
        "requestId": request_id,
        "subRequestId": subrequest_id,
    }


def success(lot: Lot, movement: Movement) -> dict[str, Any]:
    """A stored row in a lot's status (section 7.4)."""
    return {"status": "success", "requestId": lot.request_id} | stamp(movement)


def repeated(lot: Lot, note: Mapping[str, str]) -> dict[str, Any]:
    """A row İYS already holds: success, and where it came from (section 7.5)."""
    return {
        "status": "success",
        "requestId": lot.request_id,
        "transactionId": note["transactionId"],
        "creationDate": note["creationDate"],
        "isAddConsentV2Service": True,
        "originalRequestInformation": {
            "requestId": note["requestId"],
            "subRequestId": note["subRequestId"],
        },
    }


def waiting(lot: Lot) -> list[dict[str, Any]]:
    """The status of a lot that the worker has not done."""
    return [
        {"index": index, "status": "enqueue", "subRequestId": subrequest_id}
        for index, subrequest_id in enumerate(lot.subrequest_ids)
    ]


def echoed(lot: Lot) -> list[dict[str, Any]]:
    """The ``subRequests`` of an accepted lot (section 7.3)."""
    created = to_wire_time(lot.created)
    return [
        {name: item[name] for name in _ECHOED if name in item}
        | {
            "recipientType": item.get("recipientType", "BIREYSEL"),
            "subRequestId": subrequest_id,
            "creationDate": created,
        }
        for item, subrequest_id in zip(lot.items, lot.subrequest_ids, strict=True)
    ]


def record_row(consent: Consent) -> dict[str, Any]:
    """A record or movement as the replies spell it; a merchant's gaps are empty (6.2)."""
    date = consent.consent_date
    return {
        "consentDate": to_wire_time(date) if date else "",
        "creationDate": to_wire_time(consent.creation_date),
        "source": consent.source or "",
        "recipient": consent.recipient,
        "recipientType": consent.recipient_type,
        "status": consent.status,
        "type": consent.type,
        "transactionId": consent.transaction_id,
    }


def feed_row(consent: Consent, side: str) -> dict[str, Any]:
    """A movement in the change feed (section 8.4)."""
    row = record_row(consent)
    if consent.citizen_name and side == "IYS" and consent.source == "IYS_WEB_YENI":
        row["citizenName"] = consent.citizen_name
    return row


def cursor(mark: Mark) -> str:
    """The ``after`` of a page that ends at a mark."""
    return f"{int(mark.creation_date.timestamp())}_{mark.transaction_id}"


def whole_marks(found: Sequence[Movement], size: int) -> Sequence[Movement]:
    """Cut a page so that movements with one cursor are not torn apart.

    A cursor names a second and an id; the second half of a pair would never be seen.
    """
    if len(found) <= size:
        return found
    end = size
    while end and found[end - 1].mark == found[end].mark:
        end -= 1
    return found[: end or size]


def unknown_dealers(
    item: Mapping[str, Any], known: Mapping[str, str] | None, single: bool = False
):
    """H180 for every dealer code the brand does not have (sections 7.1, 7.3)."""
    if known is None:
        return
    code = item.get("retailerCode")
    named = [] if code is None else [(("retailerCode",), code)]
    for position, value in enumerate(item.get("retailerAccess") or ()):
        named.append((("retailerAccess", position), value))
    for location, value in named:
        if str(value) not in known:
            fault = error("H180", *location, value=value)
            if single:
                message = "retailerCode kullanıcı üzerinde bulunamadı."
                fault = replace(fault, message=message)
            yield fault


def day_counts(
    movements: Sequence[Movement], pending: Mapping[str, int], recipient_type: str
) -> list[dict[str, Any]]:
    """Count a day's changes of one recipient type; ``pending`` is by type (10.1).

    In all recorded answers ``total`` is the sum of the three others.
    """
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for movement in movements:
        consent = movement.consent
        if consent.recipient_type != recipient_type:
            continue
        row = counts.setdefault((consent.type, movement.side), dict(_NO_COUNTS))
        if movement.previous != consent.status:
            row["approval" if consent.status == "ONAY" else "rejection"] += 1
            row["total"] += 1
    for type_, count in pending.items():
        row = counts.setdefault((type_, "HS"), dict(_NO_COUNTS))
        row["pending"] += count
        row["total"] += count
    return grouped(counts)


def grouped(counts: Mapping[tuple[str, str], dict[str, int]]) -> list[dict[str, Any]]:
    """Counts by type and side as ``changeStats`` (section 10.1)."""
    return [
        {
            "type": type_,
            "consents": [
                {"source": side} | counts[type_, side]
                for side in ("HS", "IYS")
                if (type_, side) in counts
            ],
        }
        for type_ in TYPES
        if any(key[0] == type_ for key in counts)
    ]


def day_csv(movements: Sequence[Movement]) -> bytes:
    """A day's file: header, rows by creationDate and transactionId, ends in a newline."""
    rows = (record_row(movement.consent) for movement in movements)
    lines = [",".join(DAY_FILE_COLUMNS)]
    lines += [",".join(row[name] for name in DAY_FILE_COLUMNS) for row in rows]
    return ("\n".join(lines) + "\n").encode()
