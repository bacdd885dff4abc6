from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import IysSmsCase


@tagged("post_install", "-at_install")
class TestSmsComposerNumbers(IysSmsCase):
    """Numbers typed by a person are commercial (L-1)."""

    def _numbers(self, *numbers, **values):
        return self._compose(
            composition_mode="numbers", numbers=",".join(numbers), **values
        )

    def test_numbers_that_approved_get_it(self):
        with self.mockSMSGateway():
            self._numbers(self.yes).action_send_sms()
        self.assertEqual(self.numbers_sent(), [self.yes])

    def test_a_person_reads_who_may_not_get_it_and_why(self):
        with self.assertRaises(UserError) as caught:
            self._numbers(self.yes, self.no).action_send_sms()
        self.assertIn(f"{self.no}: Refused by the recipient", str(caught.exception))

    def test_nothing_is_sent_while_one_of_them_may_not_get_it(self):
        with self.mockSMSGateway(), self.assertRaises(UserError):
            self._numbers(self.yes, self.no).action_send_sms()
        self.assertEqual(self.numbers_sent(), [])

    def test_a_collector_cannot_call_it_informational(self):
        composer = self._numbers(
            self.new,
            role="collector",
            iys_message_class="INFORMATIONAL",
            iys_class_reason="delivery",
        )
        with self.assertRaises(UserError):
            composer.action_send_sms()

    def test_a_manager_cannot_without_a_reason(self):
        """L-38"""
        composer = self._numbers(self.new, iys_message_class="INFORMATIONAL")
        with self.assertRaises(UserError):
            composer.action_send_sms()

    def test_a_manager_with_a_reason_can(self):
        """L-38"""
        composer = self._numbers(
            self.new, iys_message_class="INFORMATIONAL", iys_class_reason="delivery"
        )
        with self.mockSMSGateway():
            composer.action_send_sms()
        self.assertEqual(self.numbers_sent(), [self.new])

    def test_what_a_manager_said_is_logged(self):
        """L-38"""
        composer = self._numbers(
            self.new, iys_message_class="INFORMATIONAL", iys_class_reason="delivery"
        )
        with self.mockSMSGateway():
            composer.action_send_sms()
        log = self.env["iys.log"].search([("kind", "=", "decision")], limit=1)
        self.assertEqual(log.data["reason"], "delivery")

    def test_a_class_in_the_context_does_not_free_a_person(self):
        composer = self._numbers(self.new, role="collector")
        told = {
            "default_iys_message_class": "OTP",
            "default_iys_is_released": True,
            "iys_sms_class": ["OTP", True, False, False, False],
        }
        with self.assertRaises(UserError):
            composer.with_context(**told).action_send_sms()

    def test_code_that_sends_to_numbers_sends_a_usual_message(self):
        """A receipt by SMS, for one."""
        composer = self._numbers(self.new)
        with self.mockSMSGateway():
            composer._action_send_sms()
        self.assertEqual(self.numbers_sent(), [self.new])


@tagged("post_install", "-at_install")
class TestSmsComposerComment(IysSmsCase):
    """One message on a record is informational unless somebody says otherwise."""

    def _comment(self, people, **values):
        return self._compose(
            composition_mode="comment",
            res_model="res.partner",
            res_ids=repr(people.ids),
            **values,
        )

    def test_a_message_to_one_contact_needs_no_consent(self):
        """L-38"""
        person = self._make_people(self.new)
        with self.mockSMSGateway():
            self._comment(person).action_send_sms()
        self.assertEqual(self.numbers_sent(), [self.new])

    def test_marked_commercial_it_names_the_person_who_refused(self):
        person = self._make_people(self.no)
        composer = self._comment(person, iys_message_class="COMMERCIAL")
        with self.assertRaises(UserError) as caught:
            composer.action_send_sms()
        self.assertIn("Kişi 1: Refused by the recipient", str(caught.exception))

    def test_marked_commercial_it_reaches_who_approved(self):
        person = self._make_people(self.yes)
        composer = self._comment(person, iys_message_class="COMMERCIAL")
        with self.mockSMSGateway():
            composer.action_send_sms()
        self.assertIn("Mersis:", self._sms[0]["body"])

    def test_several_contacts_are_commercial_also_as_comments(self):
        """Nobody writes to a list by calling it a comment."""
        people = self._make_people(self.yes, self.new)
        with self.assertRaises(UserError):
            self._comment(people).action_send_sms()

    def test_the_notification_keeps_what_the_gate_said(self):
        """L-64"""
        person = self._make_people(self.yes)
        with self.mockSMSGateway():
            self._comment(person, iys_message_class="COMMERCIAL").action_send_sms()
        notice = self.env["mail.notification"].search([("sms_number", "=", self.yes)])
        self.assertEqual(notice.iys_rule, "approved")

    def test_promotion_in_an_informational_text_is_shown(self):
        """L-38"""
        person = self._make_people(self.new)
        composer = self._comment(person, body="Büyük indirim")
        self.assertIn("indirim", composer.iys_promotion_words)

    def test_the_form_shows_the_usual_class(self):
        person = self._make_people(self.yes)
        composers = self.as_role("manager", self.env["sms.composer"]).with_context(
            default_composition_mode="comment",
            default_res_model="res.partner",
            default_res_id=person.id,
        )
        self.assertEqual(Form(composers).iys_message_class, "INFORMATIONAL")
