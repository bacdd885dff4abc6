"""Which act counts, and when İYS has to hear of a refusal that was only kept here."""

from datetime import timedelta

from odoo.tests import tagged

from .sync_case import SyncCase


@tagged("-at_install", "post_install")
class TestIysConsentEffect(SyncCase):
    """L-14, L-65: found by random histories."""

    def refuse(self, minutes):
        """A refusal of ours, so many minutes old."""
        moment = self.now() - timedelta(minutes=minutes)
        return self._record(self._make_act(status="RET", consent_date=moment))

    def approve_at_iys(self, minutes):
        """The citizen's approval, so many minutes old, comes in by the feed."""
        moment = self.now() - timedelta(minutes=minutes)
        return self._record(self._make_received(consent_date=moment))

    def test_a_repeated_refusal_need_not_be_told(self):
        self.refuse(10)
        self.assertEqual(self.states(self.refuse(5)), ["local"])

    def test_a_repeated_refusal_is_told_when_an_approval_lay_between(self):
        """L-14: else İYS would go on showing the approval."""
        self.refuse(10)
        later = self.refuse(5)
        self.approve_at_iys(7)
        self.assertEqual((self.states(later), later.is_effective), (["queued"], True))

    def test_a_refusal_older_than_the_approval_stays_here(self):
        self.refuse(10)
        later = self.refuse(5)
        self.approve_at_iys(3)
        self.assertEqual((self.states(later), later.is_effective), (["local"], False))

    def test_a_refusal_refused_for_good_is_not_told_again(self):
        """H467 stands here only: İYS would refuse the lot for its date (L-12)."""
        refusal = self.refuse(5)
        self.env["iys.consent"]._set_state("local", refusal.ids, error_code="H467")
        self.approve_at_iys(7)
        self.assertEqual(self.states(refusal), ["local"])

    def test_only_what_iys_refused_is_handed_in_again_by_a_person(self):
        """Not what is kept here, nor what is on its way."""
        self.refuse(10)
        kept = self.refuse(5)
        self.as_role("manager", kept).action_retry()
        self.assertEqual(self.states(kept), ["local"])
