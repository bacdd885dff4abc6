"""Kiosk: the same form and proof on a tablet; one visitor after the other."""

from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged

from odoo.addons.izinnet_iys.tests.form_case import EMAIL, FormCase


@tagged("post_install", "-at_install")
class TestKiosk(HttpCase, FormCase):
    @classmethod
    def setUpClass(cls):
        """Override of `form_case`: the kiosk of the form that records at once."""
        super().setUpClass()
        cls.path = f"/izin/{cls.point.token}/kiosk"

    def _open(self, tail=""):
        return self.url_open(self.path + tail, headers={"Accept-Language": "tr"})

    def _answer(self, **over):
        values = {
            "version": self.version._signed(),
            "language": "tr_TR",
            "name": "Ada Akçam",
            "email": EMAIL,
            f"box_{self._box(self.form, 'EPOSTA')}": "1",
            **over,
        }
        self.env.flush_all()
        answer = self.url_open(self.path, data=values)
        self.env.ref("izinnet_iys.ir_cron_form_answer").method_direct_trigger()
        return answer

    def _leave(self, pin):
        self.env.flush_all()
        return self.url_open(
            f"{self.path}/leave", data={"pin": pin}, allow_redirects=False
        )

    def test_the_kiosk_shows_the_form_in_big_type(self):
        page = self._open()
        self.assertIn('class="kiosk"', page.text)
        self.assertEqual(page.text.count('type="checkbox"'), 3)

    def test_the_link_s_own_page_knows_no_script(self):
        """R-63."""
        page = self.url_open(f"/izin/{self.point.token}")
        self.assertNotIn("<script", page.text)
        self.assertNotIn("script-src", page.headers["Content-Security-Policy"])

    def test_the_kiosk_s_script_is_our_own_file(self):
        """R-55."""
        policy = self._open().headers["Content-Security-Policy"]
        self.assertIn("script-src 'self'", policy)
        script = self.url_open("/izinnet_iys_website/static/src/kiosk/kiosk.js")
        self.assertEqual(script.status_code, 200)

    def test_the_browser_is_told_to_remember_nobody(self):
        page = self._open()
        self.assertNotIn('autocomplete="email"', page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_an_answer_is_recorded_and_tells_of_the_kiosk(self):
        """L-24: one box, one act."""
        self.assertIn("Teşekkürler", self._answer().text)
        (act,) = self.env["iys.consent"].search([("recipient", "=", EMAIL)])
        self.assertEqual(act.evidence["layout"], "kiosk")

    def test_the_thank_you_leads_to_the_next_person_s_empty_form(self):
        page = self._answer().text
        self.assertIn(f'data-kiosk="{self.path}"', page)
        self.assertNotIn(EMAIL, page)

    def test_a_fault_is_shown_in_the_kiosk_too(self):
        page = self._answer(email="ada@")
        self.assertEqual(page.status_code, 422)
        self.assertIn('class="kiosk"', page.text)

    def test_the_right_pin_leads_to_the_log_in_page(self):
        self.point.kiosk_pin = "4711"
        self.assertIn("/web/login", self._leave("4711").headers["Location"])

    def test_a_wrong_pin_leads_nowhere(self):
        self.point.kiosk_pin = "4711"
        for pin in ("", "0000", "47110", "４７１１"):
            answer = self._leave(pin)
            self.assertEqual(answer.status_code, 200)
            self.assertIn('role="alert"', answer.text)

    def test_the_page_never_tells_the_pin(self):
        self.point.kiosk_pin = "4711"
        self.env.flush_all()
        self.assertNotIn("4711", self._open().text + self._open("/leave").text)

    def test_without_a_pin_staff_just_leave(self):
        self.assertIn("/web/login", self._leave("").headers["Location"])

    def test_a_pin_has_four_to_eight_digits(self):
        for pin in ("123", "123456789", "12a4", "١٢٣٤"):
            with self.assertRaises(ValidationError):
                self.point.kiosk_pin = pin

    def test_starting_the_kiosk_logs_the_browser_out(self):
        self.authenticate("admin", "admin")
        url = self.point.action_kiosk()["url"]
        self.assertIn('class="kiosk"', self.url_open(url).text)
        self.assertIn("/web/login", self.url_open("/odoo").url)

    def test_an_unknown_link_has_no_kiosk(self):
        for tail in ("/kiosk", "/kiosk/leave"):
            answer = self.url_open("/izin/" + "A" * 22 + tail)
            self.assertEqual(answer.status_code, 404)
