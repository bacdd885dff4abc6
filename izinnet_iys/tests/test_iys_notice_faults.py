"""What forbids publishing a text, named with its rule (L-21 … L-24, L-51 … L-54)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..iys_api.notice_rules import RULES
from .common import IysCommon


@tagged("-at_install", "post_install")
class TestIysNoticeFaults(IysCommon):
    """A text with faults is refused, each fault named with its rule."""

    def _draft(self, kind="commercial_approval", **over):
        values = {"brand_id": self.alpha.id, "name": "x", "kind": kind, **over}
        return self.env["iys.notice"].create(values)

    def _refused(self, notice, *parts):
        with self.assertRaises(UserError) as caught:
            notice.action_publish()
        self.assertEqual(notice.state, "draft")
        for part in parts:
            self.assertIn(part, str(caught.exception))

    def test_a_notice_without_elements_is_refused_with_each_named(self):
        """L-53."""
        notice = self._draft("notice", body="<p>Verilerinizi işleriz.</p>")
        codes = [code for code, _text in notice._faults()]
        self.assertEqual(
            codes,
            ["no_controller", "no_purpose", "no_recipient", "no_method", "no_rights"],
        )
        self._refused(notice, *(text for _code, text in notice._faults()), "[L-53]")

    def test_a_complete_notice_is_published(self):
        """L-53."""
        self.assertEqual(self._make_notice(kind="notice").state, "published")

    def test_a_notice_nobody_may_accept_is_refused(self):
        """L-52."""
        self.alpha.trade_name = "Alfa A.Ş."
        blocks = self._notice_blocks()
        blocks[-1][2]["content"] += " Okudum, kabul ediyorum."
        self._refused(self._draft("notice", block_ids=blocks), "[L-52]")

    def test_an_approval_without_a_channel_is_refused(self):
        """L-24."""
        self._refused(self._draft(body="<p>Onaylıyorum.</p>"), "[L-24]")

    def test_a_mixed_consent_is_refused(self):
        """L-51."""
        body = "<p>SMS almaya açık rıza veriyorum.</p>"
        self._refused(self._draft(type="MESAJ", body=body), "[L-51]")

    def test_a_general_consent_is_refused(self):
        """L-54."""
        body = "<p>Her türlü amaçla rıza veriyorum.</p>"
        self._refused(self._draft("explicit_consent", body=body), "[L-54]")

    def test_a_ticked_box_is_refused(self):
        """L-21."""
        self._refused(self._draft(type="MESAJ", body="<p>☑ SMS</p>"), "[L-21]")

    def test_a_clause_without_a_heading_is_refused(self):
        """L-23."""
        notice = self._draft("contract_clause", body="<p>☐ Kabul</p>")
        self._refused(notice, "ticari elektronik ileti", "[L-23]")

    def test_small_type_chosen_in_the_editor_is_found(self):
        """L-23: what the sanitizer keeps is what is checked."""
        body = (
            "<h3>Ticari elektronik ileti</h3><p><span style='font-size: 9px;'>"
            "SMS: ☐ Kabul ediyorum ☐ Reddediyorum</span></p>"
        )
        self._refused(self._draft("contract_clause", body=body), "12", "[L-23]")

    def test_every_fault_has_words(self):
        notice = self._draft()
        for code in RULES:
            with self.subTest(code=code):
                self.assertTrue(notice._fault_words(code, ["MESAJ"]))

    def test_channels_without_a_box_are_named_together(self):
        """L-23."""
        body = (
            "<h3>Ticari elektronik ileti</h3><p>SMS: ☐ Kabul</p><p>Arama: ☐ Kabul</p>"
        )
        self._refused(self._draft("contract_clause", body=body), ": Call, SMS.")

    def test_nothing_is_published_when_one_of_several_is_faulty(self):
        good = [
            self._draft(name=f"x{n}", type="MESAJ", body="<p>a</p>") for n in (1, 3)
        ]
        bad = self._draft(name="x2")
        texts = good[0] + bad + good[1]
        self._refused(bad)
        with self.assertRaises(UserError):
            texts.action_publish()
        self.assertEqual(set(texts.mapped("state")), {"draft"})

    def test_a_missing_value_of_the_brand_is_named(self):
        self._refused(self._draft(type="MESAJ", body="<p>{{mersis}}</p>"), "mersis")

    def test_the_frozen_text_holds_the_brands_words(self):
        notice = self._draft(type="MESAJ", body="<p>{{brand}} SMS</p>")
        notice.action_publish()
        self.assertEqual(notice.body, "<p>Alfa SMS</p>")
        self.assertTrue(notice._is_intact())

    def test_a_brand_renamed_later_changes_no_text(self):
        notice = self._draft(type="MESAJ", body="<p>{{brand}} SMS</p>")
        notice.action_publish()
        self.alpha.name = "Omega"
        self.assertIn("Alfa", notice.body)

    def test_script_in_a_brands_name_stays_words(self):
        """R-53."""
        self.alpha.name = "<script>alert(1)</script>{{7*7}}"
        notice = self._draft(type="MESAJ", body="<p>{{brand}}</p>")
        self.assertNotIn("<script", notice._filled_body())
