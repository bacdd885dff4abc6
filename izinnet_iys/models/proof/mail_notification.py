"""Notifications are found by address when proof is asked for."""

from odoo import models


class MailNotification(models.Model):
    _inherit = "mail.notification"

    _iys_address_idx = models.Index("(mail_email_address) WHERE iys_rule IS NOT NULL")
