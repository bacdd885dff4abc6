"""What must hold at any moment: the books balance, whatever was killed (R-2)."""

from collections import Counter

from iys_api.messages import to_wire_time

#: name of a rule: SQL that finds the acts breaking it
BROKEN = {
    "an act in flight has an open exchange": """
        SELECT c.id FROM iys_consent c LEFT JOIN iys_exchange e ON e.id = c.exchange_id
        WHERE c.state = 'in_flight' AND e.state IS DISTINCT FROM 'in_flight'""",
    "a sent act can be asked about": """
        SELECT c.id FROM iys_consent c LEFT JOIN iys_exchange e ON e.id = c.exchange_id
        WHERE c.state = 'sent' AND (c.subrequest_id IS NULL OR e.request_id IS NULL
                                    OR e.state IS DISTINCT FROM 'accepted')""",
    "a waiting act belongs to no exchange": """
        SELECT id FROM iys_consent WHERE state = 'queued' AND exchange_id IS NOT NULL""",
    "a registered act has İYS's receipt": """
        SELECT id FROM iys_consent WHERE state IN ('registered', 'received')
           AND (transaction_id IS NULL OR iys_creation_date IS NULL)""",
    "only a confirmed ONAY counts": """
        SELECT id FROM iys_consent WHERE is_effective AND status = 'ONAY'
           AND state NOT IN ('registered', 'received')""",
    "at most one act of a key counts": """
        SELECT min(id) FROM iys_consent WHERE is_effective
        GROUP BY recipient_key, brand_id, type, recipient_type HAVING count(*) > 1""",
    "no ONAY counts over a RET of the same time or later": """
        SELECT o.id FROM iys_consent o JOIN iys_consent r
            USING (recipient_key, brand_id, type, recipient_type)
        WHERE o.is_effective AND o.status = 'ONAY' AND r.status = 'RET'
          AND r.state <> 'unconfirmed' AND r.consent_date >= o.consent_date""",
    "a key with a refusal has an act that counts": """
        SELECT r.id FROM iys_consent r WHERE r.status = 'RET'
          AND r.state <> 'unconfirmed' AND NOT EXISTS (
            SELECT 1 FROM iys_consent o WHERE o.is_effective
              AND (o.recipient_key, o.brand_id, o.type, o.recipient_type)
                = (r.recipient_key, r.brand_id, r.type, r.recipient_type))""",
}
ON_THEIR_WAY = ("queued", "in_flight", "sent", "unknown")
ACTS = """
    SELECT b.brand_code, c.recipient, c.recipient_type, c.type, c.status, c.source,
           to_char(c.consent_date + interval '3 hours', 'YYYY-MM-DD HH24:MI:SS')
    FROM iys_consent c JOIN iys_brand b ON b.id = c.brand_id
"""


def faults(cr):
    """Return what is wrong in the ledger, as sentences; [] when the books balance."""
    found = []
    for rule, query in BROKEN.items():
        cr.execute(query)
        if rows := cr.fetchall():
            found.append(f"{rule}: broken by {len(rows)} acts, e.g. {rows[0][0]}")
    return found


def states(cr):
    """Return how many acts are in each state, as a dict; their sum is all acts."""
    cr.execute("SELECT state, count(*) FROM iys_consent GROUP BY state")
    return dict(cr.fetchall())


def waiting(cr):
    """Return how many acts are on their way to İYS."""
    return sum(n for state, n in states(cr).items() if state in ON_THEIR_WAY)


def acts(cr, where="TRUE"):
    """Return a Counter of the ledger's acts, spelt as `movements` spells them."""
    cr.execute(f"{ACTS} WHERE {where}")
    return Counter(cr.fetchall())


def movements(brand, side=None):
    """Return a Counter of what the simulated registry stored for one of its brands."""
    brand.book.settle()
    return Counter(
        (
            brand.code, c.recipient, c.recipient_type, c.type, c.status, c.source,
            to_wire_time(c.consent_date),
        )
        for c in (m.consent for m in brand.book.store.movements(side=side))
    )  # fmt: skip


def differences(cr, brand):
    """Return how ledger and registry differ for a brand of ours; [] when they agree.

    Every act is at İYS once, nothing is there twice, nothing there is unknown here.
    """
    mine = acts(cr, f"b.brand_code = '{brand.code}' AND c.state <> 'local'")
    theirs = movements(brand)
    kinds = {
        "lost": mine - theirs,
        "registered twice or unexpected": theirs - mine,
    }
    return [f"{len(rows)} {kind}" for kind, rows in kinds.items() if rows]
