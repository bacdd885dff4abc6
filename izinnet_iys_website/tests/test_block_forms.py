"""The consent boxes inside forms of the form builder."""

from odoo.tools.misc import hmac

from odoo.addons.izinnet_iys.tests.form_case import EMAIL

from .block_case import BlockCase


class TestBlockForms(BlockCase):
    def _post(self, ours, **over):
        """Send a contact form as a visitor; returns Odoo's answer."""
        email_to = "kutu@deneme.example.com"
        data = {
            "name": "Deneme Kişi",
            "email_from": EMAIL,
            "subject": "Soru",
            "email_to": email_to,
            "website_form_signature": hmac(
                self.env(su=True), "website_form_signature", email_to
            ),
            **ours,
            **over,
        }
        made = self._json(self.url_open("/website/form/mail.mail", data=data))
        self._work()
        return made

    def test_with_all_boxes_empty_the_form_goes_out(self):
        """L-22."""
        made = self._post(self._ours())
        self.assertTrue(made.get("id") and not self._acts())

    def test_a_ticked_box_is_taken_beside_the_form(self):
        made = self._post(self._ours("EPOSTA"))
        self.assertTrue(made.get("id"))
        self.assertRecordValues(
            self._acts(), [{"type": "EPOSTA", "recipient": EMAIL, "status": "ONAY"}]
        )

    def test_a_form_never_waits_because_of_a_crowd(self):
        """R-43, L-22."""
        self._crowd()
        made = self._post(self._ours("EPOSTA"))
        self.assertTrue(made.get("id") and self._acts())

    def test_our_values_are_no_part_of_the_record(self):
        made = self._post(self._ours("EPOSTA"))
        mail = self.env["mail.mail"].browse(made["id"]).exists()
        self.assertNotIn("iys_", str(mail.body_html))

    def test_a_field_of_any_name_may_hold_the_address(self):
        ours = {**self._ours("EPOSTA"), "iys_email_field": "Adresiniz"}
        self._post(ours, email_from="", Adresiniz="baska@example.com")
        self.assertEqual(self._acts().recipient, "baska@example.com")

    def test_a_ticked_box_without_its_address_is_said(self):
        """The person may untick it and send; nothing was made or kept yet."""
        answer = self._post(self._ours("MESAJ"))
        self.assertIn("telefon", answer.get("error", ""))

    def test_a_forged_version_does_not_stop_the_form(self):
        """L-22: the visitor's own matter goes on."""
        made = self._post({**self._ours("EPOSTA"), "iys_version": "AAAA"})
        self.assertTrue(made.get("id") and not self._acts())

    def test_a_form_without_the_block_is_as_ever(self):
        self.assertTrue(self._post({}).get("id"))
