"""Odoo's block lists: a person's entry is a refusal, a bounce is not (L-14)."""

import json
from datetime import timedelta

from odoo.tests import tagged

from .refusal_case import MAIL, RefusalCase


@tagged("-at_install", "post_install")
class TestRefusalBlocklist(RefusalCase):
    def _block(self, role="manager", email=MAIL, **over):
        entries = self.as_role(role, self.env["mail.blacklist"])
        return entries.sudo().create({"email": email, **over})

    def test_an_entry_by_staff_refuses_for_their_companies(self):
        """Two companies: the brands of the other one are not touched."""
        self._block()
        self.assertEqual(self._refused_brands(), self.alpha | self.beta)

    def test_an_entry_by_staff_is_the_company_s_decision(self):
        self._block()
        self.assertEqual(set(self._refusals().mapped("source")), {"HS_KARAR"})
        self.assertEqual(self._refusals().user_id, self.users["manager"])

    def test_an_entry_in_another_spelling_is_the_same_person(self):
        self._block(email='"Kişi" <KISI@Deneme.example.com>')
        self.assertEqual(self._rule(), "refused")

    def test_an_entry_of_an_unknown_address_refuses_all_brands(self):
        self._block(email="baska@deneme.example.com")
        self.assertEqual(
            self._refused_brands(recipient="baska@deneme.example.com"),
            self.alpha | self.beta,
        )

    def test_an_archived_entry_made_active_refuses(self):
        entry = self._block(active=False)
        self.assertFalse(self._refusals())
        entry.active = True
        self.assertEqual(self._rule(), "refused")

    def test_an_inactive_entry_refuses_nothing(self):
        self._block(active=False)
        self.assertFalse(self._refusals())

    def test_leaving_the_list_is_no_consent(self):
        self._block()
        self.env["mail.blacklist"]._remove(MAIL)
        self.assertEqual(self._rule(), "refused")

    def test_leaving_the_list_records_no_act(self):
        before = self.env["iys.consent"].search_count([])
        self.env["mail.blacklist"]._remove(MAIL)
        self.assertEqual(self.env["iys.consent"].search_count([]), before)

    def test_blocking_again_after_a_bounce_refuses(self):
        self._bounce()
        self.env["mail.blacklist"].with_user(self.users["manager"]).sudo()._add(MAIL)
        self.assertEqual(self._rule(), "refused")

    def test_adding_makes_one_act_a_brand(self):
        self.env["mail.blacklist"].with_user(self.users["manager"]).sudo()._add(MAIL)
        told = self._told()
        self.assertEqual(len(told), 2)

    def test_a_bounce_blocks_and_refuses_nothing(self):
        """Core blocks after five bounces in a quarter: no word of the person."""
        self._bounce()
        self.assertTrue(self.env["mail.blacklist"].search([("email", "=", MAIL)]))
        self.assertFalse(self._refusals())

    def _bounce(self):
        """Let core's bounce rule see the fifth bounce of the address."""
        mailing = self._make_mailing()
        partner = self._make_partner(email=MAIL)
        traces = self.env["mailing.trace"].create(
            [
                {
                    "mass_mailing_id": mailing.id,
                    "model": "res.partner",
                    "res_id": partner.id,
                    "email": MAIL,
                    "trace_status": "bounce",
                }
            ]
            * 5
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mailing_trace SET write_date = %s WHERE id = %s",
            [self._now() - timedelta(days=20), traces[0].id],
        )
        traces.invalidate_recordset()
        self.env["mail.thread"]._routing_handle_bounce(
            None,
            {
                "email_from": "mailer-daemon@deneme.example.com",
                "to": "bounce@deneme.example.com",
                "message_id": "<b@deneme.example.com>",
                "bounced_email": MAIL,
                "bounced_msg_ids": ["<x@deneme.example.com>"],
                "bounced_partner": self.env["res.partner"],
                "bounced_message": self.env["mail.message"],
                "body": "",
            },
        )

    def test_nobody_can_pretend_a_bounce_by_a_context(self):
        """What comes over RPC is JSON; a road is made by code alone."""
        forged = json.loads('{"iys_road": {"name": "none", "is_refusal": false}}')
        entries = self.as_role("manager", self.env["mail.blacklist"])
        entries.with_context(**forged).sudo().create({"email": MAIL})
        self.assertEqual(self._rule(), "refused")

    def test_a_visitor_refuses_for_the_brands_that_may_write_to_him(self):
        """A page of another addon: no brand is named, something stands for one only."""
        mail = "tek@deneme.example.com"
        self._record(
            self._make_received(brand_id=self.beta.id, recipient=mail, type="EPOSTA")
        )
        entries = self._as_visitor(self.env["mail.blacklist"])
        entries.with_company(self.company)._add(mail)
        self.assertEqual(self._refused_brands(recipient=mail), self.beta)

    def test_an_imported_list_is_one_lot(self):
        """10 × the addresses, the same number of statements: sets, not rows."""
        emails = [f"kisi{n}@deneme.example.com" for n in range(200)]
        few, many = emails[:20], emails[20:]
        self._block(email="isinma@deneme.example.com")
        spent = [self._statements(lot) for lot in (few, many)]
        self.assertLess(spent[1] - spent[0], len(many) - len(few))

    def _statements(self, emails):
        """How many statements the refusals of one import take beside the entries."""
        ledger = self.env["iys.consent"].with_user(self.users["manager"])
        before = self.env.cr.sql_log_count
        ledger._refuse_heard("EPOSTA", set(emails))
        return self.env.cr.sql_log_count - before

    def test_an_import_with_a_doubled_address_keeps_all_others(self):
        """Three rows, the middle one twice in the list."""
        emails = ["a1@deneme.example.com", MAIL, "c1@deneme.example.com"]
        self._block(email=MAIL)
        entries = self.as_role("manager", self.env["mail.blacklist"]).sudo()
        entries.create([{"email": email} for email in emails])
        for email in emails:
            self.assertEqual(self._rule(email=email), "refused")

    # === PHONES === #

    def test_a_blocked_phone_refuses_messages_not_calls(self):
        """Odoo's list is "blocked for SMS"; calls are another channel (L-44)."""
        phones = self.as_role("manager", self.env["phone.blacklist"]).sudo()
        phones.add("+90 532 111 22 33")
        refused = self.env["iys.consent"].search([("recipient", "=", self.phone)])
        self.assertEqual(set(refused.mapped("type")), {"MESAJ"})
        self.assertEqual(refused.brand_id, self.alpha | self.beta)

    def test_a_phone_blocked_again_is_told_once_a_brand(self):
        phones = self.as_role("manager", self.env["phone.blacklist"]).sudo()
        entry = phones.create({"number": self.phone, "active": False})
        self.assertFalse(self._refusals(recipient=self.phone, type="MESAJ"))
        phones._add([self.phone])
        refused = self._refusals(recipient=self.phone, type="MESAJ")
        self.assertEqual((entry.active, len(refused)), (True, 2))

    def test_a_phone_that_leaves_the_list_has_not_consented(self):
        phones = self.as_role("manager", self.env["phone.blacklist"]).sudo()
        phones.add(self.phone)
        phones.remove(self.phone)
        self.assertEqual(len(self._refusals(recipient=self.phone, type="MESAJ")), 2)
