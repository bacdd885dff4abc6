"""The signed-in person's preference page: the log-in's address and no other."""

from odoo import http
from odoo.tests import HttpCase, tagged

from odoo.addons.izinnet_iys.tests.form_case import FormCase

LOGIN = "uye@deneme.example.com"
OTHER = "baska@deneme.example.com"
PAGE = "/my/message-preferences"


@tagged("post_install", "-at_install")
class TestPortal(HttpCase, FormCase):
    @classmethod
    def setUpClass(cls):
        """Override of `form_case`: a member with an approval, another person with one."""
        super().setUpClass()
        cls.env["website"].search([]).company_id = cls.alpha.company_id
        cls.member = cls.env["res.users"].create(
            {
                "name": "Üye Deneme",
                "login": LOGIN,
                "email": LOGIN,
                "group_ids": [(6, 0, cls.env.ref("base.group_portal").ids)],
            }
        )
        for address in (LOGIN, OTHER):
            cls._record(cls._make_received(recipient=address, type="EPOSTA"))

    def setUp(self):
        """Override of `odoo.tests`: the member is signed in."""
        super().setUp()
        self.authenticate(LOGIN, LOGIN)

    def _press(self, choice, **data):
        data = {"choice": choice, "csrf_token": http.Request.csrf_token(self), **data}
        return self.url_open(PAGE, data=data)

    def _refusals(self, address):
        return self._acts().filtered(
            lambda act: act.recipient == address and act.status == "RET"
        )

    def test_the_portal_s_home_leads_to_the_page(self):
        self.assertIn(f'href="{PAGE}"', self.url_open("/my").text)

    def test_the_page_shows_what_stands_for_the_log_in(self):
        page = self.url_open(PAGE).text
        self.assertIn(self.alpha.name, page)
        self.assertIn("u***@deneme.example.com", page)

    def test_looking_changes_nothing(self):
        """R-47."""
        self.url_open(f"{PAGE}?choice=all")
        self.assertFalse(self._refusals(LOGIN))

    def test_one_press_refuses(self):
        self._press(f"leave:{self.alpha.id}:EPOSTA")
        self.assertEqual(self._refusals(LOGIN).source, "HS_WEB")

    def test_another_address_on_the_own_contact_opens_nothing(self):
        """T-15: people at the portal may write any address on their contact."""
        self.member.partner_id.email = OTHER
        self.env.flush_all()
        self.assertNotIn("b***@", self.url_open(PAGE).text)
        self._press("all")
        self.assertFalse(self._refusals(OTHER))

    def test_a_foreign_page_cannot_press(self):
        """R-49."""
        self.url_open(PAGE, data={"choice": "all"})
        self.assertFalse(self._refusals(LOGIN))

    def test_who_is_not_signed_in_is_asked_to(self):
        self.logout()
        self.assertIn("/web/login", self.url_open(PAGE).url)

    def test_a_log_in_that_is_no_e_mail_asks_for_a_link(self):
        self.member.copy({"login": "uye", "email": LOGIN})
        self.env.flush_all()
        self.authenticate("uye", "uye")
        self.assertTrue(self.url_open(PAGE).url.endswith("/iys/preferences"))
