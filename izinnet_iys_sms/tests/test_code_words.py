"""What the SMS say: purpose, consequence, pointer; short; nobody's free text (L-25)."""

from odoo.tests import TransactionCase, tagged

from ..models.codes.code_words import ONE, RECEIPT, WAY, code_text
from ..sms_gateways.text import count, fold_turkish

LONG = "Çok Uzun Adlı Örnek Ticaret Pazarlama"


@tagged("-at_install", "post_install")
class TestCodeWords(TransactionCase):
    def _all(self):
        for language in ("tr", "en"):
            for kind in WAY[language]:
                for purpose in ONE[language]:
                    yield code_text(language, LONG, {purpose: "123456"}, kind)
                both = {"confirm_mesaj": "123456", "confirm_arama": "654321"}
                yield code_text(language, LONG, both, kind)

    def test_every_text_is_one_part_without_turkish_letters(self):
        """Netgsm's way for codes takes no more (sms.md §3.2)."""
        for text in self._all():
            with self.subTest(text=text):
                self.assertEqual(count(fold_turkish(text)).parts, 1)
                self.assertLessEqual(count(text).parts, 2)

    def test_every_text_has_its_codes_and_no_link(self):
        """L-47."""
        for text in self._all():
            self.assertIn("123456", text)
            self.assertNotRegex(text, r"https?:|www\.|[{}]")

    def test_every_consent_s_text_names_consequence_and_notice(self):
        """L-25."""
        for purpose in ("confirm_mesaj", "confirm_arama"):
            text = code_text("tr", "Alfa", {purpose: "123456"})
            for word in ("ticari", "reklam", "onay olmaz", "Aydınlatma metni"):
                self.assertIn(word, text)

    def test_a_check_says_that_it_is_no_consent(self):
        self.assertIn("onayı değildir", code_text("tr", "Alfa", {"verify": "123456"}))

    def test_a_brand_s_name_is_no_template(self):
        text = code_text("tr", "{code}", {"verify": "123456"})
        self.assertEqual(text.count("123456"), 1)

    def test_both_languages_have_all_texts(self):
        self.assertEqual(set(ONE["tr"]), set(ONE["en"]))
        self.assertEqual(set(RECEIPT), {"tr", "en"})
