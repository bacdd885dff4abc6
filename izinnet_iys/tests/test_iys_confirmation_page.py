"""The confirmation page over HTTP: asks on GET, acts on POST, tells nobody anything."""

from datetime import timedelta

from odoo.tests import HttpCase, tagged

from ..models.form.iys_confirmation_words import PAGE
from .form_case import EMAIL, FormCase

UNKNOWN = "/iys/confirm/" + "A" * 32


@tagged("-at_install", "post_install")
class TestIysConfirmationPage(FormCase, HttpCase):
    def setUp(self):
        """Override of `odoo.tests`: one open confirmation with its link."""
        super().setUp()
        self.asked, self.url = self._ask("confirm_eposta", {"source": "HS_WEB"})

    def _ask(self, purpose, pending=False):
        asked = self.env["iys.confirmation"]
        row = {
            "brand_id": self.alpha.id,
            "purpose": purpose,
            "recipient": EMAIL,
            "pending": pending and {**pending, "person_name": "Deneme Kişi"},
        }
        token = asked._ask([row])[0]
        return asked._by_secret(token), f"/iys/confirm/{token}"

    def _post(self, url=None, data=None, **over):
        return self.url_open(url or self.url, data=data or {"x": "1"}, **over)

    def _state(self):
        self.asked.invalidate_recordset()
        return self.asked.state

    def test_a_press_records_the_approval(self):
        """L-27."""
        self._post(headers={"User-Agent": "Deneme/3.0"})
        act = self._acts()
        self.assertEqual(
            (act.type, act.status, act.source), ("EPOSTA", "ONAY", "HS_WEB")
        )
        self.assertEqual(act.evidence["confirmed_browser"], "Deneme/3.0")

    def test_opening_the_page_changes_nothing(self):
        """R-47: scanners and previews open every link, twice, in every way."""
        for method in ("GET", "HEAD", "OPTIONS", "GET"):
            self.url_open(self.url, method=method)
        self.assertEqual((self._state(), len(self._acts())), ("waiting", 0))

    def test_the_page_says_what_the_press_leads_to(self):
        """L-25."""
        page = self.url_open(self.url, headers={"Accept-Language": "tr"}).text
        self.assertIn("kampanya ve tanıtım içerikli e-posta", page)
        self.assertIn("Alfa", page)

    def test_the_page_holds_the_texts_seen_before(self):
        """L-25: the consent's text and the privacy notice, each by itself."""
        form = self._make_form(self.beta, channels=("EPOSTA",))
        text = form.question_ids.notice_id
        row = {
            "brand_id": self.beta.id,
            "purpose": "confirm_eposta",
            "recipient": EMAIL,
            "pending": {"source": "HS_WEB", "notice_id": text.id},
            "version_id": form.version_id.id,
        }
        token = self.env["iys.confirmation"]._ask([row])[0]
        page = self.url_open(f"/iys/confirm/{token}").text
        self.assertIn(str(text.body), page)
        self.assertIn(str(form.notice_id.body), page)

    def test_the_page_names_nobody_s_address(self):
        self.assertNotIn(EMAIL, self.url_open(self.url).text)

    def test_two_presses_are_one_act(self):
        self._post()
        self._post()
        self.assertEqual(len(self._acts()), 1)

    def test_used_expired_unknown_and_senseless_links_get_the_same_answer(self):
        """R-45: byte for byte, opened and pressed."""
        self._post()
        late, late_url = self._ask("verify")
        late.expires_at = self._now() - timedelta(seconds=1)
        answers = {
            (answer.status_code, answer.content)
            for url in (self.url, late_url, UNKNOWN, "/iys/confirm/%00%27x")
            for answer in (self.url_open(url), self._post(url))
        }
        self.assertEqual(len(answers), 1)

    def test_extra_names_change_nothing(self):
        """R-48: only the secret is read."""
        names = (
            "brand_id", "company_id", "status", "consent_date", "partner_id", "purpose",
            "context", "user_id", "source", "state", "id", "recipient", "token", "step",
        )  # fmt: skip
        self._post(data={name: str(self.beta.id) for name in names})
        act = self._acts()
        self.assertEqual((act.brand_id, act.status), (self.alpha, "ONAY"))

    def test_a_stranger_s_page_cannot_confirm(self):
        """R-49: without the secret a cross-site post does nothing."""
        self._post(UNKNOWN, headers={"Origin": "https://kotu.example.com"})
        self.assertEqual((self._state(), len(self._acts())), ("waiting", 0))

    def test_checking_an_address_records_no_approval(self):
        """L-25."""
        asked, url = self._ask("verify")
        self._post(url)
        asked.invalidate_recordset()
        self.assertEqual((asked.state, len(self._acts())), ("confirmed", 0))

    def test_a_link_to_the_preferences_leads_there(self):
        _asked, url = self._ask("preferences")
        answer = self.url_open(url, allow_redirects=False)
        path = url.replace("/confirm/", "/preferences/")
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(answer.headers["Location"].endswith(path))

    def test_the_page_needs_no_script_and_nothing_from_elsewhere(self):
        page = self.url_open(self.url).text
        for foreign in ("<script", "src=", "http://", "https://", "@import"):
            self.assertNotIn(foreign, page)

    def test_the_page_sets_no_cookie_and_is_kept_nowhere(self):
        headers = self.url_open(self.url, cookies={}).headers
        self.assertNotIn("session_id", headers.get("Set-Cookie", ""))
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")

    def test_the_browser_chooses_the_language(self):
        for accepted, language in (("tr-TR,tr;q=0.9", "tr"), ("de", "en")):
            for url in (self.url, UNKNOWN):
                page = self.url_open(url, headers={"Accept-Language": accepted})
                self.assertIn(f'<html lang="{language}"', page.text)

    def test_both_languages_have_all_words(self):
        self.assertEqual(set(PAGE["tr"]), set(PAGE["en"]))
