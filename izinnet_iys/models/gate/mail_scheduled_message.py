"""Scheduled messages keep their class until they are posted."""

import json

from odoo import api, models
from odoo.exceptions import AccessError

from .mail_message import CLASS_FIELDS


class MailScheduledMessage(models.Model):
    """The class waits among the other parameters of the composer."""

    _inherit = "mail.scheduled.message"

    @api.model
    def _notification_parameters_whitelist(self):
        """Override of `mail`: the class of the message is posted too."""
        return super()._notification_parameters_whitelist() | set(CLASS_FIELDS)

    def write(self, vals):
        """Override of `mail`: the class stays what it was when it was scheduled.

        Raises AccessError for a person who would change it.
        """
        if "notification_parameters" in vals and not self.env.su:
            told = _class_in(vals["notification_parameters"])
            if any(_class_in(m.notification_parameters) != told for m in self):
                raise AccessError(
                    self.env._("The class of a message cannot be changed any more.")
                )
        return super().write(vals)


def _class_in(parameters):
    """Read the class out of a composer's parameters (JSON text or empty)."""
    told = json.loads(parameters or "{}")
    return [told.get(name) or False for name in CLASS_FIELDS]
