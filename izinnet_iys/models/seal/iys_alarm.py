"""Alarms of the seal: broken, late, not stamped (R-69)."""

from datetime import timedelta

from odoo import api, fields, models

from ..alarm.cause import Cause
from .iys_seal_anchor import LATE_HOURS

#: Sealing runs every minute; after this it is late.
LATE = timedelta(minutes=15)


class IysAlarm(models.Model):
    _inherit = "iys.alarm"

    @api.model
    def _sources(self):
        """Override of `izinnet_iys`: three more kinds."""
        return {
            **super()._sources(),
            "seal_broken": self._causes_seal_broken,
            "seal_late": self._causes_seal_late,
            "anchor_late": self._causes_anchor_late,
        }

    @api.model
    def _causes_seal_broken(self):
        """The last check of a company found faults; only a good one ends the alarm."""
        causes = []
        for company in self.env["iys.seal"]._every_company():
            ended = [("company_id", "=", company.id), ("state", "in", ("good", "bad"))]
            last = self.env["iys.seal.check"].search(ended, limit=1)
            if last.state != "bad":
                continue
            causes.append(
                Cause(
                    kind="seal_broken",
                    key=str(company.id),
                    since=last.ended_at,
                    what=self.env._("The seal is broken: records were changed."),
                    why=self.env._(
                        "The check found %(count)s faults.", count=last.fault_count
                    ),
                    todo=self.env._(
                        "Open the check for the records. Do not change anything now: keep"
                        " a backup of the database as it is, compare with the last good"
                        " backup, and find out who had access."
                    ),
                    record=last,
                    company=company,
                )
            )
        return causes

    @api.model
    def _causes_seal_late(self):
        """A company's new records have not been sealed for a while."""
        self.env.cr.execute(
            "SELECT company_id, min(sealed_until) FROM iys_seal_mark"
            " GROUP BY company_id HAVING min(sealed_until) < %s",
            [fields.Datetime.now() - LATE],
        )
        return [
            Cause(
                kind="seal_late",
                key=str(company_id),
                since=until + LATE,
                what=self.env._("The seal is late: new records have not been sealed."),
                why=self.env._(
                    "The last complete run was on %(moment)s.",
                    moment=self._moment(until),
                ),
                todo=self.env._(
                    "See whether the scheduled action “İYS: seal new records” is active"
                    " and the key file for addresses is in its place; the server's log"
                    " names the cause."
                ),
                company=self.env["res.company"].browse(company_id),
            )
            for company_id, until in self.env.cr.fetchall()
        ]

    @api.model
    def _causes_anchor_late(self):
        """A day's head has waited for its time-stamp for more than a day (R-34)."""
        since = fields.Datetime.subtract(fields.Datetime.now(), hours=LATE_HOURS)
        late = self.env["iys.seal.anchor"].search(
            [("state", "in", ("waiting", "asking")), ("due_at", "<", since)],
            order="day",
        )
        return [
            Cause(
                kind="anchor_late",
                key=str(company.id),
                since=fields.Datetime.add(anchors[0].due_at, hours=LATE_HOURS),
                what=self.env._("The seal waits for its time-stamp."),
                why=anchors[0].error or self.env._("The authority did not answer."),
                todo=self.env._(
                    "Nothing is lost; the authority is asked again every hour. If it"
                    " stays so, choose another authority in the settings."
                ),
                record=anchors[0],
                company=company,
            )
            for company, anchors in late.grouped("company_id").items()
        ]
