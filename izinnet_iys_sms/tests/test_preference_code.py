"""The preference page by a code: opened by a phone, raised by a fresh code (R-45, R-46)."""

import re

from odoo.tests import HttpCase, tagged

from .codes_case import CodesCase

ASK = "/iys/preferences"


@tagged("-at_install", "post_install")
class TestPreferenceCode(CodesCase, HttpCase):
    def _post(self, path, **data):
        self.env.flush_all()
        headers = {"Accept-Language": "tr"}
        answer = self.url_open(path, data=data, headers=headers)
        self.env.invalidate_all()
        return answer

    def _ask(self, number=None):
        """Ask as a visitor does, and let the job work; returns the page's secret."""
        page = self._post(ASK, phone=number or self.phone).text
        self.env.ref("izinnet_iys.ir_cron_preference").method_direct_trigger()
        self.env.invalidate_all()
        return re.search(r'name="secret" value="([^"]+)"', page)[1]

    def _open(self):
        secret = self._ask()
        return self._post(f"{ASK}/code", secret=secret, code=self._codes()[0])

    def test_a_known_number_gets_a_code_that_opens_the_page(self):
        self._record(self._make_received())
        answer = self._open()
        self.assertIn("İleti tercihleriniz", answer.text)
        self.assertIn("+90532***33", answer.text)

    def test_opening_changes_no_consent(self):
        """L-25."""
        self._record(self._make_received())
        self._open()
        self.assertEqual(len(self._acts()), 1)

    def test_an_unknown_number_gets_no_sms(self):
        """T-10."""
        self._ask()
        self.assertFalse(self._texts())

    def test_known_and_unknown_numbers_get_the_same_page(self):
        """R-45: byte for byte but for the secret."""
        self._record(
            self._make_received(),
            self._make_act(recipient="+905321112244", status="RET"),
        )
        pages = {
            re.sub(r'value="[^"]{32}"', "", self._post(ASK, phone=number).text)
            for number in (
                self.phone,
                "+905321112244",
                "+905321112255",
                "0212 345 67 89",
            )
        }
        self.assertEqual(len(pages), 1)

    def test_a_wrong_code_and_an_unknown_number_are_told_the_same(self):
        """R-45."""
        self._record(self._make_received())
        known = self._ask()
        wrong = self._wrong(self._codes()[0])
        unknown = self._ask("+905321112255")
        pages = {
            re.sub(
                r'value="[^"]{32}"',
                "",
                self._post(f"{ASK}/code", secret=s, code=wrong).text,
            )
            for s in (known, unknown, "A" * 32)
        }
        self.assertEqual(len(pages), 1)

    def test_the_code_opens_the_page_once(self):
        self._record(self._make_received())
        secret = self._ask()
        code = self._codes()[0]
        self._post(f"{ASK}/code", secret=secret, code=code)
        again = self._post(f"{ASK}/code", secret=secret, code=code)
        self.assertIn("Kod doğru değil", again.text)

    def test_who_opened_it_by_a_code_may_leave(self):
        self._record(self._make_received())
        path = self._open().url
        self._post(path, choice=f"leave:{self.alpha.id}:MESAJ")
        self.assertEqual(self._acts()[0].status, "RET")

    def test_raising_a_phone_takes_a_fresh_code(self):
        """R-46: the page alone raises nothing; the person's own act does (L-50)."""
        self._make_notice(name="SMS onayı", type="MESAJ")
        self._record(self._make_act(status="RET", person_name="Deneme Kişi"))
        path = self._open().url
        self.env.cr.execute(
            "UPDATE iys_sms_code SET created_at = created_at - interval '2 minutes'"
        )
        page = self._post(path, choice=f"raise:{self.alpha.id}:MESAJ")
        self.assertEqual(len(self._acts()), 1)
        secret = page.url.rpartition("/")[2]
        self.assertIn("/iys/code/", page.url)
        self._post(f"/iys/code/{secret}", code_confirm_mesaj=self._codes()[0])
        act = self._acts()[0]
        self.assertEqual(
            (act.status, act.type, act.source), ("ONAY", "MESAJ", "HS_WEB")
        )

    def test_the_page_for_a_phone_is_offered_only_where_sms_can_leave(self):
        self.assertIn('name="phone"', self.url_open(ASK).text)
        self.env["res.company"].search([]).iys_sms_gateway_id = False
        self.env.flush_all()
        self.assertNotIn('name="phone"', self.url_open(ASK).text)
