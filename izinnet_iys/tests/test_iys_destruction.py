"""Masking in two stages, approved by two people (L-57, L-58; R-36 … R-39)."""

from psycopg2.errors import CheckViolation, RaiseException

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .privacy_case import PrivacyCase


@tagged("-at_install", "post_install")
class TestIysDestruction(PrivacyCase):
    def setUp(self):
        super().setUp()
        self.partner = self._make_partner(email="ayse@ornek.example.com")
        self.act = self._refuse(self.phone)

    def test_masking_takes_name_phone_and_mail_from_the_contact(self):
        """L-58."""
        self._destroy()
        self.assertEqual(
            self.partner.read(["phone", "email", "phone_sanitized", "active"])[0],
            {
                "id": self.partner.id,
                "phone": False,
                "email": False,
                "phone_sanitized": False,
                "active": False,
            },
        )
        self.assertEqual(self.partner.name, "Masked person")

    def test_the_refusal_stays_by_key_with_its_date_and_number(self):
        """L-58, R-36."""
        before = self.act.read(
            ["recipient_key", "consent_date", "transaction_id", "content_hash"]
        )
        self._destroy()
        self.assertEqual(self.act.read(list(before[0]))[0], before[0])
        self.assertFalse(self.act.recipient or self.act.person_name)
        self.assertEqual(self.act.evidence, {"way": "web"})

    def test_what_was_taken_out_lies_in_the_vault_and_opens_by_key(self):
        """L-33."""
        self._destroy()
        opened = self.env["iys.vault"]._open("iys.consent", self.act.ids)[self.act.id]
        self.assertEqual(opened["recipient"], self.phone)
        self.assertEqual(opened["evidence"]["ip"], "203.0.113.9")

    def test_whoever_started_cannot_approve(self):
        run = self._start()
        with self.assertRaises(UserError):
            self.as_role("manager", run).action_approve()

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_one_person_for_both(self):
        run = self._start()
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE iys_destruction SET approved_by_id = started_by_id WHERE id = %s",
                [run.id],
            )

    def test_a_collector_starts_nothing(self):
        with self.assertRaises(AccessError):
            self.as_role("collector", self.rule).action_prepare()

    def test_the_state_is_not_written_by_hand(self):
        run = self._start()
        with self.assertRaises(UserError):
            run.with_user(self.second).write({"state": "approved"})

    def test_the_dry_run_changes_nothing_and_names_what_goes(self):
        run = self._start()
        self.assertEqual(self.act.recipient, self.phone)
        self.assertEqual((run.people, run.whole_people), (1, 1))
        lines = {(line.model, line.verb): line.planned for line in run.line_ids}
        self.assertEqual(lines["res.partner", "masked"], 1)
        self.assertEqual(lines["iys.consent", "locked"], 1)

    def test_what_is_done_is_what_was_planned(self):
        run = self._destroy()
        self.assertEqual(
            [line.planned for line in run.line_ids if line.verb != "swept"],
            [line.done for line in run.line_ids if line.verb != "swept"],
        )

    def test_a_customer_loses_marketing_data_only(self):
        """L-58."""
        self.env["res.users"].create(
            {"name": "x", "login": "portal_x", "partner_id": self.partner.id}
        )
        run = self._destroy()
        self.assertEqual((run.people, run.whole_people), (1, 0))
        self.assertEqual(self.partner.phone_sanitized, self.phone)
        self.assertFalse(self.act.recipient)

    def test_a_hold_stops_the_masking(self):
        """L-33."""
        self.env["iys.hold"].create(
            {"address": "0532 111 22 33", "reason": "Court case 2026/12"}
        )
        run = self._destroy()
        self.assertEqual(run.people, 0)
        self.assertEqual(self.act.recipient, self.phone)

    def test_a_hold_set_after_the_approval_stops_it_too(self):
        run = self._start()
        run.with_user(self.second).action_approve()
        self.env["iys.hold"].create(
            {"partner_id": self.partner.id, "reason": "Court case 2026/13"}
        )
        self._finish(run)
        self.assertEqual(self.partner.phone_sanitized, self.phone)

    def test_somebody_who_approved_since_is_left_alone(self):
        run = self._start()
        run.with_user(self.second).action_approve()
        self._record(self._make_received())
        self._finish(run)
        self.assertEqual(self.act.recipient, self.phone)

    def test_an_approval_of_another_channel_is_a_relation(self):
        self._record(
            self._make_received(type="EPOSTA", recipient="ayse@ornek.example.com")
        )
        self.assertEqual(self._start().people, 0)

    def test_a_refusal_younger_than_the_rule_stays(self):
        self.assertEqual(self._start(self._make_rule(months=2)).people, 0)

    def test_another_companys_refusal_is_not_this_ones_to_mask(self):
        """L-6."""
        theirs = self._refuse("+905321112299", brand=self.gamma)
        self._destroy()
        self.assertEqual(theirs.recipient, "+905321112299")

    def test_one_that_names_nobody_never_stops_the_others(self):
        acts = self._refuse("+905321112201", "+905321112202")
        self._refuse("+905321112203", brand=self.beta)
        self._destroy(self._make_rule(brand_ids=[(6, 0, self.alpha.ids)]))
        self.assertFalse(any(acts.mapped("recipient")))

    def test_chatter_and_files_of_the_contact_go(self):
        self.partner.message_post(body="Ayşe hanım aradı")
        file = self.env["ir.attachment"].create(
            {
                "name": "kimlik.txt",
                "raw": b"x",
                "res_model": "res.partner",
                "res_id": self.partner.id,
            }
        )
        self._destroy()
        self.assertFalse(file.exists() or self.partner.message_ids)

    def test_a_trace_nobody_thought_of_is_swept(self):
        """R-37."""
        other = self._make_partner(
            name="Başka", phone="+905321119999", comment="Eşi: 0532 111 22 33"
        )
        self._destroy()
        self.assertIn("•••", other.comment)
        self.assertNotIn("111 22 33", other.comment)

    def test_an_address_that_another_contact_still_has_is_not_swept(self):
        self.other_company.partner_id.copy()
        theirs = self._make_partner(name="Ege", company_id=self.other_company.id)
        self._destroy()
        self.assertEqual(theirs.phone, self.phone)

    def test_without_the_key_file_nothing_is_masked(self):
        """R-38."""
        run = self._start()
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("izinnet_iys.key_fingerprint", "0" * 16)
        self.env.registry.clear_cache()
        with self.assertRaises(UserError):
            run.with_user(self.second).action_approve()
        self.assertEqual(self.act.recipient, self.phone)

    def test_the_certificate_names_two_people_and_no_third(self):
        run = self._destroy()
        self.assertEqual(run.state, "done")
        self.assertTrue(run.certificate_id.raw.startswith(b"%PDF"))
        self.assertEqual(len(run.certificate_sha256), 64)
        self.assertFalse(
            self.env["iys.destruction.target"].search_count(
                [("destruction_id", "=", run.id)]
            )
        )
        self.assertFalse(any(run.line_ids.mapped("sample")))

    def test_the_list_of_erasures_holds_keys_and_grows_only(self):
        run = self._destroy()
        rows = self.env["iys.erasure"].search([("destruction_id", "=", run.id)])
        self.assertEqual(
            set(rows.mapped("recipient_key")),
            {
                self.act.recipient_key,
                self.env["iys.key"]._hash("ayse@ornek.example.com"),
            },
        )
        with self.assertRaises(UserError):
            rows.write({"kind": "deleted"})

    @mute_logger("odoo.sql_db")
    def test_no_masked_act_is_deleted_by_hand(self):
        """R-31."""
        self._destroy()
        with self.assertRaises(RaiseException), self.env.cr.savepoint():
            self.env.cr.execute("DELETE FROM iys_consent WHERE id = %s", [self.act.id])

    @mute_logger("odoo.sql_db")
    def test_proof_is_taken_out_but_never_replaced(self):
        """R-31."""
        with self.assertRaises(RaiseException), self.env.cr.savepoint():
            self.env.cr.execute(
                'UPDATE iys_consent SET evidence = \'{"way": "paper"}\' WHERE id = %s',
                [self.act.id],
            )

    def test_the_inspectors_view_lists_what_went(self):
        """L-64, view 9."""
        run = self._destroy()
        report = self.env.ref("izinnet_iys.iys_report_destruction")
        screen = self.as_role("auditor", self.env["iys.report.screen"]).create(
            {"report_id": report.id, "reason": "yearly inspection"}
        )
        rows = list(screen._as_table().rows)
        self.assertIn(run.number, {row[1] for row in rows})
        self.assertIn(run.certificate_sha256, {row[-1] for row in rows})
