"""Mailings wait when they have to, and ask the gate again each time they go on."""

from datetime import timedelta

from .mailing_case import ThreePeople


class TestMailingAgain(ThreePeople):
    """A line that is down, quiet hours, retries and A/B tests."""

    # === WAITING === #

    def test_a_stale_line_to_iys_keeps_the_mailing_in_the_queue(self):
        """L-15: nothing is cancelled, nothing is lost."""
        self.alpha.last_good_pull = self._now() - timedelta(hours=30)
        mailing = self._send(state="in_queue")
        self.assertEqual((mailing.state, mailing.iys_wait_rule), ("in_queue", "stale"))
        self.assertFalse(self._traces(mailing))

    def test_a_waiting_mailing_leaves_when_the_line_is_back(self):
        self.alpha.last_good_pull = self._now() - timedelta(hours=30)
        mailing = self._send(state="in_queue")
        self.alpha.last_good_pull = self._now()
        self._run_queue()
        self.assertEqual((mailing.state, mailing.iys_wait_rule), ("done", False))
        self.assertEqual(len(self._mails(mailing)), 1)

    def test_a_waiting_mailing_is_asked_again_by_the_queue(self):
        self.alpha.last_good_pull = False
        mailing = self._send(state="in_queue")
        triggers = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.queue.id), ("call_at", "=", mailing.iys_wait_until)]
        )
        self.assertTrue(triggers)

    def test_the_queue_does_not_end_a_waiting_mailing_nobody_may_get(self):
        """Who approves before the line is back still gets it."""
        self.alpha.last_good_pull = False
        mailing = self._make_mailing(
            mailing_domain=f"[('id', '=', {self.can.id})]", state="in_queue"
        )
        self._run_queue()
        self.assertEqual(mailing.state, "in_queue")
        self.assertFalse(self._traces(mailing))

    def test_quiet_hours_defer_the_mailing_to_their_end(self):
        """L-48."""
        now = self._now() + timedelta(hours=3)
        hour = now.hour + now.minute / 60
        self.alpha.iys_quiet_start = (hour - 1) % 24
        self.alpha.iys_quiet_end = (hour + 1) % 24
        mailing = self._send(state="in_queue")
        self.assertEqual(mailing.iys_wait_rule, "quiet_hours")
        wait = mailing.iys_wait_until - self._now()
        self.assertLess(abs(wait - timedelta(hours=1)), timedelta(minutes=2))

    def test_an_informational_mailing_does_not_wait(self):
        """L-38: what needs no approval does not wait for İYS either."""
        self.alpha.last_good_pull = False
        mailing = self._send(
            iys_message_class="INFORMATIONAL", iys_class_reason="delivery"
        )
        self.assertEqual(len(self._mails(mailing)), 3)

    # === AGAIN === #

    def test_retrying_asks_the_gate_again(self):
        """R-26: a refusal that came since is obeyed."""
        mailing = self._send()
        self._mails(mailing).write({"state": "exception"})
        self._say("RET", self.ayse, minutes=1)
        mailing.action_retry_failed()
        self._run_queue()
        self.assertFalse(self._mails(mailing))
        self.assertEqual(self._traces(mailing)[self.ayse.id], ("cancel", "refused"))

    def test_a_version_of_a_test_is_drawn_from_who_may_get_it(self):
        people = self._make_people(*(f"kisi{number}" for number in range(20)))
        self._say("ONAY", *people[:10])
        mailing = self._send(**self._ab_values(50))
        self.assertEqual(len(self._mails(mailing)), 5)
        self.assertLessEqual(
            set(self._traces(mailing)), set((people[:10] | self.ayse).ids)
        )

    def test_the_winner_asks_again_and_notes_who_is_left_out(self):
        people = self._make_people(*(f"kisi{number}" for number in range(4)))
        self._say("ONAY", *people)
        version = self._send(**self._ab_values(40))
        got = set(self._traces(version))
        refused = next(p for p in people if p.id not in got)
        self._say("RET", refused, minutes=1)
        version.action_select_as_winner()
        winner = version.campaign_id.ab_testing_winner_mailing_id
        winner._action_send_mail()
        traces = self._traces(winner)
        self.assertEqual(traces[refused.id], ("cancel", "refused"))
        self.assertEqual(traces[self.bora.id], ("cancel", "refused"))
        self.assertFalse(got & set(traces), "nobody is told of twice")

    def test_a_version_nobody_may_get_ends_without_an_error(self):
        mailing = self._make_mailing(
            mailing_domain=f"[('id', '=', {self.bora.id})]",
            state="in_queue",
            **self._ab_values(50),
        )
        self._run_queue()
        self.assertEqual(mailing.state, "done")

    def _ab_values(self, percent):
        campaign = self.env["utm.campaign"].create({"name": "Deneme"})
        return {
            "campaign_id": campaign.id,
            "ab_testing_enabled": True,
            "ab_testing_pc": percent,
        }
