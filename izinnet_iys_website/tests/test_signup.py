"""The consent boxes on the sign-up page."""

from odoo import http

from .block_case import BlockCase

LOGIN = "yeni.kisi@example.com"


class TestSignup(BlockCase):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: people may sign up; boxes are switched on."""
        super().setUpClass()
        cls.website.auth_signup_uninvited = "b2c"
        cls.website.iys_signup_point_id = cls.point

    def _sign_up(self, ours=None, name="Yeni Kişi"):
        self.authenticate(None, None)
        data = {
            "login": LOGIN,
            "name": name,
            "password": "uzun-ve-gizli-1",
            "confirm_password": "uzun-ve-gizli-1",
            "csrf_token": http.Request.csrf_token(self),
            **(ours or {}),
        }
        page = self.url_open("/web/signup", data=data)
        self._work()
        return page

    def _account(self):
        return self.env["res.users"].search([("login", "=", LOGIN)])

    def test_without_a_form_there_are_no_boxes(self):
        """Off until a website chooses one."""
        self.website.iys_signup_point_id = False
        self.assertNotIn("iys_box_", self.url_open("/web/signup").text)

    def test_the_choice_of_a_form_is_in_the_day_log(self):
        """L-8."""
        row = self.env["iys.log"].search([("res_model", "=", "website")], limit=1)
        self.assertEqual(row.message, "Settings of the website changed")
        self.assertEqual(row.data, {"fields": ["iys_signup_point_id"]})

    def test_the_boxes_are_on_the_page_and_empty(self):
        """L-21."""
        page = self.url_open("/web/signup").text
        self.assertEqual((page.count('name="iys_box_'), "checked" in page), (3, False))

    def test_an_account_is_made_with_all_boxes_empty(self):
        """L-22."""
        self._sign_up(self._ours())
        self.assertTrue(self._account() and not self._acts())

    def test_a_ticked_box_is_taken_for_the_new_account(self):
        self._sign_up(self._ours("EPOSTA"))
        self.assertRecordValues(
            self._acts(),
            [{"recipient": LOGIN, "partner_id": self._account().partner_id.id}],
        )

    def test_an_account_never_waits_because_of_a_crowd(self):
        """R-43, L-22."""
        self._crowd()
        self._sign_up(self._ours("EPOSTA"))
        self.assertTrue(self._account() and self._acts())

    def test_a_ticked_box_without_its_phone_is_said_before_anything_is_made(self):
        page = self._sign_up(self._ours("MESAJ")).text
        self.assertTrue("telefon" in page and not self._account())
