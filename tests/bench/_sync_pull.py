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

SLOW = PARAMS["slow_rows"]
STEP = ROWS // SLOW  # the same mix of known and new
TEXTS = ("recipient", "type", "recipient_type", "status", "source", "transaction_id")


def make_model(name, **more):
    """A manual model with the columns of a movement, filled with what stood before."""
    kinds = {column: "char" for column in TEXTS}
    kinds |= {"consent_date": "datetime", "brand_id": "many2one"} | more
    env["ir.model"].create(
        {
            "name": name,
            "model": f"x_{name}",
            "field_id": [
                (
                    0,
                    0,
                    {
                        "name": f"x_{column}",
                        "field_description": column,
                        "ttype": kind,
                        "relation": "iys.brand" if kind == "many2one" else False,
                    },
                )
                for column, kind in kinds.items()
            ],
        }
    )
    effect = ", x_is_effective" if "is_effective" in more else ""
    env.cr.execute(
        f"INSERT INTO x_{name} (x_recipient, x_type, x_recipient_type, x_status,"
        f" x_source, x_consent_date, x_brand_id{effect}) SELECT recipient, type,"
        f" recipient_type, 'ONAY', source, consent_date, brand_id{effect and ', TRUE'}"
        " FROM iys_consent WHERE status = 'ONAY'"
    )
    unique = "WHERE x_is_effective" if effect else ""
    env.cr.execute(
        f"CREATE UNIQUE INDEX ON x_{name}"
        f" (x_recipient, x_brand_id, x_type, x_recipient_type) {unique}"
    )
    if effect:
        env.cr.execute(
            f"CREATE UNIQUE INDEX ON x_{name} (x_recipient, x_brand_id, x_type,"
            " x_recipient_type, x_consent_date, x_status, x_source)"
        )
    env.cr.execute(f"ANALYZE x_{name}")
    env.cr.commit()
    return env[f"x_{name}"]


def values_of(movement):
    values = {f"x_{column}": getattr(movement, column) for column in TEXTS}
    values["x_consent_date"] = movement.consent_date.replace(tzinfo=None)
    return values | {"x_brand_id": brand.id}


def find(model, values, *columns):
    names = ("recipient", "brand_id", "type", "recipient_type", *columns)
    return model.search([(f"x_{n}", "=", values[f"x_{n}"]) for n in names], limit=1)


def to_ledger(model):
    """The same work: known already? whose contact? what is out of force now?"""
    for page in Feed(range(0, ROWS, STEP)).pages:
        for movement in page.consents:
            values = values_of(movement)
            if find(model, values, "consent_date", "status", "source"):
                continue
            before = find(model, values | {"x_is_effective": True}, "is_effective")
            wins = not before or before.x_consent_date <= values["x_consent_date"]
            if wins:
                before.write({"x_is_effective": False})
                env.flush_all()
            env["res.partner"].search(
                [("phone_sanitized", "=", movement.recipient)], limit=1
            )
            model.create(values | {"x_is_effective": wins})
        env.cr.commit()


def to_list(model):
    """Less work: one row an address, overwritten; no history."""
    for page in Feed(range(0, ROWS, STEP)).pages:
        for movement in page.consents:
            values = values_of(movement)
            found = find(model, values)
            found.write(values) if found else model.create(values)
        env.cr.commit()


ledger = make_model("copied_ledger", is_effective="boolean")
tell(slow=measure(env, lambda: to_ledger(ledger)))
plain = make_model("plain_list")
tell(plain=measure(env, lambda: to_list(plain)))
tell(slow_rows=len(range(0, ROWS, STEP)))
