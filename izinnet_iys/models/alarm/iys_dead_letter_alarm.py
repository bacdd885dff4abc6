"""Alarms about dead letters: that there are some, that nobody looks at them (R-69, R-70)."""

from datetime import timedelta

from odoo import api, fields, models

from .cause import Cause

UNSEEN = timedelta(days=7)


class IysAlarm(models.Model):
    _inherit = "iys.alarm"

    @api.model
    def _sources(self):
        """Override of `izinnet_iys`: two kinds."""
        return {
            **super()._sources(),
            "dead_letters": self._causes_dead_letters,
            "dead_unseen": self._causes_dead_unseen,
        }

    @api.model
    def _causes_dead_letters(self):
        """There are open dead letters: one alarm a company."""
        return [
            Cause(
                kind="dead_letters",
                key=str(company.id),
                since=since,
                what=self.env._("Something failed for good and waits for a person"),
                why=self.env._(
                    "%(count)s dead letters, the oldest since %(moment)s.",
                    count=count,
                    moment=self._moment(since),
                ),
                todo=self.env._(
                    "Open Reports → Dead letters: try each again or close it with a"
                    " reason."
                ),
                company=company,
            )
            for company, count, since in self._open_letters([])
        ]

    @api.model
    def _causes_dead_unseen(self):
        """Letters older than seven days that nobody has seen."""
        limit = fields.Datetime.now() - UNSEEN
        unseen = [("seen_at", "=", False), ("since", "<", limit)]
        return [
            Cause(
                kind="dead_unseen",
                key=str(company.id),
                since=since + UNSEEN,
                what=self.env._("Dead letters nobody has looked at for 7 days"),
                why=self.env._("%(count)s are older and unseen.", count=count),
                todo=self.env._("Open Reports → Dead letters and look at them today."),
                company=company,
            )
            for company, count, since in self._open_letters(unseen)
        ]

    @api.model
    def _open_letters(self, domain):
        """Return [(company, count, oldest)] of letters nobody closed."""
        return self.env["iys.dead.letter"]._read_group(
            [("closed_at", "=", False), *domain],
            ["company_id"],
            ["__count", "since:min"],
        )
