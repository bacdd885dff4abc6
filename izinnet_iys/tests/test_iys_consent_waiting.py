"""Approvals that wait for the person: a screen, and no way round the person (L-50)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .form_case import FormCase


@tagged("post_install", "-at_install")
class TestIysConsentWaiting(FormCase):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: somebody who refused SMS ticks the box again."""
        super().setUpClass()
        cls._record(cls._make_received(status="RET"))
        cls._take(cls._answer("MESAJ"))
        cls.draft = cls._acts().filtered(lambda act: act.status == "ONAY")

    def _listed(self, role="manager"):
        action = self.env.ref("izinnet_iys.iys_consent_action_unconfirmed")
        consents = self.as_role(role, self.env["iys.consent"])
        return consents.search([("state", "=", "unconfirmed")]), action

    def test_the_draft_is_listed_with_the_refusal_behind_it(self):
        listed, _action = self._listed()
        self.assertIn(self.draft, listed)
        reason = self.as_role("manager", self.draft).waiting_reason
        self.assertIn("Refused on", reason)

    def test_the_list_says_until_when(self):
        self.assertTrue(self.draft.deadline)

    def test_a_draft_without_a_refusal_waits_for_the_confirmation(self):
        act = self._make_act(state="unconfirmed", recipient="+905321112299")
        self.assertIn("not confirmed", self._record(act).waiting_reason)

    def test_a_refusal_of_another_brand_or_channel_is_not_the_reason(self):
        """L-24: each key by itself."""
        acts = [
            self._make_act(state="unconfirmed", brand_id=self.beta.id),
            self._make_act(state="unconfirmed", type="ARAMA"),
        ]
        for draft in self._record(*acts):
            self.assertNotIn("Refused", draft.waiting_reason)

    def test_what_does_not_wait_has_no_reason(self):
        self.assertFalse(
            self._acts().filtered(lambda a: a.status == "RET").waiting_reason
        )

    def test_a_signature_on_paper_is_the_way_offered(self):
        """L-50: the raised standard of proof; the screen still asks for scan and reason."""
        action = self.as_role("manager", self.draft).action_sign()
        screen = (
            self.as_role("manager", self.env["iys.capture"])
            .with_context(**action["context"])
            .create({"choice_mesaj": "ONAY"})
        )
        self.assertEqual((screen.method, screen.phone), ("paper", self.phone))
        self.assertTrue(screen.earlier_refusals)
        with self.assertRaises(UserError):
            screen.action_record()

    def test_who_sees_addresses_masked_is_not_handed_one(self):
        """L-61."""
        action = self.as_role("collector", self.draft).action_sign()
        self.assertNotIn(self.phone, str(action))

    def test_staff_cannot_confirm_it(self):
        """L-27: no public method moves it on, and nobody may write the state."""
        draft = self.as_role("admin", self.draft)
        with self.assertRaises(UserError):
            draft.write({"state": "queued"})
        draft.action_retry()
        self.assertEqual(self.draft.state, "unconfirmed")

    def test_the_refusal_stays_in_force_until_then(self):
        refusal = self._acts().filtered(lambda act: act.status == "RET")
        self.assertTrue(refusal.is_effective)

    def test_the_board_opens_the_same_list(self):
        brand = self.as_role("manager", self.alpha)
        action = brand.with_context(board="unconfirmed").action_board_open()
        listed = self.env["iys.consent"].search(action["domain"])
        self.assertEqual(listed, self.draft)

    def test_another_company_s_drafts_are_not_listed(self):
        """L-6."""
        act = self._make_act(state="unconfirmed", brand_id=self.gamma.id)
        foreign = self._record(act)
        self.assertNotIn(foreign, self._listed()[0])
