"""İYS's rate limits, kept by all workers of all nodes together (R-10)."""

import time
from contextlib import contextmanager
from urllib.parse import urlsplit

from odoo import fields, models

from ...iys_api.limits import far_away, pause_until, reserve

LOCK_SPACE = 0x1957_05

#: A caller sleeps at most this long for its turn; longer waits are handed back.
MAX_SLEEP = 5.0


class IysLimit(models.Model):
    """When the next call of one kind to one host may begin.

    İYS counts per IP address, so the row belongs to the host, not to an account. ``tat``
    is the "theoretical arrival time" of the generic cell rate algorithm, in seconds.
    """

    _name = "iys.limit"
    _description = "Rate limit of İYS"
    _log_access = False

    host = fields.Char(required=True)
    kind = fields.Char(required=True)
    tat = fields.Float(required=True, digits=False)

    _host_kind_uniq = models.UniqueIndex("(host, kind)")


class DatabaseLimiter:
    """`Limiter` on ``iys_limit``: reserves a moment in its own transaction, then sleeps."""

    def __init__(self, env, base_url, limits):
        self.registry = env.registry
        self.host = urlsplit(base_url).netloc
        self.limits = limits

    def acquire(self, kind, cost=1):
        """Wait for a place; raises IysUnavailable(retry_after) when it is far away."""
        wait = self._reserve(kind, cost)
        if wait > MAX_SLEEP:
            raise far_away(kind, wait)
        if wait > 0:
            time.sleep(wait)

    def pause(self, kind, seconds):
        """İYS asked for patience (429): no worker gets a place for that long."""
        rate = self.limits.rate(kind)
        with self._own_transaction(kind) as cr:
            now = time.time()
            tat = pause_until(self._read_tat(cr, kind), now, rate, seconds)
            self._keep_tat(cr, kind, tat)

    def _reserve(self, kind, cost):
        """Take a place if it is near; return the seconds until it."""
        rate = self.limits.rate(kind)
        with self._own_transaction(kind) as cr:
            tat, wait = reserve(self._read_tat(cr, kind), time.time(), rate, cost)
            if wait <= MAX_SLEEP:
                self._keep_tat(cr, kind, tat)
        return wait

    @contextmanager
    def _own_transaction(self, kind):
        """Hold this host's lock of a kind and give a cursor that begins after it.

        Two transactions, because a snapshot is older than the lock it waited for. The
        place stays taken even if the caller's work is rolled back.
        """
        with self.registry.cursor() as lock:
            lock.execute(
                "SELECT pg_advisory_xact_lock(%s, hashtext(%s))",
                [LOCK_SPACE, f"{self.host} {kind}"],
            )
            with self.registry.cursor() as cr:
                yield cr

    def _read_tat(self, cr, kind):
        cr.execute(
            "SELECT tat FROM iys_limit WHERE host = %s AND kind = %s", [self.host, kind]
        )
        row = cr.fetchone()
        return row[0] if row else None

    def _keep_tat(self, cr, kind, tat):
        cr.execute(
            "INSERT INTO iys_limit (host, kind, tat) VALUES (%s, %s, %s)"
            " ON CONFLICT (host, kind) DO UPDATE SET tat = EXCLUDED.tat",
            [self.host, kind, tat],
        )
