"""A destruction: counted, looked at, approved by a second person, carried out (L-57)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

#: Tells the database's own guards whether an approved destruction is at work.
DOOR_SQL = """
CREATE OR REPLACE FUNCTION iys_destruction_runs() RETURNS boolean AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM iys_destruction
        WHERE id = NULLIF(current_setting('izinnet.destruction', TRUE), '')::int
          AND state = 'running' AND approved_by_id <> started_by_id);
END $$ LANGUAGE plpgsql STABLE
"""
#: What only the buttons and the job may write.
GUARDED = {
    "state", "started_by_id", "approved_by_id", "approved_at", "counted_at", "ended_at",
    "people", "whole_people", "lots", "lot_done", "swept", "message", "certificate_id",
    "certificate_sha256", "keys_sha256", "kind", "number", "rule_id", "company_id",
    "done_rows",
}  # fmt: skip


class IysDestruction(models.Model):
    """One run of a rule, of a person's request, or after a restore.

    ::

        draft    --[dry run]--> counting --[job]--> ready
        ready    --[a second person]--> approved --[job]--> running --[job]--> done
        draft, counting, ready, approved --[cancel]--> cancelled
        counting, approved, running --[trouble]--> failed --[try again]--> back there

    Whoever started it cannot approve it: the model refuses, the database refuses. The rows
    that hold proof open to a deletion only while an approved destruction runs.
    """

    _name = "iys.destruction"
    _description = "Destruction"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "number"

    number = fields.Char(readonly=True, copy=False, default="/")
    kind = fields.Selection(
        [
            ("rule", "By rule"),
            ("request", "By a person's request"),
            ("replay", "Repeated after a restore"),
        ],
        required=True,
        readonly=True,
        default="rule",
    )
    rule_id = fields.Many2one(
        "iys.destruction.rule", "Rule", readonly=True, ondelete="restrict"
    )
    rule_kind = fields.Selection(related="rule_id.kind", string="What it finds")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [
            ("draft", "New"),
            ("counting", "Being counted"),
            ("ready", "Waiting for approval"),
            ("approved", "Approved"),
            ("running", "Under way"),
            ("done", "Done"),
            ("failed", "Stopped"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
        copy=False,
    )
    started_by_id = fields.Many2one(
        "res.users", "Started by", readonly=True, default=lambda self: self.env.user
    )
    approved_by_id = fields.Many2one("res.users", "Approved by", readonly=True)
    counted_at = fields.Datetime("Counted on", readonly=True)
    approved_at = fields.Datetime("Approved on", readonly=True)
    ended_at = fields.Datetime("Ended on", readonly=True)
    people = fields.Integer("People found", readonly=True)
    whole_people = fields.Integer(
        "Masked as a whole",
        readonly=True,
        help="The others are customers, debtors or otherwise tied to the company: only"
        " their marketing data go.",
    )
    lots = fields.Integer(readonly=True)
    lot_done = fields.Integer(readonly=True)
    swept = fields.Char(readonly=True, help="Last table that was swept for traces.")
    progress = fields.Float(compute="_compute_progress")
    line_ids = fields.One2many(
        "iys.destruction.line", "destruction_id", "What goes", readonly=True
    )
    done_rows = fields.Integer("Rows", readonly=True)
    message = fields.Text(readonly=True)
    certificate_id = fields.Many2one("ir.attachment", "Certificate", readonly=True)
    certificate_sha256 = fields.Char("Fingerprint of the certificate", readonly=True)
    keys_sha256 = fields.Char(
        "Fingerprint of the keys",
        readonly=True,
        help="SHA-256 over the sorted keys of the addresses that were erased.",
    )
    may_approve = fields.Boolean(compute="_compute_may_approve")

    _two_people_check = models.Constraint(
        "CHECK (kind = 'replay' OR approved_by_id IS NULL"
        " OR approved_by_id <> started_by_id)",
        "Whoever started a destruction cannot approve it.",
    )

    def init(self):
        """Override of `base`: the function that the guards of proof ask."""
        self.env.cr.execute(DOOR_SQL)

    @api.depends("state", "lots", "lot_done")
    def _compute_progress(self):
        for run in self:
            run.progress = 100.0 if run.state == "done" else 0.0
            if run.state in ("running", "failed") and run.lots:
                run.progress = 95.0 * run.lot_done / run.lots

    @api.depends("state", "started_by_id")
    @api.depends_context("uid")
    def _compute_may_approve(self):
        for run in self:
            mine = run.started_by_id == self.env.user
            run.may_approve = run.state == "ready" and not mine

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: numbered; nobody creates one that is approved already."""
        for vals in vals_list:
            if not self.env.su:
                for name in GUARDED - {"rule_id", "company_id"}:
                    vals.pop(name, None)
            # numbers come from one book, whoever begins
            sequence_sudo = self.env["ir.sequence"].sudo()
            vals["number"] = sequence_sudo.next_by_code("iys.destruction") or "/"
            rule = self.env["iys.destruction.rule"].browse(vals.get("rule_id"))
            if rule:
                vals["company_id"] = rule.company_id.id
        return super().create(vals_list)

    def write(self, vals):
        """Override of `base`: what happened is written by the buttons and the job."""
        if GUARDED & set(vals) and not self.env.su:
            raise UserError(self.env._("Use the buttons of the destruction."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A destruction stays as proof. Cancel it instead."))

    # === BUTTONS === #

    def action_count(self):
        """Ask the job for the dry run: what would go, nothing written."""
        self._move(("draft", "ready"), state="counting", message=False)
        self._wake()

    def action_approve(self):
        """Approve as the second person; the job begins.

        Raises UserError for whoever started it, and when the key file is missing.
        """
        self.ensure_one()
        if self.started_by_id == self.env.user:
            raise UserError(
                self.env._(
                    "You started this destruction. A second consent manager has to look"
                    " at it and approve it."
                )
            )
        self.env["iys.key"]._load()
        now = fields.Datetime.now()
        self._move(
            ("ready",), state="approved", approved_by_id=self.env.uid, approved_at=now
        )
        self.env["iys.log"]._add("decision", "Destruction approved", record=self)
        self._wake()

    def action_cancel(self):
        """Leave everything as it is; the list of people is forgotten."""
        self._move(("draft", "counting", "ready", "approved"), state="cancelled")
        for run in self:
            run._forget_people()
            self.env["iys.log"]._add("decision", "Destruction cancelled", record=run)

    def action_retry(self):
        """Go on where it stopped, after a person has read why."""
        self.ensure_one()
        back = "running" if self.lot_done else "approved"
        self._move(
            ("failed",),
            state=back if self.approved_by_id else "counting",
            message=False,
        )
        self._wake()

    def action_certificate(self):
        """Download the certificate."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.certificate_id.id}?download=true",
            "target": "self",
        }

    # === INNER === #

    def _move(self, expected, **vals):
        """Change the state by a button; raises UserError from any other state."""
        self.check_access("write")
        manager = self.env.user.has_group("izinnet_iys.group_manager")
        if not (manager or self.env.su):
            raise UserError(self.env._("This is for consent managers."))
        if any(run.state not in expected for run in self):
            raise UserError(
                self.env._("This step is not possible in the present state.")
            )
        # sudo: the right was checked; only the buttons may change the state
        self.sudo().write(vals)

    def _all_brands(self):
        """Return all brands of the company, archived ones too: one controller (L-6)."""
        # sudo: the destruction is of the company, whoever looks at it
        brands_sudo = self.env["iys.brand"].sudo().with_context(active_test=False)
        return brands_sudo.search([("company_id", "=", self.company_id.id)])

    def _in_its_language(self):
        """The same record in the language of whoever started it; the job has none."""
        return self.with_context(lang=self.started_by_id.lang or "en_US")

    def _forget_people(self):
        self.env["iys.destruction.target"]._forget(self)
        self.line_ids.sudo().write(
            {"sample": False}
        )  # nobody has the right to write it

    def _wake(self):
        self.env.ref("izinnet_iys.ir_cron_destruction").sudo()._trigger()

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    @api.model
    def _begin_for(self, keys):
        """Begin a destruction for some keys as this user; open it.

        Raises UserError for anybody but a consent manager.
        """
        if not self.env.user.has_group("izinnet_iys.group_manager"):
            raise UserError(self.env._("This is for consent managers."))
        run = self._for_keys(self.env.company, keys)
        run.action_count()
        return run._open()

    @api.model
    def _for_keys(self, company, keys, kind="request"):
        """Make a destruction of the people behind some keys, with its list."""
        # sudo: a person's request gives the list, no rule does
        run_sudo = self.sudo().create({"company_id": company.id, "kind": kind})
        query = self.env["iys.destruction.rule"]._find_keys(list(keys))
        self.env["iys.destruction.target"]._fill(run_sudo, query)
        return self.browse(run_sudo.id)
