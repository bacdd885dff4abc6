"""Netgsm's answers and pushes, read into our own words (sms.md §3)."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

from . import netgsm_codes as codes
from .base import Account, DeliveryReport, InboundMessage, Outcome
from .numbers import as_sender, last_ten
from .wire import as_decimal, as_int, as_text, moment, pushed_rows, rows


def words_of(data: Mapping[str, Any]) -> str:
    """What Netgsm says about a code; its own misspelling is known too."""
    return as_text(data.get("description") or data.get("describtion"))


def job_ids(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The job's id, or several with commas; () when none was told."""
    told = as_text(data.get("jobid") or data.get("jobId"))
    return tuple(part.strip() for part in told.split(",") if part.strip())


# === REPORTS === #


def report_rows(data: Any) -> list[dict[str, Any]] | None:
    """The rows of a report in each of its shapes; None when it has none of them."""
    if not isinstance(data, dict):
        return None
    if isinstance(data.get("jobs"), list | dict):
        return rows(data["jobs"])
    inner = data.get("response")
    if isinstance(inner, dict) and isinstance(inner.get("job"), list | dict):
        return rows(inner["job"])
    return None


def reports(found: list[dict[str, Any]]) -> list[DeliveryReport]:
    """Reports of rows; those that name no job or no message are left out."""
    return [report for row in found if (report := _report(row)) is not None]


def _report(row: Mapping[str, Any]) -> DeliveryReport | None:
    job_id, number = as_text(row.get("jobid")), last_ten(as_text(row.get("number")))
    status = as_int(row.get("status"))
    if not job_id or status is None or not (number or status == codes.WHOLE_JOB):
        return None
    error = as_text(row.get("errorCode"))
    return DeliveryReport(
        job_id=job_id,
        number10=number,
        outcome=codes.OUTCOMES.get(status, Outcome.UNKNOWN),
        raw_status=str(status),
        raw_error=error if error not in ("", "0") else None,
        operator=codes.OPERATORS.get(as_int(row.get("operator"))),
        at=moment(row.get("deliveredDate")),
    )


def pushed_reports(body: bytes, headers: Mapping[str, str]) -> list[DeliveryReport]:
    """Reports of a push: rows, a list of them, or the whole answer of the call."""
    found = []
    for row in pushed_rows(body, headers):
        inner = report_rows(row)
        found += [row] if inner is None else inner
    return reports(found)


def statistics(data: Mapping[str, Any]) -> dict[int, int]:
    """Messages by Netgsm's status."""
    counted: dict[int, int] = {}
    for row in rows(data.get("stats")):
        status, total = as_int(row.get("status")), as_int(row.get("totalSms"))
        if status is not None and total is not None:
            counted[status] = counted.get(status, 0) + total
    return counted


# === WHAT PEOPLE WRITE === #


def inbox(told: Any, now: datetime) -> list[InboundMessage]:
    """People's texts of the inbox; one with an unreadable date came just ``now``."""
    names = ("sender", "receiver", "message", "datetime")
    return _texts(rows(told), names, now)


def pushed_inbound(
    body: bytes, headers: Mapping[str, str], now: datetime
) -> list[InboundMessage]:
    """People's texts of a push."""
    names = ("ceptel", "aboneno", "mesaj", "tarih")
    return _texts(pushed_rows(body, headers), names, now)


def _texts(
    found: list[dict[str, Any]], names: tuple[str, str, str, str], now: datetime
) -> list[InboundMessage]:
    read = []
    for row in found:
        sender, receiver, text, when = (as_text(row.get(name)) for name in names)
        if sender and text:
            sender = as_sender(sender)
            at = moment(when)
            mark = _mark(sender, at.replace(microsecond=0) if at else when, text)
            read.append(InboundMessage(mark, sender, receiver, text, at or now))
    return read


def _mark(sender: str, when: datetime | str, text: str) -> str:
    """One text, one id: Netgsm gives the inbox none, and the push another one."""
    whole = "\n".join((sender, str(when), text))
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


# === THE ACCOUNT === #


def packages(told: Any) -> dict[str, Decimal]:
    """What is left of each package, by its name."""
    left: dict[str, Decimal] = {}
    for row in rows(told):
        name, amount = as_text(row.get("balance_name")), as_decimal(row.get("amount"))
        if name and amount is not None:
            left[name] = left.get(name, Decimal(0)) + amount
    return left


def is_sms(name: str) -> bool:
    """Whether ordinary texts are paid from a package; codes have one of their own."""
    return "sms" in name.lower() and "otp" not in name.lower()


def blacklist_xml(account: Account, order: str, tens: list[str]) -> bytes:
    """The order for the blacklist: ``"1"`` puts numbers on it, ``"2"`` takes them off."""
    root = ElementTree.Element("mainbody")
    head, body = (ElementTree.SubElement(root, name) for name in ("header", "body"))
    for name, value in (
        ("usercode", account.username),
        ("password", account.password),
        ("tip", order),
    ):
        ElementTree.SubElement(head, name).text = value
    for ten in tens:
        ElementTree.SubElement(body, "number").text = ten
    xml: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return xml
