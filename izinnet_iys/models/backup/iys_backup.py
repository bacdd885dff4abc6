"""One backup: how it went, how large it is, whether it was proven."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import human_size

from ...backup_files.folder import FolderTarget
from .backup_words import fault_text

#: target: states it may be reached from
TRANSITIONS = {
    "running": ("waiting",),
    "written": ("running", "proven", "unproven"),
    "failed": ("waiting", "running"),
    "proving": ("written",),
    "proven": ("proving",),
    "unproven": ("proving",),
    "removed": ("written", "proven", "unproven"),
}
#: States in which a whole file stands at the target.
WHOLE = ("written", "proving", "proven", "unproven")


class IysBackup(models.Model):
    """A backup and its life. Rows stay as history when the file is gone.

    States, changed only by ``_set_state``::

        waiting  --[the process begins]--> running
        running  --[whole at the target]--> written
        running  --[fault, or the process died]--> failed
        written  --[the drill begins]--> proving
        proving  --[all is equal]--> proven      proving --[it is not]--> unproven
        proven, unproven --[a person asks for another drill]--> written
        written, proven, unproven --[its time is over]--> removed
    """

    _name = "iys.backup"
    _description = "Backup"
    _order = "id desc"

    name = fields.Char(readonly=True)
    plan_id = fields.Many2one(
        "iys.backup.plan", required=True, readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "Asked for by", readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("running", "Being written"),
            ("written", "Written, not proven yet"),
            ("proving", "Restore drill"),
            ("proven", "Proven"),
            ("unproven", "Drill failed"),
            ("failed", "Failed"),
            ("removed", "Removed after its time"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    started_at = fields.Datetime("Data of", readonly=True)
    written_at = fields.Datetime("Written on", readonly=True)
    proven_at = fields.Datetime("Proven on", readonly=True)
    ended_at = fields.Datetime("Ended on", readonly=True)
    size = fields.Float("Bytes", digits=(18, 0), readonly=True)
    size_text = fields.Char("Size", compute="_compute_size_text")
    sha256 = fields.Char("SHA-256", readonly=True)
    key_fingerprint = fields.Char("Key", readonly=True)
    manifest = fields.Json(readonly=True)
    table_count = fields.Integer("Tables", readonly=True)
    row_count = fields.Float("Rows", digits=(18, 0), readonly=True)
    file_count = fields.Integer("Attachments", readonly=True)
    missing_files = fields.Integer(
        "Attachments without a file",
        readonly=True,
        help="The database names them, but their files were gone before the backup.",
    )
    erased_again = fields.Integer(
        "Rows erased again",
        readonly=True,
        help="What was erased since the backup was erased again in the drill.",
    )
    error_code = fields.Char(readonly=True)
    error_details = fields.Json(readonly=True)
    error = fields.Text("What went wrong", compute="_compute_error")

    _one_at_work_uniq = models.UniqueIndex(
        "(plan_id) WHERE state IN ('waiting', 'running')",
        "A backup of this plan is under way already.",
    )

    @api.depends("started_at", "plan_id")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for backup in self:
            moment = backup.started_at or backup.create_date
            local = moment and fields.Datetime.context_timestamp(backup, moment)
            stamp = f"{local:%d.%m.%Y %H:%M}" if local else "–"
            backup.display_name = f"{backup.plan_id.name} · {stamp}"

    @api.depends("size")
    def _compute_size_text(self):
        for backup in self:
            backup.size_text = human_size(int(backup.size)) if backup.size else False

    @api.depends("error_code", "error_details")
    @api.depends_context("lang")
    def _compute_error(self):
        for backup in self:
            code, details = backup.error_code, backup.error_details
            backup.error = fault_text(self.env, code, details) if code else False

    @api.model
    def _ask(self, plan, user=None):
        """Ask for a backup of a plan; raises UserError while one is under way.

        Two who press at the same moment get one backup: a unique index decides.
        """
        mine = [("plan_id", "=", plan.id), ("state", "in", ("waiting", "running"))]
        backups_sudo = self.sudo()  # nobody creates rows; this is the door
        if backups_sudo.search_count(mine, limit=1):
            raise UserError(self.env._("A backup of this plan is under way already."))
        backup_sudo = backups_sudo.create(
            {"plan_id": plan.id, "user_id": user.id if user else False}
        )
        if user:
            self.env["iys.log"]._add("setup", "Backup asked for", record=plan)
        plan._wake()
        return backup_sudo

    def _set_state(self, target, **vals):
        """Move to a state as the table allows; returns the backups that moved."""
        moved = self.filtered(lambda backup: backup.state in TRANSITIONS[target])
        moved.write({"state": target, **vals})
        return moved

    def _note_fault(self, state, fault):
        """End in a state of failure with its reason, and have an alarm raised at once."""
        moved = self._set_state(
            state,
            ended_at=fields.Datetime.now(),
            error_code=fault.code,
            error_details=fault.details,
        )
        self.env.ref("izinnet_iys.ir_cron_alarm")._trigger()
        return moved

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Backups are kept as history."))

    def action_prove(self):
        """Ask for another restore drill; for administrators."""
        self.plan_id._check_may_start()
        # sudo: nobody writes backups; an administrator may ask for a drill
        if not self.sudo()._set_state("written", error_code=False, error_details=False):
            raise UserError(self.env._("There is no whole file to prove."))
        self.plan_id._wake()
        return self.plan_id._started()

    def _hand_out(self, reason):
        """Note that a backup is taken out, and why; returns the action that fetches it.

        The whole database of all companies is in it, though encrypted, so only who runs
        the server may take it.
        """
        self.ensure_one()
        if not (reason or "").strip():
            raise UserError(self.env._("Say what the backup is needed for."))
        source, _size = self._folder_source()
        with source:
            self.env["iys.log"]._add(
                "export", "Backup taken out", record=self, data={"reason": reason}
            )
        return {"type": "ir.actions.act_url", "target": "self"}

    def _folder_source(self):
        """Open the file of a backup for download: (source, size).

        Only from a folder of this server; other places are not called in a request
        (R-4). Raises UserError and BackupFault.
        """
        self.ensure_one()
        if self.state not in WHOLE:
            raise UserError(self.env._("There is no whole file to download."))
        target = self.plan_id._open_target() if self._is_in_folder() else None
        if not isinstance(target, FolderTarget):
            raise UserError(
                self.env._("Fetch the file %(name)s from its target.", name=self.name)
            )
        source = target.open(self.name)
        return source, source.size

    def _is_in_folder(self):
        return self.plan_id.target == "folder"
