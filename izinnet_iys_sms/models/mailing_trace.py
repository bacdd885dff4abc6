"""Traces of SMS are found by number."""

from odoo import models


class MailingTrace(models.Model):
    _inherit = "mailing.trace"

    # each lot asks which of its numbers the mailing has told already
    _iys_number_idx = models.Index(
        "(sms_number, mass_mailing_id) WHERE sms_number IS NOT NULL"
    )
