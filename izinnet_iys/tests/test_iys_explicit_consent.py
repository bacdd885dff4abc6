"""Explicit consents under KVKK: given, withdrawn, never edited (L-51, L-54)."""

from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import RaiseException

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .form_case import EMAIL, FormCase


@tagged("-at_install", "post_install")
class TestIysExplicitConsent(FormCase):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: two purposes of one brand."""
        super().setUpClass()
        cls.profiling = cls._make_text(cls.alpha, "explicit_consent", name="Profil")
        cls.sharing = cls._make_text(cls.alpha, "explicit_consent", name="Paylaşım")
        cls.consents = cls.env["iys.explicit.consent"]

    def _give(self, *texts, **over):
        rows = [
            {
                "brand_id": self.alpha.id,
                "recipient": EMAIL,
                "notice_id": text.id,
                **over,
            }
            for text in texts
        ]
        return self.consents._give(rows)

    def _standing(self):
        return self.consents._standing(self.alpha, [EMAIL]).notice_id

    def test_a_yes_stands_for_its_purpose(self):
        """L-54: each purpose by itself."""
        self._give(self.profiling)
        self.assertEqual(self._standing(), self.profiling)

    def test_a_withdrawal_counts_at_once(self):
        """L-54."""
        self._give(self.profiling, self.sharing)
        self.consents._withdraw(self.alpha, [EMAIL], self.profiling)
        self.assertEqual(self._standing(), self.sharing)

    def test_a_withdrawal_of_everything_leaves_nothing(self):
        self._give(self.profiling, self.sharing)
        gone = self.consents._withdraw(
            self.alpha, [EMAIL.upper()], evidence={"ip": "x"}
        )
        self.assertEqual(gone.mapped("status"), ["withdrawn"] * 2)
        self.assertFalse(self._standing())

    def test_the_next_version_of_a_text_serves_the_same_purpose(self):
        self._give(self.profiling)
        newer = self._make_text(self.alpha, "explicit_consent", name="Profil")
        self.consents._withdraw(self.alpha, [EMAIL], newer)
        self.assertFalse(self._standing())

    def test_withdrawing_what_was_never_given_keeps_nothing(self):
        self.assertFalse(self.consents._withdraw(self.alpha, [EMAIL]))

    def test_a_person_may_say_yes_anew(self):
        self._give(self.profiling)
        self.consents._withdraw(self.alpha, [EMAIL])
        self._give(self.profiling)
        self.assertEqual(self._standing(), self.profiling)

    def test_a_double_click_is_one_yes(self):
        self._give(self.profiling)
        self.assertFalse(self._give(self.profiling))
        with freeze_time(self._now() + timedelta(days=1)):
            self.assertTrue(self._give(self.profiling))

    def test_another_kind_of_text_is_refused(self):
        """L-51."""
        approval = self._make_text(self.alpha, "commercial_approval", "EPOSTA")
        foreign = self._make_text(self.gamma, "explicit_consent")
        for text in (approval, foreign):
            with self.assertRaises(UserError):
                self._give(text)

    def test_what_is_no_address_is_refused(self):
        with self.assertRaises(UserError):
            self._give(self.profiling, recipient="kimse")

    def test_nobody_types_one_in(self):
        with self.assertRaises(UserError):
            self.consents.create({"brand_id": self.alpha.id})

    def test_nobody_edits_or_deletes_one(self):
        """R-31."""
        given = self._give(self.profiling)
        with self.assertRaises(UserError):
            given.status = "withdrawn"
        with self.assertRaises(UserError):
            given.unlink()

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_changes_too(self):
        """R-31."""
        given = self._give(self.profiling)
        self.env.flush_all()
        for sql in (
            "UPDATE iys_explicit_consent SET status = 'withdrawn' WHERE id = %s",
            "UPDATE iys_explicit_consent SET recipient = 'x' WHERE id = %s",
            "DELETE FROM iys_explicit_consent WHERE id = %s",
        ):
            with self.assertRaises(RaiseException), self.env.cr.savepoint():
                self.env.cr.execute(sql, [given.id])

    def test_a_contact_may_go_and_the_proof_stays(self):
        partner = self._make_partner(email=EMAIL)
        given = self._give(self.profiling, partner_id=partner.id)
        partner.unlink()
        given.invalidate_recordset()
        self.assertEqual((given.recipient, bool(given.partner_id)), (EMAIL, False))
