"""The clock: expiry and alarms (L-11, L-14, L-15, R-69)."""

from datetime import datetime, timedelta

from odoo.tests import tagged

from .sync_case import SyncCase

#: End of Thursday in Türkiye, three business days after the Monday of ``START``.
LEGAL_END = datetime(2026, 11, 19, 20, 59, 59)


@tagged("-at_install", "post_install")
class TestIysConsentDeadline(SyncCase):
    def _later(self, **delta):
        self.clock.tick(timedelta(**delta))
        self.run_cron("deadlines")

    def _summaries(self):
        mine = self.alpha.activity_ids.filtered_domain(
            [("user_id", "=", self.users["manager"].id)]
        )
        return mine.sorted("id").mapped("summary")

    def test_the_legal_end_is_the_end_of_the_third_business_day(self):
        consent = self._record(self._make_act())
        self.assertEqual(consent.deadline, LEGAL_END)

    def test_an_approval_lives_to_the_last_second(self):
        consent = self._record(self._make_act())
        self.clock.move_to(LEGAL_END)
        self.run_cron("deadlines")
        self.assertEqual(self.states(consent), ["queued"])

    def test_an_approval_past_its_end_expires(self):
        """L-11."""
        consent = self._record(self._make_act())
        self.clock.move_to(LEGAL_END + timedelta(seconds=1))
        self.run_cron("deadlines")
        self.assertEqual(
            (self.states(consent), consent.error_code), (["expired"], "H467")
        )

    def test_an_unconfirmed_approval_expires_too(self):
        consent = self._record(self._make_act(state="unconfirmed"))
        self._later(days=5)
        self.assertEqual(self.states(consent), ["expired"])

    def test_what_iys_may_hold_already_is_asked_about_first(self):
        consent = self._record(self._make_act())
        self.run_cron("push")
        self._later(days=5)
        self.assertEqual(self.states(consent), ["sent"])

    def test_a_refusal_never_expires(self):
        """L-5: it counts here for good."""
        consent = self._record(self._make_act(status="RET"))
        self._later(days=30)
        self.assertEqual(
            (self.states(consent), consent.is_effective), (["queued"], True)
        )

    def test_no_alarm_before_a_day_has_passed(self):
        self._record(self._make_act())
        self._later(hours=23)
        self.assertEqual(self._summaries(), [])

    def test_alarms_come_after_24_and_48_hours_and_before_the_end(self):
        self._record(self._make_act())
        self._later(hours=24)
        self._later(hours=24)
        self._later(hours=19)
        self.assertEqual(
            self._summaries(),
            [
                "Consents wait for İYS for 24 hours",
                "Consents wait for İYS for 48 hours",
                "Consents are about to be too late for İYS",
            ],
        )

    def test_one_act_is_told_of_once_a_level(self):
        self._record(self._make_act())
        self._later(hours=24)
        self.alpha.activity_ids.unlink()
        self._later(minutes=10)
        self.assertEqual(self._summaries(), [])

    def test_an_act_found_late_is_told_of_once_not_three_times(self):
        self._record(self._make_act())
        self._later(hours=67)
        self.assertEqual(
            self._summaries(), ["Consents are about to be too late for İYS"]
        )

    def test_a_refusal_that_waits_is_told_of_too(self):
        """L-14."""
        self._record(self._make_act(status="RET"))
        self._later(hours=24)
        self.assertEqual(self._summaries(), ["Consents wait for İYS for 24 hours"])

    def test_an_alarm_goes_to_its_own_brand_only(self):
        self._record(self._make_act())
        self._later(hours=24)
        self.assertFalse(self.beta.activity_ids)

    def test_an_alarm_is_in_the_day_log(self):
        self._record(self._make_act())
        self._later(hours=24)
        row = self.env["iys.log"].search([("kind", "=", "alarm")], limit=1)
        self.assertEqual(row.data, {"level": 1, "count": 1})

    def test_an_old_pull_is_told_of(self):
        """L-15: six hours by default."""
        self.run_cron("pull")
        self._later(hours=6)
        self.assertEqual(self._summaries(), ["No update from İYS"])

    def test_a_fresh_pull_is_not_told_of(self):
        self.run_cron("pull")
        self._later(hours=5)
        self.assertEqual(self._summaries(), [])
