from datetime import timedelta

from odoo.tests import tagged

from .common import IysSmsCase


@tagged("post_install", "-at_install")
class TestMailThread(IysSmsCase):
    """SMS posted on records, by code and by who calls the method from outside."""

    def test_code_that_posts_one_sms_needs_no_consent(self):
        person = self._make_people(self.new)
        with self.mockSMSGateway():
            person._message_sms("Merhaba")
        self.assertEqual(self.numbers_sent(), [self.new])

    def test_a_post_with_many_numbers_is_commercial(self):
        """``message_post`` can be called by anybody."""
        person = self._make_people(self.new)
        numbers = [self.yes, self.no, self.new]
        with self.mockSMSGateway():
            self.as_role("author", person).message_post(
                body="Merhaba", message_type="sms", sms_numbers=numbers
            )
        self.assertEqual(self.numbers_sent(), [self.yes])

    def test_a_refused_notification_says_why(self):
        """L-64"""
        person = self._make_people(self.new)
        with self.mockSMSGateway():
            message = person.message_post(
                body="Merhaba", message_type="sms", sms_numbers=[self.no, self.yes]
            )
        notice = message.notification_ids.filtered(lambda n: n.sms_number == self.no)
        self.assertRecordValues(
            notice,
            [
                {
                    "notification_status": "canceled",
                    "failure_type": "iys_refused",
                    "iys_rule": "refused",
                }
            ],
        )

    def test_a_commercial_sms_scheduled_for_later_is_still_commercial(self):
        person = self._make_people(self.new)
        template = self.env["sms.template"].create(
            {
                "name": "Kampanya",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "body": "Büyük indirim",
                "iys_message_class": "COMMERCIAL",
            }
        )
        later = self._now() + timedelta(hours=1)
        person._message_sms_with_template(template=template, scheduled_date=later)
        due = self.env["mail.message.schedule"].search([], order="id desc", limit=1)
        with self.mockSMSGateway():
            due.force_send()
        self.assertEqual(self.numbers_sent(), [])

    def test_other_posts_take_no_class_from_an_sms(self):
        person = self._make_people(self.yes)
        message = person.message_post(body="Merhaba")
        self.assertFalse(message.iys_message_class)
