"""Mailing lists belong to a brand; leaving one refuses it, joining one consents to nothing."""

from contextlib import nullcontext

from odoo import api, fields, models
from odoo.tools import email_normalize

from .iys_road import NO_REFUSAL, by_road, may_rejoin


class MailingList(models.Model):
    _inherit = "mailing.list"

    iys_brand_id = fields.Many2one(
        "iys.brand",
        "Brand",
        help="Who leaves this list refuses the e-mails of this brand; without a brand,"
        " of all brands of the company. Joining a list is never a consent.",
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

    def copy(self, default=None):
        """Override of `base`: copied opt-outs are no new words of the people."""
        quiet = by_road(self, NO_REFUSAL)
        return self.browse(super(MailingList, quiet).copy(default).ids)

    def _iys_memberships(self, *vals_list):
        if any("contact_ids" in vals for vals in vals_list):
            return self.env["mailing.subscription"]._iys_keep_opt_outs()
        return nullcontext()

    def action_merge(self, src_lists, archive):
        """Override of `mass_mailing`: who left one of the lists has left the merged one."""
        subscriptions = self.env["mailing.subscription"]
        with subscriptions._iys_keep_opt_outs(src_lists):
            return super().action_merge(src_lists, archive)

    def _update_subscription_from_email(self, email, opt_out=True, force_message=None):
        """Override of `mass_mailing`: anonymous visitors cannot take an opt-out back."""
        lists = self
        if not opt_out and not may_rejoin(self.env):
            lists = self - self._iys_left_by(email)
        return super(MailingList, lists)._update_subscription_from_email(
            email, opt_out=opt_out, force_message=force_message
        )

    def _iys_left_by(self, email):
        """Return those of the lists an address has opted out of."""
        left = self.env["mailing.subscription"].search(
            [
                ("list_id", "in", self.ids),
                ("opt_out", "=", True),
                ("contact_id.email_normalized", "=", email_normalize(email)),
            ]
        )
        return left.list_id
