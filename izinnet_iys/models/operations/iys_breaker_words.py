"""What the circuit breaker is doing, for people."""

from datetime import datetime, timezone

from odoo import api, fields, models

from ...iys_api.limits import Breaker


class IysBreaker(models.Model):
    """Reads the kept value; nothing here changes it."""

    _inherit = "iys.breaker"

    kind_text = fields.Char("Call", compute="_compute_words")
    is_open = fields.Boolean("Paused", compute="_compute_words")
    next_try = fields.Datetime("Tried again at", compute="_compute_words")
    failures = fields.Integer("Failures in a row", compute="_compute_words")

    @api.depends("kind", "value")
    @api.depends_context("lang")
    def _compute_words(self):
        """Spell the kind in words and the moment as naive UTC."""
        words = self._kind_words()
        for row in self:
            breaker = Breaker.from_dict(row.value)
            row.kind_text = words.get(row.kind, row.kind)
            row.is_open = breaker.is_open
            row.next_try = breaker.is_open and _naive(breaker.next_try)
            row.failures = breaker.failures_in_a_row

    @api.model
    def _kind_words(self):
        return {
            "submit": self.env._("Hand in a lot"),
            "results": self.env._("Ask about a lot"),
            "changes": self.env._("Read changes"),
            "lookup": self.env._("Look one up"),
        }


def _naive(seconds):
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return moment.replace(tzinfo=None, microsecond=0)
