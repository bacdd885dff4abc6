"""Every kind of answer to a lot has its own end (R-6, R-7, R-8, R-9)."""

from datetime import timedelta

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
from .sync_case import LosesAnswers, SyncCase


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
