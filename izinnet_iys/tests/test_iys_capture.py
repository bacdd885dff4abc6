"""The capture screen: what each way demands, and what it puts into the ledger."""

import base64
import hashlib
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..wizard.capture_ways import METHODS
from .common import IysCommon

SCAN = b"a signed page"


@tagged("post_install", "-at_install")
class TestIysCapture(IysCommon):
    @classmethod
    def setUpClass(cls):
        """Override of `common`: one signed page, uploaded by the collector."""
        super().setUpClass()
        attachments = cls.env["ir.attachment"].with_user(cls.users["collector"])
        cls.scan = attachments.create(
            {"name": "signed.pdf", "datas": base64.b64encode(SCAN)}
        )

    @classmethod
    def _open(cls, role="collector", **over):
        values = {
            "brand_id": cls.alpha.id,
            "person_name": "Ayşe Deneme",
            "phone": "0532 111 22 33",
            "email": "Ayse@Example.com",
            "given_at": cls._now() - timedelta(minutes=5),
            **over,
        }
        captures = cls.env["iys.capture"].with_user(cls.users[role])
        return captures.create(values)

    @classmethod
    def _open_paper(cls, **over):
        return cls._open(
            **{
                "choice_mesaj": "ONAY",
                "method": "paper",
                "attachment_ids": cls.scan.ids,
                **over,
            }
        )

    def _act_of(self, capture):
        """The single act a capture recorded, seen by a manager."""
        return self.as_role("manager", capture.consent_ids).ensure_one()

    def test_no_choice_is_made_beforehand(self):
        """L-21: an approval never comes pre-selected."""
        form = Form(self.env["iys.capture"].with_user(self.users["collector"]))
        choices = (form.choice_arama, form.choice_mesaj, form.choice_eposta)
        self.assertEqual(choices, (False, False, False))

    def test_a_signed_paper_becomes_a_waiting_approval(self):
        capture = self._open_paper()
        capture.action_record()
        act = self._act_of(capture)
        self.assertEqual(
            (act.recipient, act.type, act.status, act.source, act.state),
            ("+905321112233", "MESAJ", "ONAY", "HS_ISLAK_IMZA", "queued"),
        )

    def test_the_consent_date_is_the_moment_it_was_given(self):
        """L-18: the signature's date, not the moment of typing."""
        signed = self._now() - timedelta(hours=20)
        capture = self._open_paper(given_at=signed)
        capture.action_record()
        self.assertEqual(self._act_of(capture).consent_date, signed)

    def test_each_channel_becomes_an_act_of_its_own(self):
        """L-24."""
        capture = self._open_paper(choice_arama="RET", choice_eposta="ONAY")
        capture.action_record()
        decisions = {(c.type, c.status) for c in capture.consent_ids}
        wanted = {("ARAMA", "RET"), ("MESAJ", "ONAY"), ("EPOSTA", "ONAY")}
        self.assertEqual(decisions, wanted)

    def test_a_refusal_needs_an_address_and_nothing_else(self):
        capture = self._open(choice_mesaj="RET", person_name=False, email=False)
        capture.action_record()
        self.assertEqual(self._act_of(capture).is_effective, True)

    def test_the_file_is_kept_with_its_hash(self):
        """L-29, L-32: a changed file would show."""
        capture = self._open_paper()
        capture.action_record()
        digest = hashlib.sha256(SCAN).hexdigest()
        self.assertIn(digest, str(self._act_of(capture).evidence["files"]))

    def test_the_file_outlives_the_screen(self):
        capture = self._open_paper()
        capture.action_record()
        act = self._act_of(capture)
        capture.sudo().unlink()
        self.assertEqual(act.attachment_ids, self.scan)

    def test_a_collector_cannot_remove_the_proof_afterwards(self):
        """R-31."""
        capture = self._open_paper()
        capture.action_record()
        with self.assertRaises(AccessError):
            self.as_role("collector", self.scan).unlink()

    def test_an_approval_without_surname_is_refused(self):
        """L-17."""
        with self.assertRaisesRegex(UserError, "surname"):
            self._open_paper(person_name="Ayşe").action_record()

    def test_paper_without_a_scan_is_refused(self):
        """L-18."""
        with self.assertRaisesRegex(UserError, "signed page"):
            self._open_paper(attachment_ids=False).action_record()

    def test_a_call_needs_script_and_recording(self):
        """L-29."""
        capture = self._open(choice_arama="ONAY", method="call")
        self.assertRegex(capture.todo, "(?s)recording.*script")

    def test_a_call_may_name_its_recording_by_place_and_hash(self):
        """L-29."""
        capture = self._open(
            choice_arama="ONAY",
            method="call",
            script="Welcome v3",
            recording_reference="PBX 42",
            recording_sha256="ab" * 32,
        )
        self.assertFalse(capture.todo)

    def test_a_hash_that_is_none_does_not_count(self):
        capture = self._open(
            choice_arama="ONAY",
            method="call",
            script="Welcome v3",
            recording_reference="PBX 42",
            recording_sha256="no hash",
        )
        self.assertIn("SHA-256", capture.todo)

    def test_every_way_but_the_spoken_word_demands_a_proof(self):
        """L-30: a source without a proof cannot be chosen."""
        for way in METHODS:
            with self.subTest(way=way):
                self.assertTrue(self._open(choice_mesaj="ONAY", method=way).todo)

    def test_a_spoken_approval_is_refused(self):
        capture = self._open_paper(method="spoken")
        self.assertIn("spoken word", capture.todo)

    def test_an_approval_that_is_too_old_is_refused_with_a_way_out(self):
        """L-11."""
        capture = self._open_paper(given_at=self._now() - timedelta(days=20))
        self.assertIn("decide anew", capture.todo)

    def test_a_refusal_is_never_too_old(self):
        """L-14."""
        given_at = self._now() - timedelta(days=20)
        capture = self._open(choice_mesaj="RET", given_at=given_at)
        self.assertFalse(capture.todo)

    def test_a_date_in_the_future_is_refused(self):
        capture = self._open_paper(given_at=self._now() + timedelta(hours=1))
        self.assertIn("future", capture.todo)

    def test_a_bad_phone_is_refused_before_anything_is_recorded(self):
        capture = self._open_paper(phone="0532 11")
        self.assertIn("complete phone number", capture.todo)

    def test_the_screen_tells_of_an_earlier_refusal_with_its_date(self):
        """L-50."""
        moment = self._now() - timedelta(days=2)
        self._record(self._make_act(status="RET", consent_date=moment))
        self.assertIn(f"{moment:%Y}", self._open().earlier_refusals)

    def test_an_approval_after_a_refusal_needs_a_reason(self):
        """L-50."""
        moment = self._now() - timedelta(days=2)
        self._record(self._make_act(status="RET", consent_date=moment))
        self.assertIn("approves again", self._open_paper().todo)

    def test_an_approval_from_before_the_refusal_is_refused(self):
        """L-50: the new proof must be later than the refusal."""
        self._record(self._make_act(status="RET"))
        capture = self._open_paper(
            reason="Came to the shop", given_at=self._now() - timedelta(hours=3)
        )
        self.assertIn("later approval", capture.todo)

    def test_the_screen_shows_what_stands_now(self):
        self._record(self._make_received())
        self.assertIn("Approved", self._open().standing_mesaj)

    def test_other_brands_consents_do_not_show(self):
        """L-6."""
        self._record(self._make_received(brand_id=self.beta.id))
        self.assertEqual(self._open().standing_mesaj, "No consent yet")

    def test_the_contact_fills_the_screen(self):
        partner = self._make_partner(email="deneme@example.com")
        captures = self.env["iys.capture"].with_context(default_partner_id=partner.id)
        form = Form(captures)
        self.assertEqual((form.person_name, form.phone), (partner.name, partner.phone))

    def test_record_refusal_lays_ready_refusals_only(self):
        partner = self._make_partner()
        captures = self.env["iys.capture"].with_context(
            default_partner_id=partner.id, iys_refuse=True
        )
        form = Form(captures)
        self.assertEqual((form.choice_mesaj, form.choice_eposta), ("RET", False))

    def test_a_new_person_becomes_a_contact(self):
        capture = self._open_paper(phone="0532 999 88 77", email=False)
        capture = capture.with_user(self.env.user)
        capture.action_record()
        self.assertEqual(capture.partner_id.phone_sanitized, "+905329998877")

    def test_a_known_address_finds_its_contact(self):
        partner = self._make_partner()
        capture = self._open_paper()
        capture.action_record()
        self.assertEqual(capture.partner_id, partner)

    def test_screens_of_others_are_closed(self):
        capture = self._open()
        with self.assertRaises(AccessError):
            capture.with_user(self.users["author"]).read(["phone"])

    def test_an_auditor_collects_nothing(self):
        with self.assertRaises(AccessError):
            self._open(role="auditor")

    def test_the_same_paper_twice_is_one_consent(self):
        given_at = self._now() - timedelta(minutes=9)
        first = self._open_paper(given_at=given_at)
        second = self._open_paper(given_at=given_at)
        first.action_record()
        second.action_record()
        self.assertEqual(first.consent_ids, second.consent_ids)
