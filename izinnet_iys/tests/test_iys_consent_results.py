"""Hearing back about lots (contract 7.4, 7.5; R-6, R-8)."""

from datetime import timedelta

from odoo.tests import tagged

from ..iys_api.messages import ApiError, Outcome, Receipt, Result, SubRequest
from .sync_case import SyncCase


@tagged("-at_install", "post_install")
class TestIysConsentResults(SyncCase):
    def setUp(self):
        super().setUp()
        self.consents = self._record(
            *(self._make_act(recipient=p) for p in self.phones(3))
        )
        subrequests = tuple(SubRequest(f"s{n}", None) for n in range(3))
        self.exchange = self.end(self.consents, Receipt("0123abc", subrequests))

    def _answer(self, *results):
        with self.job() as ledger:
            exchange = ledger.env["iys.exchange"].browse(self.exchange.id)
            ledger._apply_results(exchange, list(results))

    def _success(self, number):
        return Result(f"s{number}", Outcome.SUCCESS, transaction_id=f"t{number}")

    def _failure(self, number, code):
        error = ApiError(code, "Hata") if code else None
        return Result(f"s{number}", Outcome.FAILURE, error=error)

    def test_each_answer_reaches_its_own_row(self):
        """Joined by sub-request, not by position."""
        self._answer(self._success(2), self._failure(0, "H120"), self._success(1))
        self.assertEqual(
            self.states(self.consents), ["failed", "registered", "registered"]
        )
        self.assertEqual(self.consents[2].transaction_id, "t2")

    def test_a_lot_with_all_answers_is_done(self):
        self._answer(*map(self._success, range(3)))
        self.assertEqual((self.exchange.state, self.exchange.good_count), ("done", 3))

    def test_an_empty_list_is_not_yet_and_never_failure(self):
        self._answer()
        self.assertEqual(self.states(self.consents), ["sent"] * 3)
        self.assertEqual(self.exchange.state, "accepted")

    def test_rows_still_queued_at_iys_are_asked_about_again_later_each_time(self):
        waiting = [Result(f"s{n}", Outcome.ENQUEUE) for n in range(3)]
        gaps = []
        for _poll in range(3):
            self._answer(*waiting)
            gaps.append((self.exchange.poll_at - self.now()).total_seconds())
        self.assertEqual(gaps, [300, 600, 1200])

    def test_a_partial_answer_keeps_the_rest_waiting(self):
        self._answer(self._success(0))
        self.assertEqual(self.states(self.consents), ["registered", "sent", "sent"])

    def test_a_row_without_answer_after_many_polls_is_unknown(self):
        """R-6: then it is asked about one by one."""
        for _poll in range(10):
            self._answer()
        self.assertEqual(self.states(self.consents), ["unknown"] * 3)

    def test_the_same_answer_twice_changes_nothing(self):
        self._answer(*map(self._success, range(3)))
        self._answer(self._failure(0, "H120"))
        self.assertEqual(self.states(self.consents[0]), ["registered"])

    def test_an_answer_for_a_row_nobody_sent_is_ignored(self):
        self._answer(Result("s99", Outcome.SUCCESS, transaction_id="t"))
        self.assertEqual(self.states(self.consents), ["sent"] * 3)

    def test_a_failure_without_a_reason_is_a_failure(self):
        """R-8."""
        self._answer(self._failure(0, None))
        self.assertEqual(self.states(self.consents[0]), ["failed"])

    def test_a_fault_of_iys_lets_the_row_wait_for_another_try(self):
        """R-9: H101, H103 … are worth a retry."""
        self._answer(self._failure(0, "H101"))
        self.assertEqual(self.states(self.consents[0]), ["queued"])

    def test_a_conflict_is_looked_up_before_it_is_judged(self):
        """R-6: H178."""
        self._answer(self._failure(0, "H178"))
        self.assertEqual(self.states(self.consents[0]), ["unknown"])

    def test_too_late_at_iys_is_expired_here(self):
        """L-12."""
        self._answer(self._failure(0, "H467"))
        self.assertEqual(self.states(self.consents[0]), ["expired"])

    def test_answers_for_many_rows_cost_few_queries(self):
        self._answer()  # caches
        self.consents.invalidate_recordset()
        with self.job() as ledger:
            exchange = ledger.env["iys.exchange"].browse(self.exchange.id)
            bad = [self._failure(n, "H120") for n in range(3)]
            with self.assertQueryCount(9):
                ledger._apply_results(exchange, bad)

    def test_iys_is_not_asked_before_the_waiting_time(self):
        """Contract 7.4: 300 seconds."""
        self.clock.tick(timedelta(seconds=299))
        self.run_cron("results")
        self.exchange.invalidate_recordset()
        self.assertEqual(self.exchange.poll_count, 0)

    def test_the_waiting_time_of_the_account_counts(self):
        self.account.results_delay = 900
        consent = self._record(self._make_act())
        self.run_cron("push")
        exchange = consent.exchange_id
        self.assertEqual(exchange.poll_at, self.now() + timedelta(seconds=900))


@tagged("-at_install", "post_install")
class TestIysConsentRefusals(SyncCase):
    """What İYS does not accept of a refusal is obeyed here all the same (L-5)."""

    def test_a_refusal_of_somebody_never_registered_stays_local_and_effective(self):
        """H175."""
        consent = self.register(self._make_act(status="RET"))
        self.assertEqual(
            (consent.state, consent.is_effective, consent.error_code),
            ("local", True, "H175"),
        )

    def test_a_refusal_of_whom_iys_knows_is_registered(self):
        self.register(self._make_act())
        refusal = self.register(self._make_act(status="RET", consent_date=self.now()))
        self.assertEqual((refusal.state, self.held().status), ("registered", "RET"))

    def test_a_refusal_iys_has_already_stays_local_and_effective(self):
        """H174: the citizen was faster."""
        self.register(self._make_act())
        self.book().citizen_act(self.key(), "RET")
        self.clock.tick(timedelta(minutes=1))
        ours = self._make_act(status="RET", consent_date=self.now())
        refusal = self.register(ours)
        self.run_cron("settle")
        self.assertEqual(self.states(refusal), ["local"])
        self.assertTrue(refusal.is_effective)
