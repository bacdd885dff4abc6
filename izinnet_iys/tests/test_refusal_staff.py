"""Staff record what a contact told them: same end as every other road."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .refusal_case import MAIL, RefusalCase


@tagged("-at_install", "post_install")
class TestRefusalStaff(RefusalCase):
    @classmethod
    def setUpClass(cls):
        """Override of `refusal_case`: a contact with phone and e-mail."""
        super().setUpClass()
        cls.partner = cls._make_partner(email=MAIL)

    def _open(self, role="collector", partners=None, **over):
        action = self.as_role(role, partners or self.partner).action_iys_refuse()
        wizards = self.as_role(role, self.env[action["res_model"]])
        wizards = wizards.with_context(**action["context"])
        return wizards.create(over)

    def _told_places(self):
        acts = self._told()
        return {(act.type, act.brand_id) for act in acts}

    def test_one_click_refuses_all_channels_and_brands_of_the_company(self):
        self._open().action_refuse()
        self.assertEqual(
            self._told_places(),
            {
                (type_, brand)
                for type_ in ("ARAMA", "MESAJ", "EPOSTA")
                for brand in self.alpha | self.beta
            },
        )

    def test_one_channel_of_one_brand_can_be_refused(self):
        self._open(
            refuses_call=False, refuses_sms=False, brand_ids=[(6, 0, self.alpha.ids)]
        ).action_refuse()
        self.assertEqual(self._told_places(), {("EPOSTA", self.alpha)})

    def test_it_ends_the_next_message(self):
        self._open().action_refuse()
        self.assertEqual(self._rule(), "refused")

    def test_the_proof_names_way_note_and_who_wrote_it_down(self):
        self._open(way="call", note="Pazartesi aradı").action_refuse()
        act = self._refusals()[:1]
        self.assertEqual(
            (act.source, act.evidence["note"], act.user_id),
            ("HS_CAGRI_MERKEZI", "Pazartesi aradı", self.users["collector"]),
        )

    def test_every_way_has_a_source(self):
        ways = self.env["iys.refuse"]._fields["way"]._description_selection(self.env)
        for way, _label in ways:
            self._open(way=way, refuses_call=False).action_refuse()
        self.assertTrue(self._refusals())

    def test_a_contact_without_addresses_is_named(self):
        nobody = self.env["res.partner"].create({"name": "Adressiz"})
        with self.assertRaises(UserError):
            self._open(partners=nobody).action_refuse()
        wizard = self._open(partners=nobody | self.partner)
        self.assertEqual(wizard.unreachable, "Adressiz")

    def test_the_button_opens_the_screen_for_the_contact(self):
        action = self.as_role("collector", self.partner).action_iys_refuse()
        wizards = self.as_role("collector", self.env["iys.refuse"])
        form = Form(wizards.with_context(**action["context"]))
        self.assertEqual(form.partner_ids[:], self.partner)

    def test_who_collects_nothing_cannot_use_it(self):
        with self.assertRaises(AccessError):
            self._open(role="auditor")

    def test_a_refusal_on_the_capture_screen_ends_the_same(self):
        capture = self.as_role("collector", self.env["iys.capture"]).create(
            {
                "brand_id": self.alpha.id,
                "email": MAIL,
                "choice_eposta": "RET",
                "method": "spoken",
                "given_at": self._now(),
            }
        )
        capture.action_record()
        self.assertEqual(self._rule(), "refused")
