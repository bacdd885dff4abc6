"""The message log: what left, in which words, why; kept and never edited (L-33, L-34)."""

import hashlib
from datetime import timedelta

from psycopg2.errors import RaiseException

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import IysCommon

SPELLINGS = (
    "+905321112233", "905321112233", "0532 111 22 33", "532 111 22 33",
    "0(532) 111-22-33", "00905321112233", "5321112233.0", "0532.111.22.33",
)  # fmt: skip


@tagged("-at_install", "post_install")
class TestIysMessage(IysCommon):
    def _row(self, **over):
        return {
            "type": "EPOSTA",
            "message_class": "COMMERCIAL",
            "brand_id": self.alpha.id,
            "recipient": "kisi@deneme.example.com",
            "subject": "Yaz indirimi",
            "body": "<p>Merhaba Şule</p>",
            "rule": "approved",
            **over,
        }

    def _log(self, *rows):
        tokens = self.env["iys.message"]._log_sent(list(rows))
        return self.env["iys.message"].search([("token", "in", tokens)], order="id")

    def _refused_by_database(self, statement):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(RaiseException),
            self.cr.savepoint(),
        ):
            self.cr.execute(statement)

    def test_a_message_that_left_is_kept_with_why_it_was_allowed(self):
        """L-34."""
        consent = self._record(self._make_received())
        message = self._log(self._row(consent_id=consent.id))
        self.assertRecordValues(
            message,
            [
                {
                    "rule": "approved",
                    "consent_id": consent.id,
                    "company_id": self.company.id,
                    "user_id": self.env.uid,
                    "recipient": "kisi@deneme.example.com",
                }
            ],
        )

    def test_the_words_are_kept_exactly(self):
        words = "<p>İyi günler,\n\tfiyat \\ 10 ₺ 🙂</p>"
        message = self._log(self._row(body=words))
        self.assertEqual(message._read_body(), words)
        self.assertEqual(
            message.body_sha256, hashlib.sha256(words.encode()).hexdigest()
        )

    def test_the_words_of_an_sms_show_as_plain_text(self):
        message = self._log(
            self._row(type="MESAJ", recipient=self.phone, body="Fiyat <10\nRET")
        )
        self.assertEqual(message.body_text, "Fiyat <10\nRET")

    def test_showing_a_message_loads_nothing_from_outside_and_opens_no_link(self):
        message = self._log(
            self._row(
                body='<p>a</p><img src="https://x.example/p.gif"><script>1</script>'
                '<a href="https://x.example/iys/refuse/t">b</a>'
                '<div style="background:url(https://x.example/b.png)">c</div>'
            )
        )
        shown = str(message.body_html)
        self.assertNotRegex(shown, r"(?i)\bsrc=|\bhref=|url\(|<script")
        self.assertIn("https://x.example/iys/refuse/t", shown)

    def test_a_picture_is_told_by_its_words_and_a_pixel_is_left_out(self):
        message = self._log(
            self._row(body='<p><img src="/a" alt="Kaban"> b <img src="/x.gif">c</p>')
        )
        self.assertIn("[Kaban] b c", str(message.body_html))
        self.assertNotIn("<img", str(message.body_html))

    def test_a_message_is_found_by_its_address_in_any_spelling(self):
        """L-34."""
        message = self._log(self._row(type="MESAJ", recipient="0532 111 22 33"))
        for spelling in SPELLINGS:
            with self.subTest(spelling=spelling):
                found = message.search([("address", "ilike", spelling)])
                self.assertEqual(found, message)

    def test_an_unreadable_address_finds_nothing(self):
        self._log(self._row())
        self.assertFalse(self.env["iys.message"].search([("address", "ilike", "x")]))

    def test_a_token_in_use_is_replaced_and_the_row_is_kept(self):
        token = self.env["iys.message"]._new_token()
        messages = self._log(self._row(token=token), self._row(token=token))
        self.assertEqual(len(messages), 2)
        self.assertEqual(messages[0].sudo().token, token)
        self.assertNotEqual(messages[1].sudo().token, token)

    def test_tokens_come_back_in_the_order_of_the_rows(self):
        tokens = [self.env["iys.message"]._new_token() for _ in range(3)]
        rows = [self._row(token=token) for token in tokens]
        self.assertEqual(self.env["iys.message"]._log_sent(rows), tokens)

    def test_a_message_of_no_brand_belongs_to_the_senders_company(self):
        message = self._log(self._row(brand_id=False, message_class="INFORMATIONAL"))
        self.assertEqual(message.company_id, self.company)

    def test_a_message_to_an_address_nobody_can_spell_is_kept_too(self):
        messages = self._log(
            self._row(), self._row(recipient="Garip Adres\t"), self._row()
        )
        self.assertEqual(messages.mapped("recipient")[1], "garip adres")

    def test_a_moment_that_is_given_is_kept(self):
        moment = self._now() - timedelta(hours=5)
        self.assertEqual(self._log(self._row(sent_at=moment)).sent_at, moment)

    def test_the_log_is_not_written_changed_or_deleted_by_hand(self):
        """L-33."""
        message = self._log(self._row())
        for work in (
            lambda: message.create(self._row()),
            lambda: message.write({"subject": "x"}),
            message.unlink,
        ):
            with self.assertRaises(UserError):
                work()

    def test_the_database_refuses_to_change_the_log(self):
        """R-31."""
        self._log(self._row())
        for verb in ("UPDATE iys_message SET subject = 'x'", "DELETE FROM iys_message"):
            self._refused_by_database(verb)

    def test_another_companys_messages_are_not_seen(self):
        """L-6."""
        messages = self._log(self._row(), self._row(brand_id=self.gamma.id))
        seen = self.as_role("auditor", messages).search([("id", "in", messages.ids)])
        self.assertEqual(seen.brand_id, self.alpha)

    def test_nobody_reads_tokens_through_the_interface(self):
        """R-46: who has the token can refuse for the recipient."""
        message = self._log(self._row())
        with self.assertRaises(AccessError):
            self.as_role("manager", message).read(["token"])

    def test_the_words_can_be_read_by_the_auditor(self):
        message = self._log(self._row())
        self.assertIn("Şule", self.as_role("auditor", message).body_text)
