"""Odoo's block list for phones: an entry refuses text messages (L-14)."""

from odoo import api, models

from .iys_road import NO_REFUSAL, by_road


class PhoneBlacklist(models.Model):
    """Odoo names this list "blocked for SMS"; calls are refused by other roads."""

    _inherit = "phone.blacklist"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `phone_validation`: all numbers entered are one lot of refusals.

        Every way into the list ends here, also for numbers that are in it already.
        """
        quiet = by_road(self, NO_REFUSAL)
        entries = self.browse(super(PhoneBlacklist, quiet).create(vals_list).ids)
        self.env["iys.consent"]._refuse_heard(
            "MESAJ", set(entries.filtered("active").mapped("number"))
        )
        return entries

    def write(self, vals):
        """Override of `phone_validation`: an entry that becomes active is a refusal."""
        if vals.get("number"):
            told = self.filtered("active") if "active" not in vals else self
        else:
            told = self.filtered(lambda entry: not entry.active)
        done = super().write(vals)
        self.env["iys.consent"]._refuse_heard(
            "MESAJ", set(told.filtered("active").mapped("number"))
        )
        return done
