"""A crowd behind one address: a second press, never a refusal (R-43, R-50)."""

import html
import re
import time
from datetime import timedelta

from odoo import fields

from .block_case import BlockCase

LIMIT = "izinnet_iys.crowd_answers"
SECONDS = "izinnet_iys.crowd_seconds"


class TestCrowd(BlockCase):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: a small crowd, and no waiting unless a test says so."""
        super().setUpClass()
        cls.parameters = cls.env["ir.config_parameter"].sudo()
        cls.parameters.set_param(LIMIT, 2)
        cls.parameters.set_param(SECONDS, "0")
        cls.path = f"/izin/{cls.point.token}"

    def _values(self, number, **over):
        return {
            "version": self.version._signed(),
            "language": "tr_TR",
            "name": "Ada Akçam",
            "email": f"kisi{number}@example.com",
            f"box_{self._box(self.form, 'EPOSTA')}": "1",
            **over,
        }

    def _post(self, number, **over):
        answer = self.url_open(self.path, data=self._values(number, **over))
        return answer

    def _hidden(self, answer):
        """Return what the second press sends: what stands in its page."""
        pairs = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.text)
        return {name: html.unescape(value) for name, value in pairs}

    def _fill(self):
        for number in range(2):
            self._post(number)

    def _waiting(self):
        return self.env["iys.form.answer"].search_count([])

    def test_up_to_the_limit_nobody_is_asked_twice(self):
        self._fill()
        self.assertEqual(self._waiting(), 2)

    def test_above_it_a_second_press_is_asked_for_and_nothing_is_kept(self):
        self._fill()
        answer = self._post(9)
        self.assertIn("Bir kez daha basın", answer.text)
        self.assertEqual((answer.status_code, self._waiting()), (200, 2))

    def test_the_second_press_works_without_javascript(self):
        self._fill()
        page = self._post(9)
        self.assertNotIn("<script", page.text)
        answer = self.url_open(self.path, data=self._hidden(page))
        self.assertIn("Teşekkürler", answer.text)
        self.assertEqual(self._waiting(), 3)

    def test_everybody_of_a_crowd_gets_through(self):
        """R-43: forty honest people, all above the limit."""
        self._fill()
        for number in range(2, 42):
            self.url_open(self.path, data=self._hidden(self._post(number)))
        self.assertEqual(self._waiting(), 42)

    def test_whoever_presses_too_early_waits_on_and_not_anew(self):
        self.parameters.set_param(SECONDS, 2)
        self._fill()
        first = self._hidden(self._post(9))
        early = self._hidden(self.url_open(self.path, data=first))
        self.assertEqual((early["stamp"], self._waiting()), (first["stamp"], 2))
        time.sleep(2)
        self.url_open(self.path, data=early)
        self.assertEqual(self._waiting(), 3)

    def test_a_stamp_is_good_for_its_own_answer_alone(self):
        self._fill()
        sent = self._hidden(self._post(9))
        for odd in (
            {**sent, "email": "baska@example.com"},
            {**sent, "stamp": sent["stamp"][:-4] + "AAAA"},
            {**sent, "stamp": "ş"},
            {**sent, "stamp": self.version._signed()},
        ):
            answer = self.url_open(self.path, data=odd)
            self.assertIn("Bir kez daha basın", answer.text)
        self.assertEqual(self._waiting(), 2)

    def test_what_is_wrong_is_said_before_a_second_press_is_asked_for(self):
        self._fill()
        self.assertEqual(self._post(9, email="ada@").status_code, 422)

    def test_the_block_is_asked_to_send_once_more(self):
        self._fill()
        reply = self._send("EPOSTA")
        self.assertEqual((reply["outcome"], len(self._acts())), ("again", 2))
        self.assertEqual(self._send("EPOSTA", stamp=reply["stamp"])["outcome"], "taken")

    def test_a_crowd_of_ten_minutes_ago_is_forgotten(self):
        self._fill()
        rows = self.env["iys.form.crowd"].search([])
        rows.at = fields.Datetime.now() - timedelta(minutes=11)
        self._post(9)
        self.assertEqual(self._waiting(), 3)

    def test_the_count_s_job_deletes_from_where_answers_came(self):
        self._fill()
        rows = self.env["iys.form.crowd"].search([])
        rows.at = fields.Datetime.now() - timedelta(minutes=11)
        self.env["iys.form.hit"]._cron_count()
        self.assertFalse(rows.exists())

    def test_a_kiosk_s_second_press_stays_in_the_kiosk(self):
        self._fill()
        path = f"{self.path}/kiosk"
        page = self.url_open(path, data=self._values(9))
        answer = self.url_open(path, data=self._hidden(page))
        self.assertIn("Sıradaki kişi", answer.text)
