"""The clock against İYS's own, measured by answers that come anyway (R-15, T-34)."""

from odoo import fields, models

#: {(database, account id): (seconds, moment)}: what this process measured last and has not
#: written yet. It is written along with what a call leaves on the brand anyhow.
_MEASURED = {}


class IysAccount(models.Model):
    _inherit = "iys.account"

    def _watch_clock(self):
        """Return the function that is told by each answer how far the clocks differ."""
        place = (self.env.cr.dbname, self.id)

        def watch(seconds):
            _MEASURED[place] = (round(seconds), fields.Datetime.now())

        return watch


class IysBrand(models.Model):
    _inherit = "iys.brand"

    clock_difference = fields.Integer(
        "Clock ahead of İYS (seconds)", readonly=True, copy=False
    )
    clock_measured_at = fields.Datetime("Clock compared on", readonly=True, copy=False)

    def _clock_values(self):
        """Return what the last call measured, to be written with other values; once."""
        place = (self.env.cr.dbname, self.account_id.id)
        seconds, moment = _MEASURED.pop(place, (None, None))
        if moment is None:
            return {}
        return {"clock_difference": seconds, "clock_measured_at": moment}
