"""Notifications of SMS can say every reason (sms.md trap 3)."""

from odoo import fields, models

from .failure_words import LEFT_OUT, OWN


class MailNotification(models.Model):
    _inherit = "mail.notification"

    failure_type = fields.Selection(selection_add=[*OWN, *LEFT_OUT])
