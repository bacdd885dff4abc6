"""Contacts: what stands for their addresses, found without a scan (L-2, L-36)."""

from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import IysCommon


@tagged("-at_install", "post_install")
class TestResPartnerState(IysCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls._make_partner(email="deneme@example.com")
        cls.stranger = cls._make_partner(phone="+905321119999", email=False)

    def _shown(self, partner=None, **context):
        partner = (partner or self.partner).with_context(**context)
        partner.invalidate_recordset()
        return (
            partner.iys_arama_state,
            partner.iys_mesaj_state,
            partner.iys_eposta_state,
        )

    def _found(self, *domain, **context):
        both = self.partner + self.stranger
        partners = self.env["res.partner"].with_context(**context)
        return partners.search([("id", "in", both.ids), *domain])

    def test_a_contact_without_acts_has_no_consent(self):
        self.assertEqual(self._shown(), ("none", "none", "none"))

    def test_an_approval_shows_for_its_channel_only(self):
        self._record(self._make_received())
        self.assertEqual(self._shown(), ("none", "ONAY", "none"))

    def test_an_approval_waits_until_iys_confirms_it(self):
        """L-16: an ONAY counts once İYS holds it."""
        self._record(self._make_act())
        self.assertEqual(self._shown(), ("none", "waiting", "none"))

    def test_a_refusal_shows_at_once(self):
        """L-14."""
        self._record(self._make_act(status="RET", type="ARAMA"))
        self.assertEqual(self._shown(), ("RET", "none", "none"))

    def test_a_refusal_shows_while_a_new_approval_waits(self):
        earlier = self._now() - timedelta(hours=1)
        self._record(
            self._make_act(status="RET", consent_date=earlier), self._make_act()
        )
        self.assertEqual(self._shown()[1], "RET")

    def test_a_consent_for_another_brand_is_not_shown(self):
        """L-6."""
        self._record(self._make_received(brand_id=self.beta.id))
        self.assertEqual(self._shown(iys_brand_id=self.alpha.id)[1], "none")

    def test_the_brand_of_the_context_is_shown(self):
        self._record(self._make_received(brand_id=self.beta.id))
        self.assertEqual(self._shown(iys_brand_id=self.beta.id)[1], "ONAY")

    def test_a_brand_of_a_foreign_company_is_not_shown(self):
        """L-6: the context of a browser opens no other company's books."""
        self._record(self._make_received(brand_id=self.gamma.id))
        self.assertEqual(self._shown(iys_brand_id=self.gamma.id)[1], "none")

    def test_a_merchant_record_says_nothing_about_an_individual(self):
        """L-2: BIREYSEL and TACIR are two records."""
        self._record(self._make_received(recipient_type="TACIR"))
        self.assertEqual(self._shown()[1], "none")

    def test_changing_the_address_never_moves_consents(self):
        consent = self._record(self._make_received())
        self.partner.phone = "+905321117777"
        self.assertEqual((self._shown()[1], consent.recipient), ("none", self.phone))

    def test_states_of_many_contacts_are_read_with_few_queries(self):
        partners = self.env["res.partner"].create(
            [{"name": str(n), "phone": f"+9053211{n:05}"} for n in range(80)]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        partners.mapped("phone_sanitized")
        self.alpha.mapped("company_id.name")
        with self.assertQueryCount(12):
            partners.mapped("iys_mesaj_state")

    def test_search_finds_the_approved(self):
        self._record(self._make_received())
        self.assertEqual(self._found(("iys_mesaj_state", "=", "ONAY")), self.partner)

    def test_search_finds_the_refused(self):
        self._record(self._make_act(status="RET"))
        self.assertEqual(self._found(("iys_mesaj_state", "=", "RET")), self.partner)

    def test_search_finds_the_waiting(self):
        self._record(self._make_act())
        self.assertEqual(self._found(("iys_mesaj_state", "=", "waiting")), self.partner)

    def test_search_finds_those_without_consent(self):
        self._record(self._make_received())
        self.assertEqual(self._found(("iys_mesaj_state", "=", "none")), self.stranger)

    def test_search_negates(self):
        self._record(self._make_received())
        self.assertEqual(self._found(("iys_mesaj_state", "!=", "ONAY")), self.stranger)

    def test_search_takes_several_states(self):
        self._record(self._make_received())
        found = self._found(("iys_mesaj_state", "in", ("ONAY", "none")))
        self.assertEqual(found, self.partner + self.stranger)

    def test_search_by_mail_uses_the_mail_address(self):
        self._record(self._make_received(type="EPOSTA", recipient="DENEME@example.com"))
        self.assertEqual(self._found(("iys_eposta_state", "=", "ONAY")), self.partner)

    def test_search_and_display_agree_for_every_state(self):
        self._record(self._make_received(), self._make_act(type="ARAMA"))
        for name in ("iys_arama_state", "iys_mesaj_state", "iys_eposta_state"):
            state = self.partner[name]
            self.assertIn(self.partner, self._found((name, "=", state)))

    def test_a_contact_shows_the_brands_that_may_write(self):
        self._record(self._make_received(), self._make_received(brand_id=self.beta.id))
        self.partner.invalidate_recordset()
        self.assertEqual(self.partner.iys_mesaj_onay_brand_ids, self.alpha + self.beta)

    def test_contacts_are_found_by_brand(self):
        self._record(self._make_received(brand_id=self.beta.id))
        self.assertEqual(
            self._found(("iys_mesaj_onay_brand_ids", "in", self.beta.ids)),
            self.partner,
        )

    def test_contacts_are_found_by_the_name_of_a_brand(self):
        self._record(self._make_act(status="RET", brand_id=self.beta.id))
        self.assertEqual(
            self._found(("iys_mesaj_ret_brand_ids", "ilike", "bet")), self.partner
        )

    def test_contacts_are_found_by_a_condition_on_the_brand(self):
        self._record(self._make_received(brand_id=self.beta.id))
        condition = [("brand_code", "=", self.beta.brand_code)]
        self.assertEqual(
            self._found(("iys_mesaj_onay_brand_ids", "any", condition)), self.partner
        )

    def test_contacts_without_any_brand_are_found(self):
        self._record(self._make_received())
        self.assertEqual(
            self._found(("iys_mesaj_onay_brand_ids", "=", False)), self.stranger
        )

    def test_contacts_with_some_brand_are_found(self):
        self._record(self._make_received())
        self.assertEqual(
            self._found(("iys_mesaj_onay_brand_ids", "!=", False)), self.partner
        )

    def test_contacts_not_of_a_brand_are_found(self):
        self._record(self._make_received())
        self.assertEqual(
            self._found(("iys_mesaj_onay_brand_ids", "not in", self.alpha.ids)),
            self.stranger,
        )

    def test_states_can_be_filtered_in_memory(self):
        self._record(self._make_received())
        self.partner.invalidate_recordset()
        found = (self.partner + self.stranger).filtered_domain(
            [("iys_mesaj_onay_brand_ids", "in", self.alpha.ids)]
        )
        self.assertEqual(found, self.partner)

    def test_the_planner_sees_the_exists_behind_every_negation(self):
        """A hidden EXISTS is tried act by act for each contact: hours at a million."""
        for domain in (
            [("iys_mesaj_state", "!=", "ONAY")],
            [("iys_mesaj_state", "=", "none")],
            [("iys_mesaj_state", "in", ("RET", "waiting", "none"))],
            [("iys_mesaj_onay_brand_ids", "not in", self.alpha.ids)],
            [("iys_mesaj_onay_brand_ids", "=", False)],
        ):
            code = self.env["res.partner"]._search(domain).select().code
            with self.subTest(domain=domain):
                self.assertIn("NOT EXISTS", code)
                self.assertNotIn("IS NOT TRUE", code)

    def test_a_user_without_a_role_sees_no_state(self):
        self.users["collector"].group_ids -= self.env.ref("izinnet_iys.group_collector")
        with self.assertRaises(AccessError):
            self.as_role("collector", self.partner).read(["iys_mesaj_state"])


@tagged("-at_install", "post_install")
class TestResPartnerHistory(IysCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls._make_partner(email="deneme@example.com")

    def test_the_history_holds_acts_of_its_addresses(self):
        mail = self._make_act(type="EPOSTA", recipient="deneme@example.com")
        acts = self._record(self._make_act(), mail)
        self.assertEqual(self.partner.iys_consent_ids, acts.sorted("id", reverse=True))

    def test_the_history_holds_acts_of_an_address_it_had(self):
        consent = self._record(self._make_act())
        self.partner.phone = "+905321117777"
        self.partner.invalidate_recordset()
        self.assertEqual(self.partner.iys_consent_ids, consent)

    def test_the_button_counts_and_opens_the_same_acts(self):
        self._record(self._make_act(), self._make_act(type="ARAMA"))
        domain = self.partner.action_iys_consents()["domain"]
        self.assertEqual(
            self.env["iys.consent"].search_count(domain),
            self.partner.iys_consent_count,
        )

    def test_acts_of_another_company_are_not_in_the_history(self):
        """L-6."""
        self._record(self._make_act(brand_id=self.gamma.id))
        partner = self.as_role("manager", self.partner)
        self.assertEqual(partner.iys_consent_count, 0)

    def test_nobody_becomes_a_merchant_without_proof(self):
        """L-36."""
        with self.assertRaises(ValidationError):
            self.partner.iys_recipient_type = "TACIR"

    def test_a_merchant_with_proof_is_taken(self):
        self.partner.write(
            {
                "iys_recipient_type": "TACIR",
                "iys_recipient_type_proof": "Trade register 12345",
            }
        )
        self.assertEqual(self.partner.iys_recipient_type, "TACIR")

    def test_a_new_contact_is_an_individual(self):
        self.assertEqual(self.partner.iys_recipient_type, "BIREYSEL")

    def test_the_collect_button_knows_the_contact_and_brand(self):
        context = self.partner.action_iys_collect()["context"]
        self.assertEqual(
            (context["default_partner_id"], context["default_brand_id"]),
            (self.partner.id, self.alpha.id),
        )
