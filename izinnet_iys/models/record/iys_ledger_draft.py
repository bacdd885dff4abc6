"""Acts on their way into the ledger, compared with what stands there."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from zlib import crc32

from ...iys_api.acts import Act
from .iys_ledger_copy import spell_json, utc

#: Keys share this many locks: few enough for a lot, many enough for a crowd.
BUCKETS = 256
HASH_VERSION = "1"


class Standing(NamedTuple):
    """What has to be known of an act that stands already."""

    consent_date: datetime | None
    status: str
    source: str | None
    id: int
    iys_creation_date: datetime | None
    is_effective: bool | None


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


def hash_bucket(key):
    """Name the lock of a recipient key: 0 to 255, evenly."""
    return crc32(key.encode()) % BUCKETS


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
