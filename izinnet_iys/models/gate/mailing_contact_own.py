"""Whose subscribers a company reads: those on its own lists, and on no list (L-6)."""

from odoo import api, fields, models
from odoo.fields import Domain


class MailingContact(models.Model):
    _inherit = "mailing.contact"

    iys_is_own = fields.Boolean(
        compute="_compute_iys_is_own", search="_search_iys_is_own"
    )

    @api.depends_context("allowed_company_ids", "uid")
    def _compute_iys_is_own(self):
        own = self.search([("id", "in", self.ids), ("iys_is_own", "=", True)])
        for contact in self:
            contact.iys_is_own = contact in own

    @api.model
    def _search_iys_is_own(self, operator, value):
        """Find who is not on lists of other companies' brands alone.

        The lists are named, for they are few: where no other company has one, a million
        subscribers are read without a question about each.
        """
        if operator != "in":
            return NotImplemented
        # sudo: another company's lists are looked for to be left out
        foreign = (
            self.env["mailing.list"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("iys_brand_id", "!=", False),
                    ("iys_brand_id.company_id", "not in", self.env.companies.ids),
                ]
            )
        )
        if not foreign:
            return Domain(True in value)
        on_foreign = Domain("subscription_ids", "any", [("list_id", "in", foreign.ids)])
        on_own = Domain("subscription_ids", "any", [("list_id", "not in", foreign.ids)])
        own = ~on_foreign | on_own
        return own if True in value else ~own
