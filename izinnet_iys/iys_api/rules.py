"""What İYS accepts: field checks, duplicates and state rules (contract 6.3 – 6.5, 15.2).

Written once and used on both sides: before a consent is sent, by the fake registry and
by the simulator. The functions give errors in İYS's order and touch nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from .deadlines import oldest_accepted
from .messages import ApiError, Consent, Key, consent_to_wire, from_wire_time
from .recipients import PHONE_MAX_LENGTH, is_email, normalise, normalise_phone
from .terms import COMPANY_SOURCES, RECIPIENT_TYPES, STATUSES, TYPES
from .texts import text_of

MEMBERS: Final = (
    "recipient",
    "type",
    "status",
    "source",
    "consentDate",
    "recipientType",
    "retailerCode",
    "retailerAccess",
)
FIRST_DATE: Final = "2015-05-01 00:00:00"
ADD_ACCESS_MAX: Final = 3000
CALL_ACCESS_MAX: Final = 100
#: Errors about the request as a whole, answered alone and with 400 (section 13).
WHOLE_REQUEST: Final = frozenset({"H085", "H092", "H097", "H266", "H267"})

MISSING: Final = {
    "recipient": "H114",
    "type": "H111",
    "status": "H110",
    "source": "H113",
    "consentDate": "H112",
    "recipientType": "H170",
}
_DATE_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
_E164_FORM = re.compile(r"\+[0-9]+")


@dataclass(frozen=True)
class RuleOptions:
    """What no source settles, as switches (section 13); defaults as recommended there.

    ``three_day_rule`` is off inside a brand's activation window; ``edge`` is one of the
    readings of ``deadlines.oldest_accepted``; ``first_karar`` is the code for HS_KARAR
    as the first record: H175 or H486. ``date_first`` lets H178 win over H174.
    """

    holidays: Mapping[date, bool] = field(default_factory=dict)
    three_day_rule: bool = True
    edge: str = "clock"
    hs_2015_exempt: bool = False
    first_karar: str = "H175"
    date_first: bool = False


DEFAULT_OPTIONS: Final = RuleOptions()


def error(code: str, *location: str | int, value: Any = None, **blanks) -> ApiError:
    """Make an error with İYS's own sentence; ``blanks`` fill its placeholders."""
    return ApiError(code, text_of(code, **blanks), location, value)


def check_item(
    item: Any, now: datetime, options: RuleOptions = DEFAULT_OPTIONS
) -> list[ApiError]:
    """All field errors of one wire-shaped item of an add, without ``index``.

    ``now`` is aware. Errors of ``WHOLE_REQUEST`` come alone: İYS does not look further.
    """
    if not isinstance(item, Mapping):
        return [error("H085")]
    if whole := list(_blank_members(item)):
        return whole
    return [
        *(error("H118", name, member=name) for name in item if name not in MEMBERS),
        *_missing_members(item),
        *bad_values(item),
        *recipient_errors(item, too_long=("H160", "H121")),
        *_date_errors(item, now, options),
        *_decision_errors(item),
        *check_access(item.get("retailerAccess"), ADD_ACCESS_MAX),
    ]


def _blank_members(item: Mapping[str, Any]) -> Iterator[ApiError]:
    """``null`` and ``""`` where a member should be left out (section 2)."""
    merchant = item.get("recipientType") == "TACIR"
    optional = {"recipientType", "retailerCode", "retailerAccess"}
    if merchant:
        optional |= {"source", "consentDate"}
    for name in MEMBERS:
        if name in optional and name in item:
            if item[name] is None:
                yield error("H266", member=name)
            elif item[name] == "" and name != "recipientType":
                yield error("H267", member=name)


def _missing_members(item: Mapping[str, Any]) -> Iterator[ApiError]:
    required = ["recipient", "type", "status"]
    if item.get("recipientType") != "TACIR":
        required += ["source", "consentDate"]
    for name in required:
        if is_absent(item.get(name)):
            yield error(MISSING[name], name)


def is_absent(value: Any) -> bool:
    """Whether a required member is as good as missing: null or empty text."""
    return value is None or value == ""


def bad_values(item: Mapping[str, Any]) -> Iterator[ApiError]:
    """Members with a closed list of words that hold another one (section 6.1)."""
    for name, code, allowed in (
        ("type", "H117", TYPES),
        ("status", "H115", STATUSES),
        ("recipientType", "H116", RECIPIENT_TYPES),
        ("source", "H119", COMPANY_SOURCES),
    ):
        value = item.get(name)
        blank = value is None or (value == "" and name != "recipientType")
        if not blank and value not in allowed:
            yield error(code, name, value=value)


def recipient_errors(
    item: Mapping[str, Any], too_long: Sequence[str]
) -> Iterator[ApiError]:
    """Check the address by its type; ``too_long`` are the codes for a long phone."""
    value = item.get("recipient")
    if is_absent(value):
        return
    for code in _recipient_codes(value, item.get("type"), too_long):
        yield error(code, "recipient", value=value)


def _recipient_codes(value: Any, type_: Any, too_long: Sequence[str]) -> Sequence[str]:
    if type_ == "EPOSTA":
        return () if is_wire_mail(value) else ("H120",)
    if type_ in ("ARAMA", "MESAJ"):
        if _looks_like_long_phone(value):
            return too_long
        return () if is_wire_phone(value) else ("H121",)
    return () if is_wire_mail(value) or is_wire_phone(value) else ("H122",)


def is_wire_mail(value: Any) -> bool:
    """Whether İYS takes a value as a mail address, in any case (section 6.3)."""
    # str.lower() of "İ" leaves a dot behind, so a Turkish capital is refused as it must be
    return isinstance(value, str) and is_email(value.lower())


def is_wire_phone(value: Any) -> bool:
    """Whether İYS takes a value as a phone: E.164 and in use (section 6.3)."""
    return (
        isinstance(value, str)
        and _E164_FORM.fullmatch(value) is not None
        and normalise_phone(value) is not None
    )


def _looks_like_long_phone(value: Any) -> bool:
    return (
        isinstance(value, str)
        and len(value) > PHONE_MAX_LENGTH
        and value.removeprefix("+").isdigit()
    )


def _date_errors(
    item: Mapping[str, Any], now: datetime, options: RuleOptions
) -> list[ApiError]:
    """Section 6.4. H467 comes only when the date has no other fault."""
    text = item.get("consentDate")
    if is_absent(text):
        return []
    old = item.get("source") == "HS_2015"
    codes = [*_date_codes(text, old, now)]
    if not codes and options.three_day_rule and not (old and options.hs_2015_exempt):
        limit = oldest_accepted(now, options.holidays, options.edge)
        codes = ["H467"] if from_wire_time(text) < limit else []
    return [error(code, "consentDate", value=text) for code in codes]


def _date_codes(text: Any, old: bool, now: datetime) -> Iterator[str]:
    if not isinstance(text, str) or not _DATE_FORM.fullmatch(text):
        yield "H158"
    elif (moment := from_wire_time(text)) is None:
        yield "H157"
    else:
        # the form is fixed, so text order is time order
        if text < FIRST_DATE:
            yield "H156"
        if old and text != FIRST_DATE:
            yield "H155"
        if moment > now:
            yield "H162"


def _decision_errors(item: Mapping[str, Any]) -> Iterator[ApiError]:
    if item.get("source") == "HS_KARAR" and item.get("status") == "ONAY":
        yield error("H408", "status", value="ONAY")


def check_access(value: Any, limit: int) -> Iterator[ApiError]:
    """Check a ``retailerAccess`` list; None means that it was left out (H163, H126)."""
    if value is None:
        return
    if not isinstance(value, list) or not value:
        yield error("H163", "retailerAccess", value=value)
    elif len(value) > limit:
        yield error("H126", "retailerAccess", value=value, limit=limit)


def key_of(item: Mapping[str, Any]) -> Key:
    """The record a wire-shaped item or query is about; mails in lower case (6.3)."""
    recipient, type_ = item["recipient"], item["type"]
    if type_ == "EPOSTA":
        recipient = recipient.lower()
    return Key(recipient, item.get("recipientType", "BIREYSEL"), type_)


def duplicates(items: Sequence[Mapping[str, Any]]) -> list[ApiError]:
    """H194 for every item whose record an earlier item of the lot is about (7.3).

    Expects items without field errors.
    """
    seen: set[Key] = set()
    errors = []
    for index, item in enumerate(items):
        key = key_of(item)
        if key in seen:
            errors.append(replace(error("H194"), index=index))
        seen.add(key)
    return errors


def check_lot(
    items: Sequence[Any], now: datetime, options: RuleOptions = DEFAULT_OPTIONS
) -> list[ApiError]:
    """All errors of a lot with their ``index``: field errors, else duplicates (15.1)."""
    errors = [
        replace(e, index=index)
        for index, item in enumerate(items)
        for e in check_item(item, now, options)
    ]
    return errors or duplicates(items)


def validate(
    consent: Consent, now: datetime, options: RuleOptions = DEFAULT_OPTIONS
) -> list[ApiError]:
    """All faults of a consent of ours, found before it is sent; [] when it may go.

    Stricter than İYS in one point: the address must be in its one spelling, because a
    record under another spelling is seen by nobody (section 6.3). ``now`` is aware.
    """
    if codes := [c for c in _retailer_codes(consent) if not c.isdigit()]:
        return [error("H180", "retailerCode", value=codes[0])]
    wire = consent_to_wire(consent)
    errors = check_item(wire, now, options)
    if not errors and normalise(consent.type, consent.recipient) != consent.recipient:
        code = "H120" if consent.type == "EPOSTA" else "H121"
        errors = [error(code, "recipient", value=consent.recipient)]
    return errors


def _retailer_codes(consent: Consent) -> tuple[str, ...]:
    own = (consent.retailer_code,) if consent.retailer_code else ()
    return own + consent.retailer_access


def transition(
    stored: Consent | None, incoming: Consent, options: RuleOptions = DEFAULT_OPTIONS
) -> str | None:
    """The state rule that forbids an act on a stored record, or None (section 6.5).

    ``stored`` is the record of the same key or None. H174 comes before H178 (section 13).
    """
    if stored is None:
        if incoming.status != "RET":
            return None
        return options.first_karar if incoming.source == "HS_KARAR" else "H175"
    if incoming.recipient_type == "TACIR":
        if not incoming.source:
            return "H463"
        if incoming.consent_date is None:
            return "H462"
    codes = []
    if stored.status == incoming.status == "RET":
        codes.append("H174")
    if _is_not_newer(stored, incoming):
        codes.append("H178")
    if options.date_first:
        codes.reverse()
    return codes[0] if codes else None


def _is_not_newer(stored: Consent, incoming: Consent) -> bool:
    """A merchant's record may stand without a date; then any date is newer."""
    if stored.consent_date is None or incoming.consent_date is None:
        return False
    return incoming.consent_date <= stored.consent_date
