"""Traces of SMS mailings can say every reason (sms.md trap 3)."""

from odoo import fields, models

from .failure_words import OWN


class MailingTrace(models.Model):
    _inherit = "mailing.trace"

    failure_type = fields.Selection(selection_add=OWN)
