"""Confirmations: one purpose, one use, 24 hours (L-25, L-27)."""

from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.common import MockSmtplibCase

from ..models.form.form_words import PURPOSES
from .form_case import EMAIL, FormCase

SEEN = {"ip": "192.0.2.9", "browser": "Deneme/2.0"}


@tagged("-at_install", "post_install")
class TestIysConfirmation(FormCase, MockSmtplibCase):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: a form that asks to confirm e-mails."""
        super().setUpClass()
        cls.company.email = "firma@deneme.example.com"
        cls.asking = cls._make_form(channels=("EPOSTA",))
        cls.asked = cls.env["iys.confirmation"]
        cls.ours = [("brand_id", "=", cls.alpha.id)]

    def _ask(self, **over):
        """Ask for one confirmation; returns (record, secret)."""
        row = {
            "brand_id": self.alpha.id,
            "purpose": "confirm_eposta",
            "recipient": EMAIL,
            "pending": {"source": "HS_WEB", "person_name": "Deneme Kişi"},
            **over,
        }
        token = self.asked._ask([row])[0]
        return self.asked._by_secret(token), token

    def _words(self, failure_type):
        return self.env["mail.mail"]._iys_failure(failure_type)

    def _mails(self, asked):
        domain = [("model", "=", asked._name), ("res_id", "in", asked.ids)]
        return self.env["mail.mail"].search(domain)

    def _send(self, asked):
        mails = self._mails(asked)
        with self.mock_smtplib_connection():
            mails.send()
        return self.emails

    def test_an_answer_asks_for_one_confirmation_a_channel(self):
        self._take(self._answer("EPOSTA", form=self.asking), self.asking)
        asked = self.asked.search([("version_id", "=", self.asking.version_id.id)])
        self.assertEqual(
            (asked.purpose, asked.recipient, asked.point_id),
            ("confirm_eposta", EMAIL, self.asking.point_ids),
        )

    def test_the_approval_has_the_date_of_the_confirming_act(self):
        """L-27."""
        asked, _token = self._ask()
        with freeze_time(self._now() + timedelta(hours=5)):
            asked._confirm(SEEN)
            self.assertEqual(self._acts().consent_date, self._now())

    def test_the_approval_carries_the_proof_of_both_moments(self):
        self._take(self._answer("EPOSTA", form=self.asking), self.asking)
        self.asked.search(self.ours)._confirm(SEEN)
        proof = self._acts().evidence
        self.assertEqual(
            (proof["ip"], proof["confirmed_ip"], proof["confirmed_by"]),
            ("192.0.2.7", "192.0.2.9", "email_link"),
        )
        labels = self.env["iys.consent"]._evidence_labels()
        self.assertEqual(set(proof) - set(labels), set())

    def test_a_confirmation_works_once(self):
        asked, token = self._ask()
        self.assertTrue(asked._confirm(SEEN))
        self.assertFalse(asked._confirm(SEEN))
        self.assertFalse(self.asked._by_secret(token))
        self.assertEqual(len(self._acts()), 1)

    def test_a_confirmation_works_for_24_hours(self):
        asked, token = self._ask()
        with freeze_time(asked.expires_at - timedelta(seconds=1)):
            self.assertEqual(self.asked._by_secret(token), asked)
        with freeze_time(asked.expires_at):
            self.assertFalse(self.asked._by_secret(token))
            self.assertFalse(asked._confirm(SEEN))
        self.assertFalse(self._acts())

    def test_time_makes_the_person_forgotten(self):
        """L-27: without a confirmation nothing about them is kept."""
        asked, _token = self._ask(ip="192.0.2.7")
        with freeze_time(asked.expires_at):
            self.asked._cron_expire()
        self.assertEqual(asked.state, "expired")
        self.assertFalse(asked.recipient or asked.pending or asked.ip)
        self.assertFalse(self._mails(asked))

    def test_what_is_young_does_not_expire(self):
        asked, _token = self._ask()
        self.asked._cron_expire()
        self.assertEqual((asked.state, asked.recipient), ("waiting", EMAIL))

    def test_two_tabs_get_one_mail(self):
        _asked, token = self._ask()
        self.assertEqual(self.asked._ask([self._row()]), [None])
        self.assertTrue(token)

    def _row(self, **over):
        return {
            "brand_id": self.alpha.id,
            "purpose": "confirm_eposta",
            "recipient": EMAIL,
            **over,
        }

    def test_of_two_links_one_counts(self):
        first, _token = self._ask()
        with freeze_time(self._now() + timedelta(minutes=2)):
            second, _token = self._ask()
            second._confirm(SEEN)
        self.assertEqual(first.state, "stopped")
        self.assertEqual(len(self._acts()), 1)

    def test_nobody_s_mailbox_is_filled(self):
        start, asked = self._now(), []
        for minutes in range(0, 24, 2):
            with freeze_time(start + timedelta(minutes=minutes)):
                asked += self.asked._ask([self._row()])
        self.assertEqual(len([token for token in asked if token]), 5)

    def test_the_same_wish_at_another_brand_is_another_wish(self):
        self._ask()
        rows = [self._row(brand_id=self.beta.id), self._row(purpose="verify")]
        self.assertTrue(all(self.asked._ask(rows)))

    def test_checking_an_address_never_reaches_the_ledger(self):
        """L-25: nor does opening the preferences."""
        for purpose in ("verify", "preferences"):
            asked, _token = self._ask(purpose=purpose, pending=False)
            self.assertTrue(asked._confirm(SEEN))
        self.assertFalse(self._acts())

    @mute_logger("odoo.sql_db")
    def test_checking_an_address_cannot_carry_an_approval(self):
        """L-25: the database refuses it."""
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self._ask(purpose="verify")

    @mute_logger("odoo.sql_db")
    def test_a_mail_proves_nothing_about_a_phone(self):
        """L-27: the database refuses it."""
        for purpose in ("confirm_mesaj", "confirm_arama"):
            with self.assertRaises(CheckViolation), self.env.cr.savepoint():
                self._ask(purpose=purpose)

    def test_what_is_no_address_is_not_asked(self):
        with self.assertRaises(UserError):
            self.asked._ask([self._row(recipient="kimse")])

    def test_the_secret_is_stored_nowhere_but_in_the_mail(self):
        """The row has a keyed hash; with the mail the secret leaves the house."""
        asked, token = self._ask()
        self.assertIn(token, self._mails(asked).body_html)
        row = self.asked.search_read([("id", "=", asked.id)])
        self.assertNotIn(token, str(row))
        self._send(asked)
        self.assertFalse(self._mails(asked))

    def test_the_log_of_messages_holds_no_link_that_works(self):
        asked, token = self._ask()
        self._send(asked)
        logged = self.env["iys.message"].search([("recipient", "=", EMAIL)])
        self.assertEqual((len(logged), logged.message_class), (1, "OTP"))
        self.assertIn("/iys/confirm/…", logged._read_body())
        self.assertNotIn(token, logged._read_body())

    def test_the_mail_names_purpose_consequence_and_brand(self):
        """L-25."""
        for purpose, _label in PURPOSES:
            if purpose in ("confirm_mesaj", "confirm_arama"):
                continue
            pending = False if purpose in ("verify", "preferences") else {"source": "x"}
            asked, _token = self._ask(purpose=purpose, pending=pending)
            text = self._mails(asked).body_html
            self.assertIn("Alfa", text)
            self.assertIn("0000000000000101", text)

    def test_the_mail_speaks_the_language_of_the_page(self):
        asked, _token = self._ask(language="en_US")
        mail = self._mails(asked)
        self.assertIn("Confirm your consent", mail.subject)

    def test_the_mail_of_a_stranger_s_typing_says_nothing_of_his(self):
        """A form is no way to send own words to other people."""
        answer = self._answer("EPOSTA", form=self.asking, name="Kötü Söz")
        self._take(answer, self.asking)
        asked = self.asked.search(self.ours)
        self.assertNotIn("Kötü", self._mails(asked).body_html)

    def test_a_mail_that_left_is_noted(self):
        asked, _token = self._ask()
        emails = self._send(asked)
        self.assertEqual(emails[0]["smtp_to_list"], [EMAIL])
        self.assertEqual((asked.state, asked.sent_count), ("sent", 1))

    def test_the_request_itself_sends_nothing(self):
        asked, _token = self._ask()
        self.assertEqual(self._mails(asked).state, "outgoing")
        self.assertEqual(asked.state, "waiting")

    def test_the_emergency_stop_keeps_the_mail_and_says_so(self):
        asked, _token = self._ask()
        self.alpha.emergency_stop = True
        self._send(asked)
        self.assertEqual(
            (asked.state, asked.error), ("failed", self._words("iys_stopped"))
        )

    def test_a_brand_whose_name_is_a_template_is_only_a_name(self):
        """R-53."""
        self.alpha.name = "{{7*7}} <script>x</script>"
        asked, _token = self._ask()
        body = self._mails(asked).body_html
        self.assertIn("{{7*7}} &lt;script&gt;", body)

    def test_no_mangled_secret_opens_anything(self):
        """R-46."""
        _asked, token = self._ask()
        for other in (token[:-1], token + "A", token.swapcase(), "", None, 7, "é" * 32):
            self.assertFalse(self.asked._by_secret(other))

    def test_managers_see_confirmations_but_no_secret(self):
        asked, _token = self._ask()
        seen = self.as_role("manager", asked)
        self.assertEqual(seen.recipient, EMAIL)
        for name in ("secret_hmac", "pending"):
            with self.assertRaises(AccessError):
                seen.read([name])

    def test_another_company_s_confirmations_are_not_seen(self):
        """L-6."""
        asked, _token = self._ask(brand_id=self.gamma.id)
        self.assertFalse(self.as_role("manager", self.asked).search([]) & asked)

    def test_nothing_leads_out_of_an_end(self):
        for end in ("confirmed", "expired", "stopped"):
            asked = self._ask(purpose="confirm_eposta", recipient=f"{end}@example.com")[
                0
            ]
            asked._set_state(end)
            for target in ("sent", "failed", "confirmed", "expired", "stopped"):
                self.assertFalse(asked._set_state(target))
