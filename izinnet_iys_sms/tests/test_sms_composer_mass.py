from odoo.tests import Form, tagged

from .common import IysSmsCase


@tagged("post_install", "-at_install")
class TestSmsComposerMass(IysSmsCase):
    """The list view's "Send SMS": who may not get it is left out with the reason."""

    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys_sms`: three contacts, the middle one refused."""
        super().setUpClass()
        cls.people = cls._make_people(cls.yes, cls.no, cls.new)

    def _mass(self, **values):
        return self._compose(
            composition_mode="mass",
            res_model="res.partner",
            res_ids=repr(self.people.ids),
            **{"mass_force_send": True, **values},
        )

    def _made(self):
        return self._new_sms.sorted("number")

    def test_only_who_approved_gets_it(self):
        with self.mockSMSGateway():
            self._mass().action_send_sms()
        self.assertEqual(self.numbers_sent(), [self.yes])

    def test_the_others_are_cancelled_each_with_its_reason(self):
        """L-64"""
        with self.mockSMSGateway():
            self._mass().action_send_sms()
        reasons = self._made().mapped("failure_type")
        self.assertEqual(reasons, [False, "iys_refused", "iys_no_consent"])

    def test_a_note_does_not_claim_what_was_not_sent(self):
        with self.mockSMSGateway():
            self._mass(mass_keep_log=True).action_send_sms()
        self.assertIn("not sent", self.people[1].message_ids[:1].body)

    def test_sending_now_is_no_way_around(self):
        with self.mockSMSGateway():
            self._mass(mass_force_send=False).action_send_sms_mass_now()
        self.assertEqual(self.numbers_sent(), [self.yes])

    def test_one_number_gets_one_sms(self):
        self.people += self._make_people(self.yes)
        with self.mockSMSGateway():
            self._mass().action_send_sms()
        self.assertEqual(self.numbers_sent(), [self.yes])

    def test_a_number_on_the_block_list_gets_none(self):
        other = "+905321112209"
        self._approve(other)
        self.people += self._make_people(other)
        self.env["phone.blacklist"].create({"number": other})
        with self.mockSMSGateway():
            self._mass().action_send_sms()
        self.assertEqual(self.numbers_sent(), [self.yes])

    def test_code_that_marks_it_commercial_is_obeyed(self):
        """Reminders of calendar or CRM, for example."""
        with self.mockSMSGateway():
            self.people._message_sms_schedule_mass(
                body="Merhaba", iys_message_class="COMMERCIAL", mass_force_send=True
            )
        self.assertEqual(self.numbers_sent(), [self.yes])

    def test_code_without_a_class_sends_usual_messages(self):
        """Reminders of an event reach all who registered."""
        with self.mockSMSGateway():
            self.people._message_sms_schedule_mass(body="Merhaba", mass_force_send=True)
        self.assertEqual(len(self.numbers_sent()), 3)

    def test_the_composer_says_before_who_will_not_get_it(self):
        composers = self.as_role("manager", self.env["sms.composer"]).with_context(
            default_composition_mode="mass",
            default_res_model="res.partner",
            default_res_ids=repr(self.people.ids),
        )
        self.assertIn("Refused by the recipient: 1", Form(composers).iys_left_out)

    def test_the_composer_shows_what_is_added_to_the_text(self):
        composer = self._mass()
        self.assertIn("Mersis:", composer.iys_added_text)
