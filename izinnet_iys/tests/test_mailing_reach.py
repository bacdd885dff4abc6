"""Before Send: counts by reason, and the people behind them."""

from datetime import datetime, timedelta

from odoo.exceptions import UserError, ValidationError

from .mailing_case import MailingCase


class TestMailingReach(MailingCase):
    """What the author reads on the mailing before it leaves."""

    @classmethod
    def setUpClass(cls):
        """Override of `MailingCase`: two approved, one refused, three silent."""
        super().setUpClass()
        cls.people = cls._make_people("ayse", "bora", "can", "deniz", "ece", "filiz")
        cls._say("ONAY", *cls.people[:2])
        cls._say("RET", cls.people[2])
        cls.mailing = cls._make_mailing()

    def _lines(self, mailing=None):
        reach = (mailing or self.mailing).iys_reach
        return {line["rule"]: line["count"] for line in reach["lines"]}

    def test_the_counts_say_who_gets_it_and_who_does_not(self):
        reach = self.mailing.iys_reach
        self.assertEqual((reach["sends"], reach["left_out"]), (2, 4))
        self.assertEqual(self._lines(), {"no_consent": 3, "refused": 1})

    def test_each_reason_names_the_next_lawful_step(self):
        steps = {line["rule"]: line["step"] for line in self.mailing.iys_reach["lines"]}
        self.assertIn("Do not write", steps["refused"])
        self.assertIn("never by a message", steps["no_consent"])

    def test_the_reason_most_people_share_comes_first(self):
        rules = [line["rule"] for line in self.mailing.iys_reach["lines"]]
        self.assertEqual(rules, ["no_consent", "refused"])

    def test_what_would_really_be_sent_is_what_was_counted(self):
        reach = self.mailing.iys_reach
        self.mailing._action_send_mail()
        states = [state for state, _rule in self._traces(self.mailing).values()]
        self.assertEqual(states.count("outgoing"), reach["sends"])
        self.assertEqual(states.count("cancel"), reach["left_out"])

    def test_another_brand_reaches_others(self):
        self.mailing.iys_brand_id = self.beta
        self.assertEqual(self.mailing.iys_reach["sends"], 0)

    def test_without_a_brand_everybody_is_left_out_for_that(self):
        self.mailing.iys_brand_id = False
        self.assertEqual(self._lines(), {"no_brand": 6})

    def test_a_brand_without_identity_holds_back_those_who_approved(self):
        self.alpha.contact = False
        self.mailing.invalidate_recordset()
        self.assertEqual(self._lines(), {"no_consent": 3, "content": 2, "refused": 1})

    def test_a_stale_line_is_named_as_waiting_not_as_loss(self):
        self.alpha.last_good_pull = self._now() - timedelta(hours=30)
        self.mailing.invalidate_recordset()
        reach = self.mailing.iys_reach
        self.assertEqual(reach["waits"]["rule"], "stale")
        self.assertEqual(reach["sends"], 2)

    def test_the_board_counts_all_the_author_chose(self):
        self.assertEqual(self.mailing.total, 6)

    def test_an_informational_mailing_reaches_everybody(self):
        self.mailing.write(
            {"iys_message_class": "INFORMATIONAL", "iys_class_reason": "notice"}
        )
        self.assertEqual(self.mailing.iys_reach["sends"], 6)
        self.assertFalse(self.mailing.iys_reach["lines"])

    def test_a_mailing_that_left_shows_the_same_reasons(self):
        self.mailing._action_send_mail()
        reach = self.mailing.iys_reach
        self.assertTrue(reach["is_past"])
        self.assertEqual(self._lines(), {"iys_no_consent": 3, "iys_refused": 1})

    def test_a_reason_of_a_mailing_that_left_opens_its_traces(self):
        self.mailing._action_send_mail()
        action = self.mailing.action_iys_left_out("iys_refused")
        mine = [("mass_mailing_id", "=", self.mailing.id)]
        traces = self.env["mailing.trace"].search(action["domain"] + mine)
        self.assertEqual(traces.res_id, self.people[2].id)

    # === THE PEOPLE BEHIND A COUNT === #

    def _open(self, role="author", rule=None):
        mailing = self.mailing.with_user(self.users[role])
        action = mailing.action_iys_left_out(rule)
        lines = self.env["iys.audience.line"].with_user(self.users[role])
        return lines.search(action["domain"])

    def test_the_list_holds_everybody_left_out(self):
        self.assertEqual(set(self._open().mapped("res_id")), set(self.people[2:].ids))

    def test_the_list_of_one_reason_holds_those_only(self):
        lines = self._open(rule="refused")
        self.assertEqual(lines.mapped("res_id"), self.people[2].ids)

    def test_opening_it_again_lists_nobody_twice(self):
        self._open()
        self.assertEqual(len(self._open()), 4)

    def test_an_author_sees_no_whole_address(self):
        """L-61."""
        lines = self._open(rule="refused")
        self.assertEqual(lines.address, "c***@deneme.example.com")

    def test_a_consent_manager_sees_whom_it_is_about(self):
        self.assertEqual(
            self._open("manager", "refused").address, "can@deneme.example.com"
        )

    def test_nobody_reads_the_list_another_one_opened(self):
        lines = self._open("manager")
        seen = self.env["iys.audience.line"].with_user(self.users["author"])
        self.assertFalse(seen.search([("id", "in", lines.ids)]))

    def test_a_reason_that_leaves_nobody_out_has_no_list(self):
        with self.assertRaises(UserError):
            self.mailing.action_iys_left_out("approved")


class TestQuietHours(MailingCase):
    """L-48: commercial messages wait for the morning, in Istanbul's time."""

    def _quiet(self, start, end, hour, minute=0):
        self.alpha.write({"iys_quiet_start": start, "iys_quiet_end": end})
        # Istanbul is three hours ahead of UTC, all year
        moment = datetime(2026, 7, 14, hour, minute) - timedelta(hours=3)
        return self.alpha._iys_is_quiet(moment), self.alpha._iys_quiet_end(moment)

    def test_the_evening_is_quiet_until_the_next_morning(self):
        quiet, end = self._quiet(20, 9, hour=20)
        self.assertTrue(quiet)
        self.assertEqual(end, datetime(2026, 7, 15, 6))

    def test_after_midnight_the_same_morning_ends_it(self):
        quiet, end = self._quiet(20, 9, hour=2)
        self.assertTrue(quiet)
        self.assertEqual(end, datetime(2026, 7, 14, 6))

    def test_the_last_minute_is_quiet_and_the_next_is_not(self):
        self.assertTrue(self._quiet(20, 9, hour=8, minute=59)[0])
        self.assertFalse(self._quiet(20, 9, hour=9)[0])

    def test_the_day_is_not_quiet(self):
        quiet, end = self._quiet(20, 9, hour=12)
        self.assertFalse(quiet)
        self.assertEqual(end, datetime(2026, 7, 14, 9))

    def test_hours_within_one_day_work_too(self):
        self.assertTrue(self._quiet(12, 14.5, hour=14, minute=29)[0])
        self.assertFalse(self._quiet(12, 14.5, hour=14, minute=30)[0])

    def test_the_same_hour_twice_means_never(self):
        self.assertFalse(self._quiet(9, 9, hour=9)[0])

    def test_a_new_brand_has_quiet_hours(self):
        brand = self._make_brand(self.account, "Delta", "700009")
        self.assertEqual((brand.iys_quiet_start, brand.iys_quiet_end), (20, 9))

    def test_an_hour_that_does_not_exist_is_refused(self):
        with self.assertRaises(ValidationError):
            self.alpha.iys_quiet_end = 24.0
