"""The refusal page over HTTP: asks on GET, acts on POST, tells nobody anything."""

import random

from odoo.tests import HttpCase, tagged

from ..controllers.refuse_words import LANGUAGES, WORDS
from .refusal_case import MAIL, RefusalCase

UNKNOWN = "A" * 32


@tagged("-at_install", "post_install")
class TestRefusalPage(RefusalCase, HttpCase):
    def setUp(self):
        """Override of `odoo.tests`: one message with its link."""
        super().setUp()
        self.message = self._log_message()
        self.url = f"/iys/refuse/{self.message.token}"

    def _post(self, url=None, data=None, **over):
        return self.url_open(url or self.url, data=data or {"x": "1"}, **over)

    def test_a_click_refuses_the_brand_s_mails_at_once(self):
        """L-14, L-43: the next decision already knows."""
        self._post()
        self.assertEqual(self._rule(), "refused")

    def test_a_click_refuses_this_brand_only(self):
        """L-44."""
        self._post()
        self.assertEqual(self._refused_brands(), self.alpha)

    def test_the_proof_says_how_it_came(self):
        """L-32: road, message, browser."""
        self._post(headers={"User-Agent": "Deneme/1.0"})
        proof = self._refusals().evidence
        self.assertEqual(
            (proof["road"], proof["message"], proof["browser"]),
            ("refusal_page", self.message.id, "Deneme/1.0"),
        )

    def test_the_act_comes_from_the_web_and_waits_for_iys(self):
        self._post()
        act = self._refusals()
        self.assertEqual((act.source, act.state), ("HS_WEB", "queued"))

    def test_opening_the_page_changes_nothing(self):
        """R-47: scanners and previews open every link, twice, in every way."""
        before = self._counts()
        for url in (self.url, f"{self.url}/oneclick"):
            for method in ("GET", "HEAD", "OPTIONS", "GET"):
                self.url_open(url, method=method)
        self.assertEqual(self._counts(), before)

    def test_the_page_names_the_brand_and_nobody_s_address(self):
        page = self.url_open(self.url).text
        self.assertIn("Alfa", page)
        self.assertNotIn("deneme.example.com", page)

    def test_all_channels_become_three_refusals(self):
        """L-44."""
        partner = self._make_partner(email=MAIL)
        self.message = self._log_message(partner_id=partner.id)
        self._post(f"/iys/refuse/{self.message.token}", {"choice": "brand"})
        told = self._told()
        self.assertEqual(
            set(told.mapped(lambda act: (act.type, act.recipient, act.brand_id))),
            {
                ("EPOSTA", MAIL, self.alpha),
                ("MESAJ", self.phone, self.alpha),
                ("ARAMA", self.phone, self.alpha),
            },
        )

    def test_an_unknown_phone_is_not_guessed(self):
        """Without a contact only the address of the message is known."""
        self._post(data={"choice": "brand"})
        told = self._told()
        self.assertEqual(told.mapped("type"), ["EPOSTA"])

    def test_all_brands_of_the_company_stop_not_another_company_s(self):
        self._post(data={"choice": "company"})
        self.assertEqual(self._refused_brands(), self.alpha | self.beta)

    def test_a_senseless_choice_refuses_the_channel(self):
        self._post(data={"choice": "everything'; --"})
        self.assertEqual(self._refused_brands(), self.alpha)

    def test_a_sms_link_refuses_messages(self):
        message = self._log_message(type="MESAJ", recipient="0532 111 22 33")
        self._post(f"/iys/refuse/{message.token}")
        self.assertTrue(self._refusals(recipient=self.phone, type="MESAJ"))

    def test_two_clicks_are_one_act(self):
        self._post()
        self._post()
        told = self._told()
        self.assertEqual(len(told), 1)

    def test_the_click_of_a_mail_program_refuses(self):
        """RFC 8058: POST, this body, no cookie, empty answer."""
        answer = self._post(f"{self.url}/oneclick", {"List-Unsubscribe": "One-Click"})
        self.assertEqual((answer.status_code, answer.content), (200, b""))
        self.assertEqual(self._refusals().source, "HS_EPOSTA")

    def test_a_multipart_click_refuses_too(self):
        """RFC 8058 allows both encodings."""
        self.url_open(
            f"{self.url}/oneclick", files={"List-Unsubscribe": (None, "One-Click")}
        )
        self.assertEqual(self._rule(), "refused")

    def test_known_and_unknown_tokens_get_the_same_answer(self):
        """R-45."""
        for tail in ("", "/oneclick"):
            known = self._post(self.url + tail)
            other = self._post(f"/iys/refuse/{UNKNOWN}{tail}")
            self.assertEqual(
                (known.status_code, known.content), (other.status_code, other.content)
            )

    def test_no_mangled_token_does_anything(self):
        """R-46: 40 mutations of a true token, none accepted, none an error."""
        before = self._counts()
        answers = set()
        for token in self._mutations(40):
            answers.add(self._post(f"/iys/refuse/{token}").status_code)
            answers.add(self.url_open(f"/iys/refuse/{token}").status_code)
        self.assertEqual((answers, self._counts()), ({200}, before))

    def _mutations(self, count):
        """Mutations of the true token, the same in every run."""
        dice = random.Random(46)
        token = self.message.token
        kinds = [
            lambda at: token[:at]
            + chr(ord(token[at]) ^ 1).strip("/?#%")
            + token[at + 1 :],
            lambda at: token[:at],
            lambda at: token + token[at],
            lambda at: token[:at] + "%00" + token[at:],
            lambda at: token[:at] + "%27%20OR%201=1--",
            lambda at: token[::-1] + "İ" * at,
            lambda at: token.swapcase()[: at + 9],
            lambda at: "-" * (at + 1) + "9" * 600,
        ]
        for number in range(count):
            yield kinds[number % len(kinds)](dice.randrange(1, len(token) - 1))

    def test_the_link_outlives_mailing_and_contact(self):
        """L-43: nothing but the row of the message log is needed."""
        partner = self._make_partner(email=MAIL)
        mailing = self._make_mailing()
        message = self._log_message(partner_id=partner.id, mailing_id=mailing.id)
        partner.unlink()
        mailing.unlink()
        self._post(f"/iys/refuse/{message.token}", {"choice": "brand"})
        self.assertEqual(self._rule(), "refused")

    def test_the_link_works_on_bad_days(self):
        """R-50: emergency stop, update from İYS too old, account stopped."""
        self.alpha.write({"emergency_stop": True, "last_good_pull": False})
        self._post()
        self.assertEqual(self._refused_brands(), self.alpha)

    def test_the_page_sets_no_cookie_and_is_kept_nowhere(self):
        headers = self.url_open(self.url, cookies={}).headers
        self.assertNotIn("session_id", headers.get("Set-Cookie", ""))
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertIn("noindex", headers["X-Robots-Tag"])

    def test_the_page_needs_no_script_and_nothing_from_elsewhere(self):
        page = self.url_open(self.url).text
        for foreign in ("<script", "src=", "http://", "https://", "@import"):
            self.assertNotIn(foreign, page)

    def test_the_browser_chooses_the_language(self):
        for accepted, language in (
            ("tr-TR,tr;q=0.9", "tr"),
            ("en-US,en;q=0.9,tr;q=0.1", "en"),
            ("de", "en"),
        ):
            page = self.url_open(self.url, headers={"Accept-Language": accepted})
            self.assertIn(f'<html lang="{language}"', page.text)

    def test_the_words_do_not_need_a_language_in_the_database(self):
        """Every language of the page has all words."""
        for catalogue in LANGUAGES.values():
            texts = [text._translate(catalogue) for text in WORDS.values()]
            self.assertTrue(all(texts))

    def test_the_links_of_a_brand_lead_here(self):
        token = self.message.token
        for url in (
            self.alpha._iys_refusal_url(token),
            self.alpha._iys_oneclick_url(token),
        ):
            path = url.removeprefix(self.alpha.get_base_url())
            self.assertTrue(path.startswith(f"/iys/refuse/{token}"), url)
            self.assertEqual(self.url_open(path).status_code, 200)
