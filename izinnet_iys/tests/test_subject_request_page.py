"""The page on which a signed-in person asks about the own data (L-56)."""

from odoo.tests import HttpCase, new_test_user, tagged

from .common import IysCommon


@tagged("-at_install", "post_install")
class TestSubjectRequestPage(IysCommon, HttpCase):
    def setUp(self):
        """Override of `odoo.tests`: somebody with a log-in and no role."""
        super().setUp()
        self.user = new_test_user(
            self.env,
            login="ayse@ornek.example.com",
            password="ayse@ornek.example.com",
            groups="base.group_portal",
            name="Ayşe Deneme",
            email="ayse@ornek.example.com",
        )
        self.mine = [("create_uid", "=", self.user.id)]

    def _post(self, **data):
        token = self.url_open("/iys/my-data").text.partition('csrf_token" value="')[2]
        data["csrf_token"] = token.partition('"')[0]
        return self.url_open("/iys/my-data", data=data)

    def test_who_is_not_signed_in_is_sent_to_the_log_in(self):
        page = self.url_open("/iys/my-data", allow_redirects=False)
        self.assertEqual(page.status_code, 303)

    def test_a_request_is_taken_with_the_name_of_the_account(self):
        """R-48: nothing but the kind and the text is read."""
        self.authenticate(self.user.login, self.user.login)
        self._post(kind="deletion", text="Silin", email="baska@ornek.example.com")
        request = self.env["iys.subject.request"].search(self.mine)
        self.assertEqual(
            (request.kind, request.channel, request.identity, request.email),
            ("deletion", "portal", "login", "ayse@ornek.example.com"),
        )

    def test_a_second_press_makes_no_second_request(self):
        self.authenticate(self.user.login, self.user.login)
        self._post(kind="copy")
        self._post(kind="copy")
        self.assertEqual(self.env["iys.subject.request"].search_count(self.mine), 1)

    def test_looking_takes_nothing_and_nor_does_an_unknown_kind(self):
        """R-47."""
        self.authenticate(self.user.login, self.user.login)
        self.url_open("/iys/my-data?kind=deletion")
        self.assertEqual(self._post(kind="x").status_code, 400)
        self.assertFalse(self.env["iys.subject.request"].search_count(self.mine))

    def test_script_in_the_text_is_words(self):
        """R-53."""
        self.authenticate(self.user.login, self.user.login)
        self._post(kind="copy", text="<script>alert(1)</script>")
        request = self.env["iys.subject.request"].search(self.mine)
        self.assertNotIn("<script", request.request)
