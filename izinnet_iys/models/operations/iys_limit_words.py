"""When İYS may be called next, for people."""

from datetime import datetime, timezone

from odoo import api, fields, models


class IysLimit(models.Model):
    """Reads the kept moment; nothing here changes it."""

    _inherit = "iys.limit"

    used_until = fields.Datetime(
        "Used up to",
        compute="_compute_used_until",
        help="Calls of this kind are spread over time up to this moment; when it lies"
        " ahead, the next one waits.",
    )

    @api.depends("tat")
    def _compute_used_until(self):
        """Turn the limiter's seconds into naive UTC."""
        for row in self:
            moment = datetime.fromtimestamp(row.tat or 0, timezone.utc)
            row.used_until = moment.replace(tzinfo=None, microsecond=0)
