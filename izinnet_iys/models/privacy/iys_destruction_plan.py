"""The plan: every rule is counted in time, and silence is told (L-57)."""

from odoo import api, fields, models


class IysDestructionRule(models.Model):
    _inherit = "iys.destruction.rule"

    last_done = fields.Datetime("Last destruction", compute="_compute_plan")
    next_due = fields.Date("Next one due", compute="_compute_plan")

    @api.depends_context("uid")
    def _compute_plan(self):
        groups = self.env["iys.destruction"]._read_group(
            [("rule_id", "in", self.ids), ("state", "=", "done")],
            ["rule_id"],
            ["ended_at:max"],
        )
        last = {rule.id: ended for rule, ended in groups}
        for rule in self:
            rule.last_done = last.get(rule.id)
            start = rule.last_done or rule.create_date or fields.Datetime.now()
            rule.next_due = fields.Date.add(
                start.date(), months=rule.company_id.iys_destruction_months
            )

    @api.model
    def _cron_plan(self):
        """Plan every rule of every company; one's trouble stops no other."""
        for rule in self.search([("company_id.active", "=", True)]):
            rule._cron_plan_one()
            self.env["ir.cron"]._commit_progress(1)

    def _cron_plan_one(self):
        """Begin the dry run when the time comes within a month; tell what is late."""
        today = fields.Date.today()
        open_runs = self.env["iys.destruction"].search_count(
            [("rule_id", "=", self.id), ("state", "not in", ("done", "cancelled"))]
        )
        if not open_runs and self.next_due <= fields.Date.add(today, months=1):
            self.with_company(self.company_id).action_prepare()
        elif self.next_due < today:
            self._tell_late()

    def _tell_late(self):
        brand = self._brands()[:1]
        if brand:
            brand._alert_managers(
                self.env._("Destruction is late: %s", self.name),
                self.env._(
                    "The periodic destruction of this rule was due on %(date)s. Look at"
                    " its dry run and have it approved by a second person (L-57).",
                    date=self.next_due,
                ),
            )
