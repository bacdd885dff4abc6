"""The public page: light, honest, and nothing happens by looking."""

import re

from odoo.tests import HttpCase, tagged

from odoo.addons.izinnet_iys.tests.form_case import EMAIL, FormCase


@tagged("post_install", "-at_install")
class TestFormPage(HttpCase, FormCase):
    @classmethod
    def setUpClass(cls):
        """Override of `form_case`: the page of the form that records at once."""
        super().setUpClass()
        cls.path = f"/izin/{cls.point.token}"

    def _open(self, path=None, language="tr"):
        headers = {"Accept-Language": language}
        return self.url_open(path or self.path, headers=headers)

    def _values(self, *types, **over):
        return {
            "version": self.version._signed(),
            "language": "tr_TR",
            "name": "Ada Akçam",
            "email": EMAIL,
            "phone": "0532 111 22 33",
            **{f"box_{self._box(self.form, type_)}": "1" for type_ in types},
            **over,
        }

    def _post(self, *types, path=None, **over):
        self.env.flush_all()
        answer = self.url_open(path or self.path, data=self._values(*types, **over))
        self.env.ref("izinnet_iys.ir_cron_form_answer").method_direct_trigger()
        return answer

    def test_the_page_is_light_and_whole_in_one_answer(self):
        """R-63."""
        answer = self._open()
        self.assertEqual(answer.status_code, 200)
        self.assertLess(len(answer.content), 60 * 1024)
        self.assertNotRegex(answer.text, r"<script|<link|src=\"http")
        self.assertNotIn("Set-Cookie", answer.headers)

    def test_every_box_is_empty_and_nothing_is_required(self):
        """L-21, L-22."""
        text = self._open().text
        self.assertEqual(text.count('type="checkbox"'), 3)
        self.assertNotRegex(text, r"checked|required=")

    def test_one_box_of_three_makes_one_act(self):
        """L-24."""
        self.assertIn("Teşekkürler", self._post("MESAJ").text)
        acts = self._acts()
        self.assertEqual(acts.mapped("type"), ["MESAJ"])
        self.assertEqual(acts.recipient, "+905321112233")

    def test_no_box_keeps_nothing_and_says_so(self):
        """L-22."""
        self.assertIn("Hiçbir şey kaydedilmedi", self._post().text)
        self.assertFalse(self._acts())

    def test_looking_changes_nothing(self):
        """R-47."""
        before = len(self._acts())
        for method in ("GET", "HEAD", "OPTIONS"):
            self.opener.request(method, self.base_url() + self.path, timeout=20)
        self.assertEqual(len(self._acts()), before)
        self.assertFalse(self.env["iys.form.hit"].search([]))

    def test_a_page_that_is_shown_is_counted_by_its_picture(self):
        """R-62: a row is added, nothing that others use is written."""
        picture = re.search(r'src="([^"]+)"', self._open().text)[1]
        for path in (picture, "/izin/unknown/seen.gif"):
            self.assertEqual(self._open(path).headers["Content-Type"], "image/gif")
        hits = self.env["iys.form.hit"].search([])
        self.assertEqual((hits.point_id, hits.kind), (self.point, "seen"))
        self.assertFalse(self.point.seen_count)

    def test_a_fault_keeps_what_was_typed(self):
        answer = self._post("EPOSTA", email="ada@")
        self.assertEqual(answer.status_code, 422)
        self.assertIn('value="ada@"', answer.text)
        self.assertIn('role="alert"', answer.text)
        self.assertFalse(self._acts())

    def test_a_fault_is_told_in_words_that_help(self):
        """A key of ``Taken.faults`` without a text would show a general sentence."""
        for values, words in (
            ({"email": "ada@"}, "e-posta adresinizi kontrol edin"),
            ({"name": "Ada"}, "soyadınızı da yazın"),
        ):
            self.assertIn(words, self._post("EPOSTA", **values).text)

    def test_only_the_fields_of_the_form_count(self):
        """R-48."""
        foreign = {
            "brand_id": self.gamma.id,
            "status": "RET",
            "consent_date": "2015-05-02",
        }
        self._post("MESAJ", **foreign, state="registered", partner_id="1", source="X")
        act = self._acts()
        self.assertEqual((act.brand_id, act.status), (self.alpha, "ONAY"))
        self.assertEqual((act.source, act.state), ("HS_WEB", "queued"))

    def test_without_the_signed_version_nothing_is_taken(self):
        """R-46, R-49."""
        for version in ("", "x", self.version._signed()[:-4]):
            self._post("MESAJ", version=version)
        self.assertFalse(self._acts())

    def test_a_version_of_another_form_is_not_taken(self):
        """T-18."""
        foreign = self.foreign_form.version_id._signed()
        self._post("MESAJ", version=foreign)
        self.assertFalse(self._acts() | self._acts(self.gamma))

    def test_a_robot_in_the_trap_gets_nothing(self):
        self._post("MESAJ", website_address="http://x.example")
        self.assertFalse(self._acts())

    def test_script_in_a_name_is_shown_as_words(self):
        """R-53."""
        answer = self._post("EPOSTA", name='"><script>alert(1)</script> b', email="x")
        self.assertNotIn("<script>alert", answer.text)

    def test_an_unknown_link_says_so(self):
        answer = self._open("/izin/yok")
        self.assertEqual(answer.status_code, 404)
        self.assertIn("Sayfa bulunamadı", answer.text)

    def test_a_paused_form_says_so(self):
        self.form.action_pause()
        answer = self._open()
        self.assertIn("Form kapalı", answer.text)
        self.assertNotIn("checkbox", answer.text)

    def test_what_was_seen_before_the_pause_counts(self):
        values = self._values("MESAJ")
        self.form.action_pause()
        self.env.flush_all()
        self.url_open(self.path, data=values)
        self.env.ref("izinnet_iys.ir_cron_form_answer").method_direct_trigger()
        self.assertEqual(len(self._acts()), 1)

    def test_a_second_click_makes_no_second_approval_in_force(self):
        for _click in range(2):
            self._post("MESAJ")
        states = sorted(self._acts().mapped("state"))
        self.assertLessEqual(states.count("queued"), 1)

    def test_the_page_speaks_english_to_who_reads_english(self):
        answer = self._open(language="en")
        self.assertIn('lang="en"', answer.text)
        self.assertIn("How may we reach you?", answer.text)

    def test_every_field_has_a_label(self):
        text = self._open().text
        for name in re.findall(r'<input id="(iys_\w+)"', text):
            self.assertIn(f'for="{name}"', text)

    def test_token_pages_keep_to_themselves(self):
        """R-55."""
        headers = self._open().headers
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("frame-ancestors 'none'", headers["Content-Security-Policy"])

    def test_a_form_that_confirms_sends_a_link_and_records_nothing(self):
        """L-27."""
        form = self._make_form(channels=("EPOSTA",))
        self.assertTrue(form.confirms_address)
        box = f"box_{self._box(form, 'EPOSTA')}"
        values = self._values(version=form.version_id._signed(), **{box: "1"})
        self.env.flush_all()
        answer = self.url_open(f"/izin/{form.point_ids.token}", data=values)
        self.env.ref("izinnet_iys.ir_cron_form_answer").method_direct_trigger()
        self.assertIn("Son bir adım", answer.text)
        self.assertFalse(self._acts())
        self.assertEqual(len(self.env["iys.confirmation"].search([])), 1)
