"""Checking a chain: pure, in one pass, with a memory that does not grow (R-32, R-36)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final

from .canon import (
    GENESIS,
    MOMENTS,
    NOTHING,
    UnknownVersion,
    link_hash,
    personal_commitment,
    row_commitment,
)

#: A row may be this much older than rows sealed before it: longer than any transaction.
BACKDATED_AFTER: Final = timedelta(hours=24)


class Kind(str, Enum):
    """What can be wrong; the value is what the check's result stores."""

    ROW_CHANGED = "row_changed"
    PERSONAL_CHANGED = "personal_changed"
    ROW_MISSING = "row_missing"
    ROW_FOREIGN = "row_foreign"
    ROW_BACKDATED = "row_backdated"
    NOT_SEALED = "not_sealed"
    SEAL_MISSING = "seal_missing"
    SEAL_CHANGED = "seal_changed"
    SEAL_FORGED = "seal_forged"
    SEAL_UNKNOWN = "seal_unknown"
    HEAD_DIFFERS = "head_differs"
    TAIL_MISSING = "tail_missing"
    ANCHOR_INVALID = "anchor_invalid"


@dataclass(frozen=True, slots=True)
class Seal:
    """One link of the chain as it is stored; ``salt`` is '' after masking."""

    company: int
    seq: int
    version: int
    model: str
    row_id: int
    sealed_at: str
    personal: str
    commitment: str
    hash: str
    salt: str = ""
    mac: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A sealed row as it stands now.

    ``personal`` is None once it is masked. ``is_foreign`` says that its keyed address
    does not fit: this system did not record it.
    """

    public: Mapping[str, Any]
    personal: Mapping[str, Any] | None
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, with the row named; ``last`` ends a range of seals."""

    kind: Kind
    seq: int
    model: str = ""
    row_id: int = 0
    last: int = 0


@dataclass(slots=True)
class State:
    """Where a check stands, so that a job can go on in its next turn."""

    seq: int = 0
    hash: str = GENESIS
    #: the last place where the chain agreed with a head kept outside
    agreed: int = 0
    sealed_at: str = ""
    #: latest moment of a row, by model: sealed before this batch, and within it
    newest: dict[str, str] = field(default_factory=dict)
    batch: dict[str, str] = field(default_factory=dict)
    #: first row after ``agreed``
    first: tuple[str, int] = ("", 0)


class Verifier:
    """Takes the seals of one company in order and tells what is wrong with each.

    ``heads`` maps places to the hashes that were anchored outside. ``sign`` gives the
    keyed signature of a hash; None where the key is not at hand. One damage is told
    once: the check goes on from what is stored, so the rows behind it are not blamed.
    """

    def __init__(
        self,
        company: int,
        heads: Mapping[int, str],
        state: State | None = None,
        sign: Callable[[str], str] | None = None,
    ):
        self._company = company
        self._heads = heads
        self._sign = sign
        self.state = state or State()

    def add(
        self, seal: Seal, row: Row | None, is_destroyed: bool = False
    ) -> list[Fault]:
        """Check the next seal with its row (None: not there); returns what is wrong."""
        faults = [*self._of_link(seal)]
        if row is not None:
            faults += self._of_row(seal, row)
        elif not is_destroyed:
            faults.append(_fault(Kind.ROW_MISSING, seal))
        faults += self._of_head(seal)
        return faults

    def finish(self) -> list[Fault]:
        """Return what is missing behind the last seal, by the heads kept outside."""
        last = max(self._heads, default=0)
        if last <= self.state.seq:
            return []
        return [Fault(Kind.TAIL_MISSING, self.state.seq + 1, last=last)]

    def _of_link(self, seal: Seal) -> Iterator[Fault]:
        state = self.state
        if state.first == ("", 0):
            state.first = (seal.model, seal.row_id)
        has_gap = seal.seq != state.seq + 1
        if has_gap:
            yield Fault(Kind.SEAL_MISSING, state.seq + 1, last=seal.seq - 1)
        try:
            reckoned = self._reckon(seal)
        except UnknownVersion:
            yield _fault(Kind.SEAL_UNKNOWN, seal)
            reckoned = seal.hash
        # behind a gap the hash before is unknown; the signature still tells
        if reckoned != seal.hash and not has_gap:
            yield _fault(Kind.SEAL_CHANGED, seal)
        elif self._sign is not None and self._sign(seal.hash) != seal.mac:
            yield _fault(Kind.SEAL_FORGED, seal)
        state.seq = max(state.seq, seal.seq)
        state.hash = seal.hash

    def _reckon(self, seal: Seal) -> str:
        return link_hash(
            seal.company,
            seal.seq,
            seal.model,
            seal.row_id,
            seal.sealed_at,
            seal.commitment,
            self.state.hash,
            seal.version,
        )

    def _of_row(self, seal: Seal, row: Row) -> Iterator[Fault]:
        try:
            commitment = row_commitment(
                seal.model, seal.row_id, row.public, seal.personal, seal.version
            )
        except UnknownVersion:
            return  # told with the link
        if commitment != seal.commitment:
            yield _fault(Kind.ROW_CHANGED, seal)
        if is_personal_changed(seal, row.personal):
            yield _fault(Kind.PERSONAL_CHANGED, seal)
        if row.is_foreign:
            yield _fault(Kind.ROW_FOREIGN, seal)
        if self._is_backdated(seal, row):
            yield _fault(Kind.ROW_BACKDATED, seal)

    def _is_backdated(self, seal: Seal, row: Row) -> bool:
        """Tell whether a row claims to be older than rows sealed long before it.

        Who slips a row in afterwards can give it any date, but not an earlier seal.
        """
        state = self.state
        if seal.sealed_at != state.sealed_at:
            state.newest |= state.batch
            state.batch = {}
            state.sealed_at = seal.sealed_at
        moment = str(row.public.get(MOMENTS.get(seal.model, ""), ""))
        if not moment:
            return False
        newest = state.newest.get(seal.model, "")
        state.batch[seal.model] = max(newest, moment, state.batch.get(seal.model, ""))
        return moment < newest and _age(moment, newest) > BACKDATED_AFTER

    def _of_head(self, seal: Seal) -> Iterator[Fault]:
        known = self._heads.get(seal.seq)
        if known is None:
            return
        state = self.state
        if known != seal.hash:
            model, row_id = state.first
            yield Fault(
                Kind.HEAD_DIFFERS, state.agreed + 1, model, row_id, last=seal.seq
            )
        state.agreed = seal.seq
        state.first = ("", 0)


def is_personal_changed(seal: Seal, personal: Mapping[str, Any] | None) -> bool:
    """Tell whether the personal part is not what was sealed; a masked one never is."""
    if personal is None or seal.personal == NOTHING or not seal.salt:
        return False
    return personal_commitment(seal.salt, personal) != seal.personal


def _fault(kind: Kind, seal: Seal) -> Fault:
    return Fault(kind, seal.seq, seal.model, seal.row_id)


def _age(earlier: str, later: str) -> timedelta:
    return datetime.fromisoformat(later.rstrip("Z")) - datetime.fromisoformat(
        earlier.rstrip("Z")
    )
