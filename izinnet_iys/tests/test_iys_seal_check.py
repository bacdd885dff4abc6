"""Tampering is found and the record is named; what is lawful is no fault (R-32, R-36)."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .seal_case import SealCase


@tagged("-at_install", "post_install")
class TestIysSealCheck(SealCase):
    def test_an_untouched_chain_is_intact(self):
        self.three_acts()
        self._make_notice()
        self.seal()
        check = self.check()
        self.assertEqual((check.state, check.fault_count), ("good", 0))
        self.assertEqual(check.checked, len(self.seals()))

    def test_a_changed_field_is_found(self):
        """R-32, kind 1."""
        act = self.three_acts()[1]
        self.attack("UPDATE iys_consent SET status = 'RET' WHERE id = %s", act.id)
        self.assertEqual(
            self.found(self.check()), {("row_changed", "iys.consent", act.id)}
        )

    def test_a_changed_address_is_found(self):
        act = self.three_acts()[1]
        self.attack(
            "UPDATE iys_consent SET recipient = '+905329999999' WHERE id = %s", act.id
        )
        self.assertIn(
            ("personal_changed", "iys.consent", act.id), self.found(self.check())
        )

    def test_a_changed_file_is_found(self):
        """R-32, kind 2."""
        scan = self.env["ir.attachment"].create({"name": "Form", "raw": b"signed"})
        act = self._record(self._make_act(attachment_ids=scan.ids))
        self.seal()
        self.attack(
            "UPDATE ir_attachment SET store_fname = NULL, db_datas = 'other'"
            " WHERE id = %s",
            scan.id,
        )
        self.assertEqual(
            self.found(self.check()), {("personal_changed", "iys.consent", act.id)}
        )

    def test_a_deleted_row_is_found(self):
        """R-32, kind 3."""
        act = self.three_acts()[1]
        self.attack("DELETE FROM iys_consent WHERE id = %s", act.id)
        self.assertEqual(
            self.found(self.check()), {("row_missing", "iys.consent", act.id)}
        )

    def test_a_row_deleted_with_its_seal_leaves_a_hole(self):
        act = self.three_acts()[1]
        seq = self.seal_of(act).seq
        self.attack("DELETE FROM iys_seal WHERE seq = %s", seq)
        self.attack("DELETE FROM iys_consent WHERE id = %s", act.id)
        fault = self.check().fault_ids.filtered(lambda f: f.kind == "seal_missing")
        self.assertEqual((fault.seq, fault.last_seq), (seq, seq))

    def test_a_deleted_end_is_found_by_the_anchor(self):
        """R-32, kind 4."""
        act = self.three_acts()[2]
        self.anchor()
        seq = self.seal_of(act).seq
        self.attack(
            "DELETE FROM iys_seal WHERE company_id = %s AND seq >= %s",
            self.company.id,
            seq,
        )
        fault = self.check().fault_ids.filtered(lambda f: f.kind == "tail_missing")
        self.assertEqual(fault.seq, seq)

    def test_an_inserted_row_is_found_though_it_got_a_seal(self):
        """R-32, kind 5: T-6, without the key nobody makes a fitting address key."""
        act = self.three_acts()[1]
        self.clock.tick(timedelta(days=3))
        self._record(self._make_act(recipient="+905327777777"))
        self.seal()
        self.clock.tick(timedelta(minutes=5))
        copied = (
            "brand_id, recipient_type, type, status, source, consent_date, recorded_at,"
            " state"
        )
        self.attack(
            f"INSERT INTO iys_consent (uid, recipient, recipient_key, {copied})"
            f" SELECT 'x', '+905328888888', 'guess', {copied} FROM iys_consent"
            " WHERE id = %s",
            act.id,
        )
        self.seal()
        slipped = self.env["iys.consent"].search([("uid", "=", "x")])
        found = self.found(self.check())
        # the set-up of the tests wrote its log before the clock was stopped
        self.assertEqual(
            {fault for fault in found if fault[1] == "iys.consent"},
            {
                ("row_foreign", "iys.consent", slipped.id),
                ("row_backdated", "iys.consent", slipped.id),
            },
        )

    def test_a_row_slipped_in_below_the_mark_has_no_seal(self):
        self.three_acts()
        low = min(self.env["iys.log"].search([]).ids) - 1
        self.attack(
            "INSERT INTO iys_log (id, date, kind, message, company_id, user_id)"
            " VALUES (%s, now() AT TIME ZONE 'UTC', 'setup', 'x', %s, 1)",
            low,
            self.company.id,
        )
        self.seal()
        self.assertEqual(self.found(self.check()), {("not_sealed", "iys.log", low)})

    def test_two_swapped_seals_are_found(self):
        """R-32, kind 6."""
        one, two = (self.seal_of(act) for act in self.three_acts()[:2])
        places = {one.id: two.seq, two.id: one.seq}
        self.attack("UPDATE iys_seal SET seq = -1 WHERE id = %s", one.id)
        for link_id in (two.id, one.id):
            self.attack(
                "UPDATE iys_seal SET seq = %s WHERE id = %s", places[link_id], link_id
            )
        kinds = {(f.kind, f.res_id) for f in self.check().fault_ids}
        self.assertLessEqual(
            {("seal_changed", one.res_id), ("seal_changed", two.res_id)}, kinds
        )

    def test_a_shifted_date_is_found(self):
        """R-32, kind 7."""
        act = self.three_acts()[1]
        self.attack(
            "UPDATE iys_consent SET consent_date = consent_date - interval '1 second'"
            " WHERE id = %s",
            act.id,
        )
        self.assertEqual(
            self.found(self.check()), {("row_changed", "iys.consent", act.id)}
        )

    def test_a_chain_recomputed_without_the_key_is_found_at_its_first_row(self):
        """R-32, kind 8."""
        act = self.three_acts()[1]
        self.attack("UPDATE iys_consent SET status = 'RET' WHERE id = %s", act.id)
        self.recompute(self.seal_of(act).seq, has_key=False)
        first = self.check().fault_ids[0]
        self.assertEqual((first.kind, first.res_id), ("seal_forged", act.id))

    def test_a_chain_recomputed_with_the_key_is_found_by_the_anchor(self):
        """R-32, kind 9: T-7."""
        act = self.three_acts()[1]
        self.anchor()
        self.attack("UPDATE iys_consent SET status = 'RET' WHERE id = %s", act.id)
        self.recompute(1, has_key=True)
        fault = self.check().fault_ids
        self.assertEqual(fault.kind, "head_differs")
        self.assertIn(self.seal_of(act).seq, range(fault.seq, fault.last_seq + 1))

    def test_a_restored_older_database_is_found_by_the_copy_outside(self):
        """R-32, kind 10: the anchors in the database are older, too."""
        self.use_folder()
        act = self.three_acts()[2]
        self.anchor()
        seq = self.seal_of(act).seq
        self.attack("DELETE FROM iys_seal_anchor")
        self.attack(
            "DELETE FROM iys_seal WHERE company_id = %s AND seq >= %s",
            self.company.id,
            seq,
        )
        fault = self.check().fault_ids.filtered(lambda f: f.kind == "tail_missing")
        self.assertEqual(fault.seq, seq)

    def test_a_head_from_an_old_mail_is_compared(self):
        self.three_acts()
        link = self.seals()[-1]
        self.assertEqual(self.check(f"{link.seq}:{link.hash}").state, "good")
        self.assertEqual(self.check(f"{link.seq}:{'0' * 64}").state, "bad")

    def test_what_is_no_head_is_refused_in_words(self):
        with self.assertRaises(UserError):
            self.check("abc")

    def test_a_masked_person_breaks_nothing(self):
        """R-36."""
        acts = self.three_acts()
        self.cr.execute(
            "UPDATE iys_consent SET recipient = NULL, person_name = NULL, evidence = NULL"
            " WHERE id = ANY(%s)",
            [acts.ids],
        )
        self.assertEqual(self.env["iys.seal"]._forget("iys.consent", acts.ids), 3)
        check = self.check()
        self.assertEqual((check.state, check.masked_count), ("good", 3))

    def test_a_destroyed_row_with_its_note_is_no_fault(self):
        act = self.three_acts()[1]
        self.env["iys.seal.gone"]._note("iys.consent", act.ids, "term ended")
        self.attack("DELETE FROM iys_consent WHERE id = %s", act.id)
        self.seal()
        check = self.check()
        self.assertEqual((check.state, check.destroyed_count), ("good", 1))

    def test_a_broken_seal_is_an_alarm(self):
        """R-69."""
        act = self.three_acts()[1]
        self.attack("UPDATE iys_consent SET status = 'RET' WHERE id = %s", act.id)
        self.check()
        alarm = self.env["iys.log"].search([("kind", "=", "alarm")], limit=1)
        self.assertEqual(alarm.message, "The seal is broken")

    def _alarms(self):
        """Kinds of the alarms of the company after the job has looked."""
        self.run_cron("alarm")
        self.env.invalidate_all()
        mine = [("company_id", "=", self.company.id), ("gone_at", "=", False)]
        return self.env["iys.alarm"].search(mine).mapped("kind")

    def test_a_broken_seal_stays_an_alarm_and_is_told_on_the_board(self):
        """R-69."""
        act = self.three_acts()[1]
        self.attack("UPDATE iys_consent SET status = 'RET' WHERE id = %s", act.id)
        self.check()
        self.assertIn("seal_broken", self._alarms())
        mine = [("kind", "=", "seal_broken"), ("company_id", "=", self.company.id)]
        words = self.env["iys.alarm"].search(mine).what
        self.assertIn(words, self.alpha.board_warnings)

    def test_a_good_check_ends_the_alarm(self):
        act = self.three_acts()[1]
        self.attack("UPDATE iys_consent SET status = 'RET' WHERE id = %s", act.id)
        self.check()
        self.attack("UPDATE iys_consent SET status = 'ONAY' WHERE id = %s", act.id)
        self.check()
        self.assertNotIn("seal_broken", self._alarms())

    def test_a_seal_that_stands_still_is_an_alarm(self):
        """R-69."""
        self.three_acts()
        self.assertNotIn("seal_late", self._alarms())
        self.clock.tick(timedelta(minutes=20))
        self.assertIn("seal_late", self._alarms())

    def test_a_collector_does_not_check(self):
        with self.assertRaises(UserError):
            self.as_role("collector", self.env["iys.seal.check"]).action_check_now()
