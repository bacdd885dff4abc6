"""Contacts: a number is mended while it is typed."""

from odoo.tests import Form, TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestResPartnerPhone(TransactionCase):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: the company is in Türkiye."""
        super().setUpClass()
        cls.turkey = cls.env.ref("base.tr")
        cls.env.company.country_id = cls.turkey

    def _typed(self, phone, country=None):
        with Form(self.env["res.partner"]) as contact:
            contact.name = "Deneme"
            contact.country_id = country or self.env["res.country"]
            contact.phone = phone
        return contact.record

    def test_every_usual_spelling_becomes_the_one_number(self):
        for spelling in (
            "0532 111 22 33",
            "5321112233",
            "905321112233",
            "+90 0532 111 22 33",
            "+9005321112233",
            "00905321112233",
            "(0532) 111-22-33",
        ):
            with self.subTest(spelling):
                self.assertEqual(self._typed(spelling).phone, "+90 532 111 22 33")

    def test_the_mended_number_is_found_by_its_address(self):
        self.assertEqual(self._typed("+9005321112233").phone_sanitized, "+905321112233")

    def test_a_contact_abroad_keeps_a_number_that_does_not_name_turkey(self):
        germany = self.env.ref("base.de")
        self.assertNotIn("+90", self._typed("0532 1112233", germany).phone)

    def test_a_contact_abroad_may_have_a_turkish_mobile(self):
        germany = self.env.ref("base.de")
        phone = self._typed("+9005321112233", germany).phone
        self.assertEqual(phone.replace(" ", ""), "+905321112233")

    def test_what_is_no_number_stays_as_typed(self):
        self.assertEqual(self._typed("sor bakalım").phone, "sor bakalım")
