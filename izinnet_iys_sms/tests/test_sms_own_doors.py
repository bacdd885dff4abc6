from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .gateway_case import GatewayCase


@tagged("post_install", "-at_install")
class TestSmsOwnDoors(GatewayCase):
    """Composers, mailings, tests and other models leave their SMS to the queue."""

    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys_sms`: a mailing of the author's to one person."""
        super().setUpClass()
        cls.person = cls._make_people(cls.yes)
        cls.colleague = "+905321112208"
        cls.users["collector"].partner_id.phone = cls.colleague
        cls.mailing = cls.env["mailing.mailing"].create(
            {
                "subject": "Kampanya",
                "mailing_type": "sms",
                "body_plaintext": "Büyük indirim",
                "mailing_model_id": cls.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": repr([("id", "=", cls.person.id)]),
                "iys_brand_id": cls.alpha.id,
                "user_id": cls.users["author"].id,
            }
        )

    def launch(self):
        """Have the mailing's job and then the SMS queue run."""
        self.mailing.action_put_in_queue()
        with self.enter_registry_test_mode():
            self.env.ref(
                "mass_mailing.ir_cron_mass_mailing_queue"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.run_queue()

    def test_unknown_uuids_fail_closed(self):
        api = self.company._get_sms_api_class()(self.env)
        told = api._send_sms_batch(
            [{"content": "x", "numbers": [{"uuid": "none", "number": self.yes}]}]
        )
        self.assertEqual([one["state"] for one in told], ["not_queued"])

    def test_queued_uuids_are_left_to_the_queue(self):
        """sms.md trap 5"""
        sms = self._make_sms(self.yes)
        api = self.company._get_sms_api_class()(self.env)
        numbers = [{"uuid": sms.uuid, "number": self.yes}]
        self.assertEqual(
            (api._send_sms_batch([{"content": "x", "numbers": numbers}]), self.left()),
            ([], []),
        )

    def test_a_mailing_reaches_its_people_with_all_that_the_law_wants(self):
        """L-41, L-43"""
        self.launch()
        texts = [text.message.text for job in self.jobs() for text in job.texts]
        self.assertEqual((self.left(), "Mersis:" in texts[0]), ([self.yes], True))

    def test_the_trace_of_a_mailing_moves_on(self):
        self.launch()
        self.assertEqual(self.mailing.mailing_trace_ids.trace_status, "pending")

    def test_a_test_to_a_colleague_leaves_once(self):
        """sms.md trap 7"""
        wizard = self.env["mailing.sms.test"].create(
            {"mailing_id": self.mailing.id, "numbers": self.colleague}
        )
        wizard.action_send_sms()
        self.run_queue()
        self.run_queue()
        self.assertEqual(self.left(), [self.colleague])

    def test_the_message_log_keeps_title_operator_and_request(self):
        """L-34"""
        self.launch()
        row = self.env["iys.message"].search(
            [("mailing_id", "=", self.mailing.id)], limit=1
        )
        job = self.env["iys.sms.job"].search([], limit=1)
        self.assertEqual(
            (row.sender, row.carrier, row.carrier_ref), ("ALFA", "fake", job.job_ref)
        )

    def test_retrying_a_mailing_leaves_out_what_may_have_left(self):
        """R-27"""
        self.launch()
        sms = self.env["sms.sms"].sudo().search([("mailing_id", "=", self.mailing.id)])
        sms._iys_note_unknown(sms.mapped("uuid"))
        self.mailing.action_retry_failed_sms()
        self.launch()
        self.assertEqual(self.left(), [self.yes])

    def test_a_code_leaves_before_a_campaign_and_alone(self):
        """R-5"""
        self.make_many(2)
        code = {"iys_message_class": "OTP", "iys_is_released": True}
        self._make_sms(self.new, body="Kod 123456", **code)
        self.run_queue()
        first = self.jobs()[0]
        self.assertEqual((first.options.kind, len(first.texts)), ("otp", 1))

    def test_a_code_that_ran_out_is_not_sent(self):
        code = {"iys_message_class": "OTP", "iys_is_released": True}
        past = self._now() - timedelta(seconds=1)
        sms = self._make_sms(self.new, iys_expires_at=past, **code)
        self.run_queue()
        self.assertEqual((sms.failure_type, self.left()), ("iys_sms_too_late", []))

    # === RELEASE (L-47) === #

    def test_bulk_waits_for_the_release(self):
        """L-47"""
        self.gateway.needs_release = True
        self.launch()
        self.assertEqual((self.left(), self.mailing.state), ([], "in_queue"))

    def test_the_author_cannot_release(self):
        """L-47"""
        self.gateway.needs_release = True
        mailing = self.as_role("author", self.mailing)
        with self.assertRaises(UserError):
            mailing._iys_release("E-1")

    def test_with_a_second_persons_reference_it_leaves(self):
        """L-47"""
        self.gateway.needs_release = True
        self.users["manager"].group_ids += self.env.ref(
            "mass_mailing.group_mass_mailing_user"
        )
        self.as_role("manager", self.mailing)._iys_release("E-1")
        self.launch()
        job = self.env["iys.sms.job"].search([], limit=1)
        self.assertEqual((self.left(), job.release_ref), ([self.yes], "E-1"))

    def test_commercial_sms_outside_a_mailing_are_refused_then(self):
        """L-47"""
        self.gateway.needs_release = True
        composer = self._compose(
            composition_mode="numbers", numbers=self.yes, iys_brand_id=self.alpha.id
        )
        with self.assertRaises(UserError):
            composer.action_send_sms()

    def test_commercial_sms_in_the_queue_wait_without_a_release(self):
        """L-47: fail closed, whoever made them."""
        self.gateway.needs_release = True
        sms = self._make_sms(self.yes)
        self.run_queue()
        self.assertEqual((self.left(), sms.iys_wait_reason), ([], "release"))
