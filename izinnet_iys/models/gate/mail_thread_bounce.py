"""Bounces block an address in Odoo; that is no word of the person."""

from odoo import api, models

from .iys_road import NO_REFUSAL, by_road


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Override of `mass_mailing`: an address blocked for bouncing refused nothing."""
        quiet = by_road(self, NO_REFUSAL)
        return super(MailThread, quiet)._routing_handle_bounce(
            email_message, message_dict
        )
