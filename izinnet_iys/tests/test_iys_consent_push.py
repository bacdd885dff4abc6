"""Handing in: order, lots, intent first, and each kind of answer (R-5, R-6, R-7, R-9)."""

import os
from datetime import datetime, timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..iys_api.errors import (
    IysAuthError,
    IysForbidden,
    IysProtocolError,
    IysRejected,
    IysUnavailable,
)
from ..iys_api.messages import ApiError, Receipt, SubRequest
from ..models.sync.iys_held import naive_utc
from .sync_case import LosesAnswers, SyncCase


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

    def test_a_new_act_behind_the_floor_of_the_queue_is_found(self):
        """The floor is a short cut, never a wall."""
        self.register(self._make_act())
        consent = self.register(self._make_act(recipient="+905321112244"))
        self.assertEqual(consent.state, "registered")

    def test_an_act_that_had_to_wait_for_its_key_is_not_lost_below_the_floor(self):
        self.register(self._make_act())
        later = self._make_act(consent_date=self.now())
        waiting = self._record(later, self._make_act(recipient="+905321112244"))[1]
        for _round in range(2):
            self.run_cron("push")
            self.hear_back()
        self.assertEqual(self.states(waiting), ["registered"])

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


@tagged("-at_install", "post_install")
class TestIysConsentOutcome(SyncCase):
    """Every kind of answer to a lot has its own end."""

    def _three(self):
        return self._record(*(self._make_act(recipient=p) for p in self.phones(3)))

    def test_a_receipt_marks_each_row_with_its_own_id(self):
        consents = self._three()
        subrequests = tuple(SubRequest(f"s{n}", None) for n in range(3))
        exchange = self.end(consents, Receipt("r1", subrequests))
        self.assertEqual(self.states(consents), ["sent"] * 3)
        self.assertEqual(consents.mapped("subrequest_id"), ["s0", "s1", "s2"])
        self.assertEqual(exchange.state, "accepted")

    def test_a_receipt_with_other_rows_is_no_success(self):
        """R-8."""
        consents = self._three()
        self.end(consents, Receipt("r1", (SubRequest("s0", None),)))
        self.assertEqual(self.states(consents), ["unknown"] * 3)

    def test_a_lot_with_one_bad_row_goes_again_without_it(self):
        """R-7."""
        consents = self._three()
        self.end(consents, IysRejected(errors=[ApiError("H121", index=1)]))
        self.assertEqual(self.states(consents), ["queued", "failed", "queued"])
        self.run_cron("push")
        self.assertEqual(self.states(consents), ["sent", "failed", "sent"])

    def test_a_refused_row_shows_the_code_of_iys(self):
        consents = self._three()
        self.end(consents, IysRejected(errors=[ApiError("H121", "Hata", index=0)]))
        self.assertEqual(
            (consents[0].error_code, consents[0].error_message), ("H121", "Hata")
        )

    def test_a_lot_refused_without_a_row_waits_and_tells_a_person(self):
        consents = self._three()
        self.end(consents, IysRejected(errors=[ApiError("H525")]))
        self.assertEqual(self.states(consents), ["queued"] * 3)
        self.assertIn("refused a whole lot", self.alpha.activity_ids[0].summary)

    def test_a_late_approval_that_iys_refuses_has_expired(self):
        """L-12."""
        consents = self._three()
        self.end(consents, IysRejected(errors=[ApiError("H467", index=0)]))
        self.assertEqual(self.states(consents[0]), ["expired"])

    def test_a_date_in_iys_future_is_offered_again_unchanged(self):
        """R-15, H162: İYS's clock is behind ours."""
        consents = self._three()
        before = consents[0].consent_date
        self.end(consents, IysRejected(errors=[ApiError("H162", index=0)]))
        self.assertEqual(self.states(consents[0]), ["queued"])
        self.assertEqual(consents[0].next_attempt, self.now() + timedelta(minutes=15))
        self.assertEqual(consents[0].consent_date, before)

    def test_an_unknown_code_needs_a_person(self):
        """R-8: never success, never sent again by itself."""
        consents = self._three()
        self.end(consents, IysRejected(errors=[ApiError("H998", index=0)]))
        self.assertEqual(self.states(consents[0]), ["failed"])

    def test_a_silent_iys_lets_the_lot_wait(self):
        """R-9."""
        consents = self._three()
        exchange = self.end(consents, IysUnavailable("busy"))
        self.assertEqual(self.states(consents), ["queued"] * 3)
        self.assertEqual(exchange.state, "unavailable")

    def test_the_waiting_time_of_iys_is_obeyed(self):
        """R-10."""
        consents = self._three()
        self.end(consents, IysUnavailable("429", retry_after=1800))
        self.assertGreaterEqual(
            consents[0].next_attempt, self.now() + timedelta(seconds=1800)
        )

    def test_waiting_times_grow_only_to_a_quarter_of_an_hour(self):
        """R-12: acts must be ready when an outage ends."""
        consents = self._three()
        self.cr.execute("UPDATE iys_consent SET attempts = 30")
        self.end(consents, IysUnavailable("down"))
        longest = self.now() + timedelta(minutes=15)
        self.assertLessEqual(max(consents.mapped("next_attempt")), longest)

    def test_a_lost_answer_makes_the_lot_unknown(self):
        """R-6: nothing is sent again before İYS was asked."""
        consents = self._three()
        exchange = self.end(consents, IysUnavailable("lost", maybe_stored=True))
        self.assertEqual(self.states(consents), ["unknown"] * 3)
        self.assertEqual(exchange.state, "unknown")

    def test_an_answer_nobody_understands_makes_the_lot_unknown(self):
        """R-8."""
        consents = self._three()
        exchange = self.end(consents, IysProtocolError(preview="<html>"))
        self.assertEqual(self.states(consents), ["unknown"] * 3)
        self.assertIn("<html>", exchange.error_message)

    def test_refused_credentials_let_the_lot_wait(self):
        """R-13."""
        consents = self._three()
        self.end(consents, IysAuthError("wrong"))
        self.assertEqual(self.states(consents), ["queued"] * 3)

    def test_a_forbidden_account_is_stopped_at_once(self):
        """H520: a person has to renew the contract."""
        self.end(self._three(), IysForbidden(errors=[ApiError("H520")]))
        self.account.invalidate_recordset()
        self.assertTrue(self.account.is_stopped)

    def test_acts_enter_equal_the_acts_in_the_states(self):
        """R-2: whatever happens, no act is lost."""
        consents = self._three()
        self.end(consents, IysRejected(errors=[ApiError("H121", index=1)]))
        self.assertEqual(len(consents.exists()), 3)

    def test_the_same_lot_again_after_a_lost_answer_makes_no_second_movement(self):
        """Scenario: answer lost after submit (R-3, R-6, contract 7.5)."""
        consents = self._three()
        with self.job() as ledger:
            brand = ledger.env["iys.brand"].browse(self.alpha.id)
            registry = LosesAnswers(self.book())
            lot = ledger._sift(consents.ids)
            with mute_logger("odoo.addons.izinnet_iys"):
                ledger._submit(registry, brand, lot)
        self.clock.tick(timedelta(seconds=301))
        self.run_cron("settle")
        self.assertEqual(self.states(consents), ["registered"] * 3)
        self.assertEqual(len(self.book().store.movements()), 3)
