"""Handing in: order, lots, intent first, and each kind of answer (R-5, R-7, R-19)."""

import os
from datetime import datetime, timedelta

from odoo.tests import tagged

from ..models.sync.iys_held import naive_utc
from .sync_case import SyncCase


@tagged("-at_install", "post_install")
class TestIysConsentPush(SyncCase):
    def _taken(self, status="ONAY", brand=None, after=0):
        return self.env["iys.consent"]._take_lot(brand or self.alpha, status, after)

    def test_an_approval_is_sent_and_registered(self):
        """L-11, L-16."""
        consent = self.register(self._make_act())
        self.assertEqual((consent.state, consent.is_effective), ("registered", True))
        self.assertEqual(consent.transaction_id, self.held().transaction_id)

    def test_iys_holds_the_date_the_person_gave(self):
        """R-14, R-15."""
        consent = self.register(self._make_act())
        self.assertEqual(naive_utc(self.held().consent_date), consent.consent_date)

    def test_a_sent_approval_does_not_count_yet(self):
        """L-16: accepted is not registered."""
        consent = self._record(self._make_act())
        self.run_cron("push")
        self.assertEqual(self.states(consent), ["sent"])
        self.assertFalse(consent.is_effective)

    def test_refusals_go_first(self):
        """L-14."""
        self._record(self._make_act(), self._make_act(recipient="+905321112244"))
        self._record(self._make_act(recipient="+905321112255", status="RET"))
        self.run_cron("push")
        first = self.env["iys.exchange"].search([], order="id", limit=1)
        self.assertEqual(first.consent_ids.mapped("status"), ["RET"])

    def test_a_lot_holds_each_key_once(self):
        """R-19, contract 7.3 (H194)."""
        older = self._record(self._make_act())
        self._record(self._make_act(consent_date=self.now()))
        self.assertEqual(self._taken(), older.ids)

    def test_the_older_act_goes_first_even_if_it_was_recorded_last(self):
        self._record(self._make_act(consent_date=self.now()))
        older = self._record(self._make_act())
        self.assertEqual(self._taken(), older.ids)

    def test_an_act_waits_while_one_of_its_key_is_on_its_way(self):
        self._record(self._make_act())
        self.run_cron("push")
        self._record(self._make_act(status="RET", consent_date=self.now()))
        self.assertEqual(self._taken("RET"), [])

    def test_an_act_goes_once_the_earlier_one_is_settled(self):
        self.register(self._make_act())
        refusal = self._record(self._make_act(status="RET", consent_date=self.now()))
        self.assertEqual(self._taken("RET"), refusal.ids)

    def test_a_lot_is_never_larger_than_the_account_allows(self):
        self.account.lot_size = 2
        self._record(*(self._make_act(recipient=p) for p in self.phones(5)))
        self.run_cron("push")
        sizes = self.env["iys.exchange"].search([]).mapped("row_count")
        self.assertEqual(sorted(sizes), [1, 2, 2])

    def test_the_next_lot_begins_behind_the_last(self):
        consents = self._record(*(self._make_act(recipient=p) for p in self.phones(3)))
        self.assertEqual(self._taken(after=consents[0].id), consents[1:].ids)

    def test_an_act_that_waits_for_its_time_is_left_alone(self):
        consent = self._record(self._make_act())
        later = self.now() + timedelta(minutes=5)
        consent._set_state("in_flight", consent.ids)
        consent._set_state("queued", consent.ids, next_attempt=later)
        self.assertEqual(self._taken(after=None), [])
        self.clock.tick(timedelta(minutes=5))
        self.assertEqual(self._taken(after=None), consent.ids)

    def _floor_after_a_walk(self, last):
        """Where the next run begins when this one came to ``last``."""
        self.cr.postcommit.clear()
        self.env["iys.consent"]._raise_floor(self.alpha, "ONAY", 0, last.id)
        self.cr.postcommit.run()
        return self.env["iys.consent"]._queue_floor(self.alpha, "ONAY")

    def test_the_next_run_begins_behind_what_is_done(self):
        consent = self.register(self._make_act())
        self.assertEqual(self._floor_after_a_walk(consent), consent.id)

    def test_the_next_run_begins_before_an_act_that_had_to_wait_for_its_key(self):
        self._record(self._make_act())
        self.run_cron("push")
        waiting = self._record(self._make_act(consent_date=self.now()))
        other = self._record(self._make_act(recipient="+905321112244"))
        self.assertLess(self._floor_after_a_walk(other), waiting.id)

    def test_the_queue_is_walked_from_its_start_every_ten_minutes(self):
        """A rival may have committed an id below the floor."""
        self._floor_after_a_walk(self.register(self._make_act()))
        self.clock.tick(timedelta(minutes=10))
        self.assertEqual(self.env["iys.consent"]._queue_floor(self.alpha, "ONAY"), 0)

    def test_an_act_goes_when_the_one_before_it_is_settled(self):
        self._record(self._make_act())
        self.run_cron("push")
        waiting = self._record(self._make_act(consent_date=self.now()))
        self.run_cron("push")
        self.assertEqual(self.states(waiting), ["queued"])
        self.hear_back()
        self.run_cron("push")
        self.assertEqual(self.states(waiting), ["sent"])

    def test_the_intent_stands_before_the_call(self):
        """R-5."""
        consent = self._record(self._make_act())
        exchange_id, _lot = self.lot(consent)
        self.assertEqual(self.states(consent), ["in_flight"])
        exchange = self.env["iys.exchange"].browse(exchange_id)
        self.assertEqual((exchange.state, exchange.row_count), ("in_flight", 1))

    def test_a_faulty_act_does_not_reach_iys(self):
        """R-7: it would make İYS refuse the whole lot."""
        good, bad = self._record(
            self._make_act(),
            self._make_act(recipient="+905321112244", retailer_code="no number"),
        )
        self.run_cron("push")
        self.assertEqual(self.states(good + bad), ["sent", "failed"])

    def test_an_approval_that_became_too_late_is_not_sent(self):
        """L-11."""
        consent = self._record(self._make_act())
        self.clock.tick(timedelta(days=5))
        self.run_cron("push")
        self.assertEqual(self.states(consent), ["expired"])
        self.assertFalse(self.env["iys.exchange"].search([]))

    def test_one_broken_company_does_not_stop_another(self):
        """Scenario: second company broken."""
        self.other_account.write({"route": "direct"})  # never confirmed: may not speak
        broken = self._record(self._make_act(brand_id=self.gamma.id))
        good = self._record(self._make_act())
        self.run_cron("push")
        self.assertEqual(self.states(broken + good), ["queued", "sent"])

    def test_a_stopped_account_sends_nothing(self):
        """R-13."""
        self.account.is_stopped = True
        consent = self._record(self._make_act())
        self.run_cron("push")
        self.assertEqual(self.states(consent), ["queued"])

    def test_iys_down_to_the_last_day_lets_the_act_wait_and_then_expire(self):
        """Scenario: İYS down on the last day (L-11, R-12)."""
        self._unplug()
        consent = self._record(self._make_act())
        self.run_cron("push")
        self.assertEqual((self.states(consent), consent.attempts), (["queued"], 1))
        self.clock.move_to(datetime(2026, 11, 19, 21, 0))
        self.run_cron("deadlines")
        self.assertEqual(self.states(consent), ["expired"])

    def test_an_outage_puts_the_cause_on_the_account(self):
        self._unplug()
        self._record(self._make_act())
        self.run_cron("push")
        self.account.invalidate_recordset()
        self.assertIn("could not be reached", self.account.last_error)

    def _unplug(self):
        """Point the account at a port of this machine where nobody listens."""
        before = os.environ.get("IZINNET_HOSTS", "")
        self.addCleanup(os.environ.__setitem__, "IZINNET_HOSTS", before)
        os.environ["IZINNET_HOSTS"] = "127.0.0.1"
        self.account.write(
            {
                "route": "direct",
                "environment": "custom",
                "base_url": "http://127.0.0.1:9",
                "username": "api@deneme.example",
                "password": "x",
            }
        )
        self.account.action_confirm_database()
