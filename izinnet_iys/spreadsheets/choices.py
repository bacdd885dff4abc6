"""What rows tell, and the plan they are read by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class Choice(NamedTuple):
    """One ONAY or RET of a row; ``consent_date`` is naive UTC or None."""

    row: int
    recipient: str
    type: str
    status: str
    source: str | None
    consent_date: datetime | None
    has_time: bool
    recipient_type: str
    person_name: str | None
    brand_id: int | None
    retailer_code: str | None
    proof: str | None


class Fault(NamedTuple):
    """One thing that is wrong; ``value`` is what the cell holds, shortened."""

    row: int
    code: str
    target: str
    value: str = ""


@dataclass(frozen=True)
class Plan:
    """How to read rows: the columns and what holds where a column is missing.

    ``columns`` maps a target to a column number from 0. ``brands`` maps folded names and
    codes to brand ids. ``normalise(type, text)`` spells an address or returns None;
    ``now`` (naive UTC) is when the list was handed in.
    """

    columns: Mapping[str, int]
    normalise: Callable[[str, object], str | None]
    now: datetime
    brands: Mapping[str, int] = field(default_factory=dict)
    brand_id: int | None = None
    types: tuple[str, ...] = ()
    status: str | None = None
    source: str | None = None
    recipient_type: str = "BIREYSEL"
