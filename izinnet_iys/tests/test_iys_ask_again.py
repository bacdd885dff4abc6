"""Asking again after a refusal: waiting time, raised proof, no message ever (L-50)."""

from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import tagged

from .privacy_case import PrivacyCase

HERE = Path(__file__).parents[1]
FILES = (
    "models/privacy/iys_ask_again.py",
    "models/privacy/iys_consent_again.py",
    "wizard/iys_capture_again.py",
)
SENDING = ("mail.mail", "sms.sms", "message_post", "_send", "message_notify", "_sms")


@tagged("-at_install", "post_install")
class TestIysAskAgain(PrivacyCase):
    def setUp(self):
        """Override of `odoo.tests`: somebody refused 40 days ago."""
        super().setUp()
        self.act = self._refuse(self.phone)

    def _capture(self, role="collector", **over):
        scan = self.as_role(role, self.env["ir.attachment"]).create(
            {"name": "imza.pdf", "raw": b"%PDF", "mimetype": "application/pdf"}
        )
        values = {
            "brand_id": self.alpha.id,
            "person_name": "Ayşe Deneme",
            "phone": "0532 111 22 33",
            "choice_mesaj": "ONAY",
            "method": "paper",
            "given_at": self._now(),
            "attachment_ids": [(6, 0, scan.ids)],
            "reason": "Came to the shop and asked for it",
            **over,
        }
        return self.as_role(role, self.env["iys.capture"]).create(values)

    def _allowed(self):
        self._capture().action_ask_manager()
        asked = self.env["iys.ask.again"].search([("state", "=", "asked")])
        self.as_role("manager", asked).action_allow()
        return asked

    def test_within_the_waiting_time_a_collector_may_not_raise_it(self):
        self.assertIn("may not be asked before", self._capture().todo)

    def test_after_the_waiting_time_it_may_be_raised(self):
        self.company.iys_ask_again_months = 1
        self.assertFalse(self._capture().todo)

    def test_a_manager_may_record_it_with_a_reason(self):
        self.assertFalse(self._capture(role="manager").todo)

    def test_what_a_manager_allowed_may_be_recorded(self):
        asked = self._allowed()
        capture = self._capture()
        self.assertFalse(capture.todo)
        capture.action_record()
        self.assertEqual((asked.state, asked.consent_id.status), ("used", "ONAY"))

    def test_what_was_used_once_is_used_up(self):
        self._allowed()
        self._capture().action_record()
        self._refuse(self.phone, days=0)
        self.assertIn("may not be asked before", self._capture().todo)

    def test_nobody_allows_the_own_wish(self):
        capture = self._capture(role="manager", reason="Wants our letters again")
        capture.action_ask_manager()
        asked = self.env["iys.ask.again"].search([("state", "=", "asked")])
        with self.assertRaises(UserError):
            self.as_role("manager", asked).action_allow()

    def test_a_collector_allows_nothing(self):
        self._capture().action_ask_manager()
        asked = self.env["iys.ask.again"].search([("state", "=", "asked")])
        with self.assertRaises(UserError):
            self.as_role("collector", asked).action_allow()

    def test_a_refusal_is_followed_by_a_signature_only(self):
        todo = self._capture(
            role="manager", method="event", reference="Fair", given_at=self._now()
        ).todo
        self.assertIn("signed page", todo)

    def test_a_visit_waits_too(self):
        partner = self._make_partner()
        visit = self.as_role("collector", self.env["iys.visit"]).new(
            {"partner_id": partner.id}
        )
        visit.brand_id = self.alpha
        self.assertTrue(
            self.env["iys.ask.again"]._waiting(self.alpha, partner._iys_keys())
        )

    def test_every_approval_after_a_refusal_is_noted_by_user(self):
        self._capture(role="manager").action_record()
        noted = self.env["iys.ask.again"].search([("state", "=", "used")])
        self.assertEqual(noted.user_id, self.users["manager"])
        self.assertTrue(noted.is_early)

    def test_the_report_tells_each_users_number_and_share_of_early_ones(self):
        """L-50: abuse shows there."""
        self._capture(role="manager").action_record()
        self.act = self._refuse("+905321112244", days=4 * 365)
        self._capture(role="collector", phone="0532 111 22 44").action_record()
        report = self.as_role("auditor", self.env["iys.ask.again"])
        told = report.formatted_read_group(
            [("state", "=", "used")], ["user_id"], ["__count", "early_share:avg"]
        )
        shares = {row["user_id"][0]: row["early_share:avg"] for row in told}
        self.assertEqual(
            shares, {self.users["manager"].id: 1.0, self.users["collector"].id: 0.0}
        )

    def test_the_list_says_what_is_lawful_next(self):
        self.assertIn("Wait", self.act.again_step)
        self.company.iys_ask_again_months = 0
        self.env.invalidate_all()
        self.assertIn("never a message", self.act.again_step)

    def test_nothing_of_it_sends_anything(self):
        """L-20: neither in its words of code, nor when it is used."""
        for name in FILES:
            words = (HERE / name).read_text()
            for sending in SENDING:
                with self.subTest(file=name, word=sending):
                    self.assertNotIn(sending, words)
        before = self.env["mail.mail"].search_count([])
        self._allowed()
        self._capture().action_record()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
