"""What is backed up when, where it goes and how long it stays."""

import os

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...backup_files.faults import BackupFault
from ...backup_files.key import fingerprint
from .backup_words import fault_text

#: A path in the server's environment: what a new plan proposes.
KEY_FILE = "IZINNET_BACKUP_KEY_FILE"


class IysBackupPlan(models.Model):
    """One target with its schedule. The whole database is backed up, all companies of
    it, so only who runs the server may change a plan; others look.

    Files: ``iys_backup_target`` builds target and key, ``iys_backup_job`` starts the
    process that works, ``iys_backup_work`` is what it does, ``iys_backup_drill`` proves,
    ``iys_backup_erasure`` keeps what was erased.
    """

    _name = "iys.backup.plan"
    _description = "Backup plan"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    interval_hours = fields.Integer(
        "Every (hours)", required=True, default=24, help="Hours between two backups."
    )
    next_at = fields.Datetime(
        "Next backup",
        required=True,
        default=lambda self: fields.Datetime.now(),
        help="Change it to move the time of day.",
    )
    key_file = fields.Char(
        "Key file",
        required=True,
        default=lambda self: os.environ.get(KEY_FILE, ""),
        help="Path of a file on this server with at least 32 random bytes, readable by"
        " Odoo's user only, outside the data folder and the target. Keep a copy in a"
        " safe: without it no backup can be opened. Make one with: openssl rand"
        " -base64 48",
    )
    key_fingerprint = fields.Char("Key", compute="_compute_key", compute_sudo=True)
    key_fault = fields.Char(
        "Fault of the key", compute="_compute_key", compute_sudo=True
    )
    target = fields.Selection(
        [
            ("folder", "Folder of this server"),
            ("sftp", "SFTP server"),
            ("s3", "S3-compatible bucket"),
        ],
        required=True,
        default="folder",
    )
    folder = fields.Char(
        help="Folder: a path on this server, best on another disk, never inside Odoo's"
        " own folders. SFTP and S3: a folder there, or nothing."
    )
    host = fields.Char(
        help="SFTP: name of the server. S3: its address, https://…, without the bucket."
    )
    port = fields.Integer(default=22)
    login = fields.Char("User or access key", groups="base.group_system")
    password = fields.Char(
        "Password or secret key", groups="base.group_system", copy=False
    )
    login_key_file = fields.Char(
        "Log-in key file",
        groups="base.group_system",
        help="A private SSH key on this server, in place of a password.",
    )
    host_key = fields.Char(
        "Key of the host",
        help="SHA256:… or ssh-ed25519 AAAA…, as the administrator of that server tells"
        " it (ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub). Nothing is sent to"
        " a server with another key.",
    )
    bucket = fields.Char()
    region = fields.Char(default="us-east-1")
    keep_days = fields.Integer(
        "Days", default=7, help="One backup of each of so many days."
    )
    keep_weeks = fields.Integer(
        "Weeks", default=4, help="One backup of each of so many weeks."
    )
    keep_months = fields.Integer(
        "Months", default=1, help="One backup of each of so many months."
    )
    keep_longest = fields.Integer(
        "Never older than (days)",
        default=35,
        help="Backups hold personal data. The last proven one stays whatever its age.",
    )
    max_age_hours = fields.Integer(
        "Alarm after (hours)",
        default=26,
        help="Red mark, alarm and mail when the last proven backup is older.",
    )
    backup_ids = fields.One2many("iys.backup", "plan_id", "Backups", readonly=True)
    last_proven_at = fields.Datetime("Last proven backup", compute="_compute_last")
    level = fields.Selection(
        [("success", "Proven"), ("danger", "Too old")], "State", compute="_compute_last"
    )
    erasures_at = fields.Datetime(readonly=True, copy=False)
    test_state = fields.Selection(
        [("waiting", "Testing…"), ("good", "Works"), ("bad", "Does not work")],
        "Test of the target",
        readonly=True,
        copy=False,
    )
    test_code = fields.Char(readonly=True, copy=False)
    test_details = fields.Json(readonly=True, copy=False)
    test_message = fields.Text("Result of the test", compute="_compute_test_message")
    tested_at = fields.Datetime("Tested on", readonly=True, copy=False)

    _numbers_check = models.Constraint(
        "CHECK (interval_hours >= 1 AND max_age_hours >= 1 AND keep_days >= 1"
        " AND keep_weeks >= 0 AND keep_months >= 0 AND keep_longest >= 1)",
        "Hours and days are at least 1.",
    )

    @api.depends("key_file")
    def _compute_key(self):
        for plan in self:
            plan.key_fingerprint = plan.key_fault = False
            try:
                plan.key_fingerprint = fingerprint(plan._key())
            except BackupFault as fault:
                plan.key_fault = fault_text(self.env, fault.code, fault.details)

    @api.depends("backup_ids.state", "max_age_hours")
    def _compute_last(self):
        """The last proven one counts by the moment of its data, not of the drill."""
        rows = self.env["iys.backup"]._read_group(
            [("plan_id", "in", self.ids), ("state", "=", "proven")],
            ["plan_id"],
            ["started_at:max"],
        )
        last = {plan.id: moment for plan, moment in rows}
        now = fields.Datetime.now()
        for plan in self:
            moment = plan.last_proven_at = last.get(plan.id, False)
            age = (now - moment).total_seconds() / 3600 if moment else None
            good = age is not None and age <= plan.max_age_hours
            plan.level = "success" if good else "danger"

    @api.depends("test_state", "test_code", "test_details")
    @api.depends_context("lang")
    def _compute_test_message(self):
        for plan in self:
            plan.test_message = False
            if plan.test_state == "good":
                plan.test_message = self.env._(
                    "A small encrypted file was written, read back and removed."
                )
            elif plan.test_state == "bad":
                plan.test_message = fault_text(
                    self.env, plan.test_code, plan.test_details or {}
                )

    @api.constrains("folder", "target", "key_file", "host", "host_key", "bucket")
    def _check_places(self):
        """Refuse what cannot be right: a served folder, a key beside the backups."""
        for plan in self:
            missing = plan._missing()
            if missing:
                raise ValidationError(
                    self.env._("Fill in: %(names)s", names=", ".join(missing))
                )
            try:
                plan._key()
                if plan.target == "folder":
                    plan._open_target().close()
                elif plan.target == "s3":
                    plan._check_endpoint()
            except BackupFault as fault:
                raise ValidationError(
                    fault_text(self.env, fault.code, fault.details)
                ) from None

    def _missing(self):
        """Return the labels of fields the chosen target needs and does not have."""
        needed = {
            "folder": ("folder",),
            "sftp": ("host", "host_key"),
            "s3": ("host", "bucket", "region"),
        }[self.target]
        labels = self.fields_get(needed, ["string"])
        return [labels[name]["string"] for name in needed if not self[name]]

    def write(self, vals):
        """Override of `base`: a changed target has to be tested anew."""
        asked = {"target", "folder", "host", "port", "login", "password", "bucket"}
        if asked & set(vals):
            vals = {**vals, "test_state": False, "test_code": False}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_backups(self):
        if self.backup_ids:
            raise UserError(
                self.env._("The plan has backups. Archive it instead of deleting it.")
            )

    def action_back_up_now(self):
        """Ask for a backup; a process of its own makes it (R-4). For administrators."""
        self._check_may_start()
        for plan in self:
            self.env["iys.backup"]._ask(plan, user=self.env.user)
        return self._started()

    def action_test(self):
        """Ask for a test of target and key; the result appears on the plan."""
        self._check_may_start()
        self.sudo().test_state = "waiting"  # administrators start it, none may edit
        self._wake()
        return self._started()

    def _check_may_start(self):
        self.check_access("read")
        if not self.env.user.has_group("izinnet_iys.group_admin"):
            raise UserError(self.env._("Only an İYS administrator may start backups."))

    @api.model
    def _wake(self):
        # sudo: whoever may start a backup may wake the job that does it
        self.env.ref("izinnet_iys.ir_cron_backup").sudo()._trigger()

    def _started(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("Started. The result appears here by itself."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
