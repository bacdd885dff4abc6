"""The job that starts a process for a plan, and what that process does."""

import logging
import time
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from ...backup_files import keep, make, names
from ...backup_files.faults import BackupFault
from ...backup_files.key import fingerprint
from ...backup_files.seal import CHUNK, SealReader, SealWriter
from .backup_process import start

_logger = logging.getLogger(__name__)

LOCK_SPACE = 0x1957_42
#: Seconds between two notes of how far a backup is.
NOTE_EVERY = 5
WORKING = ("running", "proving")


class IysBackupPlan(models.Model):
    _inherit = "iys.backup.plan"

    @api.model
    def _cron_backup(self):
        """Note processes that died, ask for what is due, start what waits (R-4).

        The work itself is in processes of their own: this returns at once. A plan whose
        process cannot be started fails alone.
        """
        for plan in self.with_context(active_test=False).search([]):
            plan._note_dead()
        for plan in self.search([("next_at", "<=", fields.Datetime.now())]):
            plan._ask_due()
        self.env["ir.cron"]._commit_progress(1)
        for plan in self.search([]):
            if plan._has_work() and plan._is_idle():
                plan._start()

    def _ask_due(self):
        """Ask for the backup that is due and set the next time, never in the past."""
        now = fields.Datetime.now()
        step = timedelta(hours=self.interval_hours)
        missed = max(0, (now - self.next_at) // step)
        self.next_at += step * (missed + 1)
        try:
            self.env["iys.backup"]._ask(self)
        except UserError:
            _logger.info("backup plan %s: the one before is still under way", self.id)

    def _has_work(self):
        waiting = [("plan_id", "=", self.id), ("state", "in", ("waiting", "written"))]
        return (
            self.test_state == "waiting"
            or bool(self.env["iys.backup"].search_count(waiting, limit=1))
            or self._has_erasures()
        )

    def _start(self):
        try:
            start(self.env.cr.dbname, self.id)
        except OSError as error:
            fault = BackupFault("unexpected", reason=type(error).__name__)
            self._backups("waiting")._note_fault("failed", fault)

    def _backups(self, *states):
        mine = [("plan_id", "=", self.id), ("state", "in", states)]
        return self.env["iys.backup"].search(mine, order="id")

    def _note_dead(self):
        """End the rows of a process that is gone: its lock is free (V-5)."""
        if not (dead := self._backups(*WORKING)) or not self._is_idle():
            return
        fault = BackupFault("died")
        dead.filtered(lambda b: b.state == "running")._note_fault("failed", fault)
        dead.filtered(lambda b: b.state == "proving")._note_fault("unproven", fault)

    def _is_idle(self):
        """Tell whether no process holds the plan; holds nothing afterwards."""
        self.env.cr.execute(
            "SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_SPACE, self.id]
        )
        free = self.env.cr.fetchone()[0]
        self._commit()
        return free

    @api.model
    def _commit(self):
        """Commit around the work, which takes long and needs no transaction (R-5).

        The one place of the backups that commits.
        """
        self.env.cr.commit()  # pylint: disable=invalid-commit

    # === THE PROCESS === #

    def _work(self):
        """Do all that waits for this plan; the whole life of its process.

        A lock of this connection shows the others that it lives; a second process finds
        it taken and goes.
        """
        self.ensure_one()
        self.env.cr.execute(
            "SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, self.id]
        )
        if not self.env.cr.fetchone()[0]:
            return
        self._commit()
        self._note_dead_of_mine()
        for step in (self._work_test, self._work_backups, self._work_erasures):
            step()
        self._work_drills()
        self._work_keep()
        self._commit()

    def _note_dead_of_mine(self):
        """The lock is ours, so whoever had these rows is gone."""
        fault = BackupFault("died")
        self._backups("running")._note_fault("failed", fault)
        self._backups("proving")._note_fault("unproven", fault)
        self._commit()

    def _work_test(self):
        """Write, read and remove a small file, if somebody asked."""
        if self.test_state != "waiting":
            return
        self._commit()
        vals = {"test_state": "good", "test_code": False, "test_details": False}
        try:
            self._try_target()
        except BackupFault as fault:
            vals.update(
                test_state="bad", test_code=fault.code, test_details=fault.details
            )
        self.write({**vals, "tested_at": fields.Datetime.now()})
        self._commit()

    def _try_target(self):
        key, target = self._key(), self._open_target()
        try:
            name = names.new_name(self._database_uuid(), fields.Datetime.now())
            upload = target.begin(name)
            try:
                seal = SealWriter(upload, key)
                seal.write(b"test")
                seal.close()
                upload.commit()
            except BaseException:
                upload.abort()
                raise
            with target.open(name) as source:
                same = SealReader(source, key).read(CHUNK) == b"test"
            target.remove(name)
            if not same:
                raise BackupFault("damaged", reason="test")
        finally:
            target.close()

    def _work_backups(self):
        """Make the backups that wait; the first fault ends the one, not the others."""
        for backup in self._backups("waiting"):
            backup._set_state("running", started_at=fields.Datetime.now())
            self._commit()
            try:
                made = self._make(backup)
            except Exception as error:
                self._ended_badly(backup, "failed", error)
                continue
            backup._note_made(made)
            self._commit()

    def _make(self, backup):
        moment = fields.Datetime.now()
        uuid = self._database_uuid()
        backup.name = names.new_name(uuid, moment)
        key = self._key()
        backup.key_fingerprint = fingerprint(key)
        database = self.env.cr.dbname
        order = make.Order(
            database, uuid, tools.config.filestore(database), backup.name
        )
        target, server = self._open_target(), self._server()
        # committed: the lock stays with the connection, no transaction is held open
        self._commit()
        try:
            return make.make(order, target, key, server, _Progress(backup))
        finally:
            target.close()

    def _ended_badly(self, backup, state, error):
        """Note a fault; what nobody expected goes to the server's log as well."""
        self.env.cr.rollback()
        if not isinstance(error, BackupFault):
            _logger.exception("backup %s", backup.id)
            error = BackupFault("unexpected", reason=type(error).__name__)
        backup._note_fault(state, error)
        self._commit()

    def _work_keep(self):
        """Remove what need not be kept, and what broken-off runs left (R-40)."""
        surplus = self._surplus(self._backups("written", "proven", "unproven"))
        self._commit()
        try:
            target = self._open_target()
            try:
                target.sweep()
                for backup in surplus:
                    target.remove(backup.name)
                    backup._set_state("removed")
                    self._commit()
            finally:
                target.close()
        except BackupFault as fault:
            # nothing is lost by keeping too much; the next run tries again
            _logger.warning("backup plan %s: old backups stay: %s", self.id, fault)

    def _surplus(self, whole):
        """Return those of a plan's whole backups that may go."""
        rule = keep.Keeping(
            self.keep_days, self.keep_weeks, self.keep_months, self.keep_longest
        )
        there = [keep.Kept(b.name, b.started_at, b.state == "proven") for b in whole]
        names_gone = keep.surplus(there, rule, fields.Datetime.now())
        return whole.filtered(lambda b: b.name in names_gone)

    @api.model
    def _database_uuid(self):
        parameters_sudo = self.env["ir.config_parameter"].sudo()
        return parameters_sudo.get_param("database.uuid") or ""


class IysBackup(models.Model):
    _inherit = "iys.backup"

    def _note_made(self, made):
        manifest = made.manifest
        self._set_state(
            "written",
            written_at=fields.Datetime.now(),
            started_at=fields.Datetime.to_datetime(manifest.made_at.replace("T", " ")),
            size=made.size,
            sha256=made.sha256,
            manifest=manifest.as_dict(),
            table_count=len(manifest.tables),
            row_count=sum(manifest.tables.values()),
            file_count=manifest.files,
            error_code=False,
            error_details=False,
        )


class _Progress:
    """Notes from time to time how many bytes are written."""

    def __init__(self, backup):
        self._backup = backup
        self._noted = time.monotonic()

    def __call__(self, size):
        if time.monotonic() - self._noted >= NOTE_EVERY:
            self._noted = time.monotonic()
            self._backup.size = size
            self._backup.plan_id._commit()
