"""Whose turn it is in the queue of own accounts; lives as long as one run."""

from dataclasses import dataclass, field
from typing import Any

from odoo.tools import SQL

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


@dataclass(slots=True)
class Turn:
    """One company's part of a run.

    ``walk``: the last SMS taken of each kind. ``frames`` keeps what is built once for
    many texts. ``stamp`` tells the version of every record the gate looks at: while it
    is the same, what the process remembers of them is true.
    """

    company: Any
    gateway: Any
    walk: list[int] = field(default_factory=lambda: [0] * len(KINDS))
    frames: dict = field(default_factory=dict)
    stamp: Any = None

    def refresh(self):
        """Forget what the process remembers when a set-up was changed since (R-26)."""
        env = self.company.env
        stamp = _stamp(env, self.company.id, self.gateway.id)
        if stamp != self.stamp:
            env.invalidate_all()
            self.frames.clear()
            self.stamp = stamp


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
