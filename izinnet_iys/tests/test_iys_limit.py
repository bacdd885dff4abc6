"""İYS's rate limits on a shared row (R-10)."""

from odoo.tests import tagged

from ..iys_api.errors import IysUnavailable
from ..iys_api.limits import Limits
from ..models.sync.iys_limit import DatabaseLimiter
from .sync_case import SyncCase


@tagged("-at_install", "post_install")
class TestIysLimit(SyncCase):
    def setUp(self):
        super().setUp()
        mode = self.enter_registry_test_mode()
        mode.__enter__()
        self.addCleanup(mode.__exit__, None, None, None)

    def _limiter(self, host="api.iys.org.tr", **limits):
        return DatabaseLimiter(self.env, f"https://{host}", Limits(**limits))

    def _waits(self, limiter, count, kind="call"):
        return [limiter._reserve(kind, 1) for _call in range(count)]

    def test_calls_are_spread_over_the_second(self):
        waits = self._waits(self._limiter(calls_per_second=8), 4)
        for wait, expected in zip(waits, (0, 0.125, 0.25, 0.375), strict=True):
            self.assertAlmostEqual(wait, expected, places=5)

    def test_two_accounts_of_one_host_share_the_pace(self):
        """İYS counts per address of ours."""
        self._waits(self._limiter(calls_per_second=8), 4)
        (wait,) = self._waits(self._limiter(calls_per_second=8), 1)
        self.assertAlmostEqual(wait, 0.5, places=5)

    def test_another_host_has_its_own_pace(self):
        self._waits(self._limiter(), 4)
        self.assertEqual(self._waits(self._limiter("api.sandbox.iys.org.tr"), 1), [0])

    def test_kinds_are_counted_apart(self):
        limiter = self._limiter()
        self._waits(limiter, 4)
        self.assertEqual(self._waits(limiter, 1, "token"), [0])

    def test_a_place_far_away_is_refused_and_not_taken(self):
        limiter = self._limiter(tokens_per_hour=4)
        limiter.acquire("token")
        for _try in range(2):
            with self.assertRaises(IysUnavailable) as caught:
                limiter.acquire("token")
            self.assertAlmostEqual(caught.exception.retry_after, 900, delta=1)

    def test_patience_iys_asked_for_is_kept_by_all(self):
        """429 with a waiting time."""
        self._limiter().pause("call", 60)
        with self.assertRaises(IysUnavailable) as caught:
            self._limiter().acquire("call")
        self.assertAlmostEqual(caught.exception.retry_after, 60, delta=1)
