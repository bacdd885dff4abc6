"""Quiet hours: commercial messages wait for the morning (L-48)."""

from datetime import datetime, time, timedelta, timezone

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...iys_api.messages import TRT

DAY = 24


class IysBrand(models.Model):
    """No law forbids a message at night; people do mind one, and refuse."""

    _inherit = "iys.brand"

    iys_quiet_start = fields.Float(
        "Quiet from",
        default=20.0,
        help="From this hour (Istanbul) commercial messages wait. Good practice, no law:"
        " the same hour twice means that there are no quiet hours.",
    )
    iys_quiet_end = fields.Float(
        "Quiet until", default=9.0, help="At this hour (Istanbul) they leave."
    )

    @api.constrains("iys_quiet_start", "iys_quiet_end")
    def _check_iys_quiet_hours(self):
        for brand in self:
            hours = (brand.iys_quiet_start, brand.iys_quiet_end)
            if not all(0 <= hour < DAY for hour in hours):
                raise ValidationError(
                    self.env._("Quiet hours are hours of a day: from 00:00 to 23:59.")
                )

    def _iys_is_quiet(self, now):
        """Tell whether a moment (naive UTC) lies in the brand's quiet hours."""
        self.ensure_one()
        start, end = self.iys_quiet_start, self.iys_quiet_end
        local = _local(now)
        hour = local.hour + local.minute / 60 + local.second / 3600
        if start <= end:
            return start <= hour < end
        return hour >= start or hour < end

    def _iys_quiet_end(self, now):
        """Return when the quiet hours a moment lies in are over, naive UTC.

        A moment outside of them comes back as it is.
        """
        if not self._iys_is_quiet(now):
            return now
        local = _local(now)
        minutes = round(self.iys_quiet_end * 60)
        end = datetime.combine(local.date(), time(minutes // 60, minutes % 60), TRT)
        if end <= local:
            end += timedelta(days=1)
        return end.astimezone(timezone.utc).replace(tzinfo=None)


def _local(moment):
    return moment.replace(tzinfo=timezone.utc).astimezone(TRT)
