"""A break the person asked for: obeyed by the gate, never instead of a refusal."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from psycopg2.errors import RaiseException

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..controllers.preference_words import WORDS
from .refusal_case import MAIL, RefusalCase


@tagged("-at_install", "post_install")
class TestIysPause(RefusalCase, HttpCase):
    def setUp(self):
        """Override of `odoo.tests`: one message with its link."""
        super().setUp()
        self.url = f"/iys/preferences/{self._log_message().token}"

    def _press(self, word, brand=None, type_="EPOSTA"):
        choice = f"{word}:{(brand or self.alpha).id}:{type_}"
        return self.url_open(self.url, data={"choice": choice})

    def _rule(self, brand=None, type_="EPOSTA", text=MAIL):
        decided = self.env["iys.consent"]._decide_send(
            brand or self.alpha, type_, [text]
        )
        return decided[text].rule

    def _pauses(self):
        return self.env["iys.pause"].search([])

    # === WHAT IT DOES === #

    def test_a_break_stops_the_brand_s_messages_on_that_channel(self):
        self._press("pause1")
        self.assertEqual(self._rule(), "paused_by_person")

    def test_other_brands_go_on(self):
        before = self._rule(self.beta)
        self._press("pause1")
        self.assertEqual((before, self._rule(self.beta)), ("approved", before))

    def test_messages_come_again_when_the_break_is_over(self):
        """The consent stood all the time; İYS has to be up to date, though."""
        self._press("pause3")
        later = fields.Datetime.now() + relativedelta(months=3, minutes=1)
        with freeze_time(later):
            self.alpha.last_good_pull = later
            self.assertEqual(self._rule(), "approved")

    def test_the_length_is_as_chosen(self):
        for months in (1, 3, 6):
            self._press(f"pause{months}")
            pause = self._pauses()[0]
            wanted = pause.asked_at + relativedelta(months=months)
            self.assertLess(abs(pause.until - wanted), timedelta(seconds=5))

    def test_one_press_ends_it_early(self):
        self._press("pause6")
        page = self._press("resume")
        self.assertIn(WORDS["tr"]["resumed"], page.text)
        self.assertEqual(self._rule(), "approved")

    def test_history_is_added_not_edited(self):
        for word in ("pause6", "pause1", "resume"):
            self._press(word)
        self.assertEqual(len(self._pauses()), 3)

    def test_ending_what_is_no_break_adds_nothing(self):
        self._press("resume")
        self.assertFalse(self._pauses())

    # === NEVER INSTEAD OF A REFUSAL === #

    def test_a_refusal_outdoes_a_break(self):
        """L-44."""
        self._press("pause1")
        self._press("leave")
        self.assertEqual(self._rule(), "refused")

    def test_a_break_records_no_act_and_ends_none(self):
        before = self._counts()
        self._press("pause1")
        self._press("resume")
        self.assertEqual(self._counts(), before)

    def test_a_break_changes_no_state_on_the_contact(self):
        partner = self._make_partner(email=MAIL)
        self._press("pause1")
        here = partner.with_context(iys_brand_id=self.alpha.id)
        self.assertEqual(
            (here.iys_eposta_state, here.iys_eposta_rule), ("ONAY", "paused_by_person")
        )

    def test_stopping_stands_first_and_is_as_easy_as_before(self):
        """L-44: each channel has its own button to leave, before any break."""
        page = self.url_open(self.url).text
        leave, pause = page.index("leave:"), page.index("pause1:")
        self.assertLess(leave, pause)

    def test_whoever_refused_is_offered_no_break(self):
        self._press("leave")
        text = self.url_open(self.url).text
        self.assertNotIn(f"pause1:{self.alpha.id}:EPOSTA", text)

    def test_leaving_works_during_a_break(self):
        """R-50."""
        self._press("pause6")
        self.assertIn(f"leave:{self.alpha.id}:EPOSTA", self.url_open(self.url).text)

    # === WHO MAY WHAT === #

    def test_another_length_or_company_is_no_choice(self):
        """R-48."""
        for word, brand in (("pause12", self.alpha), ("pause1", self.gamma)):
            page = self._press(word, brand)
            self.assertIn(WORDS["tr"]["nothing"], page.text)
        self.assertFalse(self._pauses())

    def test_looking_starts_and_ends_no_break(self):
        """R-47."""
        for method in ("GET", "HEAD", "OPTIONS", "GET"):
            choice = f"pause1:{self.alpha.id}:EPOSTA"
            self.url_open(f"{self.url}?choice={choice}", method=method)
        self.assertFalse(self._pauses())

    def test_nobody_types_a_break_in(self):
        with self.assertRaises(UserError):
            self.env["iys.pause"].create({"brand_id": self.alpha.id})

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_to_change_one(self):
        """R-31."""
        self._press("pause1")
        with self.assertRaises(RaiseException), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE iys_pause SET until = now()")

    def test_staff_see_it_on_the_contact(self):
        partner = self._make_partner(email=MAIL)
        self._press("pause1")
        mine = partner.with_context(allowed_company_ids=self.alpha.company_id.ids)
        note = mine.with_company(self.alpha.company_id).iys_pause_note
        self.assertIn("Alfa", note)

    def test_both_languages_say_it(self):
        self._press("pause1")
        for language in WORDS:
            page = self.url_open(self.url, headers={"Accept-Language": language}).text
            self.assertIn(WORDS[language]["resume"], page)
