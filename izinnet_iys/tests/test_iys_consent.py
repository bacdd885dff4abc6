"""The ledger row: its clock, its words, and that nobody can change it (R-31)."""

from datetime import timedelta

from psycopg2.errors import RaiseException

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sync_case import SyncCase


@tagged("-at_install", "post_install")
class TestIysConsentIsProof(SyncCase):
    """R-31: UPDATE and DELETE are refused by the ORM and by the database."""

    def setUp(self):
        super().setUp()
        self.consent = self._record(self._make_act())

    def _sql_refused(self, statement):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(RaiseException),
            self.cr.savepoint(),
        ):
            self.cr.execute(statement, [self.consent.id])

    def test_the_orm_refuses_to_change_an_act(self):
        for name, value in (
            ("status", "RET"),
            ("consent_date", "2026-11-17 09:00:00"),
            ("recipient", "+905329998877"),
            ("evidence", {"page": "another"}),
        ):
            with self.subTest(name), self.assertRaises(UserError):
                self.consent.sudo().write({name: value})

    def test_the_orm_refuses_to_create_an_act(self):
        with self.assertRaises(UserError):
            self.env["iys.consent"].create({"recipient": self.phone})

    def test_the_orm_refuses_to_delete_an_act(self):
        with self.assertRaises(UserError):
            self.consent.sudo().unlink()

    def test_sql_cannot_move_a_consent_date(self):
        """R-14: no date is ever changed, whoever tries."""
        self._sql_refused(
            "UPDATE iys_consent SET consent_date = consent_date + interval '1 hour'"
            " WHERE id = %s"
        )

    def test_sql_cannot_turn_a_refusal_round(self):
        self._sql_refused("UPDATE iys_consent SET status = 'RET' WHERE id = %s")

    def test_sql_cannot_move_a_deadline(self):
        self._sql_refused("UPDATE iys_consent SET deadline = NULL WHERE id = %s")

    def test_sql_cannot_replace_an_address(self):
        self._sql_refused(
            "UPDATE iys_consent SET recipient = '+905329998877' WHERE id = %s"
        )

    def test_sql_cannot_delete_an_act(self):
        self._sql_refused("DELETE FROM iys_consent WHERE id = %s")

    def test_sql_cannot_empty_the_ledger(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(RaiseException),
            self.cr.savepoint(),
        ):
            self.cr.execute("TRUNCATE iys_consent CASCADE")

    def test_masking_may_blank_an_address(self):
        """L-58: the keyed hash stays, so the refusal is still obeyed."""
        self.cr.execute(
            "UPDATE iys_consent SET recipient = NULL, person_name = NULL,"
            " evidence = NULL WHERE id = %s",
            [self.consent.id],
        )
        self.consent.invalidate_recordset()
        self.assertFalse(self.consent.recipient)

    def test_sync_may_change_the_state(self):
        self.consent._set_state("in_flight", self.consent.ids)
        self.assertEqual(self.consent.state, "in_flight")


@tagged("-at_install", "post_install")
class TestIysConsentClock(SyncCase):
    def test_the_clock_counts_down_to_the_promise(self):
        """L-11: 72 hours or three business days, whichever is earlier."""
        consent = self._record(self._make_act(consent_date=self.now()))
        self.assertEqual(consent.clock, "72 h 0 min left")

    def test_the_promise_is_never_after_the_legal_end(self):
        consent = self._record(self._make_act())
        self.assertLessEqual(consent.promise, consent.deadline)

    def test_a_waiting_act_past_its_promise_is_late(self):
        consent = self._record(self._make_act())
        self.clock.tick(timedelta(hours=72))
        self.assertIn(consent, consent.search([("is_late", "=", True)]))

    def test_a_registered_act_is_never_late(self):
        consent = self.register(self._make_act())
        self.clock.tick(timedelta(hours=100))
        self.assertFalse(consent.is_late)

    def test_a_code_of_iys_is_explained_in_words(self):
        consent = self._record(self._make_act())
        consent._set_state("failed", consent.ids, error_code="H120")
        self.assertIn("e-mail", consent.error_explained.lower())

    def test_an_unknown_code_is_called_not_understood(self):
        consent = self._record(self._make_act())
        consent._set_state("failed", consent.ids, error_code="H998")
        self.assertIn("does not understand", consent.error_explained)


@tagged("-at_install", "post_install")
class TestIysConsentRetry(SyncCase):
    def setUp(self):
        super().setUp()
        self.consent = self._record(self._make_act())
        self.consent._set_state("failed", self.consent.ids, error_code="H180")

    def test_a_manager_hands_a_failed_act_in_again(self):
        self.as_role("manager", self.consent).action_retry()
        self.assertEqual(self.states(self.consent), ["queued"])

    def test_a_retry_does_not_touch_the_consent_date(self):
        """R-14."""
        before = self.consent.consent_date
        self.as_role("manager", self.consent).action_retry()
        self.assertEqual(self.consent.consent_date, before)

    def test_a_collector_may_not_hand_in_again(self):
        with self.assertRaises(UserError):
            self.as_role("collector", self.consent).action_retry()

    def test_a_retry_leaves_a_registered_act_alone(self):
        consent = self.register(self._make_act(recipient="+905321112244"))
        self.as_role("manager", consent).action_retry()
        self.assertEqual(self.states(consent), ["registered"])


@tagged("-at_install", "post_install")
class TestIysConsentState(SyncCase):
    def test_an_act_in_no_state_to_move_stays_as_it_is(self):
        consent = self._record(self._make_act())
        moved = consent._set_state("sent", consent.ids)
        self.assertEqual((moved, consent.state), ([], "queued"))

    def test_the_same_move_twice_is_harmless(self):
        consent = self._record(self._make_act())
        consent._set_state("registered", consent.ids, transaction_id="t1")
        consent._set_state("registered", consent.ids, transaction_id="t2")
        self.assertEqual(consent.transaction_id, "t1")

    def test_an_act_that_waits_again_is_marked_by_a_time(self):
        """The queue takes new acts by id and waiting ones by time."""
        consent = self._record(self._make_act())
        consent._set_state("in_flight", consent.ids)
        consent._set_state("queued", consent.ids)
        self.assertEqual(consent.next_attempt, self.now())

    def test_doubt_takes_an_approval_out_of_force(self):
        """L-65: the more restrictive one counts until it is settled."""
        consent = self.register(self._make_act())
        consent._set_state("unknown", consent.ids)
        self.assertFalse(consent.is_effective)

    def test_doubt_leaves_a_refusal_in_force(self):
        consent = self.register(
            self._make_act(), self._make_act(status="RET", consent_date=self.now())
        )[1]
        consent._set_state("unknown", consent.ids)
        self.assertTrue(consent.is_effective)
