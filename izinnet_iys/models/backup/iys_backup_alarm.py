"""Alarms of the backups: too old, failed, erasures that were not kept beside them."""

from datetime import timedelta

from odoo import api, fields, models

from ..alarm.cause import Cause
from .iys_backup_erasure import LATE


class IysAlarm(models.Model):
    _inherit = "iys.alarm"

    @api.model
    def _sources(self):
        """Override of `izinnet_iys`: three more kinds."""
        return {
            **super()._sources(),
            "backup_old": self._causes_backup_old,
            "backup_failed": self._causes_backup_failed,
            "erasures_late": self._causes_erasures_late,
        }

    @api.model
    def _causes_backup_old(self):
        """The last proven backup of a plan is too old, or there never was one (R-40)."""
        now, causes = fields.Datetime.now(), []
        for plan in self.env["iys.backup.plan"].search([("active", "=", True)]):
            hours = timedelta(hours=plan.max_age_hours)
            since = plan.last_proven_at or plan.create_date
            if now - since <= hours:
                continue
            causes.append(
                Cause(
                    kind="backup_old",
                    key=str(plan.id),
                    since=since + hours,
                    what=self.env._("Backup too old: %(plan)s", plan=plan.name),
                    why=self.env._(
                        "The last backup that was proven is of %(moment)s; at most"
                        " %(hours)s hours are allowed.",
                        moment=self._moment(plan.last_proven_at),
                        hours=plan.max_age_hours,
                    ),
                    todo=self.env._(
                        "Look at the backups of the plan for what went wrong, mend it"
                        " and press Back up now."
                    ),
                    record=plan,
                )
            )
        return causes

    @api.model
    def _causes_backup_failed(self):
        """The newest backup of a plan failed or could not be proven."""
        causes = []
        for plan in self.env["iys.backup.plan"].search([("active", "=", True)]):
            mine = [("plan_id", "=", plan.id), ("ended_at", "!=", False)]
            last = self.env["iys.backup"].search(mine, limit=1)
            if last.state not in ("failed", "unproven"):
                continue
            causes.append(
                Cause(
                    kind="backup_failed",
                    key=str(last.id),
                    since=last.ended_at,
                    what=self.env._("Backup failed: %(plan)s", plan=plan.name),
                    why=last.error or "–",
                    todo=self.env._(
                        "Do what the reason says. Earlier backups are untouched."
                    ),
                    record=last,
                )
            )
        return causes

    @api.model
    def _causes_erasures_late(self):
        """Erasures that a restore would undo (T-29)."""
        before, causes = fields.Datetime.now() - LATE, []
        for plan in self.env["iys.backup.plan"].search([("active", "=", True)]):
            if not (late := plan._uncopied(limit=1, before=before)):
                continue
            causes.append(
                Cause(
                    kind="erasures_late",
                    key=str(plan.id),
                    since=late.at + LATE,
                    what=self.env._(
                        "Erasures not kept beside the backups: %(plan)s", plan=plan.name
                    ),
                    why=self.env._(
                        "People were erased, and the note of it could not be put beside"
                        " the backups. A restore would bring them back."
                    ),
                    todo=self.env._(
                        "Test the target of the plan and mend what it says; the note is"
                        " then copied by itself."
                    ),
                    record=plan,
                )
            )
        return causes
