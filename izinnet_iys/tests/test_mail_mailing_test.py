"""Tests of a mailing: to colleagues, or to people who may get the mailing."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .mail_case import NEVER, YES, MailCase

STAFF = "calisan@deneme.example.com"


@tagged("post_install", "-at_install")
class TestMailingTest(MailCase):
    """The test e-mail is no way round the gate."""

    def _test(self, text, **over):
        mailing = self._make_mailing(**over)
        wizard = self.env["mailing.mailing.test"].create(
            {"mass_mailing_id": mailing.id, "email_to": text}
        )
        with self.mock_smtplib_connection():
            wizard.send_mail_test()
        return self._reached()

    def test_a_colleague_gets_it(self):
        self.users["author"].partner_id.email = STAFF
        self.assertEqual(self._test(STAFF), [STAFF])

    def test_a_colleague_who_left_does_not(self):
        self.users["author"].partner_id.email = STAFF
        self.users["author"].active = False
        with self.assertRaises(UserError):
            self._test(STAFF)

    def test_somebody_who_approved_gets_it(self):
        self.assertEqual(self._test(YES), [YES])

    def test_a_stranger_is_named(self):
        with self.assertRaises(UserError) as told:
            self._test(f"{YES}\n{NEVER}")
        self.assertIn(NEVER, str(told.exception))
        self.assertNotIn(YES, str(told.exception))

    def test_a_test_to_a_colleague_is_not_in_the_message_log(self):
        self.users["author"].partner_id.email = STAFF
        self._test(STAFF)
        self.assertFalse(self._logged(STAFF))

    def test_a_test_to_a_person_is_in_the_message_log(self):
        self._test(YES)
        self.assertEqual(self._logged(YES).rule, "approved")
