"""Checking the seal by a button: a job with progress, and what it found."""

from odoo import api, fields, models
from odoo.exceptions import UserError

WORKING = ("waiting", "running")


class IysSealCheck(models.Model):
    """One check of one company's whole chain, with everything it found.

    A scheduled action works on it in lots (``iys_seal_check_run``) and goes on behind the
    last lot after a crash. Each check and its result is in the day log.
    """

    _name = "iys.seal.check"
    _description = "Check of the seal"
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users", "By", required=True, readonly=True, default=lambda s: s.env.uid
    )
    known_head = fields.Char(
        "Head from a mail",
        readonly=True,
        help="Place and fingerprint from an old mail of the seal, as 1234:ab12…; the"
        " chain must still have it.",
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("running", "Running"),
            ("good", "Intact"),
            ("bad", "Broken"),
        ],
        required=True,
        readonly=True,
        default="waiting",
        copy=False,
    )
    started_at = fields.Datetime("Begun on", readonly=True, copy=False)
    ended_at = fields.Datetime("Ended on", readonly=True, copy=False)
    total = fields.Integer("Seals", readonly=True, copy=False)
    checked = fields.Integer(readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    masked_count = fields.Integer("Masked", readonly=True, copy=False)
    destroyed_count = fields.Integer("Destroyed", readonly=True, copy=False)
    anchor_count = fields.Integer("Heads compared", readonly=True, copy=False)
    stamp_count = fields.Integer("Time-stamps checked", readonly=True, copy=False)
    fault_count = fields.Integer("Faults", readonly=True, copy=False)
    fault_ids = fields.One2many("iys.seal.fault", "check_id", "What is wrong")
    summary = fields.Text("Result", compute="_compute_summary")
    place = fields.Json(groups=fields.NO_ACCESS, copy=False)

    @api.depends("company_id", "started_at")
    def _compute_display_name(self):
        """Override of `base`: the moment names the check."""
        for check in self:
            begun = check.started_at or fields.Datetime.now()
            moment = fields.Datetime.context_timestamp(check, begun)
            check.display_name = f"{moment:%d.%m.%Y %H:%M}"

    @api.depends("checked", "total", "state")
    def _compute_progress(self):
        for check in self:
            part = 100 * check.checked / check.total if check.total else 0
            check.progress = 100 if check.state in ("good", "bad") else min(part, 99)

    @api.depends("state", "fault_count", "checked", "anchor_count", "stamp_count")
    @api.depends_context("lang")
    def _compute_summary(self):
        for check in self:
            if check.state == "good":
                check.summary = self.env._(
                    "The chain is intact: all %(count)s records are as they were sealed."
                    " %(heads)s heads kept outside agree, %(stamps)s time-stamps are"
                    " valid.",
                    count=check.checked,
                    heads=check.anchor_count,
                    stamps=check.stamp_count,
                )
            elif check.state == "bad":
                check.summary = self.env._(
                    "%(count)s faults were found; each is listed below with its record."
                    " Do not change anything now: keep a backup of the database as it is,"
                    " compare with the last good backup, and find out who had access.",
                    count=check.fault_count,
                )
            else:
                check.summary = False

    @api.model
    def action_check_now(self, known_head=False):
        """Have a worker check the current company's chain and open the check.

        ``known_head``: text from a mail of the seal. Raises UserError for people who may
        not and for a text that is no head.
        """
        self._check_may_check()
        if known_head and not _read_head(known_head):
            raise UserError(
                self.env._(
                    "Write the place and the fingerprint as they stand in the mail, with a"
                    " colon between them: 1234:ab12…"
                )
            )
        check_sudo = self.sudo().create(  # nobody writes checks; this is the door
            {"user_id": self.env.uid, "known_head": known_head, "state": "waiting"}
        )
        check = check_sudo.with_env(self.env)
        self.env["iys.log"]._add("view", "Check of the seal begun", record=check)
        self.env.ref("izinnet_iys.ir_cron_seal_check").sudo()._trigger()
        return check._open()

    @api.model
    def _check_may_check(self):
        groups = ("izinnet_iys.group_manager", "izinnet_iys.group_auditor")
        if not any(self.env.user.has_group(group) for group in groups):
            raise UserError(
                self.env._("Only consent managers and auditors may check the seal.")
            )

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check of the seal"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def _known_heads(self):
        """Return {place: hash} of all heads kept outside that were made before."""
        self.ensure_one()
        anchors = self.env["iys.seal.anchor"].search(
            [("company_id", "=", self.company_id.id), ("due_at", "<=", self.started_at)]
        )
        heads = {anchor.seq: anchor.head for anchor in anchors}
        # what lies outside wins: the database is what is being doubted
        heads |= self.env["iys.seal.anchor"]._filed_heads(self.company_id)
        if self.known_head:
            heads |= dict([_read_head(self.known_head)])
        return heads


def _read_head(text):
    """Read "place:fingerprint"; None when it is something else."""
    place, _colon, digest = text.strip().partition(":")
    digest = digest.strip().lower()
    is_hash = len(digest) == 64 and not digest.strip("0123456789abcdef")
    return (int(place), digest) if place.strip().isdigit() and is_hash else None
