"""Asking for reports: when, how often, and what when nobody answers (sms.md §11)."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.izinnet_iys_sms.sms_gateways import (
    AccountError,
    DeliveryReport,
    FakeGateway,
    Netgsm,
    Outcome,
    RateLimited,
    Transient,
)

from .push_case import PushCase

HOUR = 3600


@tagged("-at_install", "post_install")
class TestSmsJobPoll(PushCase):
    """Trial accounts: a report is there five seconds after the send."""

    def _sent(self, *numbers, gateway=None):
        """Send informational SMS by the queue; returns the request."""
        for number in numbers or (self.new,):
            sms = self.env["sms.sms"].sudo()
            sms = sms.with_company((gateway or self.gateway).company_id)
            sms.create(
                {
                    "number": number,
                    "body": "Merhaba",
                    "iys_message_class": "INFORMATIONAL",
                    "iys_is_released": True,
                }
            )
        self.run_queue()
        domain = [("gateway_id", "=", (gateway or self.gateway).id)]
        return self.env["iys.sms.job"].search(domain, order="id desc", limit=1)

    def _poll_after(self, seconds):
        with freeze_time(fields.Datetime.now() + timedelta(seconds=seconds)):
            self.run_sms("poll")

    def _fail(self, error, times=1):
        """Have the next report calls of trial accounts fail; returns the calls."""
        own, calls = FakeGateway.reports, []

        def reports(fake, job_ids, *args):
            calls.append(list(job_ids))
            if len(calls) <= times:
                raise error
            return own(fake, job_ids, *args)

        self.patch(FakeGateway, "reports", reports)
        return calls

    def test_nobody_is_asked_before_the_time(self):
        job = self._sent()
        calls = self._fail(None, 0)
        self._poll_after(3)
        self.assertEqual((calls, job.poll_count), ([], 0))

    def test_a_request_is_asked_about_and_done(self):
        job = self._sent()
        self._poll_after(11)
        self.assertEqual((job.state, self.ends(job)), ("done", ["delivered"]))

    def test_a_request_without_a_plan_of_the_sender_is_asked_about_too(self):
        job = self._sent()
        job.sudo().poll_at = False
        self._poll_after(11)
        self.assertEqual(job.state, "done")

    def test_who_is_still_on_the_way_is_asked_about_at_the_next_time(self):
        job = self._sent()
        started = job.started_at
        self._fail(None, 0)
        self.patch(FakeGateway, "_report", self._pending)
        self._poll_after(11)
        wait = (job.poll_at - started).total_seconds()
        self.assertEqual((job.state, wait, job.poll_count), ("accepted", 60, 1))

    def _pending(self, fake_job, text):
        number = text.number.ten
        return DeliveryReport(fake_job.job_id, number, Outcome.PENDING, "pending")

    def test_after_73_hours_it_is_not_delivered_for_want_of_a_report(self):
        job = self._sent()
        self._poll_after(73 * HOUR + 1)
        row = job.dispatch_ids
        self.assertEqual(
            (job.state, row.outcome, row.raw_error),
            ("done", "not_delivered", "no report"),
        )

    def test_a_report_after_that_still_wins(self):
        job = self._sent()
        self._poll_after(73 * HOUR + 1)
        self.apply(self.report(self.new, job_id=job.job_ids), gateway=self.gateway)
        self.assertEqual(self.ends(job), ["delivered"])

    def test_one_account_s_trouble_stops_no_other(self):
        job, other = self._sent(), self._sent(gateway=self.other_gateway)
        self._fail(Transient("down"))
        self._poll_after(11)
        self.assertEqual({job.state, other.state}, {"accepted", "done"})

    def test_what_nobody_foresaw_stops_no_other(self):
        job, other = self._sent(), self._sent(gateway=self.other_gateway)
        self._fail(RuntimeError("oops"))
        with mute_logger("odoo.addons.izinnet_iys_sms.models.sending.iys_sms_job_poll"):
            self._poll_after(11)
        self.assertEqual({job.state, other.state}, {"accepted", "done"})

    def test_a_failed_call_is_made_again(self):
        job = self._sent()
        self._fail(Transient("down"))
        self._poll_after(11)
        self._poll_after(11 + 301)
        self.assertEqual(job.state, "done")

    def test_wrong_credentials_pause_the_account(self):
        self._sent()
        self._fail(AccountError("no", reason="auth"), 9)
        self._poll_after(11)
        self.assertEqual(self.gateway.pause_reason, "auth")

    def test_a_locked_account_is_not_asked(self):
        self._sent()
        self.gateway.sudo().pause_reason = "ip"
        calls = self._fail(None, 0)
        self._poll_after(11)
        self.assertEqual(calls, [])

    def test_an_account_without_credit_still_tells(self):
        job = self._sent()
        self.gateway.sudo().pause_reason = "credit"
        self._poll_after(11)
        self.assertEqual(job.state, "done")

    def test_a_copied_database_asks_nobody(self):
        """R-21"""
        self.verimor.sudo().database_seal = "elsewhere"
        ready = self.env["iys.sms.gateway"]._to_ask()
        self.assertNotIn(self.verimor, ready)

    def test_a_limit_of_the_operator_is_kept(self):
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            gateway = self.gateway.with_env(self.env(cr=cr))
            wait = gateway._leave_alone(RateLimited("slow", retry_after=30))
            left = gateway._wait_for_place()
        self.assertEqual((wait, left > 5), (30, True))

    def test_codes_and_small_requests_are_asked_about_first(self):
        """§11"""
        past = fields.Datetime.now() - timedelta(hours=1)
        large = self._planned("1", self.yes, self.no, started_at=past)
        small = self._planned("2", self.yes, started_at=past)
        code = self._planned("3", self.yes, self.no, kind="otp", started_at=past)
        order = []
        while due := self.env["iys.sms.job"]._next_due(self.verimor):
            order.append(due)
            due.sudo().poll_at = fields.Datetime.now() + timedelta(hours=1)
        self.assertEqual(order, [code, small, large])

    def _planned(self, job_ids, *numbers, **over):
        return self.send_job(*numbers, job_ids=job_ids, **over)

    def test_netgsm_is_asked_about_fifty_at_once(self):
        self.verimor.provider = "netgsm"
        past = fields.Datetime.now() - timedelta(hours=1)
        for place in range(60):
            self._planned(str(1000 + place), started_at=past, size=1)
        due = self.env["iys.sms.job"]._next_due(self.verimor)
        self.assertEqual(len(due), Netgsm.caps.report_jobs)

    def test_a_large_request_has_a_call_to_itself(self):
        self.verimor.provider = "netgsm"
        past = fields.Datetime.now() - timedelta(hours=1)
        large = self._planned("1", started_at=past, size=500)
        self._planned("2", started_at=past, size=400)
        due = self.env["iys.sms.job"]._next_due(self.verimor)
        self.assertEqual((len(due), due != large), (1, True))
