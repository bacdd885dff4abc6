"""The first screen of ours each user opens on a day is in the day log (L-8)."""

from datetime import timedelta

from odoo.tests import HttpCase, tagged

from .common import IysCommon
from .sync_case import SyncCase


class OpenedCase(IysCommon):
    def _rows(self):
        user = self.users["manager"]
        mine = [("kind", "=", "login"), ("user_id", "=", user.id)]
        return self.env["iys.log"].search(mine, order="id")


@tagged("-at_install", "post_install")
class TestIysLogOpened(OpenedCase, SyncCase):
    def _open(self, screen="iys.consent", companies=()):
        self.as_role("manager", self.env["iys.log"])._note_opened(screen, companies)

    def test_the_first_screen_is_named(self):
        self._open("iys.consent")
        row = self._rows()
        self.assertEqual((row.res_model, row.company_id), ("iys.consent", self.company))
        self.assertIn("Consent", row.text)

    def test_further_screens_of_the_day_leave_no_row(self):
        self._open("iys.consent")
        self._open("iys.exchange")
        self.assertEqual(self._rows().res_model, "iys.consent")

    def test_the_next_day_is_noted_again(self):
        self._open()
        self.clock.tick(timedelta(days=1))
        self._open()
        self.assertEqual(len(self._rows()), 2)

    def test_each_company_is_noted(self):
        """L-6."""
        self.users["manager"].company_ids += self.other_company
        self._open(companies=[self.company.id])
        self._open(companies=[self.other_company.id])
        self.assertEqual(self._rows().company_id, self.company | self.other_company)

    def test_a_company_the_user_does_not_belong_to_is_not_noted(self):
        self._open(companies=[self.other_company.id])
        self.assertEqual(self._rows().company_id, self.company)

    def test_a_screen_that_is_known_costs_no_query(self):
        self.addCleanup(setattr, self.registry["iys.log"], "_opened", frozenset())
        logs = self.as_role("manager", self.env["iys.log"])
        logs._note_opened("iys.consent", self.company.ids)
        self.cr.postcommit.run()  # as when the request ends
        with self.assertQueryCount(0):
            logs._note_opened("iys.consent", self.company.ids)

    def test_what_is_not_committed_is_not_taken_for_known(self):
        self._open()
        self.assertFalse(self.registry["iys.log"]._opened)


@tagged("-at_install", "post_install")
class TestIysLogOpenedDoor(OpenedCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: no replica, as most houses have none."""
        super().setUpClass()
        cls.set_registry_readonly_mode(False)
        cls.addClassCleanup(cls.set_registry_readonly_mode, True)

    def _call(self, model, method="web_search_read"):
        specification = {"display_name": {}}
        self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {
                "model": model,
                "method": method,
                "args": [],
                "kwargs": {
                    "domain": [],
                    "specification": specification,
                    "context": {"allowed_company_ids": self.company.ids},
                },
            },
        )

    def test_whoever_goes_straight_to_the_exchanges_leaves_a_row(self):
        self.authenticate("iys_manager", "iys_manager")
        self._call("iys.exchange")
        self._call("iys.brand")
        self.assertEqual(self._rows().res_model, "iys.exchange")

    def test_screens_of_others_leave_no_row(self):
        self.authenticate("iys_manager", "iys_manager")
        self._call("res.partner")
        self.assertFalse(self._rows())

    def test_choosing_a_brand_on_somebody_elses_screen_leaves_no_row(self):
        self.authenticate("iys_manager", "iys_manager")
        self.make_jsonrpc_request(
            "/web/dataset/call_kw/iys.brand/name_search",
            {"model": "iys.brand", "method": "name_search", "args": [], "kwargs": {}},
        )
        self.assertFalse(self._rows())
