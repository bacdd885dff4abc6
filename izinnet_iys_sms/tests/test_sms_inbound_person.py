"""What a consent manager decides: a refusal or none, never an approval (L-26, R-30)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .push_case import PushCase


@tagged("-at_install", "post_install")
class TestSmsInboundPerson(PushCase):
    def setUp(self):
        """Override of `odoo.tests`: a text nobody can read for sure."""
        super().setUp()
        self.note(self.body_of_text("beni aramayın artık ya"), "inbound")
        self.run_sms("texts")
        self.text = self.texts()

    def _as(self, role):
        return self.as_role(role, self.text)

    def test_an_unclear_text_waits_and_is_nobody_s_act(self):
        acts = self.env["iys.consent"].search([("recipient", "=", self.yes)])
        self.assertEqual((self.text.state, acts.mapped("status")), ("person", ["ONAY"]))

    def test_the_managers_of_the_company_are_asked(self):
        self.assertIn(self.users["manager"], self.text.activity_ids.user_id)

    def test_a_manager_calls_it_a_refusal(self):
        self._as("manager").action_refusal()
        act = self.rets()
        self.assertEqual(
            (self.may_send(), act.source, act.evidence["road"], act.user_id),
            (False, "HS_MESAJ", "sms_staff", self.users["manager"]),
        )

    def test_a_decided_text_has_no_open_question(self):
        self._as("manager").action_refusal()
        self.assertEqual(
            (self.text.state, self.text.activity_ids.ids, self.text.decided_by),
            ("done", [], self.users["manager"]),
        )

    def test_no_refusal_needs_a_reason(self):
        with self.assertRaises(UserError):
            self._as("manager").action_no_refusal()

    def test_no_refusal_records_nothing(self):
        self._as("manager").decision_note = "asks about calls"
        self._as("manager").action_no_refusal()
        self.assertEqual(
            (self.text.state, self.text.reading, len(self.rets())),
            ("done", "unclear", 0),
        )

    def test_the_reason_stays_as_it_was(self):
        self._as("manager").decision_note = "asks about calls"
        self._as("manager").action_no_refusal()
        with self.assertRaises(UserError):
            self._as("manager").decision_note = "something else"

    def test_a_settled_text_is_not_decided_again(self):
        self._as("manager").action_refusal()
        with self.assertRaises(UserError):
            self._as("manager").action_refusal()

    def test_others_do_not_decide(self):
        for role in ("collector", "author", "auditor"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._as(role).action_refusal()

    def test_there_is_no_way_for_staff_to_approve(self):
        """L-26: an approval is the person's own act."""
        actions = [name for name in dir(self.text) if name.startswith("action_")]
        self.assertFalse([name for name in actions if "approv" in name])
