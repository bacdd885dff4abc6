"""The page of a code over HTTP: shows on GET, acts on POST, the same for everybody."""

import re

from odoo.tests import HttpCase, tagged

from odoo.addons.izinnet_iys.controllers.code_words import CONSEQUENCES, PAGE

from .codes_case import CodesCase


@tagged("-at_install", "post_install")
class TestCodePage(CodesCase, HttpCase):
    def _open(self, secret=None, method="GET", **over):
        self.env.flush_all()
        path = f"/iys/code/{self._page(secret)}"
        answer = self.url_open(path, method=method, **over)
        self.env.invalidate_all()
        return answer

    def _post(self, secret=None, **data):
        return self._open(secret, method="POST", data=data)

    def test_a_right_code_says_thank_you_and_records(self):
        """L-27."""
        self._accept("MESAJ")
        page = self._post(code_confirm_mesaj=self._codes()[0]).text
        self.assertIn("Teşekkürler", page)
        self.assertEqual(self._acts().mapped("type"), ["MESAJ"])

    def test_looking_changes_nothing(self):
        """R-47."""
        self._accept("MESAJ")
        before = len(self._texts())
        for method in ("GET", "HEAD", "OPTIONS", "GET"):
            self._open(method=method)
        self.assertEqual((len(self._acts()), len(self._texts())), (0, before))

    def test_the_page_names_each_consequence_and_the_texts(self):
        """L-25."""
        self._accept("MESAJ", "ARAMA")
        page = self._open().text
        for purpose in ("confirm_mesaj", "confirm_arama"):
            words = CONSEQUENCES["tr"][purpose].replace("{brand}", "Alfa")
            self.assertIn(words, page)
        self.assertIn("commercial_approval MESAJ", page)

    def test_the_page_shows_no_whole_number(self):
        self._accept("MESAJ")
        self.assertNotIn("1112233", self._open().text)

    def test_a_wrong_code_says_how_many_tries_are_left(self):
        self._accept("MESAJ")
        page = self._post(code_confirm_mesaj=self._wrong(self._codes()[0])).text
        self.assertIn("4 deneme", page)

    def test_after_five_wrong_codes_the_page_offers_a_new_one(self):
        self._accept("MESAJ")
        wrong = self._wrong(self._codes()[0])
        pages = [self._post(code_confirm_mesaj=wrong).text for _ in range(5)]
        self.assertIn("Çok fazla yanlış kod", pages[-1])
        self.assertIn('name="again"', pages[-1])

    def test_a_second_press_says_the_same_and_records_nothing_more(self):
        self._accept("MESAJ")
        code = self._codes()[0]
        pages = [self._post(code_confirm_mesaj=code).text for _ in range(2)]
        self.assertEqual((pages[0], len(self._acts())), (pages[1], 1))

    def test_known_refused_and_unknown_numbers_see_the_same_page(self):
        """R-45: byte for byte but for the secret."""
        numbers = ["+905321112231", "+905321112232", "+905321112233"]
        self._record(
            self._make_received(recipient=numbers[0]),
            self._make_act(recipient=numbers[1], status="RET"),
        )
        pages = set()
        for number in numbers:
            secret = self._fresh_secret()
            self._accept("MESAJ", phone=number, secret=secret)
            text = self._open(secret).text.replace(self._page(secret), "")
            pages.add(re.sub(r"\*\*\*\d\d|\d+ saniye", "", text))
        self.assertEqual((len(pages), len(self._texts())), (1, 3))

    def test_unknown_old_and_senseless_secrets_get_the_same_answer(self):
        self._accept("MESAJ")
        self._asked().write({"expires_at": "2020-01-01"})
        answers = {
            (answer.status_code, answer.content)
            for secret in (self.secret, "A" * 32, "x", "%00")
            for answer in (self._open(secret), self._post(secret, again="1"))
        }
        self.assertEqual(len(answers), 1)

    def test_extra_names_change_nothing(self):
        """R-48."""
        self._accept("MESAJ")
        names = ("purpose", "state", "consent_id", "brand_id", "recipient", "code_verify",
                 "code_preferences", "code_confirm_eposta", "sms_code_id")  # fmt: skip
        self._post(**dict.fromkeys(names, self._codes()[0]))
        self.assertFalse(self._acts())

    def test_the_page_needs_no_script_and_nothing_from_elsewhere(self):
        self._accept("MESAJ")
        page = self._open().text
        for foreign in ("<script", "src=", "http://", "https://", "@import"):
            self.assertNotIn(foreign, page)

    def test_an_sms_that_did_not_arrive_is_told(self):
        self._accept("MESAJ")
        code = self.env["iys.sms.code"].search([], limit=1)
        code._iys_note_sms("failed", "Kapsama dışı")
        self.assertIn("ulaştırılamadı", self._open().text)

    def test_a_code_that_arrives_after_a_failed_report_counts(self):
        self._accept("MESAJ")
        self.env["iys.sms.code"].search([], limit=1)._iys_note_sms("failed", "?")
        self.assertEqual(self._enter(confirm_mesaj=self._codes()[0]), "given")

    def test_both_languages_have_all_words(self):
        self.assertEqual(set(PAGE["tr"]), set(PAGE["en"]))

    def test_the_page_speaks_the_language_of_the_form(self):
        answer = self._answer("MESAJ", form=self.asking, secret=self.secret)
        answer = self._answer(
            "MESAJ", form=self.asking, secret=self.secret,
            page={**answer.page, "language": "en_US"},
        )  # fmt: skip
        taken = (
            self.env["iys.form"]
            .sudo()
            ._accept(self.asking.version_id, self.asking.point_ids[:1], answer)
        )
        self.pages[self.secret] = taken.code
        self.assertIn("enter the code", self._open().text)
        self.assertIn("code for commercial SMS", self._texts()[-1])
