"""Proof for an address, a message, a list: what is found and who may look (L-34)."""

import base64
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .proof_case import MAIL, ProofCase
from .test_iys_message import SPELLINGS


@tagged("-at_install", "post_install")
class TestIysProof(ProofCase):
    def test_an_address_is_found_in_any_spelling(self):
        """L-34."""
        for spelling in SPELLINGS:
            with self.subTest(spelling=spelling):
                proof = self._show(query=spelling)
                self.assertEqual(proof.consent_ids, self.approval | self.refusal)

    def test_a_mail_is_found_with_capitals_and_blanks(self):
        self.assertEqual(
            self._show(query=f" {MAIL.upper()} ").consent_ids, self.mail_approval
        )

    def test_what_is_no_address_is_said(self):
        with self.assertRaisesRegex(UserError, "No phone or e-mail"):
            self._show(query="Ayşe Yılmaz")

    def test_nothing_is_shown_without_a_reason(self):
        with self.assertRaisesRegex(UserError, "why"):
            self._show(reason=" x ")

    def test_a_look_is_in_the_day_log_without_the_address(self):
        self._show()
        row = self.env["iys.log"].search([("kind", "=", "view")], limit=1)
        self.assertIn("complaint of 12 November", row.message)
        self.assertNotIn("532", f"{row.message}{row.data}")
        self.assertEqual(row.user_id, self.users["manager"])

    def test_a_collector_sees_no_proof(self):
        with self.assertRaises(AccessError):
            self._ask("collector")

    def test_an_auditor_sees_proof_and_changes_nothing(self):
        proof = self._show("auditor")
        self.assertEqual(proof.consent_ids, self.approval | self.refusal)
        with self.assertRaises(AccessError):
            self.as_role("auditor", self.env["iys.case"]).create({})

    def test_nobody_sees_what_another_asked(self):
        proof = self._show()
        with self.assertRaises(AccessError):
            self.as_role("auditor", proof).read(["query"])

    def test_another_companys_acts_and_messages_are_not_shown(self):
        """L-6."""
        self._record(self._make_received(brand_id=self.gamma.id))
        self._log_message(brand_id=self.gamma.id, type="MESAJ", recipient=self.phone)
        proof = self._show()
        self.assertEqual(proof.consent_ids, self.approval | self.refusal)
        self.assertFalse(proof.message_ids)
        self.assertEqual(proof.state_ids.brand_id, self.alpha)

    def test_another_companys_attempts_are_not_shown(self):
        """L-6."""
        self._keep_back(self._make_mailing(self.gamma))
        self.assertFalse(self._show(query=MAIL).attempt_ids)

    def test_the_messages_of_the_address_come_with_the_deciding_act(self):
        message = self._log_message()
        proof = self._show(query=MAIL)
        self.assertEqual(proof.message_ids, message)
        self.assertEqual(proof.message_ids.consent_id, self.mail_approval)

    def test_messages_outside_the_period_are_left_out(self):
        self._log_message(sent_at=self._now() - timedelta(days=40))
        since = self._now().date() - timedelta(days=30)
        self.assertFalse(self._show(query=MAIL, date_from=since).message_ids)

    def test_a_message_kept_back_is_shown_with_its_reason(self):
        self._keep_back(iys_consent_id=self.mail_approval.id)
        attempt = self._show(query=MAIL).attempt_ids
        self.assertEqual(
            (attempt.rule, attempt.subject, attempt.consent_id),
            ("refused", "Kampanya", self.mail_approval),
        )

    def test_a_notification_kept_back_is_shown_once(self):
        partner = self._make_partner(email=MAIL)
        message = self.env["mail.message"].create(
            {"subject": "Bilgi", "iys_brand_id": self.alpha.id}
        )
        self.env["mail.notification"].create(
            {
                "mail_message_id": message.id,
                "res_partner_id": partner.id,
                "mail_email_address": MAIL,
                "notification_type": "email",
                "notification_status": "canceled",
                "iys_rule": "no_consent",
            }
        )
        self.assertEqual(self._show(query=MAIL).attempt_ids.rule, "no_consent")

    def test_a_mail_without_notification_is_shown(self):
        self.env["mail.mail"].create(
            {
                "subject": "Kod",
                "email_to": f'"Şule" <{MAIL.upper()}>',
                "iys_brand_id": self.alpha.id,
                "iys_rule": "refused",
                "state": "cancel",
            }
        )
        self.assertEqual(self._show(query=MAIL).attempt_ids.subject, "Kod")

    def test_the_state_of_a_moment_is_shown(self):
        """L-64, view 3."""
        before = self._now() - timedelta(days=5)
        states = self._show(moment=before).state_ids
        # İYS's record came before; this house learned of it only now
        self.assertEqual((states.status, states.known_status), ("ONAY", False))

    def test_a_list_is_found_in_pasted_text(self):
        proof = self._show(
            subject="list", addresses=f"0532 111 22 33\nyanlış; {MAIL},,"
        )
        self.assertEqual(
            proof.consent_ids, self.approval | self.refusal | self.mail_approval
        )

    def test_a_list_is_found_in_a_file(self):
        content = f"Ad;Telefon;Posta\nŞule;0532 111 22 33;{MAIL}\n".encode()
        proof = self._show(
            subject="list",
            list_file=base64.b64encode(content),
            list_name="liste.csv",
        )
        self.assertEqual(len(proof.consent_ids), 3)

    def test_a_mailing_shows_all_its_recipients(self):
        mailing = self._make_mailing()
        self._keep_back(mailing)
        message = self._log_message(
            mailing_id=mailing.id, recipient="baska@deneme.example.com"
        )
        proof = self._show(subject="mailing", mailing_id=mailing.id)
        self.assertEqual(proof.message_ids, message)
        self.assertEqual(proof.attempt_ids.recipient, MAIL)
        self.assertEqual(proof.consent_ids, self.mail_approval)

    def test_a_mailing_of_another_company_is_refused(self):
        """L-6."""
        with self.assertRaises(AccessError):
            self._show(subject="mailing", mailing_id=self._make_mailing(self.gamma).id)

    def test_the_button_on_a_logged_message_asks_about_its_recipient(self):
        message = self._log_message()
        proofs = self.as_role("manager", self.env["iys.proof"]).with_context(
            active_model="iys.message", active_id=message.id
        )
        values = proofs.default_get(["query", "moment", "subject"])
        self.assertEqual((values["query"], values["moment"]), (MAIL, message.sent_at))

    def test_a_masked_act_does_not_break_the_proof(self):
        """L-58: the address is gone, the act stays found by its key."""
        self.cr.execute(
            "UPDATE iys_consent SET recipient = NULL, person_name = NULL WHERE id = %s",
            [self.approval.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self._show().consent_ids, self.approval | self.refusal)

    def test_an_act_of_one_brand_is_left_out_when_another_is_asked(self):
        proof = self._show(brand_ids=self.beta.ids)
        self.assertFalse(proof.consent_ids)

    def test_a_period_that_ends_before_it_begins_is_refused(self):
        today = self._now().date()
        with self.assertRaisesRegex(UserError, "ends before"):
            self._show(date_from=today, date_to=today - timedelta(days=1))
