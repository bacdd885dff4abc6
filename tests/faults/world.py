"""The real models, a simulated İYS and one clock for both, driven step by step."""

import contextlib
import logging
from datetime import datetime, timedelta, timezone

import freezegun

from tests.simulators.clock import Clock
from tests.simulators.iys import IysSimulator, Limits

from . import books, house
from .odoo_here import environment
from .reference import Said

#: A Monday without a holiday within ten days, 10:00 in Türkiye; naive UTC.
START = datetime(2026, 6, 8, 7, 0, 0)
CRONS = ("settle", "push", "results", "pull", "deadlines", "daily")
ACTS = """
    SELECT b.brand_code, c.recipient, c.recipient_type, c.type, c.consent_date,
           c.status, c.source, c.state, c.error_code, c.is_effective, c.id
    FROM iys_consent c JOIN iys_brand b ON b.id = c.brand_id ORDER BY c.id
"""


class World:
    """One process, one database, one İYS; time stands still between the steps."""

    def __init__(self, registry, ticking=False, **settings):
        """Freeze the time (or let it run on from START); İYS behaves as documented."""
        self.registry = registry
        # queries on connections that we cut are no news
        logging.getLogger("odoo.sql_db").setLevel(logging.CRITICAL)
        # who measures the tests keeps the real time
        own = {"tick": ticking, "ignore": ["_pytest", "hypothesis"]}
        self.time = freezegun.freeze_time(START, **own)
        self.frozen = self.time.start()
        self.clock = Clock(START.replace(tzinfo=timezone.utc), frozen=not ticking)
        self.ticking = ticking
        settings = {"limits": Limits.off()} | settings
        self.iys = IysSimulator(clock=self.clock, **settings).start()

    def close(self):
        """Stop İYS, let time run as it does."""
        self.iys.close()
        self.time.stop()

    def begin(self, fast=True, **account_values):
        """Empty books on both sides, time at its start."""
        self.iys.reset()
        self._jump(START)
        told = self.iys.describe()
        with self.env() as env:
            values = {"results_delay": 300} | account_values
            brands = house.found(env, told["base_url"], told["accounts"][0], **values)
            self.brand_ids = {brand.brand_code: brand.id for brand in brands}
            if fast:
                house.lift_limits(env.cr)

    def env(self):
        """An environment for one transaction of its own."""
        return environment(self.registry)

    def now(self):
        """The present moment, naive UTC."""
        return datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)

    def pass_time(self, minutes):
        """Let time pass on both sides."""
        moment = self.now() + timedelta(minutes=minutes)
        self._jump(moment)

    def _jump(self, moment):
        # in this order: the simulator measures by the clock that is moved here
        self.frozen.move_to(moment)
        self.clock.set(moment.replace(tzinfo=timezone.utc))

    def record(self, *acts):
        """Record acts of ours: (key, Said) pairs; return the outcomes."""
        from odoo.addons.izinnet_iys.iys_api.acts import Act

        with self.env() as env:
            recorded = env["iys.consent"]._record_acts(
                [
                    Act(
                        self.brand_ids[key[0]], key[1], key[3], said.status,
                        said.source, said.moment, recipient_type=key[2],
                    )
                    for key, said in acts
                ]
            )  # fmt: skip
        return [one.outcome for one in recorded]

    def run(self, cron):
        """Run a scheduled action to its end."""
        with self.env() as env:
            getattr(env["iys.consent"], f"_cron_{cron}")()

    def crash(self, cron, when, number):
        """Run a scheduled action whose connection dies at its n-th commit."""
        with contextlib.suppress(Exception):
            with self.env() as env:
                with _dying(env.cr, when, number):
                    getattr(env["iys.consent"], f"_cron_{cron}")()

    def ledger(self):
        """All acts: {(key, Said): (state, error code, is effective)} and their ids."""
        with self.env() as env:
            env.cr.execute(ACTS)
            return [
                ((row[:4], Said(*row[4:7])), row[7:10], row[10])
                for row in env.cr.fetchall()
            ]

    def waiting(self):
        """How many acts are on their way to İYS."""
        with self.env() as env:
            return books.waiting(env.cr)

    def faults(self):
        """What is wrong in the books, as sentences."""
        with self.env() as env:
            return books.faults(env.cr)

    def cursors(self):
        """How far each feed was read, in the order of İYS's own marks."""
        with self.env() as env:
            env.cr.execute(
                "SELECT pull_cursor_iys, pull_cursor_hs FROM iys_brand ORDER BY id"
            )
            return [mark(text) for row in env.cr.fetchall() for text in row]

    def movements(self, until=None):
        """What İYS stored for our brands, in order: [(key, Said)]."""
        found = []
        for code in self.brand_ids:
            book = self.iys.brand(code).book
            book.settle()
            for movement in book.store.movements(until=until):
                consent = movement.consent
                key = (code, consent.recipient, consent.recipient_type, consent.type)
                moment = consent.consent_date.astimezone(timezone.utc)
                said = Said(moment.replace(tzinfo=None), consent.status, consent.source)
                found.append((key, said))
        return found


def mark(cursor):
    """Make the simulator's feed cursor comparable; none comes before all."""
    second, _, transaction = (cursor or "0_").partition("_")
    return int(second), transaction


@contextlib.contextmanager
def _dying(cr, when, number):
    """Close the cursor's connection at its n-th commit, as when its worker is killed."""
    connection, count = cr._cnx, 0
    kind = type(connection)
    commit = kind.commit

    def counting(self):
        nonlocal count
        count += self is connection
        doomed = self is connection and count == number
        if doomed and when == "before":
            self.close()
        commit(self)
        if doomed:
            self.close()

    kind.commit = counting
    try:
        yield
    finally:
        kind.commit = commit
