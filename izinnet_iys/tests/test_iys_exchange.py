"""The book of calls (R-3, R-5)."""

from odoo.tests import tagged

from ..iys_api.errors import IysRejected
from ..iys_api.messages import ApiError
from .sync_case import SyncCase


@tagged("-at_install", "post_install")
class TestIysExchange(SyncCase):
    def _open(self):
        return self.env["iys.exchange"]._open(self.alpha, "submit", row_count=1)

    def test_a_call_is_in_the_book_before_it_is_made(self):
        self.assertEqual(self._open().state, "in_flight")

    def test_a_refused_call_keeps_code_and_cause(self):
        exchange = self._open()
        exchange._close("refused", IysRejected(errors=[ApiError("H121", "Hata")]))
        self.assertEqual((exchange.state, exchange.error_code), ("refused", "H121"))
        self.assertIn("H121", exchange.error_message)

    def test_a_call_whose_worker_lives_is_no_orphan(self):
        exchange = self._open()
        self.env.flush_all()
        with self.registry.cursor() as other:  # a second connection holds the lock
            exchange.with_env(self.env(cr=other))._hold()
            self.assertFalse(self.env["iys.exchange"]._find_orphans())

    def test_a_call_whose_worker_died_is_an_orphan(self):
        exchange = self._open()
        with self.registry.cursor() as other:
            exchange.with_env(self.env(cr=other))._hold()
            other.execute("SELECT pg_advisory_unlock_all()")
        self.assertEqual(self.env["iys.exchange"]._find_orphans(), exchange)

    def test_a_finished_call_is_no_orphan(self):
        self._open()._close("done")
        self.assertFalse(self.env["iys.exchange"]._find_orphans())

    def test_the_acts_of_a_call_stay_with_it(self):
        consent = self.register(self._make_act())
        self.assertEqual(consent.exchange_id.consent_ids, consent)

    def test_people_of_another_company_do_not_see_it(self):
        """L-6."""
        self.register(self._make_act(brand_id=self.gamma.id))
        seen = self.as_role("manager", self.env["iys.exchange"]).search([])
        self.assertNotIn(self.gamma, seen.brand_id)
