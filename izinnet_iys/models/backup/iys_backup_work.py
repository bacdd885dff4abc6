"""What the process of a plan does; ``iys_backup_job`` starts it."""

import logging
import time

from odoo import api, fields, models, tools

from ...backup_files import keep, make, names
from ...backup_files.faults import BackupFault
from ...backup_files.key import fingerprint
from ...backup_files.seal import CHUNK, SealReader, SealWriter
from .iys_backup_job import LOCK_SPACE

_logger = logging.getLogger(__name__)

#: Seconds between two notes of how far a backup is.
NOTE_EVERY = 5


class IysBackupPlan(models.Model):
    _inherit = "iys.backup.plan"

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
