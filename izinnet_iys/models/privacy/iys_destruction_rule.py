"""Destruction rules: which people and which proof go, and when (L-57, L-58)."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class IysDestructionRule(models.Model):
    """One kind of contact or proof, an age, and the brands it is about.

    A rule only finds; nothing goes before a person has looked at the dry run and another
    one has approved it.
    """

    _name = "iys.destruction.rule"
    _description = "Destruction rule"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [
            ("refused", "Refused, and no other relation"),
            ("no_consent", "No consent ever, and inactive"),
            ("unconfirmed", "Never confirmed"),
            ("proof_ended", "Masked proof whose term has ended"),
            ("message_log", "Message log whose term has ended"),
            ("day_log", "Day log, day reports and alarms whose term has ended"),
            ("exchange", "Calls to İYS whose term has ended"),
        ],
        "What it finds",
        required=True,
        default="refused",
        tracking=True,
    )
    months = fields.Integer(
        "Age in months",
        default=0,
        tracking=True,
        help="Refused: months since the refusal. Inactive: months without a change or"
        " message. The terms of proof and logs stand under Retention.",
    )
    brand_ids = fields.Many2many(
        "iys.brand",
        string="Brands",
        check_company=True,
        help="Empty: all brands of the company.",
    )
    note = fields.Text("Why this rule")
    run_count = fields.Integer("Destructions", compute="_compute_run_count")

    _months_check = models.Constraint(
        "CHECK (months >= 0)", "The age in months cannot be negative."
    )

    def _compute_run_count(self):
        groups = self.env["iys.destruction"]._read_group(
            [("rule_id", "in", self.ids)], ["rule_id"], ["__count"]
        )
        counts = {rule.id: count for rule, count in groups}
        for rule in self:
            rule.run_count = counts.get(rule.id, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        if any(rule.run_count for rule in self):
            raise UserError(
                self.env._("A rule that was used stays as proof. Archive it instead.")
            )

    def _brands(self):
        """Return the brands a rule is about, archived ones too."""
        brands = self.env["iys.brand"].with_context(active_test=False)
        return self.brand_ids or brands.search(
            [("company_id", "=", self.company_id.id)]
        )

    def action_prepare(self):
        """Make a destruction of this rule and ask for its dry run."""
        self.ensure_one()
        run = self.env["iys.destruction"].create(
            {"rule_id": self.id, "company_id": self.company_id.id}
        )
        run.action_count()
        return run._open()

    def action_runs(self):
        """Open the destructions of this rule."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "izinnet_iys.iys_destruction_action"
        )
        action["domain"] = [("rule_id", "=", self.id)]
        return action
