"""Documents: fingerprints, states, and the acts that rest on them (L-18, L-29, L-32)."""

import base64
import hashlib
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .document_case import PDF, DocumentCase


@tagged("-at_install", "post_install")
class TestIysDocument(DocumentCase):
    def test_a_document_keeps_the_fingerprint_of_its_file(self):
        self.assertEqual(self._file().sha256, hashlib.sha256(PDF).hexdigest())

    def test_a_file_changed_behind_our_back_is_found(self):
        document = self._file()
        self._attachment(document).raw = PDF + b"x"
        document.invalidate_recordset()
        self.assertFalse(document._is_intact())

    def test_an_untouched_file_is_intact(self):
        self.assertTrue(self._file()._is_intact())

    def test_states_follow_the_file_and_the_expiry(self):
        today = fields.Date.context_today(self.env["iys.document"])
        for content, days, state in (
            (b"", None, "missing"),
            (PDF, None, "valid"),
            (PDF, 31, "valid"),
            (PDF, 30, "expiring"),
            (PDF, 0, "expiring"),
            (PDF, -1, "expired"),
        ):
            with self.subTest(state=state, days=days):
                ends = days is not None and today + timedelta(days=days)
                document = self._file(content=content, expires_on=ends)
                self.assertEqual(document.state, state)

    def test_the_list_by_state_finds_what_the_state_says(self):
        today = fields.Date.context_today(self.env["iys.document"])
        documents = self._file(content=b"") + self._file()
        documents += self._file(expires_on=today)
        documents += self._file(expires_on=today - timedelta(days=1))
        for document in documents:
            with self.subTest(state=document.state):
                found = documents.search(
                    [("state", "=", document.state), ("id", "in", documents.ids)]
                )
                self.assertEqual(found, document)

    def test_a_page_with_script_is_no_proof(self):
        for content in (b"<html><script>1</script></html>", b"MZ\x90\x00", b"a;b\n"):
            with self.subTest(content=content), self.assertRaises(ValidationError):
                self._file(content=content)

    def test_a_text_of_another_brand_is_refused(self):
        notice = self._make_notice(self.beta)
        with self.assertRaises(ValidationError):
            self._file(notice_id=notice.id)

    def test_a_collector_files_a_document(self):
        self.assertTrue(self._file("collector").sha256)

    def test_an_auditor_files_nothing(self):
        with self.assertRaises(AccessError):
            self._file("auditor")

    def test_another_companys_document_is_not_seen(self):
        """L-6."""
        document = self._file(brand_id=self.gamma.id)
        with self.assertRaises(AccessError):
            self.as_role("manager", document).read(["name"])


@tagged("-at_install", "post_install")
class TestIysDocumentActs(DocumentCase):
    def test_an_act_whose_attachment_is_the_file_rests_on_it(self):
        document = self._file()
        act = self._rest(document)
        self.assertEqual(document.consent_ids, act)

    def test_an_act_whose_proof_names_the_document_rests_on_it(self):
        document = self._file()
        act = self._record(self._make_act(evidence={"document_id": document.id}))
        self.assertEqual(document.consent_ids, act)

    def test_a_number_in_another_brands_proof_means_nothing(self):
        document = self._file()
        self._record(
            self._make_act(brand_id=self.beta.id, evidence={"document_id": document.id})
        )
        self.assertFalse(document.consent_ids)

    def test_an_act_of_the_contact_with_the_same_file_rests_on_it(self):
        partner = self._make_partner()
        document = self._file(partner_id=partner.id)
        scan = self.env["ir.attachment"].create({"name": "scan.pdf", "raw": PDF})
        act = self._record(
            self._make_act(partner_id=partner.id, attachment_ids=(scan.id,))
        )
        self.assertEqual(document.consent_ids, act)

    def test_of_three_documents_only_the_middle_one_has_acts(self):
        documents = self._file(name="1") + self._file(name="2") + self._file(name="3")
        self._record(self._make_act(evidence={"document_id": documents[1].id}))
        self.assertEqual(documents.mapped("consent_count"), [0, 1, 0])

    def test_a_free_document_is_deleted(self):
        document = self._file()
        document.unlink()
        self.assertFalse(document.exists())

    def test_a_document_with_an_act_is_never_deleted(self):
        document = self._file()
        self._rest(document)
        with self.assertRaises(UserError):
            document.unlink()

    def test_a_document_with_an_act_keeps_its_file(self):
        document = self._file()
        self._rest(document)
        with self.assertRaises(UserError):
            document.file = base64.b64encode(PDF + b"x")

    def test_the_file_of_a_document_with_an_act_is_not_deleted_by_its_attachment(self):
        document = self._file()
        self._rest(document)
        with self.assertRaises(UserError):
            self._attachment(document).unlink()

    def test_the_file_of_a_document_with_an_act_is_not_changed_by_its_attachment(self):
        document = self._file()
        self._rest(document)
        with self.assertRaises(UserError):
            self._attachment(document).raw = b"x"

    def test_a_document_with_an_act_may_be_archived(self):
        document = self._file()
        self._rest(document)
        document.active = False
        self.assertFalse(document.active)

    def test_an_act_the_user_cannot_see_protects_all_the_same(self):
        """L-6: a consent of a company the manager does not see."""
        document = self._file()
        self._rest(document, brand_id=self.gamma.id)
        with self.assertRaises(UserError):
            self.as_role("manager", document).unlink()

    def test_a_consent_collected_from_a_document_rests_on_it(self):
        """L-18."""
        document = self._file("collector", partner_id=self._make_partner().id)
        context = document.action_collect()["context"]
        capture = (
            self.as_role("collector", self.env["iys.capture"])
            .with_context(**context)
            .create(
                {
                    "choice_mesaj": "ONAY",
                    "given_at": self._now() - timedelta(minutes=5),
                    "person_name": "Deneme Kişi",
                    "phone": self.phone,
                }
            )
        )
        capture.action_record()
        self.assertEqual(document.consent_ids, capture.consent_ids)
        self.assertTrue(document.consent_ids)

    def test_a_document_without_a_file_proves_no_consent(self):
        with self.assertRaises(UserError):
            self._file(content=b"").action_collect()
