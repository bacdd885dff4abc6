"""Alarms about the server: actions that stand still, a wrong clock, a lost key."""

from datetime import datetime, timedelta, timezone

from odoo import api, fields, models

from .cause import Cause

#: A scheduled action that is overdue by so much stands still, whatever its interval.
OVERDUE = timedelta(minutes=60)
#: Seconds two clocks may differ (R-69).
CLOCK_LIMIT = 60
#: İYS is read every quarter of an hour; what was measured longer ago tells nothing.
CLOCK_VALID = timedelta(hours=6)


class IysAlarm(models.Model):
    _inherit = "iys.alarm"

    @api.model
    def _sources(self):
        """Override of `izinnet_iys`: the server itself."""
        return {
            **super()._sources(),
            "cron": self._causes_cron,
            "clock": self._causes_clock,
            "key": self._causes_key,
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
        """The clocks of Odoo's machine, of the database and of İYS differ (R-15, T-34)."""
        self.env.cr.execute("SELECT clock_timestamp()")
        database = self.env.cr.fetchone()[0]
        here = datetime.now(timezone.utc)
        told = self._clock_causes(here, {self.env._("PostgreSQL"): database})
        return told + self._causes_clock_iys()

    @api.model
    def _clock_causes(self, here, others):
        """Compare our clock with others, {name: aware moment}; one cause each."""
        causes = []
        for name, moment in others.items():
            seconds = int((here - moment).total_seconds())
            if abs(seconds) > CLOCK_LIMIT:
                causes.append(self._clock_cause(name, name, seconds))
        return causes

    @api.model
    def _causes_clock_iys(self):
        """One cause for each account whose last answers came by another time than ours."""
        measured = self.env["iys.brand"].search(
            [("clock_measured_at", ">", fields.Datetime.now() - CLOCK_VALID)],
            order="clock_measured_at",
        )
        newest = {brand.account_id: brand for brand in measured}
        return [
            self._clock_cause(f"iys:{account.id}", account.name, brand.clock_difference)
            for account, brand in newest.items()
            if abs(brand.clock_difference) > CLOCK_LIMIT
        ]

    @api.model
    def _clock_cause(self, key, name, seconds):
        """``seconds``: how far ours is ahead, or behind when negative."""
        return Cause(
            kind="clock",
            key=key,
            since=fields.Datetime.now(),
            what=self.env._("The server's clock is wrong"),
            why=self.env._(
                "It differs by %(seconds)s seconds from the clock of %(name)s.",
                seconds=seconds,
                name=name,
            ),
            todo=self.env._(
                "Switch on time synchronisation (NTP) on Odoo's server and the database's."
                " Consent dates in the future are refused by İYS (H162)."
            ),
        )

    @api.model
    def _causes_key(self):
        """The file behind the address keys is gone, unreadable or another one (R-38).

        Workers go on with what they have read, until they are started anew: then nothing
        is recorded, masked or sent. So the file itself is looked at.
        """
        fault = self.env["iys.key"]._fault()
        if not fault:
            return []
        return [
            Cause(
                kind="key",
                key="file",
                since=fields.Datetime.now(),
                what=self.env._("The key of the addresses cannot be read"),
                why=fault,
                todo=self.env._(
                    "Put the key file back from the server's backup at once, and do not"
                    " make a new one: no refusal would be found with it."
                ),
            )
        ]
