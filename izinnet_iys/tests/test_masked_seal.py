"""What was masked still verifies, and tampering with it is still found (R-36)."""

from odoo.tests import tagged

from .privacy_case import PrivacyCase
from .seal_case import SealCase


@tagged("post_install", "-at_install")
class TestMaskedSeal(SealCase, PrivacyCase):
    def setUp(self):
        """Override of `odoo.tests`: three people refused, were sealed, then masked."""
        super().setUp()
        self.acts = self._refuse(*self.phones(3))
        self.seal()
        self.seal()  # the first run proposes what the second settles
        self._destroy()

    def test_nothing_personal_is_left_to_verify_with(self):
        self.assertEqual(self.acts.mapped("recipient"), [False] * 3)
        self.assertFalse(any(self.acts.mapped("person_name")))

    def test_the_chain_over_masked_people_is_intact(self):
        """All of them are masked; the chain holds commitments, no plain data."""
        check = self.check()
        self.assertEqual((check.state, self.found(check)), ("good", set()))

    def test_a_masked_refusal_cannot_be_turned_into_an_approval(self):
        self.attack(
            "UPDATE iys_consent SET status = 'ONAY' WHERE id = %s", self.acts[1].id
        )
        kinds = {(model, id_) for _kind, model, id_ in self.found(self.check())}
        self.assertEqual(kinds, {("iys.consent", self.acts[1].id)})
