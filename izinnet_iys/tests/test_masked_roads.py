"""A masked person is still refused on every road, and stays masked (R-38, T-29)."""

from datetime import timedelta

from psycopg2.errors import RaiseException

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .form_case import EMAIL, FormCase
from .import_case import ImportCase
from .privacy_case import PrivacyCase
from .sync_case import SyncCase

SPELLINGS = (
    "+905321112233", "905321112233", "00905321112233", "05321112233", "5321112233",
    "0532 111 22 33", "0532 1112233", "0532-111-22-33", "0532.111.22.33",
    "(0532) 111 22 33", "+90 532 111 22 33", "+90 (532) 111-22-33", "+90-532-1112233",
    "0 532 111 22 33", "0090 532 111 22 33", "532 111 2233", "(532)1112233",
    "+9005321112233", " 05321112233 ", "0532\u00a0111\u00a022\u00a033",
)  # fmt: skip


@tagged("-at_install", "post_install")
class TestMaskedRoads(PrivacyCase, FormCase, ImportCase):
    def setUp(self):
        """Override of `odoo.tests`: somebody refused long ago and was masked."""
        super().setUp()
        self.act = self._refuse(self.phone)
        self._destroy()
        self.key = self.act.recipient_key

    def _plain(self):
        """Acts of the key that show the address."""
        return self.env["iys.consent"].search(
            [("recipient_key", "=", self.key), ("recipient", "!=", False)]
        )

    def test_nothing_is_sent_in_twenty_spellings(self):
        """R-38, R-39."""
        told = self.env["iys.consent"]._decide_send(self.alpha, "MESAJ", SPELLINGS)
        self.assertEqual({decision.rule for decision in told.values()}, {"refused"})
        self.assertEqual(len(told), len(set(SPELLINGS)))

    def test_a_merchant_is_not_written_to_either(self):
        """R-38."""
        self._make_partner(iys_recipient_type="TACIR", iys_recipient_type_proof="Sicil")
        acts = self._record(
            self._make_received(
                status="RET", source="IYS_WEB", recipient_type="TACIR",
                recipient="+905321112277",
            )
        )  # fmt: skip
        self.assertTrue(acts.is_effective)

    def test_a_new_contact_with_the_address_shows_the_refusal(self):
        """L-58."""
        partner = self._make_partner().with_context(iys_brand_id=self.alpha.id)
        self.assertEqual(partner.iys_mesaj_state, "RET")

    def test_an_import_does_not_take_the_person_and_says_why(self):
        """R-38."""
        job = self._run([self._row(phone=text) for text in SPELLINGS[:6]])
        self.assertEqual(job.count_blocked, 6)
        self.assertFalse(self._plain())
        day = (self.act.consent_date + timedelta(hours=3)).strftime("%d.%m.%Y")
        self.assertEqual(
            set(job.fault_ids.mapped("reason")),
            {f"Masked person, refused on {day}: not taken."},
        )

    def test_a_refusal_that_iys_repeats_is_kept_without_the_address(self):
        """T-29."""
        self._record(
            self._make_received(
                status="RET",
                consent_date=self._now() - timedelta(days=3),
                person_name="Ayşe Deneme",
            )
        )
        self.assertFalse(self._plain())

    def test_a_form_asks_for_proof_of_the_address_first(self):
        """L-50: the old refusal is in force until the person has confirmed."""
        self._take(self._answer("MESAJ", phone="0532 111 22 33"))
        told = self.env["iys.consent"]._decide_send(self.alpha, "MESAJ", [self.phone])
        self.assertEqual(told[self.phone].rule, "refused")

    def test_the_capture_screen_shows_the_refusal(self):
        """L-50."""
        screen = self.as_role("collector", self.env["iys.capture"]).new(
            {"brand_id": self.alpha.id, "phone": "0532 111 22 33"}
        )
        self.assertIn("refused on", screen.earlier_refusals)

    def test_the_old_proof_stays_locked_when_the_person_comes_back(self):
        self._record(self._make_received())
        self.assertFalse(self.act.recipient)
        self.assertEqual(self._plain().status, "ONAY")

    def test_who_came_back_is_not_masked_from_birth_any_more(self):
        self._record(self._make_received())
        self._record(self._make_act(status="RET", consent_date=self._now()))
        self.assertEqual(set(self._plain().mapped("status")), {"ONAY", "RET"})

    def test_the_proof_screen_opens_the_vault_with_a_reason(self):
        """L-33: masked proof can be shown to an inspector."""
        proof = self.as_role("manager", self.env["iys.proof"]).create(
            {"query": "0532 111 22 33", "reason": "Inspection 12"}
        )
        record = self.as_role("manager", self.act)._as_record()
        self.assertEqual(record["header"]["recipient"], self.phone)
        self.assertEqual(record["event"]["evidence"]["ip"], "203.0.113.9")
        self.assertEqual(proof._find(), {self.key: self.phone})


@tagged("-at_install", "post_install")
class TestMaskedReturn(PrivacyCase, FormCase, SyncCase):
    """A masked person approves anew by a form and its link: step by step (L-27, L-50)."""

    def setUp(self):
        """Override of `odoo.tests`: refused, masked, then an answer to a form."""
        super().setUp()
        self.alpha.last_good_pull = self._now()
        self.old = self._refuse(EMAIL, type_="EPOSTA")
        self._destroy()
        self._take(self._answer("EPOSTA", email=EMAIL.upper()))

    def _confirm(self):
        asked = self.env["iys.confirmation"].search(
            [("brand_id", "=", self.alpha.id), ("state", "=", "waiting")]
        )
        self.assertTrue(asked._confirm({"ip": "192.0.2.9", "browser": "Deneme/2.0"}))

    def _register(self):
        self.run_cron("push")
        self.hear_back()
        self.env.invalidate_all()

    def _standing(self):
        """(the gate's rule, reachable by e-mail on the board, refusals on the board)."""
        decide = self.env["iys.consent"]._decide_send
        self.alpha.invalidate_recordset()
        return (
            decide(self.alpha, "EPOSTA", [EMAIL])[EMAIL].rule,
            self.alpha.board_eposta,
            self.alpha.board_ret,
        )

    def test_an_answer_alone_changes_nothing(self):
        self.assertEqual(self._standing(), ("refused", 0, 1))

    def test_a_confirmed_answer_waits_for_iys(self):
        """L-16: the old refusal counts until İYS has registered the approval."""
        self._confirm()
        self.assertEqual(self._standing(), ("refused", 0, 1))
        self.assertEqual(self._acts()[:1].state, "queued")

    def test_a_registered_approval_counts_for_gate_and_board(self):
        self._confirm()
        self._register()
        self.assertEqual(self._standing(), ("approved", 1, 0))
        self.assertEqual(self._acts()[:1].state, "registered")

    def test_the_old_proof_stays_locked_all_along(self):
        """L-33: the new act is in plain, the refused one opens by the vault alone."""
        self._confirm()
        self._register()
        new = self._acts() - self.old
        self.assertEqual(new.mapped("recipient"), [EMAIL])
        self.assertFalse(self.old.recipient or self.old.person_name)
        self.assertEqual(self.old.evidence, {"way": "web"})
        opened = self.env["iys.vault"]._open("iys.consent", self.old.ids)
        self.assertEqual(opened[self.old.id]["recipient"], EMAIL)

    def test_a_refusal_of_who_came_back_counts_at_once(self):
        self._confirm()
        self._register()
        self.env["iys.consent"]._refuse(self.alpha, "EPOSTA", [EMAIL], "HS_WEB", {})
        self.assertEqual(self._standing(), ("refused", 0, 1))


@tagged("-at_install", "post_install")
class TestMaskedStages(PrivacyCase):
    def _end_terms(self):
        """Let the refusal and its masking lie four years back."""
        self.act = self._refuse(self.phone, days=4 * 365)
        self.older = self._record(
            self._make_received(
                status="ONAY", consent_date=self._now() - timedelta(days=5 * 365)
            )
        )
        self._destroy()
        return self._make_rule("proof_ended")

    def test_ended_proof_goes_and_the_block_stays(self):
        """L-33, L-58."""
        rule = self._end_terms()
        run = self._destroy(rule)
        self.assertFalse(self.older.exists())
        self.assertTrue(self.act.exists().is_effective)
        self.assertFalse(self.env["iys.vault"]._open("iys.consent", self.act.ids))
        told = self.env["iys.erasure"].search([("destruction_id", "=", run.id)])
        self.assertEqual(
            (told.kind, told.recipient_key), ("deleted", self.act.recipient_key)
        )

    def test_a_company_may_drop_the_block_as_well(self):
        rule = self._end_terms()
        self.company.iys_keep_block = False
        self._destroy(rule)
        self.assertFalse(self.act.exists())

    def test_proof_within_its_term_stays(self):
        self.act = self._refuse(self.phone, days=700)
        self._destroy()
        self.assertFalse(self._destroy(self._make_rule("proof_ended")).done_rows)
        self.assertTrue(self.act.exists())

    def test_a_hold_keeps_ended_proof(self):
        rule = self._end_terms()
        self.env["iys.hold"].create(
            {"address": self.phone, "reason": "Court case 2026/12"}
        )
        self._destroy(rule)
        self.assertTrue(self.older.exists())

    def test_a_longer_term_needs_a_reason(self):
        """L-33."""
        term = self.env.ref("izinnet_iys.iys_retention_ret_proof")
        with self.assertRaises(UserError):
            term.months = 120

    def test_the_log_of_destructions_is_kept_for_three_years(self):
        """L-57, R-40."""
        term = self.env.ref("izinnet_iys.iys_retention_destruction_log")
        self.assertGreaterEqual(term.months, 36)
        with self.assertRaises(UserError):
            term.months = 35

    @mute_logger("odoo.sql_db")
    def test_nobody_takes_a_line_off_the_log_of_destructions(self):
        """L-57."""
        self._refuse(self.phone)
        run = self._destroy()
        rows = self.env["iys.erasure"].search([("destruction_id", "=", run.id)])
        for deed in (run.sudo().unlink, rows.sudo().unlink):
            with self.assertRaises(UserError):
                deed()
        with self.assertRaises(RaiseException), self.env.cr.savepoint():
            self.env.cr.execute(
                "DELETE FROM iys_erasure WHERE id = ANY(%s)", [rows.ids]
            )

    def test_what_a_restore_has_to_repeat_is_kept_for_three_years(self):
        """R-40."""
        kept = self.env["iys.backup.erasure"]
        kept._keep("res_partner", [1], {"name": "x"})
        kept._keep("res_partner", [2], {"name": "x"})
        young, old = kept.search([], order="id desc", limit=2)
        young.at = self._now() - timedelta(days=3 * 365)
        old.at = self._now() - timedelta(days=3 * 367)
        kept._gc_old()
        self.assertEqual((young | old).exists(), young)

    def test_erasures_are_played_again_after_a_restore(self):
        """R-40: the restored database knows neither the refusal nor the masking."""
        partner = self._make_partner()
        before = self._now()
        act = self._refuse(self.phone)
        self._destroy()
        told = list(self.env["iys.erasure"]._erasures_since(before))
        self.assertEqual([row["key"] for row in told], [act.recipient_key])
        # a restored copy: the person stands there in plain, approved
        partner.write({"name": "Ayşe", "phone": self.phone, "active": True})
        self._record(self._make_received(consent_date=self._now()))
        self.env["iys.erasure"]._replay(told)
        self.env.invalidate_all()
        self.assertFalse(partner.phone)
        self.assertFalse(
            self.env["iys.consent"].search_count([("recipient", "=", self.phone)])
        )
        decided = self.env["iys.consent"]._decide_send(
            self.alpha, "MESAJ", [self.phone]
        )
        self.assertEqual(decided[self.phone].rule, "refused")

    def test_playing_again_twice_changes_nothing_more(self):
        act = self._refuse(self.phone)
        self._destroy()
        told = list(self.env["iys.erasure"]._erasures_since(self._now() - timedelta(1)))
        self.env["iys.erasure"]._replay(told)
        self.env["iys.erasure"]._replay(told)
        self.assertFalse(act.recipient)

    def test_the_plan_counts_in_time_and_leaves_the_rest_to_people(self):
        """L-57."""
        self.env.cr.execute(
            "UPDATE iys_destruction_rule SET create_date = now() - interval '5 months 9 days'"
            " WHERE id = %s",
            [self.rule.id],
        )
        self.env.invalidate_all()
        self.rule._cron_plan_one()
        runs = self.env["iys.destruction"].search([("rule_id", "=", self.rule.id)])
        self.assertEqual(runs.state, "counting")
