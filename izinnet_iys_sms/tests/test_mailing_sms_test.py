from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import IysSmsCase


@tagged("post_install", "-at_install")
class TestSmsOfATest(IysSmsCase):
    """A test goes to colleagues or to numbers that may be written to."""

    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys_sms`: a colleague with a phone and a mailing."""
        super().setUpClass()
        cls.colleague = "+905321112208"
        cls.users["collector"].partner_id.phone = cls.colleague
        cls.mailing = cls.env["mailing.mailing"].create(
            {
                "subject": "Kampanya",
                "mailing_type": "sms",
                "body_plaintext": "Büyük indirim",
                "mailing_model_id": cls.env["ir.model"]._get_id("res.partner"),
                "iys_brand_id": cls.alpha.id,
            }
        )

    def _test(self, *numbers):
        wizard = self.env["mailing.sms.test"].create(
            {"mailing_id": self.mailing.id, "numbers": "\n".join(numbers)}
        )
        with self.mockSMSGateway():
            wizard.action_send_sms()
        return self.numbers_sent()

    def test_a_colleague_gets_it(self):
        self.assertEqual(self._test(self.colleague), [self.colleague])

    def test_a_stranger_does_not(self):
        with self.assertRaises(UserError) as caught:
            self._test(self.new)
        self.assertIn("No consent", str(caught.exception))

    def test_nobody_gets_it_while_one_may_not(self):
        with self.assertRaises(UserError):
            self._test(self.colleague, self.no)
        self.assertEqual(self.numbers_sent(), [])

    def test_who_approved_gets_it_with_all_that_the_law_wants(self):
        """L-41, L-43"""
        self._test(self.yes)
        self.assertIn("Mersis:", self._sms[0]["body"])

    def test_a_test_is_not_sent_again_by_the_queue(self):
        self._test(self.colleague)
        waiting = self.env["sms.sms"].sudo()
        waiting = waiting.search(waiting._iys_queue_domain())
        self.assertNotIn(self.colleague, waiting.mapped("number"))
