"""Alarms about the server: scheduled actions that stand still, a clock that is wrong."""

from datetime import datetime, timedelta, timezone

from odoo import api, fields, models

from .cause import Cause

#: A scheduled action that is overdue by so much stands still, whatever its interval.
OVERDUE = timedelta(minutes=60)
#: Seconds two clocks may differ (R-69).
CLOCK_LIMIT = 60


class IysAlarm(models.Model):
    _inherit = "iys.alarm"

    @api.model
    def _sources(self):
        """Override of `izinnet_iys`: the server itself."""
        return {
            **super()._sources(),
            "cron": self._causes_cron,
            "clock": self._causes_clock,
        }

    @api.model
    def _crons(self):
        """Return all scheduled actions that our addons brought along, switched off too."""
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.cron"), ("module", "=like", "izinnet_iys%")]
        )
        crons = self.env["ir.cron"].with_context(active_test=False)
        return crons.browse(data.mapped("res_id")).exists()

    @api.model
    def _causes_cron(self):
        """A scheduled action is switched off or has not run for long (V-6, R-18)."""
        now, causes = fields.Datetime.now(), []
        for cron in self._crons():
            if cron.active and now - cron.nextcall < OVERDUE:
                continue
            why = self.env._("It should have run on %(moment)s.",
                             moment=self._moment(cron.nextcall))  # fmt: skip
            if not cron.active:
                why = self.env._("It is switched off. Odoo does so after failures.")
            causes.append(
                Cause(
                    kind="cron",
                    key=str(cron.id),
                    since=cron.nextcall if cron.active else cron.write_date,
                    what=self.env._(
                        "Scheduled action stands still: %(name)s", name=cron.name
                    ),
                    why=why,
                    todo=self.env._(
                        "Switch it on under Configuration → Schedules, press Run now and"
                        " give the server's log to whoever runs the server if it stops"
                        " again."
                    ),
                    record=cron,
                )
            )
        return causes

    @api.model
    def _causes_clock(self):
        """The clocks of Odoo's machine and of the database differ (R-15, T-34)."""
        self.env.cr.execute("SELECT clock_timestamp()")
        database = self.env.cr.fetchone()[0]
        return self._clock_causes(
            datetime.now(timezone.utc), {self.env._("PostgreSQL"): database}
        )

    @api.model
    def _clock_causes(self, here, others):
        """Compare our clock with others, {name: aware moment}; one cause each."""
        causes = []
        for name, moment in others.items():
            seconds = int((here - moment).total_seconds())
            if abs(seconds) <= CLOCK_LIMIT:
                continue
            causes.append(
                Cause(
                    kind="clock",
                    key=name,
                    since=fields.Datetime.now(),
                    what=self.env._("The server's clock is wrong"),
                    why=self.env._(
                        "It differs by %(seconds)s seconds from the clock of %(name)s.",
                        seconds=seconds,
                        name=name,
                    ),
                    todo=self.env._(
                        "Switch on time synchronisation (NTP) on both machines. Consent"
                        " dates in the future are refused by İYS (H162)."
                    ),
                )
            )
        return causes
