from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.izinnet_iys_sms.models.sms_sms_leave import LOT
from odoo.addons.izinnet_iys_sms.sms_gateways import (
    AccountError,
    Ambiguous,
    BalanceError,
)

from .gateway_case import GatewayCase


@tagged("post_install", "-at_install")
class TestSmsOwnQueue(GatewayCase):
    """SMS of companies with an own account: by the queue, in lots, twice to nobody."""

    def test_nothing_leaves_within_a_request(self):
        """R-4"""
        self._make_sms(self.yes).send()
        self.assertEqual(self.left(), [])

    def test_the_queue_sends_what_was_left_to_it(self):
        sms = self._make_sms(self.yes)
        sms.send()
        self.run_queue()
        self.assertEqual((self.left(), sms.state), ([self.yes], "pending"))

    def test_sms_of_two_companies_leave_by_their_own_accounts(self):
        """sms.md traps 1 and 2"""
        self._approve(self.new, brand_id=self.gamma.id)
        self._make_sms(self.yes)
        other = self.env["sms.sms"].sudo().with_company(self.other_company)
        other.create({"number": self.new, "body": "Merhaba"})
        self.run_queue()
        self.assertEqual(
            (self.left(), self.left(self.other_gateway)), ([self.yes], [self.new])
        )

    def test_commercial_sms_leave_in_lots_of_fifty(self):
        """R-5, R-27"""
        self.make_many(2 * LOT + 1)
        self.run_queue()
        sizes = [len(job.texts) for job in self.jobs()]
        self.assertEqual(sorted(sizes), [1, LOT, LOT])

    def test_the_flag_comes_from_the_class(self):
        """L-9"""
        self._make_sms(self.yes)
        self.make_info()
        self.run_queue()
        told = {(j.options.kind, j.options.recipient_type) for j in self.jobs()}
        self.assertEqual(told, {("commercial", "BIREYSEL"), ("info", None)})

    def test_who_refused_after_queueing_gets_nothing(self):
        """R-26"""
        self._make_sms(self.yes)
        self._refuse(self.yes)
        self.run_queue()
        self.assertEqual(self.left(), [])

    def test_one_number_is_not_twice_in_one_request(self):
        """sms.md §2.6"""
        self.make_info(body="Bir")
        self.make_info(body="İki")
        self.run_queue()
        self.assertEqual([len(job.texts) for job in self.jobs()], [1, 1])

    def test_wrong_credentials_pause_the_account_and_the_sms_wait(self):
        self.answer(AccountError("no", reason="auth", code="30"))
        sms = self.make_many(LOT + 1)
        self.run_queue()
        self.assertEqual(
            (self.gateway.pause_reason, set(sms.mapped("state"))),
            ("auth", {"outgoing"}),
        )

    def test_no_credit_in_mid_campaign_goes_on_later_and_serves_nobody_twice(self):
        sms = self.make_many(LOT + 1)
        self.answer(None, BalanceError("empty", code="402"), None)
        self.run_queue()
        self.gateway.action_resume()
        self.run_queue()
        self.assertEqual(self.left(), sorted(sms.mapped("number")))

    def test_one_sms_that_trips_the_program_stops_no_other(self):
        first, broken, last = self.make_many(3)
        broken.iys_origin_model = "no.such.model"
        broken.iys_expires_at = self._now() - timedelta(hours=1)
        with self.assertLogs("odoo.addons.izinnet_iys_sms", "ERROR"):
            self.run_queue()
        self.assertEqual(self.left(), sorted([first.number, last.number]))

    def test_an_unknown_answer_is_never_sent_again_by_the_queue(self):
        """R-27"""
        sms = self._make_sms(self.yes)
        calls = self.answer(Ambiguous("lost"))
        self.run_queue()
        self.gateway.action_resume()
        self.run_queue()
        self.assertEqual(
            (len(calls), sms.state, sms.failure_type),
            (1, "error", "iys_sms_ambiguous"),
        )
