"""The same-day receipt: who approved is told, with a way to refuse (L-19)."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.common import MockSmtplibCase

from .form_case import EMAIL, FormCase


@tagged("-at_install", "post_install")
class TestIysReceipt(FormCase, MockSmtplibCase):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: a sender."""
        super().setUpClass()
        cls.company.email = "firma@deneme.example.com"
        cls.receipts = cls.env["iys.receipt"]
        cls.ours = [("brand_id", "=", cls.alpha.id)]

    def _approve(self, *types, **over):
        self._take(self._answer(*types, **over))
        return self.receipts.search(self.ours)

    def _words(self, failure_type):
        return self.env["mail.mail"]._iys_failure(failure_type)

    def _mails(self, receipts):
        domain = [("model", "=", receipts._name), ("res_id", "in", receipts.ids)]
        return self.env["mail.mail"].search(domain)

    def _run(self):
        """Run the job, then Odoo's mail queue; returns what reached the wire."""
        with self.enter_registry_test_mode():
            self.env.ref("izinnet_iys.ir_cron_receipt").method_direct_trigger()
        self.env.invalidate_all()
        with self.mock_smtplib_connection():
            self._mails(self.receipts.search(self.ours)).send()
        return self.emails

    def _summaries(self):
        todo = self.alpha.activity_ids
        return todo.filtered(lambda a: a.user_id == self.users["manager"])

    def test_an_approval_of_mails_is_told_by_mail(self):
        receipt = self._approve("EPOSTA")
        emails = self._run()
        self.assertEqual([email["smtp_to_list"] for email in emails], [[EMAIL]])
        self.assertEqual((receipt.state, bool(receipt.sent_at)), ("sent", True))

    def test_the_receipt_says_who_what_and_how_to_refuse(self):
        """L-19, L-41."""
        receipt = self._approve("EPOSTA")
        receipt._send()
        text = self._mails(receipt).body_html
        for part in ("Alfa Deneme A.Ş.", "0000000000000101", "e-posta", "/iys/refuse/"):
            self.assertIn(part, text)

    def test_the_refusal_link_of_the_receipt_works(self):
        """L-19, L-43."""
        receipt = self._approve("EPOSTA")
        self._run()
        message = self.env["iys.message"]._by_token(receipt.token)
        message._refuse("channel", "HS_WEB", {})
        refused = self._acts().filtered(lambda act: act.status == "RET")
        self.assertEqual((refused.recipient, refused.type), (EMAIL, "EPOSTA"))

    def test_a_receipt_needs_no_consent_to_be_sent(self):
        """L-38: it informs; whether İYS knows the approval does not matter."""
        self._approve("EPOSTA")
        self._run()
        logged = self.env["iys.message"].search([("recipient", "=", EMAIL)])
        self.assertEqual(logged.message_class, "INFORMATIONAL")

    def test_a_phone_cannot_be_told_yet(self):
        """L-19: at that address, so a mail is no substitute."""
        receipt = self._approve("MESAJ", "ARAMA")
        self.assertEqual((receipt.type, receipt.state), ("MESAJ", "not_possible"))
        self.assertEqual(sorted(receipt.consent_ids.mapped("type")), ["ARAMA", "MESAJ"])

    def test_the_managers_hear_of_who_was_not_told(self):
        self._approve("MESAJ")
        self._run()
        self.assertEqual(len(self._summaries()), 1)
        self.assertIn("same-day receipt", self._summaries().summary)

    def test_the_managers_hear_of_it_once(self):
        self._approve("MESAJ")
        self._run()
        self._summaries().unlink()
        self._run()
        self.assertFalse(self._summaries())

    def test_a_delivered_receipt_alarms_nobody(self):
        self._approve("EPOSTA")
        self._run()
        with freeze_time(self._now() + timedelta(days=2)):
            self._run()
        self.assertFalse(self._summaries())

    def test_a_receipt_kept_by_the_emergency_stop_alarms_when_the_day_is_over(self):
        receipt = self._approve("EPOSTA")
        self.alpha.emergency_stop = True
        self._run()
        self.assertEqual(
            (receipt.state, receipt.error), ("failed", self._words("iys_stopped"))
        )
        with freeze_time(receipt.due_at + timedelta(seconds=1)):
            self._run()
        self.assertEqual(len(self._summaries()), 1)

    def test_a_failed_receipt_is_tried_again_the_same_day(self):
        with freeze_time("2026-11-20 08:00:00"):
            receipt = self._approve("EPOSTA")
            self.alpha.emergency_stop = True
            self._run()
        self.alpha.emergency_stop = False
        with freeze_time("2026-11-20 08:31:00"):
            self._run()
        self.assertEqual((receipt.state, receipt.attempts), ("sent", 2))

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_one_broken_receipt_does_not_stop_the_others(self):
        people = [f"kisi{number}@example.com" for number in range(3)]
        for email in people:
            self._approve("EPOSTA", email=email)
        broken = self.receipts.search([("recipient", "=", people[1])])
        broken.recipient = "bozuk adres"
        self._run()
        states = self.receipts.search(self.ours, order="id")
        self.assertEqual(states.mapped("state"), ["sent", "failed", "sent"])

    def test_the_day_ends_in_turkiye(self):
        with freeze_time("2026-11-20 20:30:00"):
            receipt = self._approve("EPOSTA")
        self.assertEqual(str(receipt.due_at), "2026-11-20 20:59:59")

    def test_the_same_channel_twice_on_a_day_is_told_once(self):
        with freeze_time("2026-11-20 08:00:00"):
            self._approve("EPOSTA")
        with freeze_time("2026-11-20 18:00:00"):
            receipts = self._approve("EPOSTA")
        self.assertEqual((len(receipts), len(receipts.consent_ids)), (1, 2))

    def test_another_channel_of_the_phone_is_told_of_its_own(self):
        self._approve("MESAJ")
        self.assertEqual(len(self._approve("ARAMA")), 2)

    def test_paper_needs_no_receipt(self):
        """L-19 speaks of electronic approvals."""
        form = self._make_form(confirms_address=False, place="paper")
        self._take(self._answer("EPOSTA", form=form), form)
        self.assertFalse(self.receipts.search(self.ours))

    def test_a_refusal_needs_no_receipt(self):
        act = self._record(self._make_act(status="RET"))
        self.assertFalse(self.receipts._owe(act))

    def test_a_confirmed_approval_is_told(self):
        form = self._make_form(channels=("EPOSTA",))
        self._take(self._answer("EPOSTA", form=form), form)
        self.assertFalse(self.receipts.search(self.ours))
        self.env["iys.confirmation"].search(self.ours)._confirm({})
        self.assertEqual(self._acts().receipt_ids.state, "waiting")

    def test_a_manager_sends_again_what_failed(self):
        receipt = self._approve("EPOSTA")
        receipt._note_mail("mail_smtp")
        self.as_role("manager", receipt).action_send_again()
        self.assertEqual((receipt.state, receipt.tried_at), ("waiting", False))

    def test_nobody_sends_again_without_a_way(self):
        receipt = self._approve("MESAJ")
        with self.assertRaises(UserError):
            self.as_role("manager", receipt).action_send_again()

    def test_a_collector_may_look_but_not_send(self):
        receipt = self._approve("EPOSTA")
        receipt._note_mail("mail_smtp")
        with self.assertRaises(UserError):
            self.as_role("collector", receipt).action_send_again()

    def test_another_company_s_receipts_are_not_seen(self):
        """L-6."""
        form = self.foreign_form
        self._take(self._answer("EPOSTA", form=form), form)
        seen = self.as_role("manager", self.receipts).search([])
        self.assertNotIn(self.gamma, seen.sudo().brand_id)
