"""Same-day receipts by SMS (L-19)."""

from odoo.tests import tagged

from odoo.addons.izinnet_iys.models.form.iys_receipt_send import MOST_ATTEMPTS

from ..sms_gateways.text import count
from .codes_case import CodesCase


@tagged("-at_install", "post_install")
class TestReceiptSms(CodesCase):
    def _owe(self, *types, **over):
        acts = self._record(*[self._make_act(type=type_, **over) for type_ in types])
        return self.env["iys.receipt"]._owe(acts)

    def _send(self, receipt):
        receipt._send()
        return self._sms(receipt)

    def _sms(self, receipt):
        return self.env["sms.sms"].search(
            [
                ("iys_origin_model", "=", "iys.receipt"),
                ("iys_origin_id", "=", receipt.id),
            ]
        )

    def test_a_phone_s_approval_is_told_by_sms(self):
        sms = self._send(self._owe("MESAJ"))
        self.assertEqual(
            (sms.number, sms.iys_message_class, sms.iys_is_released),
            (self.phone, "INFORMATIONAL", True),
        )

    def test_calls_are_told_by_sms_to_that_phone_in_one_text(self):
        """L-19: one for each group of channels."""
        receipt = self._owe("MESAJ", "ARAMA")
        body = self._send(receipt).body
        self.assertEqual(len(receipt), 1)
        self.assertIn("SMS ve arama", body)

    def test_the_text_names_mersis_and_the_way_to_refuse(self):
        body = self._send(self._owe("MESAJ")).body
        self.assertIn("0000000000000101", body)
        self.assertIn("/iys/refuse/", body)

    def test_the_operator_s_keyword_stands_where_sms_are_all(self):
        self.alpha.iys_sms_refusal = "RET yaz 3340'a gonder"
        self.assertIn("3340", self._send(self._owe("MESAJ")).body)
        self.assertIn(
            "/iys/refuse/",
            self._send(self._owe("ARAMA", recipient="+905329998877")).body,
        )

    def test_the_text_is_two_parts_at_the_most(self):
        self.alpha.iys_sms_refusal = "RET yaz 3340'a gonder"
        self.assertLessEqual(count(self._send(self._owe("MESAJ")).body).parts, 2)

    def test_it_is_sent_the_same_day_or_not_at_all(self):
        receipt = self._owe("MESAJ")
        self.assertEqual(self._send(receipt).iys_expires_at, receipt.due_at)

    def test_the_link_in_it_refuses(self):
        """L-43: by the row of the message log, which bears its token."""
        receipt = self._owe("ARAMA")
        sms = self._send(receipt)
        sms._iys_log()
        self.assertTrue(self.env["iys.message"]._by_token(receipt.token))

    def test_what_became_of_it_is_noted(self):
        receipt = self._owe("MESAJ")
        self._send(receipt)
        receipt._iys_note_sms("sent", "")
        self.assertEqual(receipt.state, "sent")
        receipt._iys_note_sms("failed", "Kapsama dışı")
        self.assertEqual((receipt.state, receipt.error), ("failed", "Kapsama dışı"))

    def test_a_failed_one_is_tried_again_and_then_told_to_a_person(self):
        receipt = self._owe("MESAJ")
        for _ in range(MOST_ATTEMPTS):
            receipt._again()
            self._send(receipt)
            receipt._iys_note_sms("failed", "Kapsama dışı")
        self.env["iys.receipt"]._alarm()
        self.assertTrue(receipt.alarmed_at)

    def test_what_nobody_can_say_is_not_sent_again_by_a_machine(self):
        """R-27."""
        receipt = self._owe("MESAJ")
        self._send(receipt)
        receipt._iys_note_sms("unknown", "?")
        receipt.tried_at = "2020-01-01"
        self.env["iys.receipt"]._retry()
        self.assertEqual(receipt.state, "failed")

    def test_without_an_account_there_is_no_way(self):
        self.company.iys_sms_gateway_id = False
        self.assertEqual(self._owe("MESAJ").state, "not_possible")

    def test_the_gate_lets_a_receipt_out_of_a_number_nobody_approved_at_iys_yet(self):
        """L-38: a confirmation is no commercial message."""
        sms = self._send(self._owe("MESAJ"))
        self.assertTrue(all(d.may_send for d in sms._iys_decisions().values()))
