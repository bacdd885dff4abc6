"""Contacts of mailing lists: entering one again does not undo what the person said."""

from contextlib import nullcontext

from odoo import api, models


class MailingContact(models.Model):
    _inherit = "mailing.contact"

    # opt-outs are looked up by address, at each new membership
    _iys_email_idx = models.Index(
        "(email_normalized) WHERE email_normalized IS NOT NULL"
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `mass_mailing`: an address that opted out of a list stays out."""
        with self._iys_memberships(*vals_list):
            return super().create(vals_list)

    def write(self, vals):
        """Override of `mass_mailing`: an address that opted out of a list stays out."""
        with self._iys_memberships(vals):
            return super().write(vals)

    def _iys_memberships(self, *vals_list):
        if any("list_ids" in vals for vals in vals_list):
            return self.env["mailing.subscription"]._iys_keep_opt_outs()
        return nullcontext()
