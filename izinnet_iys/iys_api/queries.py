"""What İYS accepts in questions: status, multi status, history, paging, lots, days.

Contract sections 7.4, 8.1 – 8.3 and 10. Like ``rules``, used by fake and simulator.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from .messages import TRT, ApiError
from .rules import (
    MISSING,
    bad_values,
    error,
    is_absent,
    is_wire_mail,
    is_wire_phone,
    recipient_errors,
)

REPORT_DAYS = 7


def check_key(body: Any) -> list[ApiError]:
    """All field errors of a status or history query (section 8.1)."""
    if not isinstance(body, Mapping):
        return [error("H097")]
    return [
        *(
            error(MISSING[name], name)
            for name in ("recipient", "type", "recipientType")
            if is_absent(body.get(name))
        ),
        *(e for e in bad_values(body) if e.location[0] in ("type", "recipientType")),
        *recipient_errors(body, too_long=("H166",)),
    ]


def check_recipients(type_: str, recipients: Any, limit: int) -> list[ApiError]:
    """All errors of the list of a multi status query (section 8.2)."""
    if recipients is None:
        return [error("H168", "recipients")]
    if not isinstance(recipients, list):
        return [error("H478", "recipients", value=recipients)]
    if not recipients:
        return [error("H164", "recipients", value=recipients)]
    if len(recipients) > limit:
        return [error("H127", "recipients", value=recipients, limit=limit)]
    return [*_misfits(type_, recipients), *_repeats(recipients)]


def _misfits(type_: str, recipients: Sequence[Any]) -> Iterator[ApiError]:
    fits, form = (
        (is_wire_mail, "e-posta") if type_ == "EPOSTA" else (is_wire_phone, "telefon")
    )
    for value in recipients:
        if not fits(value):
            yield error("H464", "recipient", value=value, type=type_, form=form)


def _repeats(recipients: Sequence[Any]) -> Iterator[ApiError]:
    seen = set()
    for position, value in enumerate(recipients):
        spelling = str(value).lower()
        if spelling in seen:
            yield error("H193", "recipients", position, value=value)
        seen.add(spelling)


def check_paging(
    offset: Any, limit: Any, *, maximum: int = 100, access_list: bool = False
) -> list[ApiError]:
    """Errors of ``offset`` and ``limit``, both None or as text from the query.

    H182 and H183 change places in the access list (section 12).
    """
    codes = ("H182", "H183") if access_list else ("H183", "H182")
    errors = []
    if offset is not None and not _is_count(offset):
        errors.append(error(codes[0], "offset", value=number(offset), member="offset"))
    if limit is None:
        return errors
    if not _is_count(limit):
        errors.append(error(codes[1], "limit", value=number(limit), member="limit"))
    elif int(limit) == 0:
        errors.append(error("H187", "limit", value=0))
    elif int(limit) > maximum:
        errors.append(error("H186", "limit", value=int(limit), limit=maximum))
    return errors


def _is_count(value: Any) -> bool:
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) < 10


def number(text: Any) -> Any:
    """A query value as number where it is one, as İYS echoes paging values (section 5)."""
    try:
        return int(text)
    except (TypeError, ValueError):
        return text


def check_request_id(request_id: str) -> list[ApiError]:
    """Errors of a ``requestId`` in a path (section 7.4)."""
    if len(request_id) > 36:
        return [error("H198", "requestId", value=request_id)]
    if request_id.isalpha():
        return [error("H199", "requestId", value=request_id)]
    if request_id.isdigit():
        return [error("H400", "requestId", value=request_id)]
    return []


def check_path(type_: str, recipient_type: str) -> list[ApiError]:
    """Errors of the two path members of a multi status query (section 8.2)."""
    return [*bad_values({"type": type_, "recipientType": recipient_type})]


def check_report_date(text: str, now: datetime) -> list[ApiError]:
    """H501 and H502: ``YYYY-MM-DD``, yesterday back to seven days ago (section 10)."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        return [error("H501", "reportDate", value=text)]
    today = now.astimezone(TRT).date()
    if not today - timedelta(days=REPORT_DAYS) <= day < today:
        return [error("H502", "reportDate", value=text)]
    return []


def read_day(text: str) -> date:
    """The day of a report date that was checked."""
    return date.fromisoformat(text)


def check_changes(source: str, limit: Any, maximum: int) -> list[ApiError]:
    """Errors of the query of the change feed (section 8.4); ``limit`` as text or None."""
    errors = []
    if source not in ("HS", "IYS"):
        errors.append(error("H506", "source", value=source))
    if limit is not None and not (_is_count(limit) and 0 < int(limit) <= maximum):
        errors.append(error("H507", "limit", value=limit, limit=maximum))
    return errors
