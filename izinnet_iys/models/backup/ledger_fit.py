"""Whether an act, as plain columns of any database, still is what it was made of (L-32)."""

from hashlib import sha256

from ..record.iys_ledger_copy import spell_json, utc
from ..record.iys_ledger_draft import HASH_VERSION


def fits(row):
    """Tell whether the content hash of a row (a dict of its columns) is right.

    An act of ours was hashed before İYS answered, one that came from İYS with its answer.
    """
    version, _, wanted = (row["content_hash"] or "").partition("$")
    if version != HASH_VERSION:
        return False
    answer = (row["transaction_id"] or None, utc(row["iys_creation_date"]))
    return wanted in (_digest(row, (None, None)), _digest(row, answer))


def _digest(row, answer):
    parts = (
        row["uid"], row["brand_id"], row["recipient_key"], row["recipient_type"],
        row["type"], row["status"], row["source"], utc(row["consent_date"]),
        row["retailer_code"], row["notice_id"], row["proof_key"], row["origin_model"],
        row["origin_id"], *answer,
    )  # fmt: skip
    spelt = spell_json([HASH_VERSION, *[part or None for part in parts]])
    return sha256(spelt.encode()).hexdigest()
