"""Every act, call, decision, export, change of set-up and log-in is in the day log."""

from odoo.tests import tagged

from .seal_case import SealCase


@tagged("-at_install", "post_install")
class TestIysLogDoors(SealCase):
    def _rows(self, kind, message=None):
        domain = [("kind", "=", kind)]
        if message:
            domain.append(("message", "=", message))
        return self.env["iys.log"].search(domain, order="id")

    def test_a_lot_of_acts_is_one_row_with_its_figures(self):
        before = len(self._rows("record"))
        self._record(*[self._make_act(recipient=phone) for phone in self.phones(5)])
        rows = self._rows("record")[before:]
        self.assertEqual(
            rows.mapped("data"), [{"approved": 5, "refused": 0, "from_iys": 0}]
        )

    def test_each_brand_of_a_lot_has_its_row_in_its_own_company(self):
        before = len(self._rows("record"))
        self._record(self._make_act(), self._make_act(brand_id=self.gamma.id))
        rows = self._rows("record")[before:]
        self.assertEqual(rows.company_id, self.company | self.other_company)

    def test_a_mere_repeat_leaves_no_row(self):
        act = self._make_act()
        self._record(act)
        before = len(self._rows("record"))
        self._record(act)
        self.assertEqual(len(self._rows("record")), before)

    def test_a_call_to_iys_is_logged_with_how_it_ended(self):
        self._record(self._make_act())
        self.run_cron("push")
        call = self._rows("call", "Call to İYS")[-1]
        self.assertEqual(
            (call.res_id, call.data["state"], call.data["rows"]),
            (self.alpha.id, "accepted", 1),
        )

    def test_a_decision_about_what_leaves_is_logged_by_rule(self):
        self.env["iys.consent"]._log_decisions(
            self.alpha,
            "EPOSTA",
            self.env["iys.consent"]._decide_send(
                self.alpha, "EPOSTA", ["a@example.com"]
            ),
        )
        row = self._rows("decision", "Send check")[-1]
        self.assertEqual(row.data["channel"], "EPOSTA")
        self.assertEqual(sum(v for v in row.data.values() if isinstance(v, int)), 1)

    def test_a_changed_brand_names_the_field_not_the_value(self):
        self.as_role("admin", self.alpha).write({"contact": "gizli@example.com"})
        row = self._rows("setup", "Brand changed")[-1]
        self.assertEqual(row.data, {"fields": ["contact"]})
        self.assertEqual(row.user_id, self.users["admin"])

    def test_a_changed_password_names_the_field_not_the_value(self):
        """R-59."""
        self.account.write({"password": "cok-gizli"})
        row = self._rows("setup", "İYS account changed")[-1]
        self.assertEqual(row.data, {"fields": ["password"]})

    def test_what_the_sync_writes_is_no_change_of_the_set_up(self):
        before = len(self._rows("setup"))
        self.alpha.last_good_pull = self._now()
        self.assertEqual(len(self._rows("setup")), before)

    def test_settings_of_the_company_are_logged(self):
        self.company.iys_seal_partner_ids = self._make_partner()
        row = self._rows("setup", "Settings of the company changed")[-1]
        self.assertEqual(row.data, {"fields": ["iys_seal_partner_ids"]})
