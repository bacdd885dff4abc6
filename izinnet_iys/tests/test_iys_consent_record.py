"""Recording: sets, repeats, effect at once, deadlines (L-2, L-5, L-11, L-14, L-16)."""

import random
from datetime import timedelta

from odoo.tests import tagged

from ..iys_api.acts import FIRST_DATE
from .sync_case import SyncCase


@tagged("-at_install", "post_install")
class TestIysConsentRecord(SyncCase):
    def _outcomes(self, *acts):
        return [r.outcome for r in self.env["iys.consent"]._record_acts(list(acts))]

    def test_an_approval_waits_for_iys_and_does_not_count_yet(self):
        """L-16."""
        consent = self._record(self._make_act())
        self.assertEqual((consent.state, consent.is_effective), ("queued", False))

    def test_a_refusal_counts_at_once(self):
        """L-14."""
        consent = self._record(self._make_act(status="RET"))
        self.assertEqual((consent.state, consent.is_effective), ("queued", True))

    def test_an_address_is_kept_in_one_spelling(self):
        """R-39."""
        consent = self._record(self._make_act(recipient="0 (532) 111 22 33"))
        self.assertEqual(consent.recipient, self.phone)

    def test_the_same_act_twice_is_one_act(self):
        act = self._make_act()
        self._record(act)
        self.assertEqual(self._outcomes(act), ["known"])

    def test_the_same_act_in_two_spellings_in_one_set_is_one_act(self):
        acts = [self._make_act(), self._make_act(recipient="05321112233")]
        self.assertEqual(self._outcomes(*acts), ["stored", "known"])

    def test_a_merchants_act_without_a_date_twice_is_one_act(self):
        act = self._make_act(recipient_type="TACIR", consent_date=None)
        self._record(act)
        self.assertEqual(self._outcomes(act), ["known"])

    def test_a_persons_act_without_a_date_is_faulty(self):
        self.assertEqual(self._outcomes(self._make_act(consent_date=None)), ["faulty"])

    def test_a_broken_act_in_the_middle_stops_no_other(self):
        """Scenario: middle record broken."""
        acts = [
            self._make_act(),
            self._make_act(recipient="not a phone"),
            self._make_act(recipient="+905321112244"),
        ]
        self.assertEqual(self._outcomes(*acts), ["stored", "faulty", "stored"])

    def test_each_fault_has_its_code(self):
        faults = {
            "H121": {"recipient": "12"},
            "H120": {"type": "EPOSTA", "recipient": "a b@c"},
            "H119": {"source": "IYS_WEB"},
            "H113": {"source": None},
            "H162": {"consent_date": self.now() + timedelta(minutes=1)},
            "H156": {"consent_date": FIRST_DATE - timedelta(seconds=1)},
            "H408": {"source": "HS_KARAR"},
            "Z001": {"brand_id": 0},
        }
        acts = [self._make_act(**over) for over in faults.values()]
        recorded = self.env["iys.consent"]._record_acts(acts)
        self.assertEqual([r.code for r in recorded], list(faults))

    def test_a_repeat_of_what_stands_is_kept_as_proof_only(self):
        """L-5: it changes nothing at İYS, and it must not block the customer."""
        first = self.register(self._make_act())
        again = self._record(self._make_act(consent_date=self.now()))
        self.assertEqual(
            (again.state, first.is_effective, again.is_effective),
            ("local", True, False),
        )

    def test_an_approval_older_than_a_refusal_never_undoes_it(self):
        """L-31, L-65: an old list cannot bring back who has refused."""
        self._record(self._make_act(status="RET"))
        old = self._record(self._make_act(consent_date=self.now() - timedelta(hours=2)))
        self.assertEqual(old.state, "local")

    def test_an_approval_after_a_refusal_goes_to_iys(self):
        """L-50."""
        self._record(self._make_act(status="RET"))
        self.assertEqual(
            self._record(self._make_act(consent_date=self.now())).state, "queued"
        )

    def test_a_refusal_takes_back_an_approval_that_still_waits(self):
        """Scenario: RET between queue and send."""
        approval = self._record(self._make_act())
        self._record(self._make_act(status="RET", consent_date=self.now()))
        self.assertEqual(self.states(approval), ["local"])

    def test_a_refusal_leaves_a_later_approval_waiting(self):
        later = self._record(self._make_act(consent_date=self.now()))
        self._record(self._make_act(status="RET"))
        self.assertEqual(self.states(later), ["queued"])

    def test_a_refusal_is_only_for_its_own_key(self):
        """L-2, L-6: brand, type and recipient type."""
        others = self._record(
            self._make_act(brand_id=self.beta.id),
            self._make_act(type="ARAMA"),
            self._make_act(recipient_type="TACIR"),
        )
        self._record(self._make_act(status="RET", consent_date=self.now()))
        self.assertEqual(set(self.states(others)), {"queued"})

    def test_an_approval_past_its_legal_end_is_kept_as_expired(self):
        """L-11: never sent, never moved."""
        consent = self._record(
            self._make_act(consent_date=self.now() - timedelta(days=9))
        )
        self.assertEqual((consent.state, consent.error_code), ("expired", "H467"))

    def test_a_refusal_past_its_end_still_counts_here(self):
        """L-5: the local refusal is the binding one."""
        consent = self._record(
            self._make_act(status="RET", consent_date=self.now() - timedelta(days=9))
        )
        self.assertEqual((consent.state, consent.is_effective), ("local", True))

    def test_an_unconfirmed_refusal_does_not_count(self):
        consent = self._record(self._make_act(status="RET", state="unconfirmed"))
        self.assertFalse(consent.is_effective)

    def test_a_confirmed_refusal_counts(self):
        consent = self._record(self._make_act(status="RET", state="unconfirmed"))
        consent._set_state("queued", consent.ids)
        self.assertTrue(consent.is_effective)

    def test_a_movement_of_iys_counts_at_once(self):
        """L-15."""
        consent = self._record(self._make_received(status="RET"))
        self.assertEqual((consent.state, consent.is_effective), ("received", True))

    def test_an_act_finds_its_contact_by_address(self):
        partner = self._make_partner()
        self.assertEqual(self._record(self._make_act()).partner_id, partner)

    def test_a_chunk_has_one_budget_of_queries_whatever_its_size(self):
        acts = [self._make_act(recipient=phone) for phone in self.phones(500)]
        self._record(self._make_act())  # caches of the registry
        with self.assertQueryCount(10):
            self.env["iys.consent"]._record_acts(acts)

    def test_the_push_job_is_woken_by_waiting_acts(self):
        self._record(self._make_act())
        self.assertEqual(self.wakings("push"), 1)

    def test_the_push_job_sleeps_on_when_only_iys_spoke(self):
        self._record(self._make_received())
        self.assertEqual(self.wakings("push"), 0)


@tagged("-at_install", "post_install")
class TestIysConsentEffect(SyncCase):
    """L-65: which act of a key counts."""

    def _in_force(self):
        return self.env["iys.consent"].search(
            [("recipient", "=", self.phone), ("is_effective", "=", True)]
        )

    def test_a_refusal_at_iys_beats_an_approval_here(self):
        self.register(self._make_act())
        refusal = self._record(
            self._make_received(status="RET", consent_date=self.now())
        )
        self.assertEqual(self._in_force(), refusal)

    def test_a_refusal_here_beats_an_approval_at_iys_of_before(self):
        refusal = self._record(self._make_act(status="RET", consent_date=self.now()))
        self._record(
            self._make_received(consent_date=self.now() - timedelta(minutes=5))
        )
        self.assertEqual(self._in_force(), refusal)

    def test_a_refusal_wins_a_tie(self):
        moment = self.now() - timedelta(minutes=5)
        self._record(self._make_received(consent_date=moment))
        refusal = self._record(self._make_act(status="RET", consent_date=moment))
        self.assertEqual(self._in_force(), refusal)

    def test_a_later_approval_ends_a_refusal_once_iys_has_it(self):
        """L-50, L-16."""
        self.register(self._make_act())
        refusal = self._record(self._make_act(status="RET", consent_date=self.now()))
        self.clock.tick(timedelta(minutes=1))
        approval = self._record(self._make_act(consent_date=self.now()))
        self.assertEqual(self._in_force(), refusal)
        for _round in range(2):
            self.run_cron("push")
            self.hear_back()
        self.assertEqual(self._in_force(), approval)

    def test_order_of_arrival_does_not_matter(self):
        """R-24."""
        approval = self._make_received(consent_date=self.now() - timedelta(minutes=9))
        refusal = self._make_received(status="RET", consent_date=self.now())
        self._record(refusal)
        self._record(approval)
        self.assertEqual(self._in_force().status, "RET")

    def test_recording_and_the_ledger_as_a_whole_decide_alike(self):
        """R-24: what is decided while recording equals what all the rows say."""
        dice = random.Random(6563)
        for _lot in range(30):
            acts = [self._random_act(dice) for _act in range(dice.randrange(1, 6))]
            consents = self._record(*acts)
            flags = dict(
                zip(consents.ids, consents.mapped("is_effective"), strict=True)
            )
            consents._refresh_effective({(c.recipient_key,) for c in consents})
            consents.invalidate_recordset()
            for consent in consents:
                self.assertEqual(consent.is_effective, flags[consent.id])

    def _random_act(self, dice):
        make = dice.choice((self._make_act, self._make_received))
        return make(
            recipient=dice.choice(self.phones(2)),
            status=dice.choice(("ONAY", "RET")),
            consent_date=self.now() - timedelta(minutes=dice.randrange(1, 9)),
        )

    def test_a_merchants_refusal_without_a_date_gives_way_to_a_later_approval(self):
        merchant = {"recipient_type": "TACIR"}
        self._record(self._make_act(status="RET", consent_date=None, **merchant))
        self.clock.tick(timedelta(hours=1))
        approval = self._record(
            self._make_received(consent_date=self.now(), **merchant)
        )
        self.assertEqual(self._in_force(), approval)
