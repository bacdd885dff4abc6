"""Mailing lists: leaving refuses, joining consents to nothing, opt-outs stay (L-44)."""

from odoo.tests import tagged

from .refusal_case import MAIL, RefusalCase


@tagged("-at_install", "post_install")
class TestRefusalLists(RefusalCase):
    @classmethod
    def setUpClass(cls):
        """Override of `refusal_case`: one list of ``alpha`` with a member."""
        super().setUpClass()
        lists = cls.env["mailing.list"]
        cls.list = lists.create({"name": "Bülten", "iys_brand_id": cls.alpha.id})
        cls.other_list = lists.create({"name": "Haberler"})
        cls.member = cls._make_member(cls.list)

    # === LEAVING === #

    def test_an_opt_out_refuses_the_brand_of_the_list(self):
        self.as_role("author", self.member).opt_out = True
        self.assertEqual(self._refused_brands(), self.alpha)

    def test_a_list_without_a_brand_refuses_all_of_the_company(self):
        member = self._make_member(self.other_list)
        self.as_role("author", member).opt_out = True
        self.assertEqual(self._refused_brands(), self.alpha | self.beta)

    def test_a_reason_alone_is_an_opt_out(self):
        """Stock Odoo takes a reason for an opt-out."""
        reason = self.env["mailing.subscription.optout"].search([], limit=1)
        self.as_role("author", self.member).opt_out_reason_id = reason
        self.assertEqual(self._rule(), "refused")

    def test_imported_opt_outs_are_refusals(self):
        """Three rows in one import, the middle one with an address that is none."""
        emails = ("a1@deneme.example.com", "yok", "c1@deneme.example.com")
        contacts = self.as_role("author", self.env["mailing.contact"])
        opted_out = {"list_id": self.list.id, "opt_out": True}
        contacts.create(
            [
                {"name": email, "email": email, "subscription_ids": [(0, 0, opted_out)]}
                for email in emails
            ]
        )
        self.assertEqual(
            [len(self._refusals(recipient=email)) for email in emails], [1, 0, 1]
        )

    def test_an_opt_out_written_twice_is_told_once(self):
        for _again in range(2):
            self.as_role("author", self.member).opt_out = True
        told = self._told()
        self.assertEqual(len(told), 1)

    def test_a_copied_list_repeats_no_refusal(self):
        """The person may have approved again since: a copy is no word of his."""
        self._make_member(self.list, "b1@deneme.example.com", opt_out=True)
        before = self.env["iys.consent"].search_count([])
        self.list.copy()
        self.assertEqual(self.env["iys.consent"].search_count([]), before)

    # === JOINING === #

    def test_joining_a_list_is_no_consent(self):
        mail = "yeni@deneme.example.com"
        self._make_member(self.list, mail)
        self.assertEqual(self._rule(email=mail), "no_consent")

    def test_joining_again_by_staff_is_no_consent(self):
        self.member.opt_out = True
        self.as_role("author", self.member).opt_out = False
        self.assertEqual((self.member.opt_out, self._rule()), (False, "refused"))

    def test_a_visitor_cannot_take_an_opt_out_back(self):
        """V-11: anybody can type anybody's address into a newsletter block."""
        self.member.opt_out = True
        self._as_visitor(self.member).opt_out = False
        self.assertTrue(self.member.opt_out)

    def test_a_portal_user_cannot_take_another_s_opt_out_back(self):
        self.member.opt_out = True
        portal = self.env.ref("base.group_portal")
        user = self.users["author"].copy({"login": "portal_x"})
        user.group_ids = portal
        self.member.with_user(user).sudo().opt_out = False
        self.assertTrue(self.member.opt_out)

    def test_what_else_a_visitor_writes_is_written(self):
        self.member.opt_out = True
        self._as_visitor(self.member).write(
            {"opt_out": False, "list_id": self.other_list.id}
        )
        self.assertEqual(self.member.list_id, self.other_list)
        self.assertTrue(self.member.opt_out)

    def test_a_visitor_cannot_rejoin_by_the_list(self):
        """`_update_subscription_from_email`, as pages of other addons call it."""
        self.member.opt_out = True
        self._as_visitor(self.list)._update_subscription_from_email(MAIL, opt_out=False)
        self.env.invalidate_all()
        self.assertTrue(self.member.opt_out)

    def test_a_visitor_may_join_a_list_he_never_left(self):
        lists = self._as_visitor(self.other_list)
        lists._update_subscription_from_email(MAIL, opt_out=False)
        joined = self.env["mailing.subscription"].search(
            [("list_id", "=", self.other_list.id)]
        )
        self.assertEqual(joined.contact_id, self.member.contact_id)

    # === OPT-OUTS STAY === #

    def _enter_again(self, **values):
        """Enter the person once more, as a form or an import does."""
        contact = self.env["mailing.contact"].create(
            {"name": "Yine", "email": "KISI@deneme.example.com", **values}
        )
        self.env.invalidate_all()
        return contact.subscription_ids

    def test_a_second_contact_of_the_address_stays_out(self):
        self.member.opt_out = True
        again = self._enter_again(subscription_ids=[(0, 0, {"list_id": self.list.id})])
        self.assertTrue(again.opt_out)

    def test_a_second_contact_added_by_its_lists_stays_out(self):
        """Odoo writes these rows beside the model."""
        self.member.opt_out = True
        again = self._enter_again(list_ids=[(4, self.list.id)])
        self.assertTrue(again.opt_out)
        self.assertEqual(again.opt_out_datetime, self.member.opt_out_datetime)

    def test_a_list_given_to_a_contact_later_stays_out(self):
        self.member.opt_out = True
        contact = self._enter_again().contact_id or self.env["mailing.contact"].search(
            [("name", "=", "Yine")]
        )
        contact.list_ids = [(4, self.list.id)]
        self.env.invalidate_all()
        self.assertTrue(contact.subscription_ids.opt_out)

    def test_contacts_given_to_a_list_stay_out(self):
        self.member.opt_out = True
        self._enter_again()
        contact = self.env["mailing.contact"].search([("name", "=", "Yine")])
        self.list.contact_ids = [(4, contact.id)]
        self.env.invalidate_all()
        self.assertTrue(contact.subscription_ids.opt_out)

    def test_an_opt_out_of_another_list_does_not_count(self):
        self.member.opt_out = True
        again = self._enter_again(list_ids=[(4, self.other_list.id)])
        self.assertFalse(again.opt_out)

    def test_the_import_wizard_keeps_opt_outs(self):
        self.member.opt_out = True
        self.member.contact_id.email = "eski@deneme.example.com"
        self._make_member(self.other_list, "eski@deneme.example.com")
        wizard = self.env["mailing.contact.import"].create(
            {
                "contact_list": "eski@deneme.example.com",
                "mailing_list_ids": [(6, 0, (self.list | self.other_list).ids)],
            }
        )
        wizard.action_import()
        self.env.invalidate_all()
        members = self.list.subscription_ids
        self.assertTrue(all(members.mapped("opt_out")), members)

    def test_a_merged_list_keeps_opt_outs(self):
        """Who left one of the lists has left the merged one."""
        self.member.opt_out = True
        self._make_member(self.other_list)
        merged = self.env["mailing.list"].create({"name": "Hepsi"})
        merged.action_merge(self.list | self.other_list, archive=False)
        self.env.invalidate_all()
        self.assertTrue(all(merged.subscription_ids.mapped("opt_out")))

    def test_a_merge_makes_no_refusals(self):
        """The merged list's brand was not the one the person refused."""
        self.member.opt_out = True
        self._make_member(self.other_list)
        merged = self.env["mailing.list"].create(
            {"name": "Hepsi", "iys_brand_id": self.gamma.id}
        )
        merged.action_merge(self.list | self.other_list, archive=False)
        self.assertEqual(self._rule(self.gamma), "approved")
