"""Texts: versions, frozen once published (L-32, L-51, L-52)."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import IysCommon


@tagged("-at_install", "post_install")
class TestIysNotice(IysCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notice = cls.env["iys.notice"].create(
            {
                "brand_id": cls.alpha.id,
                "name": "Ticari ileti onayı",
                "kind": "commercial_approval",
                "type": "MESAJ",
                "language": "en_US",
                "body": "<p>I want to receive messages.</p>",
            }
        )

    def _next(self):
        return self.env["iys.notice"].browse(self.notice.action_new_version()["res_id"])

    def test_publishing_keeps_a_fingerprint_of_the_text(self):
        self.notice.action_publish()
        self.assertTrue(self.notice._is_intact())

    def test_a_published_text_cannot_be_edited(self):
        self.notice.action_publish()
        with self.assertRaises(UserError):
            self.notice.sudo().body = "<p>Something else</p>"

    def test_a_published_text_cannot_be_deleted(self):
        self.notice.action_publish()
        with self.assertRaises(UserError):
            self.notice.unlink()

    def test_a_text_changed_behind_our_back_is_found(self):
        self.notice.action_publish()
        self.env.flush_all()
        self.cr.execute("UPDATE iys_notice SET body = '<p>Free beer</p>'")
        self.notice.invalidate_recordset()
        self.assertFalse(self.notice._is_intact())

    def test_the_state_cannot_be_written(self):
        with self.assertRaises(UserError):
            self.notice.state = "published"

    def test_a_text_cannot_be_created_published(self):
        with self.assertRaises(UserError):
            self.notice.create(
                {
                    "brand_id": self.alpha.id,
                    "name": "x",
                    "kind": "notice",
                    "language": "en_US",
                    "state": "published",
                }
            )

    def test_an_empty_text_is_not_published(self):
        self.notice.body = "<p><br></p>"
        with self.assertRaises(UserError):
            self.notice.action_publish()

    def test_a_new_version_is_a_draft_with_the_next_number(self):
        self.notice.action_publish()
        self.assertRecordValues(
            self._next(),
            [{"version": 2, "state": "draft", "previous_id": self.notice.id}],
        )

    def test_a_new_version_must_say_whether_the_substance_changed(self):
        self.notice.action_publish()
        with self.assertRaises(UserError):
            self._next().action_publish()

    def test_a_published_version_retires_the_one_before(self):
        self.notice.action_publish()
        following = self._next()
        following.substance = "same"
        following.action_publish()
        self.assertEqual(self.notice.state, "retired")

    def test_a_collector_cannot_publish(self):
        with self.assertRaises(AccessError):
            self.as_role("collector", self.notice).action_publish()

    def test_a_collector_reads_texts(self):
        self.assertEqual(self.as_role("collector", self.notice).name, self.notice.name)

    def test_a_fingerprint_from_before_channels_stays(self):
        self.assertNotIn(
            '"type"', self._make_notice(kind="explicit_consent")._fingerprint_words()
        )

    def test_only_an_approval_has_a_channel(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._make_notice(kind="explicit_consent", type="MESAJ")

    def test_a_new_version_gets_the_placeholders_back(self):
        self.notice.body = "<p>{{brand}} SMS</p>"
        self.notice.action_publish()
        self.assertIn("{{brand}}", self._next().body)
