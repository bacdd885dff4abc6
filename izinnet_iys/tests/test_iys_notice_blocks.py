"""Typed blocks build the text (L-53, R-53); ready texts, languages, PDF."""

import io
import re

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import IysCommon


@tagged("-at_install", "post_install")
class TestIysNoticeBlocks(IysCommon):
    def _draft(self, *blocks, **over):
        return self.env["iys.notice"].create(
            {
                "brand_id": self.alpha.id,
                "name": "Aydınlatma",
                "kind": "notice",
                "block_ids": [Command.create(block) for block in blocks],
                **over,
            }
        )

    def test_blocks_build_the_text_in_their_order(self):
        notice = self._draft(
            {"kind": "rights", "content": "m. 11", "sequence": 2},
            {"kind": "controller", "content": "Alfa", "sequence": 1},
        )
        self.assertEqual(
            notice.body,
            "<h3>Veri sorumlusu</h3><p>Alfa</p><h3>Haklarınız</h3><p>m. 11</p>",
        )

    def test_a_text_in_english_gets_english_headings(self):
        notice = self._draft({"kind": "rights", "content": "x"}, language="en_US")
        self.assertIn("Your rights", notice.body)

    def test_another_language_changes_the_headings(self):
        notice = self._draft({"kind": "rights", "content": "x"})
        notice.language = "en_US"
        self.assertIn("Your rights", notice.body)

    def test_a_purpose_tells_its_ground(self):
        notice = self._draft({"kind": "purpose", "content": "x", "ground": "duty"})
        self.assertIn("KVKK m. 5/2-ç", notice.body)

    def test_words_of_a_block_are_never_markup(self):
        """R-53."""
        notice = self._draft({"content": "<script>alert(1)</script>"})
        self.assertIn("&lt;script&gt;", notice.body)

    def test_lines_with_a_dash_become_a_list(self):
        notice = self._draft({"content": "- a\n- b"})
        self.assertEqual(notice.body, "<ul><li>a</li><li>b</li></ul>")

    def test_a_block_of_a_published_text_is_not_changed(self):
        notice = self._make_notice(kind="notice")
        with self.assertRaises(UserError):
            notice.block_ids[0].sudo().content = "Else"

    def test_a_block_of_a_published_text_is_not_deleted(self):
        notice = self._make_notice(kind="notice")
        with self.assertRaises(UserError):
            notice.block_ids[0].unlink()

    def test_a_published_text_gets_no_new_block(self):
        notice = self._make_notice(kind="notice")
        with self.assertRaises(UserError):
            self.env["iys.notice.block"].create({"notice_id": notice.id})

    def test_a_new_version_has_blocks_of_its_own(self):
        notice = self._make_notice(kind="notice")
        draft = notice.browse(notice.action_new_version()["res_id"])
        self.assertEqual(len(draft.block_ids), len(notice.block_ids))
        self.assertIn("{{trade_name}}", draft.body)

    def test_another_companys_blocks_are_not_seen(self):
        """L-6."""
        notice = self._make_notice(self.gamma, kind="notice")
        with self.assertRaises(AccessError):
            self.as_role("manager", notice.block_ids[0]).read(["content"])


@tagged("-at_install", "post_install")
class TestIysNoticeStart(IysCommon):
    """Ready texts, languages, PDF."""

    def _start(self, kind="notice", **over):
        values = {"brand_id": self.alpha.id, "name": "x", "kind": kind, **over}
        draft = self.as_role("manager", self.env["iys.notice"]).create(values)
        draft.action_start_from_ready()
        return draft

    def test_every_ready_text_becomes_lawful_once_its_brackets_are_filled_in(self):
        self._make_ready(self.alpha)
        for ready in self.env["iys.notice.template"].search([]):
            with self.subTest(ready=ready.name):
                draft = self._start(ready.kind, type=ready.type, name=ready.name)
                for block in draft.block_ids:
                    block.content = re.sub(r"\[[^]]+\]", "Deneme", block.content)
                self.assertEqual(
                    [code for code, _ in draft._faults()], ["not_reviewed"]
                )

    def test_a_ready_text_waits_for_the_lawyer(self):
        """L-52."""
        self._make_ready(self.alpha)
        draft = self._start("commercial_approval", type="EPOSTA")
        with self.assertRaises(UserError):
            draft.action_publish()

    def test_a_reviewed_text_is_published_and_the_review_is_noted(self):
        self._make_ready(self.alpha)
        draft = self._start("commercial_approval", type="EPOSTA")
        draft.action_reviewed()
        draft.action_publish()
        noted = self.env["iys.log"].search([("message", "=", "Ready text reviewed")])
        self.assertEqual(noted[:1].user_id, self.users["manager"])

    def test_what_stands_in_brackets_holds_the_text_back(self):
        """L-52."""
        self._make_ready(self.alpha)
        self.assertIn("leftover", [code for code, _text in self._start()._faults()])

    def test_a_ready_text_itself_is_edited_by_nobody(self):
        block = self.env["iys.notice.template"].search([], limit=1).block_ids[0]
        with self.assertRaises(AccessError):
            self.as_role("manager", block).content = "Else"

    def test_words_already_there_are_not_overwritten(self):
        draft = self._start()
        with self.assertRaises(UserError):
            draft.action_start_from_ready()

    def test_a_language_without_a_ready_text_says_so(self):
        with self.assertRaises(UserError):
            self._start(language="en_US")

    def test_another_language_is_a_draft_of_its_own(self):
        notice = self._make_notice(kind="notice")
        draft = notice.browse(notice.action_other_language()["res_id"])
        self.assertNotEqual(draft.language, notice.language)
        self.assertEqual((draft.state, draft.version), ("draft", 1))

    def test_the_pdf_of_a_text_is_a_pdf(self):
        self.assertTrue(self._make_notice(kind="notice")._pdf().startswith(b"%PDF"))

    def test_a_box_of_the_pdf_is_empty(self):
        """L-21: letters a font lacks are printed as black boxes."""
        self._make_ready(self.alpha)
        draft = self._start("contract_clause")
        pages = PdfReader(io.BytesIO(draft._pdf())).pages
        self.assertEqual("".join(page.extract_text() for page in pages).count("❏"), 6)

    def test_the_foot_of_the_pdf_carries_the_fingerprint(self):
        """L-32."""
        notice = self._make_notice()
        self.assertIn(notice.sha256, notice._pdf_foot()[-1])
