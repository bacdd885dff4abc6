"""The fixed spelling of sealed rows, and the hashes made from it.

A sealed row has two parts. What is *public* (keys, dates, codes, hashes) is spelt out.
What is *personal* (addresses, names, words, files) enters as one commitment: a hash over
the personal part and a random salt. Masking blanks the personal part and the salt; the
commitment stays, so the row still verifies, and nobody can try all phone numbers against
it (R-36, L-58). Public part and commitment make the row's commitment; that, the place in
the chain and the hash before it make the hash of the seal.

Each seal carries the version of this spelling. A later version is added beside the old
ones, which keep verifying old rows (T-8).
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final

#: The version new seals get.
VERSION: Final = 1
#: What stands in the place of the hash before the first seal.
GENESIS: Final = "0" * 64
#: A row without personal part (a published text) or masked before it was sealed.
NOTHING: Final = ""
#: When a row says that it was written, for the models where that is known for sure.
MOMENTS: Final = {"iys.consent": "recorded_at", "iys.log": "date"}

#: JSON as it is hashed: sorted names, no blanks, letters as they are.
spell: Final[Callable[[Any], str]] = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":")
).encode


class UnknownVersion(ValueError):
    """A seal of a later version than this code knows."""


def new_salt() -> str:
    """Make the salt of one row: 128 random bits."""
    return secrets.token_hex(16)


def _hash(kind: str, text: str) -> str:
    # lone surrogates cannot come out of PostgreSQL; other text is hashed as it is
    return hashlib.sha256(f"izinnet {kind}\n{text}".encode()).hexdigest()


def personal_commitment(salt: str, personal: Mapping[str, Any]) -> str:
    """Return what stands for the personal part of a row once it is masked."""
    return _hash("personal 1", f"{salt}\n{spell(personal)}")


def row_commitment(
    model: str, row_id: int, public: Mapping[str, Any], personal: str, version: int
) -> str:
    """Return what stands for one row; ``personal`` is its commitment or NOTHING.

    Raises UnknownVersion.
    """
    if version != 1:
        raise UnknownVersion(str(version))
    return _hash("row 1", spell([model, row_id, public, personal]))


def link_hash(
    company: int,
    seq: int,
    model: str,
    row_id: int,
    sealed_at: str,
    commitment: str,
    previous: str,
    version: int,
) -> str:
    """Return the hash of one seal, given the hash before it. Raises UnknownVersion."""
    if version != 1:
        raise UnknownVersion(str(version))
    parts = [company, seq, model, row_id, sealed_at, commitment, previous]
    return _hash("seal 1", spell(parts))


def head_digest(company: int, seq: int, head: str) -> bytes:
    """Return the 32 bytes that a time-stamp authority is given for the head of a chain."""
    text = f"izinnet head 1\n{spell([company, seq, head])}"
    return hashlib.sha256(text.encode()).digest()
