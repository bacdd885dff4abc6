"""An act: somebody said yes or no; what every entrance hands to ``_record_acts``."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from .terms import COMPANY_SOURCES, RECIPIENT_TYPES, STATUSES, TYPES


@dataclass(slots=True)
class Act:
    """One ONAY or RET, for one brand, address, recipient type and channel.

    ``consent_date`` is naive UTC with whole seconds, as Odoo stores it. ``recipient`` may
    come in any spelling; it is normalised on entry. ``state`` is None for an act of our
    own (the ledger decides: queued or local), ``unconfirmed`` while the address waits for
    confirmation, ``received`` for one that comes from İYS (then ``transaction_id`` and
    ``iys_creation_date`` come with it).
    """

    brand_id: int
    recipient: str
    type: str
    status: str
    source: str | None
    consent_date: datetime | None
    recipient_type: str = "BIREYSEL"
    person_name: str | None = None
    #: 0: somebody looked, and no contact is meant; None: the ledger looks for one
    partner_id: int | None = None
    notice_id: int | None = None
    retailer_code: str | None = None
    #: free proof: page, form, staff, recording …; plain JSON values only
    evidence: dict[str, Any] = field(default_factory=dict)
    attachment_ids: tuple[int, ...] = ()
    origin_model: str | None = None
    origin_id: int | None = None
    user_id: int | None = None
    state: str | None = None
    transaction_id: str | None = None
    iys_creation_date: datetime | None = None


class Recorded(NamedTuple):
    """What became of one act handed in.

    ``outcome``: ``stored`` (a new row, ``consent_id`` names it), ``known`` (the very same
    act stands already, ``consent_id`` names that one) or ``faulty`` (nothing stored;
    ``code`` is İYS's code for the fault, e.g. ``H121``, or one of ours).
    """

    outcome: str
    consent_id: int | None = None
    code: str | None = None


#: 1 May 2015 00:00:00 Türkiye time, as naive UTC: the oldest date there is (L-4).
FIRST_DATE = datetime(2015, 4, 30, 21, 0, 0)
#: Codes of our own, beside İYS's, explained in ``codes.csv``.
UNKNOWN_BRAND = "Z001"


def fault_of_act(
    act: Act, recipient: str | None, now: datetime, brand_ids: Collection[int]
) -> str | None:
    """Return the code of the first fault that forbids keeping an act at all, or None.

    ``recipient`` is the normalised address (None when it cannot be one), ``now`` naive
    UTC. Lateness is no fault: a late act is kept as proof. Meant for loops over millions,
    so it looks at the act itself; ``rules.check_item`` judges the wire shape.
    """
    if act.brand_id not in brand_ids:
        return UNKNOWN_BRAND
    if act.type not in TYPES:
        return "H117"
    if act.status not in STATUSES:
        return "H115"
    if act.recipient_type not in RECIPIENT_TYPES:
        return "H116"
    if not recipient:
        return "H120" if act.type == "EPOSTA" else "H121"
    return _source_fault(act) or _date_fault(act, now)


def _source_fault(act: Act) -> str | None:
    if act.state == "received":
        return None
    if not act.source:
        return None if act.recipient_type == "TACIR" else "H113"
    if act.source not in COMPANY_SOURCES:
        return "H119"
    if act.source == "HS_KARAR" and act.status != "RET":
        return "H408"
    return None


def _date_fault(act: Act, now: datetime) -> str | None:
    moment = act.consent_date
    if moment is None:
        return None if act.recipient_type == "TACIR" else "H112"
    if act.state == "received":
        return None
    if moment > now:
        return "H162"
    if act.source == "HS_2015" and moment != FIRST_DATE:
        return "H155"
    return "H156" if moment < FIRST_DATE else None
