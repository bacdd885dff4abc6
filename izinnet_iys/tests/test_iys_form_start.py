"""New form: three questions lead to a draft that can be looked at and checked."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .form_case import FormCase


@tagged("post_install", "-at_install")
class TestIysFormStart(FormCase):
    def _start(self, role="manager", brand=None, **over):
        brand = brand or self.beta
        values = {"brand_id": brand.id, "place": "link", **over}
        return self.as_role(role, self.env["iys.form.start"]).create(values)

    def _make(self, **over):
        action = self._start(**over).action_make()
        return self.env["iys.form"].browse(action["res_id"])

    def _publish_texts(self, form):
        for text in form.draft_text_ids:
            text._freeze()  # what the texts must say is tested at the texts
        form.invalidate_recordset()

    def test_each_channel_gets_a_box_and_nothing_is_ticked_or_required(self):
        """L-21, L-24."""
        form = self._make(ask_mesaj=True, ask_arama=True)
        self.assertEqual(form.question_ids.mapped("type"), ["ARAMA", "MESAJ", "EPOSTA"])
        self.assertEqual((form.asks_email, form.asks_phone), (True, True))

    def test_the_form_has_a_name_though_nobody_typed_one(self):
        start = self._start()
        self.env.flush_all()
        self.env.invalidate_all()  # making it is another request
        form = self.env["iys.form"].browse(start.action_make()["res_id"])
        self.assertTrue(form.name.startswith("Beta · "))

    def test_only_the_addresses_that_are_needed_are_asked_for(self):
        form = self._make()
        self.assertEqual((form.asks_email, form.asks_phone), (True, False))

    def test_published_texts_of_the_brand_are_taken_as_they_are(self):
        form = self._make(brand=self.alpha, ask_mesaj=True)
        self.assertFalse(form.draft_text_ids)
        self.assertEqual(form.notice_id.kind, "notice")
        self.assertEqual(form.question_ids.notice_id.brand_id, self.alpha)

    def test_missing_texts_are_begun_and_have_to_be_reviewed(self):
        """L-52: no ready text reaches people unseen."""
        form = self._make()
        self.assertEqual(form.draft_text_count, 2)
        self.assertTrue(all(form.draft_text_ids.mapped("needs_review")))
        with self.assertRaisesRegex(UserError, r"\[L-52\]"):
            form.action_publish()

    def test_drafts_that_wait_are_not_begun_a_second_time(self):
        first, second = self._make(), self._make()
        self.assertEqual(first.draft_text_ids, second.draft_text_ids)

    def test_a_retired_text_does_not_stand_in_the_way_of_a_new_one(self):
        form = self._make()
        self._publish_texts(form)
        form.notice_id.action_retire()
        again = self._make().notice_id
        self.assertEqual((again.name, again.version), (form.notice_id.name, 2))

    def test_with_the_texts_published_the_form_can_be_published_at_once(self):
        """The first words of a form break no rule."""
        form = self._make(new_purpose="Bana özel öneriler")
        self._publish_texts(form)
        form.action_publish()
        self.assertEqual((form.state, len(form.point_ids)), ("published", 1))

    def test_a_purpose_becomes_an_explicit_consent_with_a_box_of_its_own(self):
        """L-51, L-54."""
        form = self._make(new_purpose=" Bana özel öneriler ")
        box = form.question_ids.filtered(lambda box: not box.type)
        self.assertEqual(box.notice_id.kind, "explicit_consent")
        self.assertEqual(box.notice_id.name, "Bana özel öneriler")

    def test_visitors_read_words_in_both_languages(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        form = self._make()
        turkish, english = (form.with_context(lang=c) for c in ("tr_TR", "en_US"))
        self.assertIn("siz seçin", turkish.intro)
        self.assertIn("You choose", english.intro)
        self.assertIn("e-posta", turkish.question_ids.label)

    def test_where_only_english_is_installed_visitors_read_turkish(self):
        form = self._make()
        self.assertIn("siz seçin", form._content()["tr_TR"]["intro"])

    def test_a_form_on_paper_confirms_nothing_by_a_link(self):
        self.assertFalse(self._make(place="paper").confirms_address)

    def test_addresses_are_confirmed_where_every_channel_has_a_way(self):
        """L-27."""
        self.assertTrue(self._make().confirms_address)
        self.assertFalse(self._make(ask_mesaj=True).confirms_address)

    def test_the_plan_says_what_is_there_and_what_is_to_be_reviewed(self):
        starts = (self._start(brand=self.alpha), self._start())
        ready, new = (" ".join(start.plan_html.split()) for start in starts)
        self.assertIn("published, taken as it is", ready)
        self.assertIn("to be reviewed by your lawyer", new)

    def test_a_plan_makes_nothing(self):
        texts = self.env["iys.notice"].search_count([])
        self._start(ask_mesaj=True, new_purpose="Öneriler").plan_html  # noqa: B018
        self.assertEqual(self.env["iys.notice"].search_count([]), texts)

    def test_nothing_asked_is_told(self):
        with self.assertRaisesRegex(UserError, "at least one"):
            self._make(ask_eposta=False)

    def test_a_message_to_a_list_is_no_place(self):
        """L-20: the question does not even offer it."""
        offered = dict(self.env["iys.form.start"]._fields["place"].selection)
        self.assertNotIn("message", offered)

    def test_a_collector_makes_no_forms(self):
        with self.assertRaises(AccessError):
            self._start(role="collector")

    def test_the_embed_code_is_a_link_and_its_words_are_plain_text(self):
        """R-53."""
        self.form.title = "<script>alert(1)</script>"
        code = self.form.main_embed_code
        self.assertIn(self.point.url, code)
        self.assertNotIn("<script>", code)


@tagged("post_install", "-at_install")
class TestIysFormStartTour(HttpCase, FormCase):
    def test_a_manager_answers_three_questions_and_publishes(self):
        """Published texts of the brand; the form is on the air at the end."""
        for type_ in ("EPOSTA", "MESAJ"):
            self._make_text(self.beta, type=type_, name=f"Onay {type_}")
        self._make_text(self.beta, "notice", name="Aydınlatma")
        before = self.env["iys.form"].search([])
        self.start_tour(
            "/odoo/action-izinnet_iys.iys_form_action",
            "izinnet_iys_form_start",
            login="iys_manager",
        )
        form = self.env["iys.form"].search([]) - before
        self.assertEqual((form.state, form.place), ("published", "event"))
        self.assertEqual(form.brand_id, self.beta)
        self.assertEqual(form.question_ids.mapped("type"), ["MESAJ", "EPOSTA"])
        self.assertEqual((len(form.point_ids), len(form.version_ids)), (1, 1))
        self.assertEqual(form.version_id.content["tr_TR"]["fields"][0], "name")
