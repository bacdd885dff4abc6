"""The one-to-one request: a live conversation, one SMS, the customer's own act (L-26)."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .codes_case import CodesCase


@tagged("-at_install", "post_install")
class TestSmsRequest(CodesCase):
    @classmethod
    def setUpClass(cls):
        """Override of `codes_case`: a text in use, and a collector trained on it."""
        super().setUpClass()
        cls.gateway.iys_allows_request = True
        cls.script = cls.env["iys.sms.script"].create({"brand_id": cls.alpha.id})
        cls.script.action_publish()
        cls._train(cls.users["collector"])
        cls._make_notice(name="SMS onayı", type="MESAJ")
        cls._make_notice(name="Arama onayı", type="ARAMA")
        cls.partner = cls._make_partner()

    @classmethod
    def _train(cls, user, **over):
        values = {
            "name": "Deneme",
            "user_id": user.id,
            "company_id": cls.company.id,
            "iys_script_id": cls.script.id,
        }
        return cls.env["iys.training"].create({**values, **over})

    def _open(self, role="collector", **over):
        values = {
            "partner_id": self.partner.id,
            "brand_id": self.alpha.id,
            "was_read": True,
            "wants_mesaj": True,
        }
        screens = self.as_role(role, self.env["iys.sms.request"])
        return screens.create({**values, **over})

    def _send(self, **over):
        screen = self._open(**over)
        screen.action_send()
        return screen

    def _tell(self, screen, code, type_="MESAJ"):
        screen.write({"told_code": code, "told_for": type_})
        screen.action_enter()
        return screen.note

    def test_one_neutral_sms_goes_to_the_contact(self):
        self._send()
        [text] = self._texts()
        self.assertIn("onay kodu", text)
        self.assertNotIn("http", text)

    def test_without_a_code_nothing_happens(self):
        """L-26."""
        self._send()
        self.assertFalse(self._acts())

    def test_the_told_code_is_the_customer_s_act_and_the_proof_says_who_typed(self):
        screen = self._send()
        self._tell(screen, self._codes()[0])
        act = self._acts()
        self.assertEqual(
            (act.type, act.status, act.source, act.user_id),
            ("MESAJ", "ONAY", "HS_MESAJ", self.users["collector"]),
        )
        self.assertIn("staff", act.evidence["confirmed_entered_by"])
        self.assertIn("sha256", act.evidence["script"])
        self.assertEqual(
            (act.receipt_ids.mapped("state"), screen.state), (["waiting"], "done")
        )

    def test_the_customer_may_type_it_on_the_own_page(self):
        screen = self._send()
        self._enter(screen.sudo().secret, confirm_mesaj=self._codes()[0])
        screen.invalidate_recordset()
        self.assertEqual((self._acts().type, screen.state), ("MESAJ", "done"))

    def test_one_code_is_one_consent(self):
        """L-26: a code entered by staff is never for several."""
        screen = self._send(wants_arama=True)
        sms, call = self._codes()
        self._tell(screen, sms, "ARAMA")
        self.assertFalse(self._acts())
        self._tell(screen, call, "ARAMA")
        self.assertEqual(self._acts().mapped("type"), ["ARAMA"])

    def test_nothing_is_chosen_beforehand(self):
        """L-21."""
        screen = self.as_role("collector", self.env["iys.sms.request"]).new(
            {"partner_id": self.partner.id}
        )
        self.assertFalse(screen.wants_mesaj or screen.wants_arama or screen.was_read)

    def test_without_the_text_said_or_a_channel_nothing_is_sent(self):
        """L-25."""
        for over in ({"was_read": False}, {"wants_mesaj": False}):
            with self.subTest(**over), self.assertRaises(UserError):
                self._send(**over)
        self.assertFalse(self._texts())

    def test_a_refused_number_is_never_asked(self):
        """L-26: of either phone channel; the words name the QR code."""
        self._record(self._make_act(status="RET", type="ARAMA"))
        with self.assertRaisesRegex(UserError, "QR code"):
            self._send()
        self.assertFalse(self._texts())

    def test_an_address_is_asked_once_in_thirty_days(self):
        """L-26."""
        self._send()
        with self.assertRaisesRegex(UserError, "moment ago|30 days"):
            self._send()
        self.env.cr.execute(
            "UPDATE iys_sms_code SET created_at = created_at - interval '29 days'"
        )
        with self.assertRaisesRegex(UserError, "30 days"):
            self._send()
        self.env.cr.execute(
            "UPDATE iys_sms_code SET created_at = created_at - interval '2 days'"
        )
        self._send()
        self.assertEqual(len(self._texts()), 2)

    def test_it_is_off_until_the_company_switches_it_on(self):
        field = self.env["iys.sms.gateway"]._fields["iys_allows_request"]
        self.assertFalse(field.default)
        self.gateway.iys_allows_request = False
        with self.assertRaisesRegex(UserError, "switched off"):
            self._send()

    def test_only_who_was_trained_on_the_text_in_use_may_ask(self):
        """L-25."""
        self.script.action_new_version()
        self.env["iys.sms.script"].search([("state", "=", "draft")]).action_publish()
        with self.assertRaisesRegex(UserError, "trained"):
            self._send()

    def test_a_training_that_ran_out_does_not_count(self):
        """L-25."""
        self.env["iys.training"].search([]).valid_until = fields.Date.add(
            fields.Date.today(), days=-1
        )
        with self.assertRaisesRegex(UserError, "trained"):
            self._send()

    def test_somebody_without_the_role_asks_nobody(self):
        self._train(self.users["auditor"])
        with self.assertRaises(AccessError):
            self._open("auditor")

    def test_a_published_text_stays_as_it_was_said(self):
        """L-25."""
        with self.assertRaises(UserError):
            self.script.body = "Başka"
        with self.assertRaises(UserError):
            self.script.unlink()

    def test_the_request_is_in_the_day_log_without_the_address(self):
        self._send()
        row = self.env["iys.log"].search([("message", "=", "One-to-one request")])
        self.assertEqual(len(row), 1)
        self.assertNotIn(self.phone[-8:], str(row.data))

    def test_no_second_code_is_sent_from_the_page(self):
        """L-26: one per address."""
        screen = self._send()
        self.env.cr.execute(
            "UPDATE iys_sms_code SET created_at = created_at - interval '2 minutes'"
        )
        self.assertEqual(self._again(screen.sudo().secret), "number_limit")

    def test_a_foreign_screen_is_not_read(self):
        """R-58: a screen names a contact."""
        screen = self._send()
        with self.assertRaises(AccessError):
            self.as_role("author", screen).read(["number"])
