"""Who read whole addresses is in the day log: by user, kind of record and hour (L-8)."""

from datetime import timedelta

from odoo import api
from odoo.tests import tagged

from .seal_case import SealCase

SHOWN = {"recipient": {}}


@tagged("-at_install", "post_install")
class TestIysLook(SealCase):
    def setUp(self):
        """Override of `odoo.tests`: three acts, and nobody has looked yet."""
        super().setUp()
        acts = [self._make_act(recipient=phone) for phone in self.phones(3)]
        self.acts = self._record(*acts)
        self._end_request()
        self.cr.execute("DELETE FROM iys_look")

    def _end_request(self):
        """What the end of every request does, without the commit."""
        self.cr.flush()
        self.env.invalidate_all()

    def _look(self, role="manager", acts=None, shown=None):
        acts = self.as_role(role, acts or self.acts)
        told = acts.web_search_read([("id", "in", acts.ids)], shown or SHOWN)
        self._end_request()
        return told

    def _told(self):
        """Let the hour pass; return the rows of the day log."""
        self.clock.tick(timedelta(hours=1))
        self.run_cron("look")
        self.env.invalidate_all()
        mine = [("message", "=", "Whole addresses read")]
        return self.env["iys.log"].search(mine, order="id")

    def test_a_list_is_one_row_with_how_many_were_read(self):
        self._look()
        row = self._told()
        self.assertEqual(
            (row.kind, row.user_id, row.res_model, row.res_id),
            ("view", self.users["manager"], "iys.consent", 0),
        )
        self.assertEqual((row.data["times"], row.data["addresses"]), (1, 3))

    def test_an_hour_of_one_user_is_one_row(self):
        for _again in range(3):
            self._look()
        row = self._told()
        self.assertEqual((row.data["times"], row.data["addresses"]), (3, 9))

    def test_each_user_has_the_own_row(self):
        self._look("manager")
        self._look("auditor")
        users = self.users["manager"] | self.users["auditor"]
        self.assertEqual(self._told().user_id, users)

    def test_a_form_names_the_record_that_was_opened(self):
        self.as_role("manager", self.acts[1]).web_read(SHOWN)
        self._end_request()
        self.assertEqual(self._told().res_id, self.acts[1].id)

    def test_records_opened_one_after_the_other_are_named(self):
        for act in self.acts:
            self.as_role("manager", act).web_read(SHOWN)
            self._end_request()
        row = self._told()
        self.assertFalse(row.res_id)
        self.assertEqual(row.data["opened"], sorted(self.acts.ids))

    def test_who_sees_them_masked_leaves_no_row(self):
        self._look("collector")
        self.assertFalse(self._told())

    def test_other_columns_leave_no_row(self):
        self._look(shown={"type": {}, "state": {}})
        self.assertFalse(self._told())

    def test_the_system_leaves_no_row(self):
        self.acts.read(["recipient"])
        self._end_request()
        self.assertFalse(self._told())

    def test_names_of_records_show_the_address_too(self):
        self._look(shown={"display_name": {}})
        self.assertEqual(self._told().data["addresses"], 3)

    def test_proof_that_names_a_person_counts(self):
        act = self._record(self._make_act(evidence={"ip": "203.0.113.7"}))
        self._look(acts=act, shown={"evidence": {}})
        self.assertEqual(self._told().res_id, act.id)

    def test_what_was_typed_from_paper_counts_for_who_sees_no_other(self):
        lines = self.as_role("collector", self.env["iys.signed.list"]).create(
            {
                "name": "Fair",
                "brand_id": self.alpha.id,
                "notice_id": self._make_notice().id,
                "signed_at": self._now(),
                "line_ids": [(0, 0, {"phone": "0532 111 22 33"})],
            }
        ).line_ids  # fmt: skip
        self._end_request()
        lines.web_read({"phone": {}})
        self._end_request()
        self.assertEqual(self._told().res_model, "iys.signed.line")

    def test_a_row_holds_no_address(self):
        self._look()
        row = self._told()
        self.assertNotIn("532111", f"{row.message} {row.data}")

    def test_each_company_has_its_part_of_a_list_of_both(self):
        """L-6."""
        other = self._record(self._make_act(brand_id=self.gamma.id))
        user = self.users["manager"]
        user.company_ids += self.other_company
        both = (self.company | self.other_company).ids
        self._look(acts=(self.acts | other).with_context(allowed_company_ids=both))
        rows = {row.company_id: row.data["addresses"] for row in self._told()}
        self.assertEqual(rows, {self.company: 3, self.other_company: 1})

    def test_what_was_told_does_not_wait_any_more(self):
        self._look()
        self._told()
        self.run_cron("look")
        self.assertEqual(len(self._told()), 1)
        self.assertFalse(self.env["iys.look"].search_count([]))

    def test_the_running_hour_waits_for_its_end(self):
        self._look()
        self.run_cron("look")
        self.assertEqual(self.env["iys.look"].search_count([]), 1)

    def test_a_row_that_waited_for_days_is_dated_when_it_is_told(self):
        """The seal takes a row dated a day before its neighbours for a false one."""
        self._look()
        self.clock.tick(timedelta(days=3))
        row = self._told()
        self.assertEqual(row.date, self._now())
        self.assertEqual(row.data["from"], "16.11.2026 12:00")

    def test_a_report_names_who_looked(self):
        self._look()
        self._told()
        self.clock.tick(timedelta(days=1))
        self.run_cron("day_report")
        self.env.invalidate_all()
        mine = [("company_id", "=", self.company.id)]
        body = self.env["iys.day.report"].search(mine, limit=1).body
        self.assertIn(self.users["manager"].name, body)


@tagged("-at_install", "post_install")
class TestIysLookReplica(SealCase):
    """On a replica nothing can be written; the row must come all the same."""

    def test_the_row_goes_in_beside_a_readonly_transaction(self):
        self.addCleanup(self._clean)
        with self.registry.cursor(readonly=True) as cr:
            self.assertTrue(cr.readonly)
            env = api.Environment(cr, self.env.ref("base.user_admin").id, {})
            env["iys.look"]._keep({(env.uid, "iys.brand"): (env, {-7})})
        self.assertEqual(self._waiting(), [(1, -7)])

    def _waiting(self):
        with self.registry.cursor() as cr:
            cr.execute("SELECT records, res_id FROM iys_look WHERE res_id = -7")
            return cr.fetchall()

    def _clean(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM iys_look WHERE res_id = -7")
