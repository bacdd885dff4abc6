"""The routes operators push to: who may, what is kept, what is told (R-28, R-29, T-24)."""

from odoo.tests import HttpCase, tagged

from .push_case import PushCase


@tagged("-at_install", "post_install")
class TestSmsPush(PushCase, HttpCase):
    def _url(self, kind="report", token=None, number=None):
        token = token or self.verimor.sudo().push_token
        return f"/iys/sms/{number or self.verimor.id}/{token}/{kind}"

    def _post(self, body=b"[]", url=None, **headers):
        headers = {"Content-Type": "application/json", **headers}
        return self.url_open(url or self._url(), data=body, headers=headers)

    def _events(self):
        return self.env["iys.sms.event"].sudo().search([])

    def test_a_push_is_stored_and_answered(self):
        answer = self._post(self.body_of_report(self.yes))
        self.assertEqual(
            (answer.status_code, self._events().mapped("state")), (200, ["new"])
        )

    def test_the_same_push_again_is_the_same_row(self):
        """R-28: an operator that got no answer in time pushes again."""
        for _time in range(3):
            self._post(self.body_of_report(self.yes))
        self.assertEqual(len(self._events()), 1)

    def test_unknown_accounts_and_wrong_tokens_get_one_answer(self):
        """T-24: nobody learns which accounts there are."""
        wrong = [
            self._url(token="A" * 43),
            self._url(number=2**31 - 1),
            self._url(number=10**30),
            self._url(number="abc"),
            self._url(kind="other"),
            self._url(number=self.gateway.id),
        ]
        told = {(a.status_code, a.content) for a in map(self._post_to, wrong)}
        self.assertEqual((told, len(self._events())), ({(404, b"")}, 0))

    def _post_to(self, url):
        return self._post(self.body_of_report(self.yes), url)

    def test_the_old_address_works_until_it_is_dropped(self):
        old = self._url()
        self.as_role("admin", self.verimor).action_new_push_token()
        during = self._post(url=old).status_code
        self.as_role("admin", self.verimor).action_drop_old_push_token()
        self.assertEqual((during, self._post(url=old).status_code), (200, 404))

    def test_an_archived_account_takes_nothing(self):
        url = self._url()
        self.verimor.active = False
        self.assertEqual(self._post(url=url).status_code, 404)

    def test_64_kilobytes_are_enough(self):
        """R-29"""
        answer = self._post(b" " * (64 * 1024 + 1))
        self.assertEqual((answer.status_code, len(self._events())), (413, 0))

    def test_a_form_is_kept_as_it_was_sent(self):
        """Netgsm posts people's texts as a form (sms.md §3.9)."""
        self.verimor.provider = "netgsm"
        body = "ceptel=5321112201&mesaj=RET&tarih=2026-11-16+12%3A00%3A00.000&aboneno=1"
        self._post(
            body,
            self._url("inbound"),
            **{"Content-Type": "application/x-www-form-urlencoded"},
        )
        self.run_sms("texts")
        self.assertEqual(self.texts().mapped("text"), ["RET"])

    def test_opening_the_address_changes_nothing(self):
        """R-47"""
        answer = self.url_open(self._url(), method="GET")
        self.assertEqual((answer.status_code, len(self._events())), (405, 0))

    def test_a_text_among_reports_does_not_wait_behind_them(self):
        """R-30: Verimor has one address for both."""
        self._post(self.body_of_text("RET"))
        self.assertEqual(self._events().kind, "inbound")

    def test_only_the_administrator_sees_the_addresses(self):
        seen = {
            role: bool(self.as_role(role, self.verimor).report_url)
            for role in ("collector", "admin", "auditor")
        }
        self.assertEqual(seen, {"collector": False, "admin": True, "auditor": False})
