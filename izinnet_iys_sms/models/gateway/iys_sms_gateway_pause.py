"""Pausing an account where only a person can help, resting where time helps."""

import logging
import random
from datetime import timedelta

from odoo import fields, models

from ...sms_gateways import AccountError, BalanceError

_logger = logging.getLogger(__name__)

#: Seconds an account rests after its first call without a good answer, and at most.
FIRST_REST, LONGEST_REST = 5, 900
#: Seconds of rest an operator may ask for.
LONGEST_ASKED = 24 * 3600
#: Seconds to wait when the operator limits calls and names no time.
USUAL_LIMIT = 60


class IysSmsGateway(models.Model):
    _inherit = "iys.sms.gateway"

    def _pause(self, error):
        """Stop sending for an AccountError or BalanceError; the SMS wait (sms.md §9.3).

        Administrators are told once: a paused account is not asked again.
        """
        self.ensure_one()
        reason = "credit" if isinstance(error, BalanceError) else error.reason
        self._note_error(error, pause_reason=reason)
        self.env["iys.log"]._add(
            "alarm",
            f"SMS account paused: {error.code or reason}",
            record=self,
            data={"reason": reason, "code": error.code or None},
        )
        self._alert_administrators(
            self.env._("SMS account paused: %(name)s", name=self.name),
            self._explain_error(error),
        )

    def _note_error(self, error, **values):
        # a call's end is written down by whoever made it
        self.sudo().write(
            {
                "last_error": self._explain_error(error),
                "last_error_at": fields.Datetime.now(),
                **values,
            }
        )

    def _rest(self, error, seconds=None):
        """Leave the operator alone for a while: growing, with jitter (R-12).

        ``seconds``: the time it named itself. The queue comes back by itself.
        """
        self.ensure_one()
        count = self.silent_count + 1
        if seconds is None:
            seconds = min(FIRST_REST * 2 ** min(count - 1, 20), LONGEST_REST)
        # the operator's figure is text from outside: a day is long enough
        wait = timedelta(seconds=min(seconds, LONGEST_ASKED) * random.uniform(1, 1.25))
        until = fields.Datetime.now() + wait + timedelta(seconds=1)
        self._note_error(error, resume_at=until, silent_count=count)
        self.env["sms.sms"]._iys_wake(until)

    def _note_success(self):
        """Forget old failures once the operator has answered well."""
        # as in `_note_error`
        self.sudo().write({"last_error": False, "silent_count": 0, "resume_at": False})

    def action_pause(self):
        """Let nothing leave until a person starts again; SMS wait in the queue."""
        self.check_access("write")
        for gateway in self:
            gateway.sudo().pause_reason = "person"  # readonly on the screen
            self.env["iys.log"]._add("setup", "SMS account paused", record=gateway)

    def action_resume(self):
        """Start again after the cause of a pause was mended by a person."""
        self.check_access("write")
        self.sudo().write(  # readonly on the screen
            {
                "pause_reason": False,
                "resume_at": False,
                "silent_count": 0,
                "last_error": False,
            }
        )
        for gateway in self:
            self.env["iys.log"]._add("setup", "SMS account resumed", record=gateway)
        self.env["sms.sms"]._iys_wake()

    def _alert_administrators(self, summary, note):
        """Leave one to-do per administrator of the company, not one per run.

        That nobody could be told must not undo the note of what left.
        """
        try:
            with self.env.cr.savepoint():
                self._leave_todos(summary, note)
        except Exception:
            _logger.exception("%s: administrators could not be told", self)

    def _leave_todos(self, summary, note):
        todo = self.env.ref("mail.mail_activity_data_todo")
        people = self.env.ref("izinnet_iys.group_admin").all_user_ids
        for gateway in self.sudo():  # the queue writes for everybody
            told = gateway.activity_ids.filtered(
                lambda activity: activity.summary == summary
            ).user_id
            for user in people - told:
                if user.active and gateway.company_id in user.company_ids:
                    gateway.activity_schedule(
                        activity_type_id=todo.id,
                        summary=summary,
                        note=note,
                        user_id=user.id,
                    )


def pauses(error):
    """Tell whether an error needs a person before anything can be sent."""
    return isinstance(error, AccountError | BalanceError)
