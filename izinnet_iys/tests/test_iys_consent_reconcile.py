"""Daily reconciliation: İYS's file against our book (R-17, contract 10)."""

from dataclasses import replace
from datetime import date, timedelta, timezone

from odoo.tests import tagged

from ..iys_api.fake_store import Movement
from .sync_case import SyncCase


@tagged("-at_install", "post_install")
class TestIysConsentDays(SyncCase):
    def _due(self):
        return self.env["iys.consent"]._days_due(self.alpha)

    def test_a_new_brand_begins_seven_days_back(self):
        self.assertEqual((self._due()[0], len(self._due())), (date(2026, 11, 9), 7))

    def test_today_is_not_due(self):
        self.assertEqual(self._due()[-1], date(2026, 11, 15))

    def test_only_days_after_the_last_one_are_due(self):
        self.alpha.sudo().last_reconciled = date(2026, 11, 13)
        self.assertEqual(self._due(), [date(2026, 11, 14), date(2026, 11, 15)])

    def test_nothing_is_due_twice_on_one_day(self):
        self.alpha.sudo().last_reconciled = date(2026, 11, 15)
        self.assertEqual(self._due(), [])

    def test_days_older_than_the_files_of_iys_are_given_up(self):
        self.alpha.sudo().last_reconciled = date(2026, 10, 1)
        self.assertEqual(self._due()[0], date(2026, 11, 9))

    def test_the_day_is_that_of_turkiye(self):
        """Half past nine in the evening UTC is tomorrow in Türkiye."""
        self.clock.tick(timedelta(hours=12, minutes=30))
        self.assertEqual(self._due()[-1], date(2026, 11, 16))


@tagged("-at_install", "post_install")
class TestIysConsentReconcile(SyncCase):
    """Each kind of drift is found, mended and logged; a second run finds nothing."""

    def setUp(self):
        super().setUp()
        self.account.results_delay = 300
        acts = [self._make_act(recipient=p) for p in self.phones(4)]
        self.consents = self.register(*acts)
        self.consent = self.consents[0]
        self.run_cron("pull")

    def _tomorrow(self):
        self.clock.tick(timedelta(days=1))
        self.run_cron("daily")
        self.alpha.invalidate_recordset()

    def _kinds(self):
        """The differences of this brand in the day log: [(kind, count)]."""
        rows = self.env["iys.log"].search(
            [("kind", "=", "difference"), ("res_id", "=", self.alpha.id)], order="id"
        )
        return [(row.data["kind"], row.data["count"]) for row in rows]

    def _damage_registry(self, **over):
        """Let İYS's book of today say something else about the first act."""
        held = self.held(self.consent.recipient)
        self.cr.execute("ALTER TABLE iys_demo_movement DISABLE TRIGGER USER")
        self.cr.execute(
            "DELETE FROM iys_demo_movement WHERE recipient = %s", [held.recipient]
        )
        self.cr.execute("ALTER TABLE iys_demo_movement ENABLE TRIGGER USER")
        if over:
            self.book().store.append([Movement(replace(held, **over))])

    def _insert_here(self, phone):
        """Make the ledger call registered what İYS never saw."""
        consent = self._record(self._make_act(recipient=phone))
        consent._set_state(
            "registered",
            consent.ids,
            iys_creation_date=self.now(),
            transaction_id="t-nowhere",
        )
        return consent

    def test_a_day_without_drift_is_agreed_silently(self):
        """R-17: no false alarms."""
        self._tomorrow()
        self.assertEqual(self._kinds(), [])
        self.assertEqual(self.alpha.last_reconciled, date(2026, 11, 16))

    def test_an_act_missing_there_is_found_and_handed_in_again(self):
        self._damage_registry()
        self._tomorrow()
        self.assertEqual(self._kinds(), [("missing there", 1)])
        self.run_cron("settle")
        self.assertEqual(self.states(self.consent), ["queued"])

    def test_a_movement_missing_here_is_taken_over(self):
        self.clock.tick(timedelta(minutes=1))
        self.book().citizen_act(self.key(self.consent.recipient), "RET")
        self._tomorrow()
        self.assertEqual(self._kinds(), [("missing here", 1)])
        self.consent.invalidate_recordset()
        self.assertFalse(self.consent.is_effective)

    def test_another_status_is_found_and_the_refusal_counts(self):
        """L-65."""
        self._damage_registry(status="RET")
        self._tomorrow()
        self.assertEqual(self._kinds(), [("missing here", 1), ("missing there", 1)])
        in_force = self.consent.search(
            [("recipient", "=", self.consent.recipient), ("is_effective", "=", True)]
        )
        self.assertEqual(in_force.status, "RET")

    def test_another_date_is_found(self):
        moment = self.consent.consent_date - timedelta(hours=3)
        self._damage_registry(consent_date=moment.replace(tzinfo=timezone.utc))
        self._tomorrow()
        self.assertEqual(self._kinds(), [("missing here", 1), ("missing there", 1)])

    def test_another_source_is_found(self):
        self._damage_registry(source="HS_MOBIL")
        self._tomorrow()
        self.assertEqual(self._kinds(), [("missing here", 1), ("missing there", 1)])

    def test_a_row_iys_never_saw_is_found_and_stops_counting(self):
        unknown = self._insert_here("+905321119999")
        self._tomorrow()
        self.assertEqual(self._kinds(), [("missing there", 1)])
        self.assertEqual(self.states(unknown), ["unknown"])
        self.assertFalse(unknown.is_effective)

    def test_a_second_run_finds_nothing_more(self):
        self._damage_registry(status="RET")
        self._tomorrow()
        found = self._kinds()
        self.alpha.sudo().last_reconciled = False
        self.run_cron("daily")
        self.assertEqual(self._kinds(), found)

    def test_managers_are_told_of_differences(self):
        self._damage_registry()
        self._tomorrow()
        self.assertIn("Differences", self.alpha.activity_ids[0].summary)

    def test_agreement_is_told_to_iys_only_when_the_brand_wants_it(self):
        self._tomorrow()
        registry = self.env["iys.demo.movement"]._get_registry(self.alpha)
        self.assertFalse(registry.agreement(date(2026, 11, 16)).agreed)

    def test_a_day_without_drift_is_agreed_on_at_iys(self):
        self.alpha.auto_agree = True
        self._tomorrow()
        registry = self.env["iys.demo.movement"]._get_registry(self.alpha)
        self.assertTrue(registry.agreement(date(2026, 11, 16)).agreed)

    def test_a_day_with_drift_is_not_agreed_on(self):
        self.alpha.auto_agree = True
        self._insert_here("+905321119999")
        self._tomorrow()
        registry = self.env["iys.demo.movement"]._get_registry(self.alpha)
        self.assertFalse(registry.agreement(date(2026, 11, 16)).agreed)
