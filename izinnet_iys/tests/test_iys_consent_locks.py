"""Who waits for whom while acts are recorded (R-3, G18)."""

from psycopg2.errors import LockNotAvailable

from odoo import api
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.record.iys_consent_record import SMALL_LOT
from .common import IysCommon

LARGE = [f"large {n}" for n in range(SMALL_LOT + 1)]


@tagged("-at_install", "post_install")
class TestIysConsentLocks(IysCommon):
    def _waits(self, first, second):
        """Tell whether recording some keys waits for a transaction that holds others."""
        with db_connect(self.env.cr.dbname).cursor() as rival:
            api.Environment(rival, self.env.uid, {})["iys.consent"]._lock_keys(first)
            self.env.cr.execute("SET LOCAL lock_timeout = '300ms'")
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    self.env["iys.consent"]._lock_keys(second)
            except LockNotAvailable:
                return True
            finally:
                self.env.cr.execute("SET LOCAL lock_timeout = 0")
        return False

    def test_two_lots_about_the_same_person_wait(self):
        self.assertTrue(self._waits(["a", "b"], ["b", "c"]))

    def test_two_small_lots_about_other_people_do_not_wait(self):
        """G18: two writers are faster than one."""
        first = [f"first {n}" for n in range(SMALL_LOT)]
        second = [f"second {n}" for n in range(SMALL_LOT)]
        self.assertFalse(self._waits(first, second))

    def test_a_small_lot_waits_for_a_large_one(self):
        self.assertTrue(self._waits(LARGE, ["a"]))

    def test_a_large_lot_waits_for_a_small_one(self):
        self.assertTrue(self._waits(["a"], LARGE))

    def test_many_small_lots_of_one_transaction_do_not_fill_the_table_of_locks(self):
        """A transaction holds a lock for each of 400 people, then the ledger alone."""
        counted = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid ="
        for number in range(SMALL_LOT + 50):
            self.env["iys.consent"]._lock_keys([f"one {number}"])
        self.env.cr.execute(f"{counted} pg_backend_pid()")
        self.assertLessEqual(self.env.cr.fetchone()[0], SMALL_LOT + 10)
