from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.izinnet_iys_sms.models.sms_sms_leave import LOT

from .common import IysSmsCase


@tagged("post_install", "-at_install")
class TestSmsQueue(IysSmsCase):
    """The queue asks again, works in lots and serves several companies."""

    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys_sms`: an empty queue."""
        super().setUpClass()
        cls.env["sms.sms"].sudo().search([("state", "=", "outgoing")]).unlink()
        cls.queue = cls.env.ref("sms.ir_cron_sms_scheduler_action")

    def _run(self, **gateway):
        """Run the queue as its job does; return the numbers that reached the gateway."""
        self.env.flush_all()
        with self.mockSMSGateway(**gateway):
            self.queue.method_direct_trigger()
        self.env.invalidate_all()
        return self.numbers_sent()

    def _make_many(self, count):
        numbers = [f"+90533{serial:07}" for serial in range(count)]
        self._approve(*numbers)
        sms = self.env["sms.sms"].sudo()
        return sms.create([{"number": number, "body": "Merhaba"} for number in numbers])

    def test_sms_of_two_companies_leave_in_one_run(self):
        """Stock Odoo stops with "Expected singleton" here."""
        self._approve(self.new, brand_id=self.gamma.id)
        self._make_sms(self.yes)
        other = self.env["sms.sms"].sudo().with_company(self.other_company)
        other.create({"number": self.new, "body": "Merhaba"})
        self.assertEqual(self._run(), [self.yes, self.new])

    def test_a_refusal_between_queue_and_run_is_obeyed(self):
        """R-26"""
        self._make_sms(self.yes)
        self._refuse(self.yes)
        self.assertEqual(self._run(), [])

    def test_a_run_goes_on_until_the_queue_is_empty(self):
        many = self._make_many(2 * LOT + 1)
        self.assertEqual(len(self._run()), len(many))

    def test_commercial_sms_are_handed_over_in_small_lots(self):
        """R-26: at most so many are on the wire when a refusal comes in."""
        self._make_many(2 * LOT + 1)
        self._run()
        calls = self._sms_api_contact_iap_mock.call_args_list
        sizes = [
            sum(len(message["numbers"]) for message in call.args[1]["messages"])
            for call in calls
        ]
        self.assertEqual(sorted(sizes), [1, LOT, LOT])

    def test_waiting_sms_do_not_keep_the_queue_busy(self):
        self.alpha.last_good_pull = False
        sms = self._make_sms(self.yes)
        self._run()
        self.assertFalse(sms.search_count(sms._iys_queue_domain()))

    def test_waiting_sms_leave_when_the_time_has_come(self):
        """L-15"""
        self.alpha.last_good_pull = False
        sms = self._make_sms(self.yes)
        self._run()
        self.alpha.last_good_pull = self._now()
        sms.iys_ask_again_at = self._now() - timedelta(minutes=1)
        self.assertEqual(self._run(), [self.yes])

    def test_waiting_sms_wake_the_queue_when_quiet_hours_end(self):
        """L-48"""
        hour = (self._now().hour + 3) % 24  # İstanbul
        self.alpha.write({"iys_quiet_start": hour, "iys_quiet_end": (hour + 2) % 24})
        sms = self._make_sms(self.yes)
        self._run()
        woken = self.env["ir.cron.trigger"].search([("cron_id", "=", self.queue.id)])
        self.assertIn(sms.iys_ask_again_at, woken.mapped("call_at"))

    def test_many_waiting_sms_wake_the_queue_once(self):
        self.alpha.last_good_pull = False
        sms = self._make_many(LOT + 1)
        self._run()
        due = [
            ("cron_id", "=", self.queue.id),
            ("call_at", "=", sms[0].iys_ask_again_at),
        ]
        self.assertEqual(self.env["ir.cron.trigger"].search_count(due), 1)
