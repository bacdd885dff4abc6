"""Requests of people: clock, identity, search, export, answer, masking (L-56)."""

import io
import json
import zipfile
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .privacy_case import PrivacyCase

MAIL = "ayse@ornek.example.com"


@tagged("-at_install", "post_install")
class TestIysSubjectRequest(PrivacyCase):
    def setUp(self):
        """Override of `odoo.tests`: a contact with consents and a request of hers."""
        super().setUp()
        self.partner = self._make_partner(name="Ayşe Deneme", email=MAIL)
        self.act = self._refuse(self.phone)
        self.request = self._ask()

    def _ask(self, **over):
        values = {
            "kind": "deletion",
            "person_name": "Ayşe Deneme",
            "phone": "0532 111 22 33",
            "email": MAIL,
            "company_id": self.company.id,
            **over,
        }
        return self.as_role("manager", self.env["iys.subject.request"]).create(values)

    def _checked(self):
        self.request.identity = "document"
        return self.request

    def test_the_clock_runs_thirty_days(self):
        """L-56."""
        today = fields.Date.context_today(self.request)
        self.assertEqual(self.request.deadline, today + timedelta(days=30))

    def test_it_reminds_on_three_days(self):
        """L-56."""
        received = self.request.received_on
        self.assertEqual(
            sorted(self.request.activity_ids.mapped("date_deadline")),
            [received + timedelta(days=days) for days in (15, 25, 30)],
        )

    def test_the_search_finds_contact_and_acts_by_any_spelling(self):
        self.request.action_search()
        found = {line.model: line.count for line in self.request.found_ids}
        self.assertEqual((found["res.partner"], found["iys.consent"]), (1, 1))

    def test_the_search_leaves_other_companies_records_out(self):
        """L-6."""
        self._refuse(self.phone, brand=self.gamma)
        self._make_partner(company_id=self.other_company.id)
        self.request.action_search()
        found = {line.model: line.count for line in self.request.found_ids}
        self.assertEqual((found["res.partner"], found["iys.consent"]), (1, 1))

    def test_nothing_is_handed_out_before_the_identity_is_checked(self):
        """L-56."""
        self.request.action_search()
        for step in ("action_export", "action_mask", "action_answer"):
            with self.subTest(step=step), self.assertRaises(UserError):
                getattr(self.request, step)()

    def test_the_export_holds_what_was_found_and_its_proof(self):
        """L-56."""
        self._checked().action_search()
        self.request.action_export()
        pack = zipfile.ZipFile(io.BytesIO(self.request.export_id.sudo().raw))
        told = json.loads(pack.read("proof/data.json"))
        self.assertEqual(told["held"]["res.partner"][0]["name"], "Ayşe Deneme")
        self.assertIn("proof/consents.zip", pack.namelist())
        self.assertTrue(pack.read("proof/data.pdf").startswith(b"%PDF"))

    def test_the_export_holds_no_secret_of_a_user(self):
        """R-59."""
        self.env["res.users"].create(
            {"name": "x", "login": MAIL, "password": "s3cr3t-pw", "email": MAIL}
        )
        self._checked().action_search()
        self.request.action_export()
        pack = zipfile.ZipFile(io.BytesIO(self.request.export_id.sudo().raw))
        told = pack.read("proof/data.json").decode()
        self.assertNotIn("pbkdf2", told)
        self.assertNotIn("s3cr3t", told)

    def test_the_answer_stops_the_clock_and_is_kept_as_a_letter(self):
        self._checked().action_propose_answer()
        self.request.action_answer()
        self.assertEqual(self.request.state, "answered")
        self.assertFalse(self.request.activity_ids)
        self.assertTrue(self.request.answer_id.sudo().raw.startswith(b"%PDF"))
        mail = self.env["mail.mail"].search([("email_to", "=", MAIL)])
        self.assertIn(self.request.number, mail.subject)

    def test_the_request_leads_to_masking_by_a_second_person(self):
        run_id = self._checked().action_mask()["res_id"]
        run = self.env["iys.destruction"].browse(run_id)
        run.sudo()._step()
        run.with_user(self.second).action_approve()
        self._finish(run)
        self.assertFalse(self.partner.phone or self.act.recipient)
        self.assertEqual(self.request.email, MAIL)

    def test_a_closed_request_of_a_masked_person_keeps_no_name(self):
        self.test_the_request_leads_to_masking_by_a_second_person()
        self.request.action_propose_answer()
        self.request.action_answer()
        self.request.action_close()
        self.assertFalse(self.request.person_name or self.request.email)
        self.assertTrue(self.request.number and self.request.answered_at)

    def test_a_mail_becomes_a_request_with_its_sender(self):
        request = self.env["iys.subject.request"].message_new(
            {
                "email_from": '"Can Deneme" <can@ornek.example.com>',
                "subject": "Verilerim",
                "body": "<p>Silin</p>",
                "message_id": "<x@y>",
                "message_type": "email",
            }
        )
        self.assertEqual(
            (request.channel, request.person_name, request.email, request.identity),
            ("mail", "Can Deneme", "can@ornek.example.com", "unchecked"),
        )

    def test_another_companys_requests_are_not_seen(self):
        """L-6."""
        theirs = self.env["iys.subject.request"].create(
            {"kind": "copy", "company_id": self.other_company.id, "email": MAIL}
        )
        seen = self.as_role("manager", theirs).search([])
        self.assertNotIn(theirs, seen)

    def test_a_request_is_not_born_answered(self):
        """L-56: the answer is proof, whoever calls the model directly."""
        with self.assertRaisesRegex(UserError, "Use the buttons"):
            self._ask(state="answered")

    def test_who_answered_is_not_written_by_hand(self):
        with self.assertRaisesRegex(UserError, "Use the buttons"):
            self.request.answered_by_id = self.users["manager"]

    def test_a_request_is_not_deleted(self):
        with self.assertRaises(UserError):
            self.request.sudo().unlink()

    def test_odoos_look_up_finds_our_rows_by_phone_and_mail(self):
        """Product feature 13: the look-up of Odoo knows keys."""
        for text in (MAIL, "0532 111 22 33"):
            self._refuse(MAIL, type_="EPOSTA")
            lookup = self.env["privacy.lookup.wizard"].create(
                {"name": "Ayşe Deneme", "email": text}
            )
            lookup.action_lookup()
            models = lookup.line_ids.mapped("res_model")
            self.assertIn("iys.consent", models)
            self.assertIn("res.partner", models)

    def test_odoos_look_up_masks_instead_of_deleting_proof(self):
        lookup = self.env["privacy.lookup.wizard"].create({"name": "x", "email": MAIL})
        self._refuse(MAIL, type_="EPOSTA")
        lookup.action_lookup()
        line = lookup.line_ids.filtered(lambda row: row.res_model == "iys.consent")
        with self.assertRaisesRegex(UserError, "Mask"):
            line[:1].action_unlink()
        action = lookup.with_user(self.users["admin"]).sudo().action_iys_mask()
        self.assertEqual(action["res_model"], "iys.destruction")
