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
        """Begin the dry run of rules whose time comes within a month; tell what is late."""
        soon = fields.Date.add(fields.Date.today(), months=1)
        for rule in self.search([("company_id.active", "=", True)]):
            runs = self.env["iys.destruction"].search(
                [
                    ("rule_id", "=", rule.id),
                    ("state", "not in", ("done", "cancelled")),
                ]
            )
            if not runs and rule.next_due <= soon:
                rule.action_prepare()
            elif rule.next_due < fields.Date.today():
                rule._tell_late()
            self.env["ir.cron"]._commit_progress(1)

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
