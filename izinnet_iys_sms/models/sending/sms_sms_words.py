"""How an SMS stands, in one line a person understands."""

from odoo import api, fields, models
from odoo.tools import format_datetime

from .failure_words import AMBIGUOUS


class SmsSms(models.Model):
    _inherit = "sms.sms"

    iys_standing = fields.Char("How it stands", compute="_compute_iys_standing")
    iys_is_unknown = fields.Boolean(compute="_compute_iys_standing")

    @api.depends(
        "state", "failure_type", "iys_ask_again_at", "iys_wait_reason", "iys_rule"
    )
    def _compute_iys_standing(self):
        for sms in self:
            sms.iys_is_unknown = sms.failure_type == AMBIGUOUS
            sms.iys_standing = sms._iys_standing()

    def _iys_standing(self):
        if self.state == "outgoing":
            return self._iys_why_waiting()
        if self.state == "process":
            return self.env._("Being sent")
        if self.iys_is_unknown:
            return self.env._(
                "The operator's answer is unknown: it may have left. The operator is"
                " asked; it is not sent again by itself."
            )
        return False

    def _iys_why_waiting(self):
        """Say what keeps an SMS in the queue; False when nothing does."""
        gateway = self._iys_gateway()
        words = self._fields
        if gateway.pause_reason:
            reasons = dict(
                gateway._fields["pause_reason"]._description_selection(self.env)
            )
            return self.env._(
                "Waits: account paused (%(reason)s)",
                reason=reasons[gateway.pause_reason],
            )
        if gateway and not gateway.is_confirmed_here:
            return self.env._("Waits: this database is not confirmed for SMS")
        if self.iys_wait_reason:
            reasons = dict(words["iys_wait_reason"]._description_selection(self.env))
            return reasons[self.iys_wait_reason]
        if self.iys_ask_again_at and self.iys_ask_again_at > fields.Datetime.now():
            rules = dict(words["iys_rule"]._description_selection(self.env))
            until = format_datetime(self.env, self.iys_ask_again_at, dt_format="short")
            reason = rules.get(self.iys_rule) or self.env._("tried again")
            return self.env._(
                "Waits until %(time)s: %(reason)s", time=until, reason=reason
            )
        return False
