"""The board: its figures, its words, and that each figure opens what it counted."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged, warmup

from .common import ROLES, IysCommon

FIGURES = ("arama", "mesaj", "eposta", "ret", "waiting", "late", "failed", "unknown")


@tagged("post_install", "-at_install")
class TestIysBoard(IysCommon):
    def test_only_approvals_in_force_are_reachable(self):
        """L-16: an approval that waits for İYS reaches nobody yet."""
        self._record(self._make_received(), self._make_act(recipient="05321112244"))
        self.assertEqual((self.alpha.board_mesaj, self.alpha.board_waiting), (1, 1))

    def test_channels_are_counted_apart(self):
        """L-24."""
        self._record(
            self._make_received(),
            self._make_received(type="ARAMA"),
            self._make_received(type="EPOSTA", recipient="a@example.com"),
        )
        reach = [self.alpha[f"board_{name}"] for name in ("arama", "mesaj", "eposta")]
        self.assertEqual(reach, [1, 1, 1])

    def test_brands_are_counted_apart(self):
        """L-6."""
        self._record(self._make_received(), self._make_received(brand_id=self.beta.id))
        brands = self.alpha | self.beta
        self.assertEqual(brands.mapped("board_mesaj"), [1, 1])

    def test_refusals_in_force_are_counted(self):
        self._record(self._make_act(status="RET"))
        self.assertEqual((self.alpha.board_mesaj, self.alpha.board_ret), (0, 1))

    def test_what_waits_beyond_its_promise_is_late(self):
        """L-11."""
        self._record(self._make_act())
        with freeze_time(self._now() + timedelta(days=9)):
            self.assertEqual(self.alpha.board_late, 1)

    def test_what_is_registered_is_never_late(self):
        self._record(self._make_received())
        with freeze_time(self._now() + timedelta(days=9)):
            self.assertEqual(self.alpha.board_late, 0)

    def test_each_figure_opens_exactly_what_it_counts(self):
        self._record(
            self._make_received(),
            self._make_received(type="EPOSTA", recipient="a@example.com"),
            self._make_act(recipient="05321112244"),
            self._make_act(recipient="05321112255", status="RET"),
        )
        for name in FIGURES:
            with self.subTest(figure=name):
                action = self.alpha.with_context(board=name).action_board_open()
                count = self.env["iys.consent"].search_count(action["domain"])
                self.assertEqual(count, self.alpha[f"board_{name}"])

    def test_a_list_nobody_knows_is_an_error(self):
        with self.assertRaises(ValueError):
            self.alpha.with_context(board="all").action_board_open()

    @warmup
    def test_more_brands_cost_no_more_queries(self):
        brands = self.alpha | self.beta
        names = [f"board_{name}" for name in FIGURES]
        brands.mapped("name")
        with self.assertQueryCount(3):
            brands.read(names)

    def test_a_brand_that_was_never_read_is_red(self):
        """L-15."""
        self.assertEqual(self.alpha.board_sync_level, "danger")

    def test_the_light_turns_yellow_and_red_at_the_brands_own_hours(self):
        """L-15: warn after 6 hours, stop after 24."""
        for hours, level in ((1, "success"), (7, "warning"), (25, "danger")):
            with self.subTest(hours=hours):
                self.alpha.last_good_pull = self._now() - timedelta(hours=hours)
                self.assertEqual(self.alpha.board_sync_level, level)

    def test_a_stopped_account_is_told_with_its_cause(self):
        self.account.write({"is_stopped": True, "last_error": "Wrong password"})
        self.assertIn("Wrong password", self.alpha.board_warnings)

    def test_nothing_to_do_says_nothing(self):
        self.alpha.last_good_pull = self._now()
        self.env["iys.holiday"].search([]).is_confirmed = True
        self.assertFalse(self.alpha.board_warnings)

    def test_a_manager_may_pull_the_emergency_stop(self):
        self.as_role("manager", self.alpha).action_board_stop()
        self.assertTrue(self.alpha.emergency_stop)

    def test_an_author_may_not_pull_the_emergency_stop(self):
        with self.assertRaises(AccessError):
            self.as_role("author", self.alpha).action_board_stop()

    def test_the_banner_is_told_of_the_demo_registry(self):
        user = self.users["collector"]
        self.assertTrue(self.env["ir.http"].with_user(user)._iys_has_demo())

    def test_the_banner_stays_away_from_companies_without_demo(self):
        self.account.active = False
        user = self.users["collector"]
        self.assertFalse(self.env["ir.http"].with_user(user)._iys_has_demo())

    def test_every_role_sees_the_board(self):
        self._record(self._make_received())
        for role in ROLES:
            with self.subTest(role=role):
                seen = self.as_role(role, self.alpha).read(
                    [f"board_{n}" for n in FIGURES]
                )
                self.assertEqual(seen[0]["board_mesaj"], 1)

    def test_another_companys_brand_is_not_on_the_board(self):
        """L-6."""
        brands = self.as_role("manager", self.env["iys.brand"]).search([])
        self.assertEqual(brands, self.alpha | self.beta)
