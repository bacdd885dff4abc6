"""The scheduled action of the backups: it starts processes and never works itself."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...backup_files.faults import BackupFault
from .backup_process import start

_logger = logging.getLogger(__name__)

LOCK_SPACE = 0x1957_42
WORKING = ("running", "proving")


class IysBackupPlan(models.Model):
    _inherit = "iys.backup.plan"

    @api.model
    def _cron_backup(self):
        """Note processes that died, ask for what is due, start what waits (R-4).

        The work itself is in processes of their own: this returns at once. A plan whose
        process cannot be started fails alone.
        """
        for plan in self.search([("active", "in", (True, False))]):
            plan._note_dead()
        for plan in self.search([("next_at", "<=", fields.Datetime.now())]):
            plan._ask_due()
        self.env["ir.cron"]._commit_progress(1)
        for plan in self.search([("active", "=", True)]):
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
