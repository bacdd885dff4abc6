"""Saved lists: a question that follows the ledger, and who may ask it."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .list_case import RandomPeople


@tagged("-at_install", "post_install")
class TestIysList(RandomPeople):
    @classmethod
    def setUpClass(cls):
        """Override of `RandomPeople`: a list of those who may get SMS of alpha."""
        super().setUpClass()
        cls.saved = cls._make_list()

    @classmethod
    def _make_list(cls, **over):
        ids = cls.people.ids
        values = {
            "name": "SMS alabilenler",
            "brand_id": cls.alpha.id,
            "domain": repr([("id", "in", ids), ("active", "in", (True, False))]),
            **over,
        }
        return cls.env["iys.list"].create(values)

    def _members(self, saved=None, user=None):
        model = self.env["res.partner"].with_context(active_test=False)
        if user:
            model = model.with_user(user)
        return model.search((saved or self.saved)._membership())

    def _reached(self, brand=None, channel="mesaj"):
        people = self.people.with_context(iys_brand_id=(brand or self.alpha).id)
        return people.filtered(
            lambda p: p[f"iys_{channel}_rule"] in ("approved", "merchant")
        ).sorted()

    # === WHO IS IN IT === #

    def test_a_list_holds_whom_the_gate_lets_through(self):
        self.assertEqual(self._members(), self._reached())

    def test_a_list_can_hold_each_state(self):
        for state in ("ONAY", "RET", "waiting", "none"):
            saved = self._make_list(standing=state, type="EPOSTA")
            with self.subTest(state=state):
                shown = self.people.filtered(lambda p, s=state: p.iys_eposta_state == s)
                self.assertEqual(self._members(saved), shown.sorted())

    def test_a_list_of_everybody_asks_no_consent(self):
        self.assertEqual(
            self._members(self._make_list(standing="any")), self.people.sorted()
        )

    def test_a_refusal_takes_a_person_out_at_once(self):
        """L-14: a list is a question, not a copy."""
        person = self._members()[0]
        self._record(self._make_act(status="RET", recipient=person.phone_sanitized))
        self.assertNotIn(person, self._members())

    def test_a_list_speaks_of_its_own_brand(self):
        """L-6: whichever brand the screen shows."""
        saved = self._make_list(
            brand_id=self.beta.id,
            standing="any",
            domain=repr(
                [("iys_mesaj_state", "=", "ONAY"), ("id", "in", self.people.ids)]
            ),
        )
        people = self.people.with_context(iys_brand_id=self.beta.id)
        approved = people.filtered(lambda p: p.iys_mesaj_state == "ONAY" and p.active)
        members = self.env["res.partner"].with_context(iys_brand_id=self.alpha.id)
        self.assertEqual(members.search(saved._membership()), approved.sorted())

    def test_an_archived_list_holds_nobody(self):
        self.saved.active = False
        self.assertFalse(self._members())

    def test_a_deleted_list_holds_nobody(self):
        membership = self.saved._membership()
        self.saved.unlink()
        self.assertFalse(self.env["res.partner"].search(membership))

    def test_a_list_of_another_model_holds_no_contact(self):
        mailing_contact = self.env["ir.model"]._get("mailing.contact")
        saved = self._make_list(
            model_id=mailing_contact.id, type="EPOSTA", domain="[]", standing="any"
        )
        self.assertFalse(self._members(saved))

    def test_a_list_of_mailing_contacts_asks_by_their_address(self):
        self._record(
            self._make_received(type="EPOSTA", recipient="evet@deneme.example.com")
        )
        yes, _no = self.env["mailing.contact"].create(
            [{"email": f"{word}@deneme.example.com"} for word in ("Evet", "hayir")]
        )
        model = self.env["ir.model"]._get("mailing.contact")
        saved = self._make_list(model_id=model.id, type="EPOSTA", domain="[]")
        found = self.env["mailing.contact"].search(saved._membership())
        self.assertEqual(found, yes)

    def test_not_in_a_list_finds_the_others(self):
        others = self.env["res.partner"].search(
            [("id", "in", self.people.ids), ("iys_list_ids", "not in", self.saved.ids)]
        )
        rest = self.people.filtered("active") - self._reached()
        self.assertEqual(others, rest.sorted())

    def test_a_contact_tells_its_lists(self):
        member, stranger = self._reached()[0], (self.people - self._reached())[0]
        self.assertEqual(member.iys_list_ids, self.saved)
        self.assertFalse(stranger.iys_list_ids)

    def test_the_list_counts_its_people(self):
        people = self.people.filtered("active") & self._reached()
        saved = self._make_list(domain=repr([("id", "in", self.people.ids)]))
        self.assertEqual(
            (saved.count, saved.count_shown), (len(people), str(len(people)))
        )

    # === WHAT IS NO LIST === #

    def test_conditions_that_are_not_understood_are_not_saved(self):
        for domain in ("[('no_such_field', '=', 1)]", "[(", "open('/etc/passwd')"):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self._make_list(domain=domain)

    def test_a_list_is_not_made_of_lists(self):
        """It could contain itself."""
        with self.assertRaises(ValidationError):
            self._make_list(domain=repr(self.saved._membership()))

    def test_records_without_an_address_for_the_channel_are_refused(self):
        users = self.env["ir.model"]._get("res.company")
        with self.assertRaises(ValidationError):
            self._make_list(model_id=users.id, domain="[]")

    # === COMPANIES AND RIGHTS === #

    def test_a_list_of_another_company_holds_nobody(self):
        """L-6."""
        saved = self._make_list(brand_id=self.gamma.id, standing="any")
        self.assertFalse(self._members(saved, user=self.users["manager"]))

    def test_a_list_of_another_company_is_not_seen(self):
        saved = self._make_list(brand_id=self.gamma.id)
        seen = self.as_role("manager", self.env["iys.list"]).search([])
        self.assertNotIn(saved, seen)

    def test_an_author_makes_a_list(self):
        lists = self.as_role("author", self.env["iys.list"])
        saved = lists.create({"name": "Benim", "brand_id": self.alpha.id})
        self.assertTrue(saved.filter_id)

    def test_others_read_a_list_and_do_not_change_it(self):
        for role in ("collector", "auditor"):
            saved = self.as_role(role, self.saved)
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.assertEqual(saved.name, "SMS alabilenler")
                saved.name = "Başka"

    def test_an_author_does_not_change_the_list_of_another(self):
        with self.assertRaises(AccessError):
            self.as_role("author", self.saved).name = "Başka"

    def test_a_manager_changes_every_list(self):
        self.as_role("manager", self.saved).name = "Başka"
        self.assertEqual(self.saved.filter_id.name, "Başka")

    def test_a_user_without_a_role_cannot_ask_for_members(self):
        stranger = new_test_user(
            self.env,
            "kimse",
            "base.group_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
            context={"no_reset_password": True},
        )
        with self.assertRaises(AccessError):
            self._members(user=stranger)

    # === BUTTONS === #

    def test_the_button_opens_the_people_of_the_list(self):
        action = self.saved.action_open_records()
        model = self.env["res.partner"].with_context(**action["context"])
        self.assertEqual(model.search_count(action["domain"]), self.saved.count)

    def test_the_export_asks_for_the_reason_of_this_list(self):
        action = self.saved.action_export()
        export = self.env["iys.export"].with_context(**action["context"])
        values = export.default_get(["domain", "model_name"])
        self.assertEqual(
            values,
            {"model_name": "res.partner", "domain": repr(self.saved._membership())},
        )
