"""Contacts, seen by the audience of a mailing."""

from odoo import models


class ResPartner(models.Model):
    """Small indexes for what is rare among contacts, so that looking costs nothing."""

    _inherit = "res.partner"

    _iys_merchant_idx = models.Index(
        "(id) WHERE iys_recipient_type = 'TACIR' AND active"
    )
    _iys_odd_email_idx = models.Index(
        "(email_normalized)"
        " WHERE octet_length(email_normalized) <> length(email_normalized)"
    )
