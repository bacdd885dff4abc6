"""Inside Odoo: a feed of movements into the ledger, and record by record elsewhere."""

# ruff: noqa: F821
import hashlib

from odoo.addons.izinnet_iys.iys_api.messages import ChangePage, Consent

ROWS = PARAMS["rows"]
brand = make_brand(route="demo")
known = ROWS * 4 // 5
MOMENT = NOW.replace(tzinfo=timezone.utc)


class Feed:
    """A feed that costs nothing to read: four of five addresses are known."""

    def __init__(self, numbers):
        self.pages = [self._page(lot) for lot in lots(list(numbers))]

    def _page(self, numbers):
        return ChangePage(f"c{numbers[-1]}", tuple(map(self._movement, numbers)))

    def _movement(self, number):
        digest = hashlib.sha256(str(number).encode()).hexdigest()
        return Consent(
            recipient=phone(number),
            type="MESAJ",
            status="RET",
            source="IYS_WEB",
            consent_date=MOMENT,
            creation_date=MOMENT,
            transaction_id=digest,
        )

    def changes(self, after=None, source="IYS"):
        place = 1 + next(
            (n for n, page in enumerate(self.pages) if page.after == after), -1
        )
        return self.pages[place] if place < len(self.pages) else ChangePage(None, ())


def read(feed):
    """Read a feed to its end as the job does."""

    def pages():
        while LEDGER._pull_page(feed, brand, "IYS"):
            pass
        env.cr.commit()

    return pages


record(
    brand,
    range(known),
    minutes=60,
    state="received",
    transaction_id="t0",
    iys_creation_date=NOW,
)
env.cr.execute("ANALYZE iys_consent")
env.cr.commit()
feed = Feed(range(ROWS))
tell(sets=measure(env, read(feed)))
env.cr.execute("SELECT status, count(*) FROM iys_consent WHERE is_effective GROUP BY 1")
tell(in_force=dict(env.cr.fetchall()))


def writes():
    """Rows written to the ledger so far, by anybody."""
    env.cr.execute("SELECT pg_stat_force_next_flush()")
    env.cr.commit()
    env.cr.execute(
        "SELECT n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables"
        " WHERE relname = 'iys_consent'"
    )
    total = env.cr.fetchone()[0]
    env.cr.commit()
    return total


before = writes()
brand.pull_cursor_iys = False
tell(replay=measure(env, read(feed)))
tell(replay_writes=writes() - before)

# === RECORD BY RECORD === #

fields = {
    "x_recipient": "char",
    "x_type": "char",
    "x_recipient_type": "char",
    "x_status": "char",
    "x_source": "char",
    "x_date": "datetime",
    "x_transaction": "char",
}
env["ir.model"].create(
    {
        "name": "Plain movement",
        "model": "x_plain_movement",
        "field_id": [
            (0, 0, {"name": name, "field_description": name, "ttype": kind})
            for name, kind in fields.items()
        ],
    }
)
PLAIN = env["x_plain_movement"]
env.cr.execute(
    "CREATE UNIQUE INDEX ON x_plain_movement (x_recipient, x_type, x_recipient_type)"
)
SLOW = PARAMS["slow_rows"]
env.cr.execute(
    "INSERT INTO x_plain_movement (x_recipient, x_type, x_recipient_type, x_status,"
    " x_source, x_date) SELECT recipient, type, recipient_type, 'ONAY', 'HS_WEB', %s"
    " FROM iys_consent WHERE status = 'ONAY'",
    [NOW - timedelta(minutes=60)],
)
env.cr.execute("ANALYZE x_plain_movement")
env.cr.commit()


def one_by_one():
    step = ROWS // SLOW  # the same mix of known and new
    for page in Feed(range(0, ROWS, step)).pages:
        for movement in page.consents:
            values = {
                "x_status": movement.status,
                "x_source": movement.source,
                "x_date": movement.consent_date.replace(tzinfo=None),
                "x_transaction": movement.transaction_id,
            }
            place = {
                "x_recipient": movement.recipient,
                "x_type": movement.type,
                "x_recipient_type": movement.recipient_type,
            }
            found = PLAIN.search([(n, "=", v) for n, v in place.items()], limit=1)
            if found:
                found.write(values)
            else:
                PLAIN.create(place | values)
        env.cr.commit()


tell(slow=measure(env, one_by_one), slow_rows=len(range(0, ROWS, ROWS // SLOW)))
