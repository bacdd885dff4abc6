"""The demo data loads and balances (deliverable: two companies, every state)."""

from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_file


@tagged("-at_install", "post_install")
class TestIysDemoData(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref("izinnet_iys.demo_brand_defne", raise_if_not_found=False):
            convert_file(cls.env, "izinnet_iys", "demo/iys_demo.xml", {}, "init", True)
        cls.brands = cls.env["iys.brand"].union(
            *(
                cls.env.ref(f"izinnet_iys.demo_brand_{name}")
                for name in ("cinar", "outlet", "defne")
            )
        )
        cls.consents = cls.env["iys.consent"].search(
            [("brand_id", "in", cls.brands.ids)]
        )

    def test_two_companies_share_three_demo_brands(self):
        self.assertEqual(len(self.brands.company_id), 2)
        self.assertEqual(set(self.brands.mapped("route")), {"demo"})

    def test_three_hundred_contacts_have_addresses_that_odoo_understands(self):
        contacts = self.env["res.partner"].search_count(
            [("phone_sanitized", "=like", "+90501000%"), ("email", "!=", False)]
        )
        self.assertEqual(contacts, 300)

    def test_every_state_is_shown(self):
        states = {state for state, _l in self.consents._fields["state"].selection}
        self.assertEqual(set(self.consents.mapped("state")), states)

    def test_every_approval_in_force_stands_at_the_registry(self):
        """R-2: the books balance."""
        for brand in self.brands:
            registry = brand._get_registry()
            approvals = self.consents.filtered(
                lambda act, b=brand: (
                    act.brand_id == b and act.is_effective and act.status == "ONAY"
                )
            )
            for key in {(act.type, act.recipient_type) for act in approvals}:
                ours = {
                    act.recipient
                    for act in approvals
                    if (act.type, act.recipient_type) == key
                }
                self.assertEqual(registry.approved(*key, ours), ours)

    def test_every_person_is_invented(self):
        self.assertFalse(
            self.consents.filtered(
                lambda act: (
                    not act.recipient.startswith("+90501000")
                    and not act.recipient.endswith("@example.com")
                )
            )
        )
