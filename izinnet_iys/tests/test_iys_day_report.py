"""The day report tells yesterday in Turkish, once, and stays as it was told."""

from datetime import timedelta

from psycopg2.errors import RaiseException

from odoo.tests import tagged
from odoo.tools import mute_logger

from .seal_case import SealCase


@tagged("-at_install", "post_install")
class TestIysDayReport(SealCase):
    def _report(self):
        """Let the night pass and run the job."""
        self.clock.tick(timedelta(days=1))
        self.run_cron("day_report")
        self.env.invalidate_all()
        mine = [("company_id", "=", self.company.id)]
        return self.env["iys.day.report"].search(mine, limit=1)

    def test_yesterday_is_told_in_the_morning(self):
        report = self._report()
        self.assertEqual(report.day, (self._now() - timedelta(days=1)).date())

    def test_a_day_is_told_once(self):
        self._report()
        self.run_cron("day_report")
        mine = [("company_id", "=", self.company.id)]
        self.assertEqual(self.env["iys.day.report"].search_count(mine), 1)

    def test_before_the_morning_nothing_is_made(self):
        self.clock.tick(timedelta(hours=-8))
        self.run_cron("day_report")
        mine = [("company_id", "=", self.company.id)]
        self.assertFalse(self.env["iys.day.report"].search(mine))

    def test_a_day_the_server_was_off_is_made_up_for(self):
        self._report()
        self.clock.tick(timedelta(days=2))
        self.run_cron("day_report")
        mine = [("company_id", "=", self.company.id)]
        self.assertEqual(self.env["iys.day.report"].search_count(mine), 3)

    def test_consents_of_the_day_are_counted(self):
        self._record(
            *[self._make_act(recipient=phone) for phone in self.phones(3)],
            self._make_act(status="RET", type="EPOSTA", recipient="a@example.com"),
        )
        body = self._report().body
        self.assertRegex(body, r">Alfa</td><td[^>]*>3</td><td[^>]*>1<")

    def test_an_export_is_told_with_its_reason(self):
        self.env["iys.log"]._add("export", "Consents exported: for the inspector")
        self.assertIn("for the inspector", self._report().body)

    def test_another_companys_day_is_not_told(self):
        """L-6."""
        self.env["iys.log"]._add(
            "export", "Consents exported: secret", company=self.other_company
        )
        self.assertNotIn("secret", self._report().body)

    def test_what_a_person_wrote_is_only_text(self):
        """R-53."""
        self.env["iys.log"]._add("export", "Consents exported: <script>x</script>")
        self.assertNotIn("<script>", self._report().body)

    def test_it_goes_to_people_who_were_chosen_with_the_pdf(self):
        self.company.iys_report_partner_ids = self._make_partner(email="a@example.com")
        report = self._report()
        mail = self.env["mail.mail"].search([], limit=1)
        self.assertEqual(mail.recipient_ids, self.company.iys_report_partner_ids)
        self.assertEqual(mail.attachment_ids.mimetype, "application/pdf")
        self.assertTrue(report.mailed_at)

    def test_a_report_is_sealed_and_cannot_be_changed(self):
        report = self._report()
        self.seal()
        self.assertTrue(self.seal_of(report))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(RaiseException),
            self.cr.savepoint(),
        ):
            self.cr.execute("UPDATE iys_day_report SET body = 'x'")
