"""Alarms: raised once for each cause, gone with it (R-69); dead letters (R-70)."""

import time
from datetime import datetime, timedelta, timezone

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..iys_api.limits import Breaker
from ..models.alarm.cause import Cause
from .common import IysCommon


class AlarmCase(IysCommon):
    """Alarms of two companies."""

    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: begin without alarms of the database itself."""
        super().setUpClass()
        cls.Alarm = cls.env["iys.alarm"].with_context(allowed_company_ids=[])
        cls._look()

    @classmethod
    def _look(cls):
        """Run the job; returns what it raised."""
        before = cls.Alarm.search([])
        cls.Alarm._cron_alarms()
        return cls.Alarm.search([]) - before

    def _cause(self, key="1", **over):
        values = {
            "kind": "test", "since": fields.Datetime.now(), "what": "What", "why": "Why",
            "todo": "Do", "company": self.company,
        }  # fmt: skip
        return Cause(key=key, **{**values, **over})


@tagged("-at_install", "post_install")
class TestIysAlarm(AlarmCase):
    def test_a_cause_is_raised_once(self):
        self.assertEqual(len(self.Alarm._apply([self._cause()])), 1)
        self.assertEqual(len(self.Alarm._apply([self._cause()])), 0)

    def test_a_cause_that_is_gone_ends_its_alarm_and_leaves_it_as_history(self):
        alarm = self.Alarm._apply([self._cause()])
        self.Alarm._apply([])
        self.assertEqual((alarm.state, bool(alarm.gone_at)), ("gone", True))

    def test_a_cause_that_comes_back_is_a_new_alarm(self):
        first = self.Alarm._apply([self._cause()])
        self.Alarm._apply([])
        self.assertNotEqual(self.Alarm._apply([self._cause()]), first)

    def test_a_settled_alarm_is_not_raised_again_while_its_cause_lasts(self):
        alarm = self.Alarm._apply([self._cause()])
        self.as_role("manager", alarm)._settle("known")
        self.assertEqual(len(self.Alarm._apply([self._cause()])), 0)
        self.assertEqual(alarm.state, "settled")

    def test_settling_needs_a_reason(self):
        alarm = self.Alarm._apply([self._cause()])
        with self.assertRaises(UserError):
            self.as_role("manager", alarm)._settle("  ")

    def test_an_auditor_settles_nothing(self):
        alarm = self.Alarm._apply([self._cause()])
        with self.assertRaises(UserError):
            self.as_role("auditor", alarm)._settle("known")
        with self.assertRaises(AccessError):
            self.as_role("auditor", alarm).write({"state": "settled"})

    def test_another_companys_alarm_is_not_seen_and_the_servers_is(self):
        ours, theirs, servers = self.Alarm._apply(
            [
                self._cause("1"),
                self._cause("2", company=self.other_company),
                self._cause("3", company=None),
            ]
        )
        seen = self.as_role("manager", ours).search([("kind", "=", "test")])
        self.assertEqual(seen, ours | servers)
        self.assertNotIn(theirs, seen)

    def test_managers_get_one_mail_for_all_that_is_new(self):
        self.users["manager"].email = "sorumlu@deneme.example.com"
        address = [("email_to", "ilike", "sorumlu@deneme")]
        self.Alarm._apply([self._cause("1"), self._cause("2")])
        mails = self.env["mail.mail"].search(address)
        self.assertEqual(len(mails), 1)
        self.assertIn("What", mails.body_html)
        self.Alarm._apply([self._cause("1"), self._cause("2")])
        self.assertEqual(self.env["mail.mail"].search(address), mails)

    def test_a_manager_of_another_company_gets_no_mail(self):
        self.users["manager"].email = "sorumlu@deneme.example.com"
        self.Alarm._apply([self._cause(company=self.other_company)])
        address = [("email_to", "ilike", "sorumlu@deneme")]
        self.assertFalse(self.env["mail.mail"].search(address))

    def test_a_source_that_fails_stops_no_other_and_ends_no_alarm(self):
        alarm = self.Alarm._apply([self._cause(kind="cron", key="x")])
        self.Alarm._apply([], silent={"cron"})
        self.assertEqual(alarm.state, "open")

    def test_a_kind_nobody_named_apart_stays_when_the_added_ones_fail(self):
        alarm = self.Alarm._apply([self._cause(kind="of another addon")])
        self.Alarm._apply([], silent={"added"})
        self.assertEqual(alarm.state, "open")

    def test_the_board_names_what_is_open(self):
        self.Alarm._apply([self._cause(what="Backup too old: Gece")])
        self.alpha.invalidate_recordset(["board_warnings"])
        self.assertIn("Backup too old: Gece", self.alpha.board_warnings)


@tagged("-at_install", "post_install")
class TestIysAlarmCauses(AlarmCase):
    """Each cause is brought about; `_look` finds it (R-69)."""

    def _kinds(self):
        return sorted(self._look().mapped("kind"))

    def _age(self, acts, hours):
        self.env.cr.execute("SET LOCAL session_replication_role = replica")
        self.env.cr.execute(
            "UPDATE iys_consent SET recorded_at = %s WHERE id = ANY(%s)",
            [fields.Datetime.now() - timedelta(hours=hours), acts.ids],
        )
        self.env.cr.execute("SET LOCAL session_replication_role = origin")
        self.env.invalidate_all()

    def test_an_act_that_waits_for_an_hour(self):
        self._age(self._record(self._make_act()), 2)
        self.assertEqual(self._kinds(), ["waiting"])

    def test_an_act_that_waits_for_a_day(self):
        self._age(self._record(self._make_act()), 25)
        self.assertEqual(self._kinds(), ["waiting", "waiting"])

    def test_a_fresh_act_is_no_alarm(self):
        self._record(self._make_act())
        self.assertEqual(self._kinds(), [])

    def test_an_old_reading_of_iys(self):
        """L-15."""
        self.beta.last_good_pull = fields.Datetime.now() - timedelta(hours=7)
        alarm = self._look()
        self.assertEqual((alarm.kind, alarm.company_id), ("pull_old", self.company))

    def test_an_open_breaker(self):
        breaker = Breaker()
        for _ in range(5):
            breaker = breaker.failed(time.time())
        self.env["iys.breaker"].create(
            {"brand_id": self.alpha.id, "kind": "submit", "value": breaker.as_dict()}
        )
        self.assertEqual(self._kinds(), ["breaker"])

    def test_a_stopped_account(self):
        self.account.write({"is_stopped": True, "last_error": "H521: closed"})
        alarm = self._look()
        self.assertEqual((alarm.kind, alarm.why), ("account", "H521: closed"))

    def test_a_scheduled_action_that_is_switched_off(self):
        self.env.ref("izinnet_iys.ir_cron_pull").active = False
        self.assertEqual(self._kinds(), ["cron"])

    def test_a_scheduled_action_that_has_not_run(self):
        cron = self.env.ref("izinnet_iys.ir_cron_push")
        cron.nextcall = fields.Datetime.now() - timedelta(hours=2)
        self.assertEqual(self._kinds(), ["cron"])

    def test_a_clock_that_is_wrong(self):
        """R-15, T-34."""
        here = datetime(2026, 11, 29, 12, tzinfo=timezone.utc)
        for seconds, count in ((0, 0), (59, 0), (61, 1), (-61, 1)):
            with self.subTest(seconds=seconds):
                other = {"PostgreSQL": here + timedelta(seconds=seconds)}
                self.assertEqual(len(self.Alarm._clock_causes(here, other)), count)

    def test_a_paused_subscription(self):
        act = self._record(self._make_act())
        self._fail(act, "H525")
        self.assertIn("quota", self._kinds())

    def test_a_plan_whose_backups_were_never_proven(self):
        self.env["iys.backup.plan"].search([]).active = False
        self.env.cr.execute(
            "INSERT INTO iys_backup_plan (name, active, target, interval_hours, next_at,"
            " key_file, keep_days, keep_weeks, keep_months, keep_longest, max_age_hours,"
            " create_date) VALUES ('Gece', true, 'folder', 24, now(), '/none', 7, 4, 1,"
            " 35, 26, now() AT TIME ZONE 'UTC' - interval '27 hours')"
        )
        self.assertEqual(self._kinds(), ["backup_old"])

    def _fail(self, acts, code="H155"):
        self.env["iys.consent"]._set_state("in_flight", acts.ids)
        self.env["iys.consent"]._set_state("failed", acts.ids, error_code=code)

    def test_a_dead_letter(self):
        self._fail(self._record(self._make_act()))
        self.assertEqual(self._kinds(), ["dead_letters"])

    def test_a_dead_letter_nobody_has_seen_for_a_week(self):
        acts = self._record(self._make_act())
        self._fail(acts)
        self._age(acts, 24 * 8)
        self.assertEqual(self._kinds(), ["dead_letters", "dead_unseen"])


@tagged("-at_install", "post_install")
class TestIysDeadLetter(AlarmCase):
    """R-70."""

    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: two acts İYS refused, one of another company."""
        super().setUpClass()
        cls.acts = cls._record(
            cls._make_act(),
            cls._make_act(recipient="+905321112244"),
            cls._make_act(brand_id=cls.gamma.id, recipient="+905321112255"),
        )
        cls.env["iys.consent"]._set_state("in_flight", cls.acts.ids)
        cls.env["iys.consent"]._set_state("failed", cls.acts.ids, error_code="H155")

    def _letters(self, role="manager"):
        letters = self.as_role(role, self.env["iys.dead.letter"])
        return letters.search([("closed_at", "=", False)])

    def test_what_failed_for_good_is_listed_for_its_company_only(self):
        self.assertEqual(set(self._letters().mapped("res_id")), set(self.acts[:2].ids))

    def test_a_letter_says_what_why_and_what_to_do(self):
        letter = self._letters()[0]
        self.assertTrue(letter.what)
        self.assertIn("H155", letter.why)
        self.assertTrue(letter.todo)

    def test_try_again_hands_the_consent_in_and_the_letter_is_gone(self):
        letter = self._letters()[0]
        act = self.acts.browse(letter.res_id)
        letter.action_again()
        self.assertEqual(act.state, "queued")
        self.assertEqual(len(self._letters()), 1)

    def test_closing_with_a_reason_takes_it_off_the_list_and_changes_nothing_else(self):
        letter = self._letters()[0]
        act = self.acts.browse(letter.res_id)
        letter._close("asked anew on paper")
        self.assertEqual((act.state, len(self._letters())), ("failed", 1))
        self.assertEqual(letter.reason, "asked anew on paper")

    def test_closing_without_a_reason_is_refused(self):
        with self.assertRaises(UserError):
            self._letters()[0]._close("")

    def test_an_auditor_sees_and_does_nothing(self):
        letter = self._letters("auditor")[0]
        for deed in (letter.action_again, letter.action_seen):
            with self.assertRaises(UserError):
                deed()

    def test_a_letter_that_was_seen_is_no_longer_bold(self):
        letters = self._letters()
        letters.action_seen()
        self.assertTrue(all(letters.mapped("seen_at")))

    def test_the_screen_for_the_reason_closes_what_was_ticked(self):
        question = self.as_role("manager", self.env["iys.reason"]).with_context(
            active_model="iys.dead.letter", active_ids=self._letters().ids
        )
        question.create({"reason": "asked anew on paper"}).action_confirm()
        self.assertFalse(self._letters())

    @mute_logger("odoo.addons.izinnet_iys.models.form.iys_form_answer")
    def test_every_source_can_be_tried_again(self):
        letters = self.env["iys.dead.letter"]
        for model in letters._letter_sources():
            with self.subTest(model=model):
                method = letters._again_methods()[model]
                self.assertTrue(callable(getattr(self.env[model], method)))
