"""Asking for a preference link: the same answer for everybody, the work in a job."""

from odoo.tests import HttpCase, tagged

from .refusal_case import MAIL, RefusalCase

STRANGER = "yabanci@deneme.example.com"


@tagged("-at_install", "post_install")
class TestPreferenceAsk(RefusalCase, HttpCase):
    def _ask(self, text):
        return self.url_open("/iys/preferences", data={"email": text})

    def _work(self):
        with self.enter_registry_test_mode():
            self.env.ref("izinnet_iys.ir_cron_preference").method_direct_trigger()
        return self.env["iys.confirmation"].search([])

    def test_known_unknown_and_senseless_addresses_get_the_same_answer(self):
        """R-45, T-14: byte for byte."""
        answers = {
            (answer.status_code, answer.content)
            for answer in map(self._ask, (MAIL, STRANGER, "x", "", "İ\x00" * 400))
        }
        self.assertEqual(len(answers), 1)

    def test_a_request_does_the_same_work_for_known_and_unknown_addresses(self):
        """R-45: nothing is looked up and nothing is sent before the job runs."""
        counts = []
        for text in (MAIL, STRANGER):
            before = self._counts()
            self._ask(text)
            after = self._counts()
            counts.append([b - a for a, b in zip(before, after, strict=True)])
        self.assertEqual(counts[0], counts[1])
        self.assertFalse(self.env["iys.confirmation"].search_count([]))

    def test_a_known_address_gets_a_link_for_each_company(self):
        """The brands that hold something; no company is forgotten."""
        self._ask(MAIL)
        asked = self._work()
        self.assertEqual(set(asked.mapped("purpose")), {"preferences"})
        self.assertEqual(asked.brand_id.company_id, self.company | self.other_company)

    def test_an_unknown_address_gets_no_mail(self):
        """T-14: nobody is written to because somebody typed an address."""
        self._ask(STRANGER)
        self.assertFalse(self._work())

    def test_another_spelling_is_the_same_address(self):
        self._ask(f"  {MAIL.upper()} ")
        self._ask(MAIL)
        self.assertEqual(len(self._work()), 2)  # one a company

    def test_an_address_is_not_flooded(self):
        """Two wishes in a minute are one."""
        for _time in range(3):
            self._ask(MAIL)
            asked = self._work()
        self.assertEqual(len(asked), 2)

    def test_what_was_asked_is_not_kept(self):
        for text in (MAIL, STRANGER):
            self._ask(text)
        self._work()
        self.assertFalse(self.env["iys.preference.ask"].search_count([]))

    def test_a_person_who_refused_gets_a_link_too(self):
        """Who refused may see that, and may ask to be asked again."""
        self.env["iys.consent"]._refuse(self.alpha, "EPOSTA", [STRANGER], "HS_WEB")
        self._ask(STRANGER)
        self.assertEqual(self._work().brand_id, self.alpha)

    def test_the_mail_s_link_opens_the_page(self):
        self._ask(MAIL)
        self._work()
        mail = self.env["mail.mail"].search(
            [("model", "=", "iys.confirmation")], limit=1
        )
        self.assertIn("/iys/preferences/", mail.body_html)
