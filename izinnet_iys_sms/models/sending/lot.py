"""What one request to an operator is made of, while it is made; lives as long as it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from odoo.addons.izinnet_iys.iys_api.gate import Decision

from ...sms_gateways import OutMessage, SendOptions, SendResult, SmsError
from .waiting import Waiting


class Key(NamedTuple):
    """What all SMS of one request share (sms.md trap 8).

    ``title_id`` of `iys.sms.title`, ``title`` as it is spelt; ``kind`` and
    ``recipient_type`` as
    ``sms_gateways.SendOptions`` has them; ``encoding`` gsm, tr or ucs2.
    """

    title_id: int
    title: str
    kind: str
    recipient_type: str | None
    encoding: str


class MailingFacts(NamedTuple):
    """What a request and the message log say of a mailing; "" without one."""

    subject: str
    release_ref: str


@dataclass(slots=True)
class Item:
    """One SMS on its way out: ``text`` as it leaves, ``ref`` our id on the wire."""

    row: Waiting
    text: str
    token: str | None
    decision: Decision
    key: Key
    ref: str

    @property
    def message(self):
        """As the client takes it."""
        return OutMessage(self.ref, self.row.number, self.text)


@dataclass(slots=True)
class Lot:
    """One request: its job's id, what it asks for, and what the log says of it."""

    job_id: int
    options: SendOptions
    items: list[Item]
    company_id: int
    brand_id: int | None
    message_class: str
    carrier: str
    subjects: dict[int | None, str]

    @property
    def sms_ids(self):
        """The ids of its SMS."""
        return [item.row.id for item in self.items]


class Failed(NamedTuple):
    """Why an SMS has ended without being sent.

    ``failure_type`` as `sms.sms` has it, ``outcome`` as `iys.sms.dispatch` has it;
    ``error`` is the operator's, for code and words.
    """

    failure_type: str
    outcome: str
    error: SmsError


@dataclass(slots=True)
class Verdict:
    """What became of a request: each item is in exactly one of the four ends.

    ``state`` is the job's. ``accepted`` maps items' refs to the operator's number of the
    message, ``failed`` maps refs to `Failed`; ``again`` surely did not leave and go back to
    the queue; of the ``unknown`` nobody can say. ``over`` are lists of SMS ids to be sent
    as requests of their own, ``again_at`` when the others may be tried, ``counts_try``
    whether this was one of their tries.
    """

    state: str
    accepted: dict[str, str | None] = field(default_factory=dict)
    failed: dict[str, Failed] = field(default_factory=dict)
    again: list[Item] = field(default_factory=list)
    unknown: list[Item] = field(default_factory=list)
    over: list[list[int]] = field(default_factory=list)
    again_at: datetime | None = None
    counts_try: bool = False
    error: SmsError | None = None
    result: SendResult | None = None
