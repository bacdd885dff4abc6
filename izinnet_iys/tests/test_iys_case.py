"""Complaints and inspections: term, proof, who answered (L-35)."""

import hashlib
import io
import zipfile
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .proof_case import ProofCase


@tagged("-at_install", "post_install")
class TestIysCase(ProofCase):
    def _case(self, role="manager", **over):
        values = {"addresses": self.phone, "authority": "İl müdürlüğü", **over}
        return self.as_role(role, self.env["iys.case"]).create(values)

    def test_fifteen_days_are_proposed(self):
        case = self._case(received_on="2026-11-02")
        self.assertEqual(case.deadline, fields.Date.to_date("2026-11-17"))

    def test_the_term_the_request_names_is_kept(self):
        case = self._case(received_on="2026-11-02", deadline="2026-11-09")
        self.assertEqual(case.deadline, fields.Date.to_date("2026-11-09"))

    def test_cases_are_numbered(self):
        first, second = self._case(), self._case()
        self.assertNotEqual(first.number, second.number)
        self.assertTrue(first.number.startswith("D"))

    def test_the_responsible_person_is_reminded(self):
        case = self._case(responsible_id=self.users["admin"].id)
        self.assertEqual(case.activity_ids.user_id, self.users["admin"])
        self.assertEqual(case.activity_ids.date_deadline, case.deadline)

    def test_a_new_term_moves_the_reminder(self):
        case = self._case()
        case.deadline = case.received_on + timedelta(days=3)
        self.assertEqual(case.activity_ids.date_deadline, case.deadline)

    def test_the_proof_is_kept_with_its_hash(self):
        case = self._case()
        case.action_make_pack()
        content = case.pack_id.raw
        self.assertEqual(case.pack_sha256, hashlib.sha256(content).hexdigest())
        self.assertIn(
            "proof/proof.json", zipfile.ZipFile(io.BytesIO(content)).namelist()
        )

    def test_making_the_proof_is_in_the_day_log(self):
        case = self._case()
        case.action_make_pack()
        row = self.env["iys.log"].search([("kind", "=", "export")], limit=1)
        self.assertEqual(row.data["case"], case.number)

    def test_a_proof_without_addresses_is_refused(self):
        with self.assertRaisesRegex(UserError, "addresses"):
            self._case(addresses=False).action_make_pack()

    def test_an_answer_tells_who_and_when(self):
        case = self._case()
        case.answer = "<p>Ekte sunulmuştur.</p>"
        case.action_answered()
        self.assertEqual(
            (case.state, case.answered_by_id), ("answered", self.users["manager"])
        )
        self.assertFalse(case.activity_ids)

    def test_nothing_is_answered_with_nothing(self):
        with self.assertRaisesRegex(UserError, "answer"):
            self._case().action_answered()

    def test_a_case_reopened_waits_again(self):
        case = self._case(answer="<p>x</p>")
        case.action_answered()
        case.action_close()
        case.action_reopen()
        self.assertEqual((case.state, len(case.activity_ids)), ("open", 1))

    def test_the_state_is_not_written_by_hand(self):
        with self.assertRaises(UserError):
            self._case().write({"state": "closed"})

    def test_a_case_is_not_born_answered(self):
        """L-35: how it was answered is written by the buttons alone."""
        with self.assertRaises(UserError):
            self._case(answered_by_id=self.users["admin"].id)

    def test_the_fingerprint_of_the_pack_is_not_written_by_hand(self):
        with self.assertRaises(UserError):
            self._case().pack_sha256 = "0" * 64

    def test_a_late_case_is_found(self):
        late = self._case(received_on=fields.Date.today() - timedelta(days=30))
        self._case()
        found = self.as_role("auditor", late).search([("is_late", "=", True)])
        self.assertEqual(found.ids, late.ids)
        self.assertTrue(late.is_late)

    def test_an_auditor_reads_and_changes_nothing(self):
        case = self._case()
        seen = self.as_role("auditor", case)
        self.assertEqual(seen.number, case.number)
        with self.assertRaises(AccessError):
            seen.write({"reference": "x"})
        with self.assertRaises(AccessError):
            seen.action_make_pack()

    def test_a_case_is_never_deleted(self):
        with self.assertRaises(UserError):
            self._case().sudo().unlink()

    def test_another_companys_case_is_not_seen(self):
        """L-6."""
        foreign = self.env["iys.case"].create({"company_id": self.other_company.id})
        with self.assertRaises(AccessError):
            self.as_role("manager", foreign).read(["number"])
