"""The circuit breaker on its row (R-12)."""

from datetime import timedelta

from odoo.tests import tagged

from .sync_case import SyncCase


@tagged("-at_install", "post_install")
class TestIysBreaker(SyncCase):
    def setUp(self):
        super().setUp()
        self.breakers = self.env["iys.breaker"]

    def _fail(self, times, kind="submit"):
        for _time in range(times):
            self.breakers._note(self.alpha, kind, False)

    def _may(self, brand=None, kind="submit"):
        return self.breakers._may_call(brand or self.alpha, kind)

    def test_four_failures_in_a_row_change_nothing(self):
        self._fail(4)
        self.assertTrue(self._may())

    def test_five_failures_in_a_row_open_it(self):
        self._fail(5)
        self.assertFalse(self._may())

    def test_one_probe_goes_through_after_a_minute(self):
        self._fail(5)
        self.clock.tick(timedelta(seconds=60))
        self.assertEqual((self._may(), self._may()), (True, False))

    def test_a_good_probe_closes_it(self):
        self._fail(5)
        self.clock.tick(timedelta(seconds=60))
        self._may()
        self.breakers._note(self.alpha, "submit", True)
        self.assertTrue(self._may())

    def test_a_failed_probe_doubles_the_pause(self):
        self._fail(5)
        self.clock.tick(timedelta(seconds=60))
        self._may()
        self._fail(1)
        self.clock.tick(timedelta(seconds=119))
        self.assertFalse(self._may())
        self.clock.tick(timedelta(seconds=1))
        self.assertTrue(self._may())

    def test_another_kind_of_call_and_another_brand_go_on(self):
        self._fail(5)
        self.assertTrue(self._may(kind="changes"))
        self.assertTrue(self._may(brand=self.beta))

    def test_an_open_breaker_lets_acts_wait(self):
        self._fail(5)
        consent = self._record(self._make_act())
        self.run_cron("push")
        self.assertEqual(self.states(consent), ["queued"])

    def test_a_person_resumes_at_once(self):
        self._fail(5)
        self.account.action_resume()
        self.assertTrue(self._may())

    def test_no_row_is_written_while_all_is_well(self):
        for _time in range(25):
            self.breakers._note(self.alpha, "submit", True)
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.breakers._note(self.alpha, "submit", True)
            self.env.flush_all()
