"""Reading changes from İYS (L-15, R-16, contract 8.4)."""

from datetime import timedelta

from odoo.tests import tagged

from ..iys_api.errors import IysUnavailable
from .sync_case import SyncCase


class BreaksAfterOnePage:
    """A registry in front of another one: its feed gives one page, then silence."""

    def __init__(self, registry, size):
        self.registry = registry
        self.size = size
        self.pages = 0

    def changes(self, after=None, source="IYS"):
        """See ``Registry.changes``."""
        if self.pages:
            raise IysUnavailable("the line is dead")
        self.pages += 1
        return self.registry.changes(after, source, self.size)


@tagged("-at_install", "post_install")
class TestIysConsentPull(SyncCase):
    def _citizen(self, status="RET", phone=None):
        self.clock.tick(timedelta(minutes=1))
        self.book().citizen_act(self.key(phone), status)

    def _received(self):
        return self.env["iys.consent"].search([("state", "=", "received")], order="id")

    def test_a_refusal_at_iys_counts_after_the_pull(self):
        approval = self.register(self._make_act())
        self._citizen()
        self.run_cron("pull")
        refusal = self._received()
        approval.invalidate_recordset()
        self.assertEqual(
            (refusal.status, refusal.is_effective, approval.is_effective),
            ("RET", True, False),
        )

    def test_an_approval_at_iys_counts_after_the_pull(self):
        self._citizen("ONAY")
        self.run_cron("pull")
        self.assertEqual(
            (self._received().status, self._received().is_effective), ("ONAY", True)
        )

    def test_the_pull_notes_when_it_was_good(self):
        self.run_cron("pull")
        self.alpha.invalidate_recordset()
        self.assertEqual(self.alpha.last_good_pull, self.now())

    def test_a_repeated_pull_writes_nothing(self):
        """Scenario: pull repeated (R-16)."""
        self._citizen()
        self.run_cron("pull")
        before = self.env["iys.consent"].search_count([])
        self.alpha.sudo().pull_cursor_iys = False
        self.run_cron("pull")
        self.assertEqual(self.env["iys.consent"].search_count([]), before)

    def test_our_own_movement_read_back_is_the_same_act(self):
        consent = self.register(self._make_act())
        self.run_cron("pull")
        self.assertFalse(self._received())
        self.assertEqual(consent.state, "registered")

    def test_our_own_movement_read_back_confirms_what_was_unknown(self):
        consent = self.register(self._make_act())
        consent._set_state("unknown", consent.ids)
        self.run_cron("pull")
        self.assertEqual(self.states(consent), ["registered"])

    def test_a_merchants_movement_without_a_date_read_back_is_the_same_act(self):
        consent = self.register(
            self._make_act(recipient_type="TACIR", consent_date=None)
        )
        self.run_cron("pull")
        self.assertEqual((consent.state, len(self._received())), ("registered", 0))

    def test_cursor_and_acts_are_one_transaction(self):
        """R-16: what the broken line gave is kept, with the cursor behind it."""
        for phone in self.phones(3):
            self._citizen(phone=phone)
        with self.job() as ledger:
            brand = ledger.env["iys.brand"].browse(self.alpha.id)
            registry = BreaksAfterOnePage(brand._get_registry(), 2)
            ledger._guarded(lambda b: ledger._pull_page(registry, b, "IYS"), brand)
            ledger._guarded(lambda b: ledger._pull_page(registry, b, "IYS"), brand)
        self.alpha.invalidate_recordset()
        self.assertEqual(len(self._received()), 2)
        last = self._received()[-1]
        self.assertIn(last.transaction_id, self.alpha.pull_cursor_iys)

    def test_the_rest_follows_when_the_line_is_back(self):
        self.test_cursor_and_acts_are_one_transaction()
        self.run_cron("pull")
        self.assertEqual(len(self._received()), 3)

    def test_a_broken_line_is_no_good_pull(self):
        """L-15: sending stops when the last good one is too old."""
        with self.job() as ledger:
            brand = ledger.env["iys.brand"].browse(self.alpha.id)
            registry = BreaksAfterOnePage(brand._get_registry(), 2)
            registry.pages = 1
            ledger._guarded(lambda b: ledger._pull_page(registry, b, "IYS"), brand)
        self.alpha.invalidate_recordset()
        self.assertFalse(self.alpha.last_good_pull)

    def test_a_cursor_iys_does_not_know_begins_anew(self):
        """Contract 13."""
        self._citizen()
        self.alpha.sudo().pull_cursor_iys = "nonsense"
        self.run_cron("pull")
        self.assertEqual(len(self._received()), 1)

    def test_a_brand_may_do_without_its_own_movements(self):
        self.alpha.pull_hs = False
        self.register(self._make_act())
        self.run_cron("pull")
        self.alpha.invalidate_recordset()
        self.assertFalse(self.alpha.pull_cursor_hs)


@tagged("-at_install", "post_install")
class TestIysConsentCompare(SyncCase):
    """L-15: after more than six days the feed alone is not trusted."""

    def setUp(self):
        super().setUp()
        self.consent = self.register(self._make_act())
        self.run_cron("pull")

    def _forget_here(self, days):
        """The citizen refuses; we read İYS again only when its feed has lost it."""
        self.clock.tick(timedelta(minutes=1))
        self.book().citizen_act(self.key(), "RET")
        self.clock.tick(timedelta(days=days))
        self.run_cron("pull")

    def test_an_approval_that_fell_meanwhile_stops_counting_at_once(self):
        self._forget_here(8)
        self.assertEqual(self.states(self.consent), ["unknown"])
        self.assertFalse(self.consent.is_effective)

    def test_what_iys_holds_instead_is_taken_over(self):
        self._forget_here(8)
        self.run_cron("settle")
        refusal = self.consent.search([("status", "=", "RET")])
        self.assertEqual(self.states(self.consent), ["local"])
        self.assertEqual((refusal.state, refusal.is_effective), ("received", True))

    def test_an_approval_that_stands_is_left_alone(self):
        self.clock.tick(timedelta(days=8))
        self.run_cron("pull")
        self.assertEqual(self.states(self.consent), ["registered"])
        self.assertEqual(self.alpha.compare_after_id, 0)

    def test_the_feed_is_trusted_after_a_short_gap(self):
        self.clock.tick(timedelta(days=5))
        self.assertFalse(self.env["iys.consent"]._has_gap(self.alpha))

    def test_the_feed_is_not_trusted_after_six_days(self):
        self.clock.tick(timedelta(days=6, minutes=1))
        self.assertTrue(self.env["iys.consent"]._has_gap(self.alpha))

    def test_a_compare_cut_short_goes_on_where_it_was(self):
        self.alpha.sudo().compare_after_id = self.consent.id
        self.assertTrue(self.env["iys.consent"]._has_gap(self.alpha))
