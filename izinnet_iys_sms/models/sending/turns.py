"""Whose turn it is in the queue of own accounts; lives as long as one run."""

import time
from dataclasses import dataclass, field
from typing import Any

from odoo.tools import SQL

from ...sms_gateways import GATEWAYS
from ..sms_sms_leave import LOT

_RELEASED = "iys_is_released IS TRUE AND iys_message_class"
#: Which SMS a turn takes, in this order: (condition, how many at once). A code leaves
#: alone, so that one call's trouble is one person's (R-5).
KINDS = (
    (SQL(f"{_RELEASED} = 'OTP'"), 1),
    (SQL(f"{_RELEASED} NOT IN ('OTP', 'COMMERCIAL')"), LOT),
    (
        SQL(
            "(iys_is_released IS NOT TRUE OR iys_message_class = 'COMMERCIAL'"
            " OR iys_message_class IS NULL)"
        ),
        LOT,
    ),
)


#: Seconds after which time alone may have changed what is kept (quiet hours, freshness).
KEPT_FOR = 20


@dataclass(slots=True)
class Turn:
    """One company's part of a run, and what is read once for many lots.

    A commit empties what Odoo keeps of records, and there are three to a lot; so values
    are kept here. ``stamp`` tells the version of every record they come from: they are
    forgotten as soon as one was changed (R-26), and after ``KEPT_FOR`` seconds.

    ``walk``: the last SMS taken of each kind. ``client`` is the Odoo-free client.
    """

    company: Any
    gateway: Any
    provider: str
    walk: list[int] = field(default_factory=lambda: [0] * len(KINDS))
    may_call: bool = False
    needs_release: bool = False
    had_trouble: bool = False
    client: Any = None
    kept: dict = field(default_factory=dict)
    stamp: Any = None
    read_at: float = 0.0

    @property
    def caps(self):
        """What the operator can do."""
        return GATEWAYS[self.provider].caps

    def refresh(self):
        """Look whether a set-up was changed since; return whether calls may go on."""
        stamp = _stamp(self.company.env, self.company.id, self.gateway.id)
        if stamp != self.stamp or time.monotonic() - self.read_at > KEPT_FOR:
            self.stamp, self.read_at = stamp, time.monotonic()
            self._read()
        return self.may_call

    def _read(self):
        self.company.env.invalidate_all()
        self.kept.clear()
        gateway = self.gateway
        is_mine = self.company.iys_sms_gateway_id == gateway
        self.may_call = is_mine and gateway._may_call()
        if self.may_call:
            self.needs_release = gateway.needs_release
            self.had_trouble = bool(gateway.last_error or gateway.silent_count)
            self.client = gateway._client()

    def keep(self, key, make):
        """Return what ``make()`` gave for a key, made once while nothing changes."""
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]


def _stamp(env, company_id, gateway_id):
    """The versions of the rows that say whether and how a company may send."""
    env.cr.execute(
        """
        SELECT iys_sms_gateway_id, c.xmin::text,
            (SELECT xmin::text FROM iys_sms_gateway WHERE id = %(gateway)s),
            (SELECT array_agg(b.id || ':' || b.xmin ORDER BY b.id)
             FROM iys_brand b WHERE b.company_id = c.id),
            (SELECT array_agg(a.id || ':' || a.xmin ORDER BY a.id)
             FROM iys_account a WHERE a.company_id = c.id),
            (SELECT array_agg(r.id || ':' || r.xmin ORDER BY r.id)
             FROM iys_breaker r JOIN iys_brand b ON b.id = r.brand_id
             WHERE b.company_id = c.id),
            (SELECT array_agg(t.id || ':' || t.xmin ORDER BY t.id)
             FROM iys_sms_title t WHERE t.gateway_id = %(gateway)s),
            (SELECT array_agg(m.id || ':' || m.xmin ORDER BY m.id)
             FROM mailing_mailing m WHERE m.mailing_type = 'sms'
               AND m.state IN ('in_queue', 'sending'))
        FROM res_company c WHERE c.id = %(company)s
        """,
        {"gateway": gateway_id, "company": company_id},
    )
    return env.cr.fetchone()
