"""Inside Odoo: does taking the queue grow old? Vacuum is off, a long transaction open."""

# ruff: noqa: F821
import time

from odoo.addons.izinnet_iys.models.sync import iys_consent_queue

brand = make_brand(route="demo")
env.cr.execute("ALTER TABLE iys_consent SET (autovacuum_enabled = false)")
env.cr.commit()
reader = env.registry.cursor()
reader.execute("SELECT count(*) FROM iys_consent")  # holds its snapshot to the end


def run():
    """Take all that waits as a run of the job does; milliseconds of each lot."""
    floor = after = LEDGER._queue_floor(brand, "ONAY")
    spent = []
    while True:
        clock = time.perf_counter()
        ids = LEDGER._take_lot(brand, "ONAY", after)
        spent.append(1000 * (time.perf_counter() - clock))
        if not ids:
            break
        after = ids[-1]
        settle(ids)
    LEDGER._raise_floor(brand, "ONAY", floor, after)
    env.cr.commit()
    return spent[:-1]


def settle(ids):
    """Register a lot, through all the states an act goes through."""
    exchange = send(brand, ids)
    LEDGER._apply_results(exchange, results_of(ids))
    env.cr.commit()


def median(values):
    return sorted(values)[len(values) // 2]


def batch(first):
    """Ten lots come in and are taken: (first take of the run, median take), ms."""
    record(brand, range(first, first + 10 * LOT))
    spent = run()
    return {"first": spent[0], "median": median(spent)}


batch(0)  # plans and caches
env.cr.execute("ANALYZE iys_consent")
env.cr.commit()
young = [batch(20_000 + n * 10_000) for n in range(3)]
settled = 0
while settled < PARAMS["settled"]:
    record(brand, range(100_000 + settled, 100_000 + settled + 20_000))
    run()
    settled += 20_000
old = [batch(5_000_000 + n * 10_000) for n in range(3)]
iys_consent_queue._FLOORS.clear()  # as in a process that has just begun
cold = batch(6_000_000)
reader.close()
env.cr.execute(
    "SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'iys_consent'"
)
tell(
    settled=settled,
    dead=env.cr.fetchone()[0],
    cold=cold["first"],
    **{
        f"{age}_{name}": median([b[name] for b in batches])
        for age, batches in (("young", young), ("old", old))
        for name in ("first", "median")
    },
)
