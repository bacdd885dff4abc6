"""Odoo's own unsubscribe pages over HTTP: every road ends in a refusal (L-14, L-44)."""

from urllib.parse import urlencode

from lxml import html

from odoo.tests import HttpCase, new_test_user, tagged

from .refusal_case import MAIL, RefusalCase


@tagged("-at_install", "post_install")
class TestRefusalMailing(RefusalCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        """Override of `refusal_case`: a mailing to contacts, one to a list."""
        super().setUpClass()
        cls.partner = cls._make_partner(email=MAIL)
        cls.mailing = cls._make_mailing()
        cls.list = cls.env["mailing.list"].create({"name": "Bülten", "is_public": True})
        cls.member = cls._make_member(cls.list)
        cls.list_mailing = cls._make_mailing(
            mailing_model_id=cls.env["ir.model"]._get_id("mailing.list"),
            contact_list_ids=cls.list.ids,
        )

    def _link(self, mailing=None, email=MAIL, tail="unsubscribe"):
        mailing = mailing or self.mailing
        return f"/mailing/{mailing.id}/{tail}?{urlencode(self._keys(mailing, email))}"

    def _keys(self, mailing, email=MAIL):
        document = (
            self.member.contact_id if mailing == self.list_mailing else self.partner
        )
        token = mailing._generate_mailing_recipient_token(document.id, email)
        return {"document_id": document.id, "email": email, "hash_token": token}

    def _call(self, route, mailing=None, **params):
        mailing = mailing or self.mailing
        return self.make_jsonrpc_request(
            f"/mailing/{route}",
            {"mailing_id": mailing.id, **self._keys(mailing), **params},
        )

    def _confirm(self, mailing):
        """Open the link of a mailing and press the button of the page."""
        forms = html.fromstring(self.url_open(self._link(mailing)).text).forms
        # a website's header has a form of its own
        form = next(f for f in forms if "/mailing/" in (f.action or ""))
        return self.url_open(form.action, data=dict(form.form_values()))

    # === LINKS === #

    def test_opening_a_link_changes_nothing(self):
        """R-47: stock Odoo unsubscribes on GET."""
        before = self._counts()
        for mailing in (self.mailing, self.list_mailing):
            for tail in ("unsubscribe", "confirm_unsubscribe"):
                for method in ("GET", "HEAD", "OPTIONS"):
                    self.url_open(self._link(mailing, tail=tail), method=method)
        self.assertEqual(self._counts(), before)

    def test_the_link_asks_and_says_whose_mails(self):
        page = self.url_open(self._link()).text
        self.assertIn("/mailing/confirm_unsubscribe", page)
        self.assertIn("Alfa", page)

    def test_confirming_refuses_the_brand_of_the_mailing(self):
        self._confirm(self.mailing)
        self.assertEqual(self._refused_brands(), self.alpha)

    def test_confirming_for_a_list_refuses_the_brand_once(self):
        self._confirm(self.list_mailing)
        told = self._told()
        self.assertEqual((told.brand_id, len(told)), (self.alpha, 1))
        self.assertTrue(self.member.opt_out)

    def test_a_member_gone_from_the_list_still_refuses(self):
        """The link works although no membership is left to opt out of."""
        keys = self._keys(self.list_mailing)
        self.member.unlink()
        self.url_open(
            f"/mailing/{self.list_mailing.id}/unsubscribe_oneclick?{urlencode(keys)}",
            data={"List-Unsubscribe": "One-Click"},
        )
        self.assertEqual(self._rule(), "refused")

    def test_the_click_of_a_mail_program_refuses(self):
        answer = self.url_open(
            self._link(tail="unsubscribe_oneclick"),
            data={"List-Unsubscribe": "One-Click"},
        )
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self._refusals().source, "HS_EPOSTA")

    def test_who_refused_already_sees_his_subscriptions(self):
        self._confirm(self.mailing)
        page = self.url_open(self._link()).text
        self.assertIn("o_mailing_subscription_form", page)
        self.assertIn("iys_no_consent_note", page)

    def test_the_proof_names_the_mailing(self):
        """L-32."""
        self._confirm(self.mailing)
        proof = self._refusals().evidence
        self.assertEqual(proof["road"], "unsubscribe")
        self.assertIn(str(self.mailing.id), proof["mailing"])

    def test_a_mailing_without_a_brand_refuses_whoever_may_write(self):
        """No brand named: those of the visited company with an act in force."""
        self.env.ref("base.public_user").sudo().write(
            {"company_ids": [(4, self.company.id)], "company_id": self.company.id}
        )
        if "website" in self.env:  # a website says which company is visited
            self.env["website"].search([]).company_id = self.company
        self.mailing.iys_brand_id = False
        self.url_open(
            self._link(tail="unsubscribe_oneclick"),
            data={"List-Unsubscribe": "One-Click"},
        )
        self.assertEqual(self._refused_brands(), self.alpha | self.beta)

    def test_a_wrong_link_changes_nothing(self):
        before = self._counts()
        keys = {"document_id": 1, "email": MAIL, "hash_token": "ğ" * 20}
        for mailing in (self.mailing.id, 2**40, 0):
            answer = self.url_open(
                f"/mailing/{mailing}/unsubscribe_oneclick?{urlencode(keys)}",
                data={"List-Unsubscribe": "One-Click"},
            )
            self.assertIn(answer.status_code, (400, 401, 403, 404))
        self.assertEqual(self._counts(), before)

    # === PAGE OF SUBSCRIPTIONS === #

    def test_exclude_me_refuses_the_brand_of_the_mailing(self):
        self._call("blocklist/add")
        self.assertEqual(self._refused_brands(), self.alpha)

    def test_leaving_a_list_refuses_the_list_s_brand(self):
        """The list may belong to another brand than the mailing."""
        self.list.iys_brand_id = self.beta
        self._call("list/update", lists_optin_ids=[])
        self.assertEqual(self._refused_brands(), self.beta)

    def test_coming_back_is_no_consent(self):
        self._call("blocklist/add")
        self._call("blocklist/remove")
        self.assertEqual(self._rule(), "refused")
        self.assertFalse(self.env["mail.blacklist"].search([("email", "=", MAIL)]))

    def test_the_owner_may_tick_a_list_again_which_is_no_consent(self):
        self._call("list/update", lists_optin_ids=[])
        self._call("list/update", lists_optin_ids=self.list.ids)
        self.env.invalidate_all()
        self.assertFalse(self.member.opt_out)
        self.assertEqual(self._rule(), "refused")

    def test_a_portal_user_refuses_on_his_own_page(self):
        """/mailing/my: no mailing, so the brands of the company that may write."""
        new_test_user(
            self.env,
            login="portal_kisi",
            email=MAIL,
            groups="base.group_portal",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.authenticate("portal_kisi", "portal_kisi")
        self.make_jsonrpc_request("/mailing/blocklist/add", {})
        self.assertEqual(self._refused_brands(), self.alpha | self.beta)

    def test_a_stranger_without_a_link_changes_nothing(self):
        before = self._counts()
        self.authenticate(None, None)
        for route in ("list/update", "blocklist/add", "blocklist/remove"):
            told = self.make_jsonrpc_request(f"/mailing/{route}", {"email": MAIL})
            self.assertEqual(told, "error")
        self.assertEqual(self._counts(), before)
