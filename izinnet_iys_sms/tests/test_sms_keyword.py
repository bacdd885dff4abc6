"""A published keyword is the person's own approval; nothing else is (L-26, L-50)."""

from datetime import timedelta, timezone

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.izinnet_iys.tests.form_case import FormCase

from .push_case import PushCase


@tagged("-at_install", "post_install")
class TestSmsKeyword(PushCase, FormCase):
    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys_sms`: a poster with the word EVET."""
        super().setUpClass()
        cls.poster = cls._make_form(
            channels=("MESAJ",),
            name="Afiş",
            title="EVET yazıp 4607'ye gönderen SMS almayı onaylar",
            asks_email=False,
        )
        cls.keyword = cls._make_keyword()

    @classmethod
    def _make_keyword(cls, **over):
        values = {
            "name": "EVET",
            "gateway_id": cls.verimor.id,
            "receiver": "4607",
            "point_id": cls.poster.point_ids.id,
            **over,
        }
        return cls.env["iys.sms.keyword"].create(values)

    def _text(self, words="evet", number=None, **over):
        self.note(self.body_of_text(words, number or self.new, **over), "inbound")
        self.run_sms("texts")
        return self.texts()[-1:]

    def _act(self, number=None):
        return self.env["iys.consent"].search(
            [("recipient", "=", number or self.new), ("status", "=", "ONAY")]
        )

    def test_the_word_is_an_approval_of_the_form_s_brand(self):
        text = self._text()
        act = self._act()
        self.assertEqual(
            (act.brand_id, act.type, act.source, text.reading),
            (self.alpha, "MESAJ", "HS_MESAJ", "approval"),
        )

    def test_the_date_is_when_it_was_written(self):
        """L-11: consent dates never change."""
        at = self._now() - timedelta(minutes=7)
        self._text(at=at.replace(tzinfo=timezone.utc))
        self.assertEqual(self._act().consent_date, at)

    def test_a_text_read_too_late_is_kept_and_not_sent(self):
        """L-11"""
        at = self._now() - timedelta(days=9)
        self._text(at=at.replace(tzinfo=timezone.utc))
        self.assertEqual(self._act().state, "expired")

    def test_the_proof_names_version_and_text(self):
        """L-32"""
        self._text()
        proof, version = self._act().evidence, self.poster.version_id
        self.assertEqual(
            (proof["road"], proof["text"], proof["keyword"]),
            ("sms_keyword", "evet", "EVET"),
        )
        self.assertIn(version.sha256, proof["form_version"])
        self.assertEqual(self._act().notice_id, self.poster.question_ids.notice_id)

    def test_a_receipt_is_owed_the_same_day(self):
        """L-19"""
        self._text()
        self.assertEqual(len(self._act().receipt_ids), 1)

    def test_who_refused_before_may_approve_by_the_own_word(self):
        """L-50: the person's own later act; the text proves the address."""
        self._text(number=self.no)
        self.assertEqual(self._act(self.no).state, "queued")

    def test_it_counts_only_when_iys_has_confirmed_it(self):
        """L-16"""
        self._text()
        self.assertFalse(self.may_send(self.new))

    def test_more_than_the_word_goes_to_a_person(self):
        for words in ("evet ama", "EVETT", "tamam evet", "hayır"):
            text = self._text(words)
            self.assertEqual((text.state, len(self._act())), ("person", 0), words)

    def test_another_number_of_ours_is_no_keyword(self):
        text = self._text(to="3340")
        self.assertEqual((text.state, len(self._act())), ("person", 0))

    def test_a_closed_form_takes_nothing(self):
        self.poster.sudo().state = "ended"
        self.poster.sudo().closed_at = self._now() - timedelta(hours=3)
        text = self._text()
        self.assertEqual((text.state, len(self._act())), ("person", 0))

    def test_a_version_that_lost_the_word_takes_nothing(self):
        self.poster.title = "Başka bir söz"
        self._freeze_form(self.poster)
        text = self._text()
        self.assertEqual((text.state, len(self._act())), ("person", 0))

    def test_the_company_s_other_brand_is_not_approved(self):
        self._text()
        self.assertEqual(self._act().brand_id, self.alpha)

    # === WHAT CAN BE A KEYWORD === #

    def _refused_keyword(self, **over):
        with self.assertRaises(ValidationError):
            self._make_keyword(**over)

    def test_a_word_of_refusal_is_none(self):
        for name in ("RET", "iptal", "İSTEMİYORUM", "lütfen"):
            self._refused_keyword(name=name)

    def test_two_words_are_none(self):
        self._refused_keyword(name="EVET ALFA")

    def test_the_text_has_to_name_the_word(self):
        self._refused_keyword(name="KATIL")

    def test_a_form_with_more_than_one_box_is_none(self):
        """L-24, L-25: a word cannot tick boxes."""
        form = self._make_form(title="EVET", channels=("MESAJ", "EPOSTA"))
        self._refused_keyword(point_id=form.point_ids.id, receiver="1")

    def test_a_draft_is_none(self):
        form = self._make_form(title="EVET", channels=("MESAJ",))
        form.sudo().state = "draft"
        self._refused_keyword(point_id=form.point_ids.id, receiver="1")

    def test_another_company_s_form_is_none(self):
        form = self._make_form(self.gamma, title="EVET", channels=("MESAJ",))
        self._refused_keyword(point_id=form.point_ids.id, receiver="1")

    def test_one_word_and_number_have_one_meaning(self):
        self._refused_keyword(name="evet")
