"""What stood on a day, rebuilt from the acts (L-64, view 3)."""

import random
from datetime import timedelta

from odoo.tests import tagged

from .common import IysCommon

HISTORIES = 30
ACTS = 8


@tagged("-at_install", "post_install")
class TestIysConsentAsOf(IysCommon):
    def _at(self, moment, brand=None, recipient=None):
        recipient = recipient or self.phone
        found = self.env["iys.consent"]._iys_state_at(
            brand or self.alpha, "MESAJ", [recipient], moment
        )
        return {state.recipient_type: state for state in found[recipient]}

    def _status_at(self, moment):
        states = self._at(moment)
        return states["BIREYSEL"].status if states else None

    def test_nothing_stands_before_the_first_act(self):
        self._record(self._make_received())
        self.assertIsNone(self._status_at(self._now() - timedelta(days=1)))

    def test_an_approval_stands_from_its_record_at_iys(self):
        """L-16."""
        given = self._now() - timedelta(days=4)
        self._record(
            self._make_received(
                consent_date=given, iys_creation_date=given + timedelta(days=1)
            )
        )
        self.assertIsNone(self._status_at(given + timedelta(hours=23)))
        self.assertEqual(self._status_at(given + timedelta(hours=25)), "ONAY")

    def test_a_refusal_stands_from_its_own_date(self):
        """L-14."""
        refused = self._now() - timedelta(days=2)
        self._record(
            self._make_received(consent_date=refused - timedelta(days=2)),
            self._make_act(status="RET", consent_date=refused),
        )
        self.assertEqual(self._status_at(refused - timedelta(seconds=1)), "ONAY")
        self.assertEqual(self._status_at(refused), "RET")

    def test_what_was_known_is_told_apart_from_what_was_so(self):
        self._record(self._make_received(consent_date=self._now() - timedelta(days=3)))
        state = self._at(self._now() - timedelta(days=1))["BIREYSEL"]
        self.assertEqual((state.status, state.known_status), ("ONAY", None))

    def test_an_approval_never_registered_never_stood(self):
        self._record(self._make_act())
        self.assertIsNone(self._status_at(self._now()))

    def test_recipient_types_stand_apart(self):
        """L-2."""
        self._record(
            self._make_received(),
            self._make_received(recipient_type="TACIR", status="RET"),
        )
        states = self._at(self._now() + timedelta(seconds=1))
        self.assertEqual(states["BIREYSEL"].status, "ONAY")
        self.assertEqual(states["TACIR"].status, "RET")

    def test_brands_stand_apart(self):
        """L-6."""
        self._record(self._make_received(brand_id=self.beta.id))
        self.assertFalse(self._at(self._now()))

    def test_texts_come_back_as_they_were_given(self):
        self._record(self._make_received())
        found = self.env["iys.consent"]._iys_state_at(
            self.alpha, "MESAJ", ["0532 111 22 33", "x"], self._now()
        )
        self.assertEqual(found["0532 111 22 33"][0].status, "ONAY")
        self.assertEqual(found["x"], [])

    def test_any_moment_of_a_random_history_equals_a_naive_replay(self):
        """Histories from a fixed seed, against acts played one after the other."""
        dice = random.Random(20261123)
        for number in range(HISTORIES):
            recipient = f"+90532444{number:04}"
            acts = self._random_history(dice, recipient)
            self._record(*acts)
            for days in range(-1, 2 * ACTS):
                moment = self._start() + timedelta(days=days, hours=12)
                with self.subTest(number=number, days=days):
                    states = self._at(moment, recipient=recipient)
                    stood = states.get("BIREYSEL") if states else None
                    self.assertEqual(
                        stood and stood.status, self._replayed(acts, moment)
                    )

    def test_now_equals_what_is_in_force(self):
        """The rebuilt state and the ledger's own flag never disagree about today."""
        dice = random.Random(7)
        for number in range(HISTORIES):
            recipient = f"+90532555{number:04}"
            self._record(*self._random_history(dice, recipient))
            in_force = self.env["iys.consent"].search(
                [("recipient", "=", recipient), ("is_effective", "=", True)]
            )
            states = self._at(self._now(), recipient=recipient)
            stood = states["BIREYSEL"].consent_id if states else None
            with self.subTest(number=number):
                self.assertEqual(stood or False, in_force.id)

    def _start(self):
        return self._now().replace(hour=0, minute=0, second=0) - timedelta(days=60)

    def _random_history(self, dice, recipient):
        """Acts on different days: received from İYS late or soon, or ours."""
        acts = []
        for day in range(dice.randint(1, ACTS)):
            date = self._start() + timedelta(days=day, hours=dice.randint(1, 11))
            over = {"recipient": recipient, "consent_date": date}
            status = dice.choice(("ONAY", "RET"))
            if dice.random() < 0.7:
                late = timedelta(days=dice.choice((0, 0, 1, 3)), seconds=1)
                acts.append(
                    self._make_received(
                        status=status,
                        iys_creation_date=date + late,
                        transaction_id=f"{recipient}{day}",
                        **over,
                    )
                )
            else:
                acts.append(self._make_act(status=status, **over))
        return acts

    def _replayed(self, acts, moment):
        """What stands after playing the acts in the order of their dates."""
        standing = None
        for act in sorted(acts, key=lambda act: act.consent_date):
            begun = act.consent_date <= moment
            if act.status == "RET":
                standing = "RET" if begun else standing
            elif begun and act.state == "received" and act.iys_creation_date <= moment:
                standing = "ONAY"
        return standing
