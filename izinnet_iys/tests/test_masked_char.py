"""Addresses are masked for who may not see them, on every way out (L-61)."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import IysCommon

NUMBER, MAIL = "+905321112299", "ayse@deneme.example.com"


@tagged("post_install", "-at_install")
class TestMaskedChar(IysCommon):
    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys`: one act by phone, one by e-mail, with proof."""
        super().setUpClass()
        proof = {"ip": "203.0.113.7", "address": NUMBER, "road": "form"}
        cls.acts = cls._record(
            cls._make_received(recipient=NUMBER, evidence=proof),
            cls._make_received(recipient=MAIL, type="EPOSTA"),
        )
        cls.act = cls.acts.filtered(lambda act: act.recipient == NUMBER)

    def _as(self, role):
        self.env.invalidate_all()
        return self.as_role(role, self.env["iys.consent"])

    def test_a_collector_reads_masked_addresses(self):
        rows = self._as("collector").search_read(
            [("id", "in", self.acts.ids)], ["recipient"]
        )
        self.assertEqual(
            {row["recipient"] for row in rows},
            {"+90532***99", "a***@deneme.example.com"},
        )

    def test_a_manager_and_an_auditor_read_whole_ones(self):
        for role in ("manager", "auditor"):
            rows = self._as(role).browse(self.act.ids).read(["recipient"])
            self.assertEqual(rows[0]["recipient"], NUMBER)

    def test_who_is_given_the_right_reads_whole_ones(self):
        self.users["collector"].group_ids += self.env.ref("izinnet_iys.group_addresses")
        rows = self._as("collector").browse(self.act.ids).read(["recipient"])
        self.assertEqual(rows[0]["recipient"], NUMBER)

    def test_code_of_a_collector_works_with_the_address_as_it_is(self):
        """The capture screen and the send check need it."""
        self.assertEqual(self._as("collector").browse(self.act.id).recipient, NUMBER)

    def test_names_of_records_are_masked(self):
        act = self._as("collector").browse(self.act.id)
        self.assertNotIn(NUMBER, act.display_name)
        self.assertNotIn(NUMBER, str(act.read(["display_name"])))

    def test_a_name_the_system_has_read_before_is_masked_too(self):
        act = self._as("collector").browse(self.act.id)
        self.assertIn(NUMBER, act.sudo().display_name)
        self.assertIn("203.0.113.7", act.sudo().evidence_text)
        told = act.read(["display_name", "evidence_text"])
        self.assertNotIn(NUMBER, str(told))
        self.assertNotIn("203.0.113.7", str(told))

    def test_exports_of_lists_are_masked(self):
        act = self._as("collector").browse(self.act.id)
        self.users["collector"].group_ids += self.env.ref("base.group_allow_export")
        self.assertEqual(act.export_data(["recipient"])["datas"], [["+90532***99"]])

    def test_the_web_clients_read_is_masked(self):
        act = self._as("collector").browse(self.act.id)
        told = act.web_read({"recipient": {}, "evidence": {}, "evidence_text": {}})
        self.assertNotIn(NUMBER, str(told))
        self.assertNotIn("203.0.113.7", str(told))

    def test_a_manager_sees_the_whole_proof(self):
        told = self._as("manager").browse(self.act.id).web_read({"evidence_text": {}})
        self.assertIn("203.0.113.7", str(told))

    def test_nobody_searches_by_pieces_of_what_he_sees_masked(self):
        found = self._as("collector").search([("recipient", "ilike", "532111")])
        self.assertFalse(found & self.act)

    def test_the_whole_address_is_found_in_any_spelling(self):
        for spelling in (NUMBER, "0532 111 22 99"):
            found = self._as("collector").search([("recipient", "ilike", spelling)])
            self.assertIn(self.act, found)

    def test_comparing_is_refused(self):
        with self.assertRaises(AccessError):
            self._as("collector").search([("recipient", ">", "+9053211")])

    def test_a_manager_searches_by_pieces(self):
        found = self._as("manager").search([("recipient", "ilike", "532111")])
        self.assertIn(self.act, found)

    def test_groups_do_not_tell(self):
        consents = self._as("collector")
        with self.assertRaises(AccessError):
            consents.formatted_read_group([], ["recipient"], ["__count"])
        with self.assertRaises(AccessError):
            consents.formatted_read_group([], ["type"], ["recipient:array_agg"])

    def test_order_does_not_tell(self):
        consents = self._as("collector")
        domain = [("id", "in", self.acts.ids)]
        by_address = consents.search(domain, order="recipient")
        self.assertEqual(by_address, consents.search(domain, order="id"))

    def test_every_address_of_ours_is_masked(self):
        """A new model with a recipient has to say so."""
        bare = [
            f"{name}.recipient"
            for name, model in self.env.registry.items()
            if name.startswith("iys.")
            and not model._transient
            and (field := model._fields.get("recipient"))
            and type(field).__name__ != "MaskedChar"
        ]
        self.assertEqual(bare, ["iys.demo.movement.recipient"])
