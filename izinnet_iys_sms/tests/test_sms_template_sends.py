from odoo.tests import tagged

from .common import IysSmsCase


@tagged("post_install", "-at_install")
class TestSmsTemplateSends(IysSmsCase):
    """What a template's class does to the messages made from it."""

    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys_sms`: a contact without a consent and a template."""
        super().setUpClass()
        cls.person = cls._make_people(cls.new)
        cls.template = cls.env["sms.template"].create(
            {
                "name": "Kargo",
                "model_id": cls.env["ir.model"]._get_id("res.partner"),
                "body": "Siparişiniz yolda",
            }
        )

    def _free(self):
        self.template.write(
            {"iys_message_class": "INFORMATIONAL", "iys_class_reason": "delivery"}
        )

    def _sent(self):
        with self.mockSMSGateway():
            self.person._message_sms_with_template(template=self.template)
        return self.numbers_sent()

    def _act(self, method):
        """Send by a server action, as automation rules do."""
        action = self.env["ir.actions.server"].create(
            {
                "name": "SMS",
                "model_id": self.template.model_id.id,
                "state": "sms",
                "sms_template_id": self.template.id,
                "sms_method": method,
            }
        )
        with self.mockSMSGateway():
            action.with_context(
                active_model="res.partner",
                active_ids=self.person.ids,
                active_id=self.person.id,
            ).run()
            self.env.ref("sms.ir_cron_sms_scheduler_action").method_direct_trigger()
        return self.numbers_sent()

    def test_a_template_without_a_class_sends_single_messages(self):
        self.assertEqual(self._sent(), [self.new])

    def test_a_commercial_template_reaches_nobody_without_a_consent(self):
        self.template.iys_message_class = "COMMERCIAL"
        self.assertEqual(self._sent(), [])

    def test_a_class_that_waits_for_release_counts_as_commercial(self):
        self._free()
        self.assertEqual(self._sent(), [])

    def test_a_released_class_reaches_everybody(self):
        self._free()
        self.as_role("manager", self.template).action_iys_release()
        self.assertEqual(self._sent(), [self.new])

    def test_a_message_of_a_released_template_is_in_the_log(self):
        """L-34"""
        self._free()
        self.as_role("manager", self.template).action_iys_release()
        self._sent()
        log = self.env["iys.message"].search([("recipient", "=", self.new)])
        self.assertEqual(log.message_class, "INFORMATIONAL")

    def test_an_unfinished_server_action_says_so(self):
        self._free()
        action = self.env["ir.actions.server"].new(
            {
                "model_id": self.template.model_id.id,
                "state": "sms",
                "sms_template_id": self.template.id,
            }
        )
        self.assertIn("not released", "".join(action._get_warning_messages()))

    def test_a_server_action_sends_what_its_template_is(self):
        self.assertEqual(self._act("sms"), [self.new])

    def test_a_server_action_with_a_commercial_template_meets_the_wall(self):
        self.template.iys_message_class = "COMMERCIAL"
        self.assertEqual(self._act("sms"), [])

    def test_a_server_action_that_comments_meets_the_wall(self):
        self.template.iys_message_class = "COMMERCIAL"
        self.assertEqual(self._act("comment"), [])

    def test_mass_sms_with_a_released_template_needs_no_consent(self):
        self._free()
        self.as_role("manager", self.template).action_iys_release()
        self.assertEqual(self._mass(self.template.body), [self.new])

    def test_mass_sms_with_another_text_than_the_released_is_commercial(self):
        self._free()
        self.as_role("manager", self.template).action_iys_release()
        self.assertEqual(self._mass("Büyük indirim"), [])

    def _mass(self, body):
        composer = self._compose(
            role="collector",
            composition_mode="mass",
            res_model="res.partner",
            res_ids=repr(self.person.ids),
            template_id=self.template.id,
            mass_force_send=True,
            body=body,
        )
        with self.mockSMSGateway():
            composer.action_send_sms()
        return self.numbers_sent()
