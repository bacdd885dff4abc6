"""Acts on their way into the ledger, compared with what stands there."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from zlib import crc32

from ...iys_api.acts import Act
from .iys_ledger_copy import spell_json, utc

HASH_VERSION = "1"
#: States of an approval that was never sent.
TAKEN_BACK = ("queued", "unconfirmed")


class Standing(NamedTuple):
    """What has to be known of an act that stands already."""

    consent_date: datetime | None
    status: str
    source: str | None
    id: int
    state: str
    iys_creation_date: datetime | None
    moment: datetime
    is_effective: bool | None

    @property
    def strength(self):
        """What decides between two acts that count; see ``WINNERS`` for the same."""
        return (self.moment, self.status == "RET", self.id)

    @property
    def waits(self):
        """Whether it is an approval that a refusal may still take back."""
        return self.status == "ONAY" and self.state in TAKEN_BACK


@dataclass(slots=True)
class Draft:
    """An act on its way into the ledger, with what was worked out for it."""

    act: Act
    recipient: str
    key: str
    state: str = "queued"
    code: str | None = None
    promise: object = None
    deadline: object = None
    id: int | None = None
    moment: datetime | None = None
    is_effective: bool = False

    @property
    def place(self):
        """The key of the record: what at most one act is in force for (L-2)."""
        act = self.act
        return (self.key, act.brand_id, act.type, act.recipient_type)

    @property
    def identity(self):
        """Two acts with the same identity are one act."""
        act = self.act
        return (*self.place, act.consent_date, act.status, act.source)

    @property
    def consent_date(self):
        """When the person decided."""
        return self.act.consent_date

    @property
    def status(self):
        """ONAY or RET."""
        return self.act.status

    @property
    def counts(self):
        """Whether it counts at once: a refusal does (L-14), and what İYS tells of."""
        if self.act.status == "RET":
            return self.state != "unconfirmed"
        return self.state == "received"

    @property
    def strength(self):
        """See ``Standing.strength``."""
        return (self.moment, self.act.status == "RET", self.id)

    @property
    def waits(self):
        """See ``Standing.waits``."""
        return self.act.status == "ONAY" and self.state in TAKEN_BACK


def undated(act, rows):
    """Return the id of the merchant's act without a date that this movement is, or None.

    İYS gives such a movement its own time (contract 6.2), which stands in for the date;
    the act we handed in has none, and the time only once it is registered.
    """
    if act.state != "received" or act.consent_date != act.iys_creation_date:
        return None
    for row in rows:
        same = (row.status, row.source, row.consent_date) == (
            act.status,
            act.source,
            None,
        )
        if same and row.iys_creation_date in (None, act.iys_creation_date):
            return row.id
    return None


def is_moot(act, in_force):
    """Tell whether an act of ours need not go to İYS, given the one in force or None.

    A repeat changes nothing there; an approval older than a refusal must not undo it
    (L-5, L-65).
    """
    if in_force is None:
        return False
    if in_force.status == act.status:
        return True
    return (
        in_force.status == "RET"
        and act.consent_date is not None
        and in_force.consent_date is not None
        and act.consent_date <= in_force.consent_date
    )


def lock_number(key):
    """Name the lock of a recipient key: one of PostgreSQL's positive integers."""
    return crc32(key.encode()) & 0x7FFFFFFF


def content_hash(draft, uid, proof_key):
    """SHA-256 over what makes the act, in a fixed spelling with its version.

    Addresses and proof enter as keyed hashes, so the value still verifies after masking.
    """
    act = draft.act
    parts = (
        uid, act.brand_id, draft.key, act.recipient_type, act.type, act.status,
        act.source, utc(act.consent_date), act.retailer_code, act.notice_id, proof_key,
        act.origin_model, act.origin_id, act.transaction_id, utc(act.iys_creation_date),
    )  # fmt: skip
    spelt = spell_json([HASH_VERSION, *parts])
    return f"{HASH_VERSION}${sha256(spelt.encode()).hexdigest()}"
