"""Odoo's statistics of mailings, each company its own (L-6)."""

from odoo import api, fields, models
from odoo.fields import Domain


class MailingTraceReport(models.Model):
    _inherit = "mailing.trace.report"

    iys_is_own = fields.Boolean(
        compute="_compute_iys_is_own", search="_search_iys_is_own"
    )

    @api.depends_context("allowed_company_ids", "uid")
    def _compute_iys_is_own(self):
        own = self.search([("id", "in", self.ids), ("iys_is_own", "=", True)])
        for row in self:
            row.iys_is_own = row in own

    @api.model
    def _search_iys_is_own(self, operator, value):
        """Find the mailings of brands of the active companies, and those without one.

        A row of Odoo's view has the id of one of its mailing's traces.
        """
        if operator != "in":
            return NotImplemented
        brand = "mass_mailing_id.iys_brand_id"
        own = Domain(brand, "=", False) | Domain(
            f"{brand}.company_id", "in", self.env.companies.ids
        )
        # sudo: the rule asks this very question for who may read traces
        traces_sudo = self.env["mailing.trace"].sudo()
        return Domain("id", "in", traces_sudo._search(own))
