from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.izinnet_iys_sms.sms_gateways import Ambiguous, FakeGateway

from .gateway_case import GatewayCase


@tagged("post_install", "-at_install")
class TestSmsJob(GatewayCase):
    """Requests whose answer is unknown: asked about, settled, or left to a person."""

    def lose(self, is_kept):
        """Lose an answer; the operator has the request or not. Returns (SMS, job)."""
        own = FakeGateway.send

        def lose(fake, messages, options):
            if is_kept:
                own(fake, messages, options)
            raise Ambiguous("lost")

        self.patch(FakeGateway, "send", lose)
        sms = self._make_sms(self.yes)
        self.run_queue()
        return sms, self.env["iys.sms.job"].search([], limit=1)

    def settle(self, **since):
        """Run the job that asks, as if so much time had passed."""
        job = self.env["iys.sms.job"].search([], limit=1)
        job.sudo().write(
            {
                "poll_at": self._now(),
                "started_at": self._now() - timedelta(**since),
            }
        )
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("izinnet_iys_sms.ir_cron_settle_sms").method_direct_trigger()
        self.env.invalidate_all()

    def test_what_the_operator_has_is_marked_as_sent(self):
        sms, job = self.lose(is_kept=True)
        self.settle(minutes=2)
        self.assertEqual(
            (job.state, job.dispatch_ids.state, sms.state),
            ("accepted", "accepted", "pending"),
        )

    def test_what_the_operator_does_not_have_yet_may_still_come(self):
        sms, job = self.lose(is_kept=False)
        self.settle(minutes=2)
        self.assertEqual(
            (job.state, sms.failure_type), ("unknown", "iys_sms_ambiguous")
        )

    def test_what_the_operator_never_got_can_be_sent_again_by_a_person(self):
        sms, job = self.lose(is_kept=False)
        self.settle(minutes=20)
        self.assertEqual(
            (job.state, sms.state, sms.failure_type), ("refused", "error", "sms_server")
        )

    def test_after_three_days_a_person_decides(self):
        _sms, job = self.lose(is_kept=False)
        self.settle(hours=73)
        self.assertEqual(job.state, "closed")

    def test_a_person_says_that_it_left(self):
        sms, job = self.lose(is_kept=False)
        self.settle(hours=73)
        self.as_role("manager", job).action_it_left()
        self.assertEqual(sms.state, "pending")

    def test_a_person_says_that_it_did_not_leave(self):
        sms, job = self.lose(is_kept=False)
        self.settle(hours=73)
        self.as_role("manager", job).action_it_did_not_leave()
        self.assertEqual(sms.failure_type, "sms_server")

    def test_the_log_knows_what_may_have_left(self):
        """L-43: the link to refuse in it has to work."""
        sms, _job = self.lose(is_kept=True)
        found = self.env["iys.message"].sudo().search([("token", "=", sms.iys_token)])
        self.assertEqual(found.recipient, self.yes)
