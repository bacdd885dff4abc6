"""Forms: refused while unlawful, frozen when published, closed for good."""

import random
import string
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .form_case import FormCase


@tagged("post_install", "-at_install")
class TestIysForm(FormCase):
    def _draft(self, **over):
        values = {"confirms_address": False, **over}
        form = self._make_form(**values).copy()
        self.assertEqual(form.state, "draft")
        return form

    def test_a_published_form_freezes_what_people_see(self):
        """L-32."""
        form = self._draft()
        form.action_publish()
        version = form.version_id
        form.title = "Başka"
        self.assertEqual(version.content["tr_TR"]["title"], "Deneme")
        self.assertEqual(len(version.sha256), 64)

    def test_publishing_changes_makes_the_next_version(self):
        form = self._draft()
        form.action_publish()
        form.title = "Başka"
        form.action_publish()
        self.assertEqual(sorted(form.version_ids.mapped("number")), [1, 2])
        self.assertEqual(form.version_id.number, 2)

    def test_publishing_without_a_change_keeps_the_version(self):
        form = self._draft()
        form.action_publish()
        form.action_publish()
        self.assertEqual(len(form.version_ids), 1)

    def test_a_version_is_never_changed_or_deleted(self):
        """R-31."""
        with self.assertRaises(UserError):
            self.version.sudo().write({"number": 9})
        with self.assertRaises(UserError):
            self.version.sudo().unlink()

    def test_an_unlawful_form_is_refused_with_the_rule(self):
        """L-22, L-24, L-53."""
        form = self._draft()
        form.write({"intro": "Devam edebilmek için onay veriniz.", "notice_id": False})
        form.question_ids[:1].type = False
        with self.assertRaises(UserError) as caught:
            form.action_publish()
        for rule in ("L-22", "L-24", "L-53"):
            self.assertIn(f"[{rule}]", str(caught.exception))
        self.assertEqual(form.state, "draft")

    def test_a_form_in_a_message_to_a_list_is_refused(self):
        """L-20."""
        form = self._draft(place="message")
        with self.assertRaisesRegex(UserError, r"\[L-20\]"):
            form.action_publish()

    def test_phones_cannot_be_confirmed_without_a_way_to_send_codes(self):
        """L-25."""
        form = self._draft(confirms_address=True)
        with self.assertRaisesRegex(UserError, r"\[L-25\]"):
            form.action_publish()

    def test_every_fault_has_a_sentence(self):
        from ..iys_api.lawful import RULES

        words = {**self.form._words_whole(), **self.form._words_boxes()}
        self.assertEqual(set(words), set(RULES))

    def test_states_change_by_buttons_only(self):
        manager = self.users["manager"]
        with self.assertRaises(UserError):
            self.form.with_user(manager).write({"state": "draft"})

    def test_an_ended_form_stays_ended(self):
        self.form.action_end()
        for act in (self.form.action_resume, self.form.action_publish):
            with self.assertRaises(UserError):
                act()

    def test_a_form_ends_after_its_last_day(self):
        self.form.ends_on = fields.Date.today() - timedelta(days=2)
        self.env["iys.form"]._cron_end()
        self.assertEqual(self.form.state, "ended")

    def test_a_published_form_is_not_deleted(self):
        with self.assertRaises(UserError):
            self.form.unlink()

    def test_a_duplicate_is_a_draft_with_the_same_boxes(self):
        copy = self.form.copy()
        self.assertEqual((copy.state, copy.version_id.id), ("draft", False))
        self.assertEqual(len(copy.question_ids), len(self.form.question_ids))

    def test_a_collector_reads_and_does_not_publish(self):
        form = self._draft().with_user(self.users["collector"])
        self.assertTrue(form.name)
        with self.assertRaises(AccessError):
            form.action_publish()

    def test_another_company_does_not_see_the_form(self):
        """R-58."""
        mine = self.env["iys.form"].with_user(self.users["manager"]).search([])
        self.assertNotIn(self.foreign_form, mine)

    def test_the_preview_shows_empty_boxes_and_their_words(self):
        """L-21."""
        shown = str(self.form.preview_html)
        for box in self.form.question_ids:
            self.assertIn(box.label, shown)
        self.assertNotIn("checked", shown)


@tagged("post_install", "-at_install")
class TestIysFormVersion(FormCase):
    def _find(self, text):
        return self.env["iys.form.version"]._by_signed(text)

    def test_a_page_proves_which_version_it_showed(self):
        self.assertEqual(self._find(self.version._signed()), self.version)

    def test_a_forged_or_foreign_value_finds_nothing(self):
        """R-46."""
        good = self.version._signed()
        forged = [
            good[:-1] + ("A" if good[-1] != "A" else "B"),
            good[1:],
            "",
            "x",
            None,
        ]
        for text in [*forged, str(self.version.id), good.swapcase()]:
            with self.subTest(text=text):
                self.assertFalse(self._find(text))

    def test_ten_thousand_mutated_values_find_nothing(self):
        """R-46: one letter changed, left out, doubled or swapped."""
        good, chance = self.version._signed(), random.Random(46)
        letters = string.ascii_letters + string.digits + "-_"
        for _time in range(10_000):
            place, letter = chance.randrange(len(good)), chance.choice(letters)
            tail = chance.choice((good[place:], good[place + 1 :], good[place + 2 :]))
            text = good[:place] + chance.choice((letter, "")) + tail
            if text != good:
                self.assertFalse(self._find(text), text)


@tagged("post_install", "-at_install")
class TestIysFormPoint(FormCase):
    def test_a_link_is_found_by_its_token_only(self):
        points = self.env["iys.form.point"]
        self.assertEqual(points._by_token(self.point.token), self.point)
        for text in ("", None, self.point.token[:-1]):
            self.assertFalse(points._by_token(text))

    def test_the_address_is_short_and_ours(self):
        """T-17."""
        base = self.alpha.get_base_url().rstrip("/")
        self.assertEqual(self.point._url(), f"{base}/izin/{self.point.token}")

    def test_a_link_is_closed_by_itself_its_form_or_its_end(self):
        self.assertTrue(self.point._is_open())
        self.point.action_pause()
        self.assertFalse(self.point._is_open())
        self.point.action_resume()
        self.form.action_pause()
        self.assertFalse(self.point._is_open())
        self.form.action_resume()
        self.point.ends_at = self._now() - timedelta(minutes=1)
        self.assertFalse(self.point._is_open())

    def test_the_code_is_a_picture_of_the_address(self):
        self.assertTrue(self.point._qr_svg().lstrip().startswith("<"))
        self.assertTrue(self.point._qr_png().startswith(b"\x89PNG"))

    def test_visits_are_counted_by_a_job_and_once(self):
        """R-62: the public path only adds rows."""
        hits = self.env["iys.form.hit"]
        for kind in ("seen", "seen", "begun", "wrong"):
            hits._note(self.point, kind)
        self.assertFalse(self.point.seen_count)
        for _run in range(2):
            hits._cron_count()
        counts = ("seen_count", "begun_count", "confirmed_count")
        self.assertEqual([self.point[name] for name in counts], [2, 1, 0])
