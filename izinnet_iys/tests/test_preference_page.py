"""The preference page over HTTP: shows, takes back at once, raises only by asking."""

from datetime import timedelta

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..controllers.preference_words import WORDS
from ..models.form.iys_preference import SHOWN_FOR
from ..models.record.iys_key import PARAMETER
from .refusal_case import MAIL, RefusalCase

UNKNOWN = "/iys/preferences/" + "A" * 32


@tagged("-at_install", "post_install")
class TestPreferencePage(RefusalCase, HttpCase):
    def setUp(self):
        """Override of `odoo.tests`: one message with its link."""
        super().setUp()
        self.url = self._link()

    def _link(self, **over):
        return f"/iys/preferences/{self._log_message(**over).token}"

    def _asked_link(self):
        row = {
            "brand_id": self.alpha.id,
            "purpose": "preferences",
            "recipient": MAIL,
        }
        return f"/iys/preferences/{self.env['iys.confirmation']._ask([row])[0]}"

    def _press(self, choice, url=None, **data):
        return self.url_open(url or self.url, data={"choice": choice, **data})

    def _leave(self, brand=None, type_="EPOSTA", url=None):
        return self._press(f"leave:{(brand or self.alpha).id}:{type_}", url)

    def _questions(self):
        return self.env["iys.confirmation"].search([("purpose", "!=", "preferences")])

    def _give_purpose(self, brand=None, **over):
        text = self._make_notice(brand, kind="explicit_consent", **over)
        row = {"brand_id": text.brand_id.id, "recipient": MAIL, "notice_id": text.id}
        return self.env["iys.explicit.consent"]._give([row])

    # === SHOWING === #

    def test_the_page_shows_every_brand_of_the_company_that_holds_something(self):
        """R-58: another company's brand stays out."""
        page = self.url_open(self.url).text
        self.assertEqual(
            [name in page for name in ("Alfa", "Beta", "Gama")], [True, True, False]
        )

    def test_the_page_says_since_when(self):
        """Türkiye's time."""
        date = self.approvals[0].consent_date + timedelta(hours=3)
        self.assertIn(f"{date:%d.%m.%Y %H:%M}", self.url_open(self.url).text)

    def test_the_address_is_masked(self):
        """T-15: who holds the link may be somebody else."""
        page = self.url_open(self.url).text
        self.assertNotIn(MAIL, page)
        self.assertIn("k***@deneme.example.com", page)

    def test_the_contact_s_phone_is_shown_masked(self):
        partner = self._make_partner(email=MAIL)
        page = self.url_open(self._link(partner_id=partner.id)).text
        self.assertIn("+90532***33", page)

    def test_a_contact_that_has_another_address_now_is_left_out(self):
        """T-15: the message's address is no longer this contact's."""
        partner = self._make_partner(email="baska@deneme.example.com")
        page = self.url_open(self._link(partner_id=partner.id)).text
        self.assertNotIn("+90532", page)

    def test_an_asked_link_opens_the_page_more_than_once(self):
        url = self._asked_link()
        self.url_open(url)
        self.assertIn("Alfa", self.url_open(url).text)

    def test_a_link_of_another_purpose_opens_nothing(self):
        """L-25."""
        row = {"brand_id": self.alpha.id, "purpose": "verify", "recipient": MAIL}
        token = self.env["iys.confirmation"]._ask([row])[0]
        self.assertEqual(
            self.url_open(f"/iys/preferences/{token}").content,
            self.url_open(UNKNOWN).content,
        )

    def test_old_expired_unknown_and_senseless_links_get_the_same_answer(self):
        """R-45, T-15: byte for byte, opened and pressed."""
        old = self._link(sent_at=self._now() - SHOWN_FOR - timedelta(hours=1))
        late = self._asked_link()
        self.env["iys.confirmation"].search([]).expires_at = self._now() - timedelta(1)
        answers = {
            (answer.status_code, answer.content)
            for url in (old, late, UNKNOWN, "/iys/preferences/%00%27x")
            for answer in (self.url_open(url), self._press("all", url))
        }
        self.assertEqual(len(answers), 1)

    def test_opening_the_page_changes_nothing(self):
        """R-47: scanners and previews open every link, twice, in every way."""
        self._give_purpose()
        links = (self.url, self._asked_link(), "/iys/preferences")
        before = self._rows()
        for url in links:
            for method in ("GET", "HEAD", "OPTIONS", "GET"):
                self.url_open(f"{url}?choice=all&email={MAIL}", method=method)
        self.assertEqual(self._rows(), before)

    def _rows(self):
        models = ("iys.explicit.consent", "iys.confirmation", "iys.preference.ask")
        return self._counts(), [self.env[name].search_count([]) for name in models]

    def test_the_page_sets_no_cookie_and_runs_no_script(self):
        """R-55."""
        answer = self.url_open(self.url)
        self.assertNotIn("Set-Cookie", answer.headers)
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_script_in_a_brand_s_name_is_shown_as_text(self):
        """R-53."""
        self.alpha.name = "<script>alert(1)</script>"
        self.assertNotIn("<script", self.url_open(self.url).text)

    def test_both_languages_have_all_words(self):
        self.assertEqual(set(WORDS["tr"]), set(WORDS["en"]))

    def test_the_page_speaks_the_reader_s_language(self):
        for language in WORDS:
            page = self.url_open(self.url, headers={"Accept-Language": language}).text
            self.assertIn(WORDS[language]["all"], page)

    # === LEAVING === #

    def test_one_press_refuses_a_channel_at_once(self):
        """L-14, L-43."""
        page = self._leave().text
        self.assertEqual(self._rule(), "refused")
        self.assertIn(WORDS["tr"]["refused"], page)

    def test_another_brand_of_the_company_can_be_left_too(self):
        """L-44."""
        self._leave(self.beta)
        self.assertEqual(self._refused_brands(), self.beta)

    def test_another_company_s_brand_cannot_be_left(self):
        """R-58."""
        self._leave(self.gamma)
        self.assertFalse(self._told())

    def test_a_channel_without_a_known_address_cannot_be_left(self):
        page = self._leave(type_="MESAJ").text
        self.assertFalse(self._told())
        self.assertIn(WORDS["tr"]["nothing"], page)

    def test_what_was_never_approved_can_be_refused(self):
        """L-42: a refusal needs no approval before it."""
        partner = self._make_partner(email=MAIL)
        self._leave(type_="ARAMA", url=self._link(partner_id=partner.id))
        self.assertTrue(self._refusals(type="ARAMA", recipient=self.phone))

    def test_everything_is_left_with_one_press(self):
        """L-44: all brands of the company, no other company's."""
        self._press("all")
        self.assertEqual(self._refused_brands(), self.alpha | self.beta)

    def test_leaving_everything_withdraws_explicit_consents(self):
        """L-54."""
        self._give_purpose()
        self._press("all")
        self.assertFalse(self.env["iys.explicit.consent"]._standing(self.alpha, [MAIL]))

    def test_two_presses_are_one_act(self):
        self._leave()
        self._leave()
        self.assertEqual(len(self._told()), 1)

    def test_the_proof_says_how_it_came(self):
        """L-32."""
        self._leave()
        proof = self._refusals().evidence
        self.assertEqual(proof["road"], "preference_page")

    def test_an_asked_link_leaves_too_and_goes_on_working(self):
        url = self._asked_link()
        self._leave(url=url)
        self._leave(self.beta, url=url)
        self.assertEqual(self._refused_brands(), self.alpha | self.beta)

    def test_senseless_choices_change_nothing(self):
        """R-48."""
        for choice in ("", ":", "leave", "leave:x:EPOSTA", "raise:1:2:3", "'; --"):
            self._press(choice, brand_id=str(self.beta.id), status="ONAY")
        self.assertFalse(self._told())

    # === EXPLICIT CONSENTS === #

    def test_an_explicit_consent_is_withdrawn_with_one_press(self):
        """L-54: as easily as it was given; the other one stays."""
        first, other = self._give_purpose(), self._give_purpose(name="Profil")
        self._press(f"withdraw:{self.alpha.id}:{first.id}")
        standing = self.env["iys.explicit.consent"]._standing(self.alpha, [MAIL])
        self.assertEqual(standing, other)

    def test_nobody_else_s_explicit_consent_can_be_withdrawn(self):
        text = self._make_notice(kind="explicit_consent")
        row = {"brand_id": self.alpha.id, "notice_id": text.id}
        rows = [{**row, "recipient": "baska@deneme.example.com"}]
        given = self.env["iys.explicit.consent"]._give(rows)
        self._press(f"withdraw:{self.alpha.id}:{given.id}")
        self.assertEqual(self.env["iys.explicit.consent"].search_count([]), 1)

    # === RAISING === #

    def _raise(self):
        self._make_notice(type="EPOSTA")
        self._leave()
        return self._press(f"raise:{self.alpha.id}:EPOSTA")

    def test_raising_only_asks_the_address_on_record(self):
        """R-46, L-25: the refusal stands until the person confirms."""
        self._raise()
        asked = self._questions()
        self.assertEqual(
            (asked.purpose, asked.recipient, self._rule()),
            ("confirm_eposta", MAIL, "refused"),
        )

    def test_a_confirmed_raise_is_an_act_of_that_moment(self):
        """L-27, L-50."""
        self._raise()
        asked = self._questions()
        asked._confirm({"ip": "192.0.2.7"})
        self.assertEqual(
            (asked.consent_id.status, asked.consent_id.evidence["road"]),
            ("ONAY", "preference_page"),
        )

    def test_raising_needs_a_published_text(self):
        """L-52: nobody agrees to a text that is not there."""
        self._leave()
        page = self._press(f"raise:{self.alpha.id}:EPOSTA").text
        self.assertFalse(self._questions())
        self.assertIn(WORDS["tr"]["nothing"], page)

    def test_a_phone_cannot_be_raised_by_a_link(self):
        """R-46: a link proves nothing about a phone; the page says how it can be done."""
        self._make_notice(type="MESAJ")
        partner = self._make_partner(email=MAIL)
        url = self._link(partner_id=partner.id)
        page = self._press(f"raise:{self.alpha.id}:MESAJ", url).text
        self.assertFalse(self._questions())
        self.assertIn(WORDS["tr"]["how_phone"], page)

    # === BAD DAYS === #

    def test_the_footer_of_a_commercial_mail_leads_here(self):
        """Every message carries the link."""
        self.assertIn("/iys/preferences/abc", self.alpha._iys_mail_footer("abc"))

    def test_without_the_address_key_the_visitor_is_told_to_try_again(self):
        """Fail soft for a person, and nothing is half done."""
        self.env["ir.config_parameter"].set_param(PARAMETER, "0123456789abcdef")
        self.registry.clear_cache()
        with mute_logger("odoo.addons.izinnet_iys.controllers.preference"):
            self.assertEqual(self._leave().status_code, 503)
        self.assertFalse(self._told())

    def test_no_mangled_token_opens_anything(self):
        """R-46: one letter more, less or other, never an error."""
        gone = self.url_open(UNKNOWN).content
        token = self.url.rpartition("/")[2]
        mangled = [token[:-1], token + "A", token[::-1], token.swapcase(), "A" * 900]
        mangled += [
            token[:at] + "-_"[token[at] == "-"] + token[at + 1 :] for at in range(9)
        ]
        for text in mangled:
            answer = self._press("all", f"/iys/preferences/{text}")
            self.assertEqual((answer.status_code, answer.content), (200, gone))
        self.assertFalse(self._told())
