from datetime import date

from odoo.tests import tagged

from .common import IysSmsCase


@tagged("post_install", "-at_install")
class TestSmsText(IysSmsCase):
    """A commercial SMS says who writes and how to refuse (L-41 … L-43)."""

    def _text(self, text="Merhaba", **over):
        return self.alpha._iys_sms_text(text, "t" * 32, **over)

    def test_the_mersis_number_is_added(self):
        self.assertIn("Mersis:0000000000000101", self._text())

    def test_a_mersis_number_in_the_text_is_not_added_again(self):
        text = self._text("Merhaba Mersis 0000 0000 0000 0101")
        self.assertNotIn("Mersis:", text)

    def test_the_link_to_refuse_is_added(self):
        self.assertIn(self.alpha._iys_refusal_url("t" * 32), self._text())

    def test_a_second_try_leaves_the_text_as_it_is(self):
        once = self._text()
        self.assertEqual(self._text(once), once)

    def test_the_operators_word_takes_the_place_of_the_link(self):
        """L-47: a text without a link."""
        self.alpha.iys_sms_refusal = "RET yaz 3340'a gonder"
        self.assertNotIn("http", self._text())
        self.assertIn("RET yaz 3340'a gonder", self._text())

    def test_the_label_of_a_mailing_stands_first(self):
        """L-42"""
        mailing = self.env["mailing.mailing"].new({"iys_nature_label": "KAMPANYA"})
        self.assertTrue(self._text(mailing=mailing).startswith("KAMPANYA Merhaba"))

    def test_a_text_that_names_its_nature_gets_no_label(self):
        """L-42"""
        mailing = self.env["mailing.mailing"].new({"iys_nature_label": "KAMPANYA"})
        text = self._text("Büyük indirim", mailing=mailing)
        self.assertTrue(text.startswith("Büyük indirim"))

    def test_the_end_of_an_offer_and_its_conditions_are_added(self):
        """L-42"""
        mailing = self.env["mailing.mailing"].new(
            {"iys_valid_until": date(2026, 12, 31), "iys_conditions": "444 0 101"}
        )
        text = self._text(mailing=mailing)
        self.assertIn("2026", text)
        self.assertIn("444 0 101", text)

    def test_an_informational_sms_leaves_as_it_was_written(self):
        sms = self._make_sms(
            self.new, iys_message_class="INFORMATIONAL", iys_is_released=True
        )
        self.send(sms)
        self.assertEqual(self._sms[0]["body"], "Merhaba")

    def test_a_brand_that_cannot_say_who_it_is_sends_nothing(self):
        """L-41"""
        self.alpha.mersis = False
        sms = self._make_sms(self.yes)
        self.send(sms)
        self.assertEqual(sms.failure_type, "iys_content")
