"""İYS's consents in its own spelling, as Netgsm and İleti Merkezi pass them on."""

from collections.abc import Mapping
from typing import Any, Final

from .errors import UnexpectedAnswer
from .iys_data import IysKey, IysRecord
from .wire import as_text, local, moment

STAMP: Final = "%Y-%m-%d %H:%M:%S"
STATUSES: Final = frozenset({"ONAY", "RET"})
CHANNELS: Final = frozenset({"ARAMA", "MESAJ", "EPOSTA"})


def to_wire(record: IysRecord) -> dict[str, str]:
    """A consent to hand in; ValueError without the moment of the consent."""
    if record.consent_at is None or record.consent_at.tzinfo is None:
        raise ValueError("a consent needs its moment, with a time zone")
    return {
        "recipient": record.recipient,
        "recipientType": record.recipient_type,
        "type": record.channel,
        "status": record.status,
        "source": record.source,
        "consentDate": local(record.consent_at, STAMP),
    }


def key_to_wire(key: IysKey) -> dict[str, str]:
    """Which consent is asked for."""
    return {
        "recipient": key.recipient,
        "recipientType": key.recipient_type,
        "type": key.channel,
    }


def read_record(row: Mapping[str, Any], ref: str | None = None) -> IysRecord | None:
    """A consent in any of the gateways' spellings; None when it tells none.

    ``consentDate``, ``consentdate`` and ``consent_date`` are one name.
    """
    plain = {name.lower().replace("_", ""): value for name, value in row.items()}
    record = IysRecord(
        recipient=as_text(plain.get("recipient")),
        channel=as_text(plain.get("type")),
        recipient_type=as_text(plain.get("recipienttype")),
        status=as_text(plain.get("status")),
        source=as_text(plain.get("source")),
        consent_at=moment(plain.get("consentdate")),
        ref=ref,
    )
    known = record.status in STATUSES and record.channel in CHANNELS
    return record if known and record.recipient else None


def found(key: IysKey, row: Any) -> IysRecord:
    """The record that answers a question.

    Raises UnexpectedAnswer when it is none, or of another recipient type or channel.
    """
    record = read_record(row) if isinstance(row, dict) else None
    if record is None or (record.recipient_type, record.channel) != (
        key.recipient_type,
        key.channel,
    ):
        raise UnexpectedAnswer("İYS's record is not of the form we know")
    return record
