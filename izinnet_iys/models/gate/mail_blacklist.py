"""Odoo's block list for e-mails: an entry is a refusal, leaving it is no consent (L-14)."""

from odoo import api, models
from odoo.tools import email_normalize

from .iys_road import NO_REFUSAL, by_road


class MailBlacklist(models.Model):
    _inherit = "mail.blacklist"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `mail`: all addresses entered become one lot of refusals.

        An address that is in the list already is refused anew: the earlier entry may
        have come from bounces.
        """
        entries = super().create(vals_list)
        self.env["iys.consent"]._refuse_heard(
            "EPOSTA",
            {
                email_normalize(vals["email"])
                for vals in vals_list
                if vals.get("active", True)
            },
        )
        return entries

    def write(self, vals):
        """Override of `mail`: an entry that becomes active, or another address, is one."""
        if vals.get("email"):
            told = self.filtered("active") if "active" not in vals else self
        else:
            told = self.filtered(lambda entry: not entry.active)
        done = super().write(vals)
        self.env["iys.consent"]._refuse_heard(
            "EPOSTA", set(told.filtered("active").mapped("email"))
        )
        return done

    def _add(self, email, message=None):
        """Override of `mail`: saying no again is a refusal, too, and told once only."""
        entry = super(MailBlacklist, by_road(self, NO_REFUSAL))._add(email, message)
        self.env["iys.consent"]._refuse_heard("EPOSTA", {email_normalize(email)})
        return self.browse(entry.ids)
