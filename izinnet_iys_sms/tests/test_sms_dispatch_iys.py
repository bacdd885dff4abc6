"""The operator's İYS refusal corrects our book by asking İYS, never by inventing a RET."""

from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.izinnet_iys.iys_api.messages import Key
from odoo.addons.izinnet_iys_sms.sms_gateways import Outcome

from .push_case import PushCase


@tagged("-at_install", "post_install")
class TestSmsDispatchIys(PushCase):
    def _refused(self, number=None, **job):
        number = number or self.yes
        job = self.send_job(number, job_ids=str(self.env["iys.sms.job"].search_count([])),
                            **job)  # fmt: skip
        self.apply(self.report(number, Outcome.IYS_REJECTED, job.job_ids))
        return job

    def _settle(self):
        with self.enter_registry_test_mode():
            self.env.ref("izinnet_iys.ir_cron_settle").method_direct_trigger()
        self.env.invalidate_all()

    def _book(self):
        return self.env["iys.demo.movement"]._get_book(self.alpha)

    def _differences(self):
        return self.env["iys.log"].search_count([("kind", "=", "difference")])

    def test_the_gate_blocks_from_this_moment(self):
        """L-16"""
        before = self.may_send()
        self._refused()
        self.assertEqual((before, self.may_send()), (True, False))

    def test_no_refusal_is_invented(self):
        self._refused()
        self.assertFalse(self.rets())

    def test_the_approval_is_doubted_and_iys_is_asked(self):
        self._refused()
        act = self.env["iys.consent"].search([("recipient", "=", self.yes)])
        self.assertEqual((act.state, act.error_code), ("unknown", "Z003"))

    def test_a_refusal_at_iys_is_taken_over(self):
        self._book().citizen_act(Key(self.yes, "BIREYSEL", "MESAJ"), "RET")
        self._refused()
        self._settle()
        self.assertEqual(self.rets().mapped("state"), ["received"])

    def test_the_other_brand_s_approval_stays(self):
        self._make_ready(self.beta)
        self._approve(self.yes, brand_id=self.beta.id)
        self._refused()
        self.assertTrue(self.may_send(brand=self.beta))

    def test_a_message_without_a_brand_doubts_nothing(self):
        self._refused(brand_id=False, kind="info", recipient_type=False)
        self.assertTrue(self.may_send())

    def test_two_of_three_numbers_are_no_matter_to_the_third(self):
        self._approve(self.new)
        job = self.send_job(self.yes, self.no, self.new)
        self.apply(
            self.report(self.yes, Outcome.IYS_REJECTED),
            self.report(self.no, Outcome.IYS_REJECTED),
            self.report(self.new),
        )
        self.assertEqual(
            (self.may_send(), self.may_send(self.new), job.state),
            (False, True, "done"),
        )

    def test_a_first_refusal_of_an_approval_is_no_difference_yet(self):
        self._refused()
        self.assertEqual(self._differences(), 0)

    def test_a_second_one_after_iys_confirmed_is_listed(self):
        """İYS says yes, the operator no: a person has to compare the codes."""
        self._refused()
        moment = self._now() + timedelta(seconds=1)
        self._record(self._make_received(recipient=self.yes, consent_date=moment))
        self._refused()
        self.assertEqual(self._differences(), 1)
        self.assertTrue(self.alpha.activity_ids)

    def test_a_merchant_is_listed_and_looked_up(self):
        """There is no approval to doubt: İYS is asked for the address."""
        self._book().citizen_act(Key(self.new, "TACIR", "MESAJ"), "RET")
        self._refused(self.new, recipient_type="TACIR")
        self._settle()
        self.assertEqual(self._differences(), 1)
        self.assertEqual(self.rets(self.new).recipient_type, "TACIR")

    def test_a_merchant_is_asked_about_once(self):
        job = self._refused(self.new, recipient_type="TACIR")
        before = job.dispatch_ids.asked_at
        self._settle()
        self.assertEqual((before, bool(job.dispatch_ids.asked_at)), (False, True))
