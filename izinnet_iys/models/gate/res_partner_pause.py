"""Contacts: the breaks a person asked for, as staff see them."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...iys_api.recipients import normalise
from ..record.res_partner import READERS
from .iys_consent_decide import ADDRESS


class ResPartner(models.Model):
    _inherit = "res.partner"

    iys_pause_note = fields.Text(
        "Breaks", compute="_compute_iys_pause_note", groups=READERS
    )

    @api.depends("phone_sanitized", "email_normalized")
    @api.depends_context("lang", "company", "allowed_company_ids")
    def _compute_iys_pause_note(self):
        """Say for which channels and brands the person wants nothing until when."""
        lines = {partner: [] for partner in self}
        for brand in self._iys_brands_here():
            for type_, column in ADDRESS.items():
                for partner, until in self._iys_paused(brand, type_, column).items():
                    lines[partner].append(self._iys_pause_words(brand, type_, until))
        for partner in self:
            partner.iys_pause_note = "\n".join(lines[partner])

    def _iys_paused(self, brand, type_, column):
        """Return {contact: until} of those on a break of a brand and channel."""
        spelt = {p: normalise(type_, p[column]) for p in self if p[column]}
        # sudo: a break is read by everybody who may see this field
        pauses_sudo = self.env["iys.pause"].sudo()
        try:
            known = {address for address in spelt.values() if address}
            paused = pauses_sudo._paused(brand, type_, known)
        except UserError:  # the address key is missing; contacts stay usable
            return {}
        return {p: paused[text] for p, text in spelt.items() if text in paused}

    def _iys_pause_words(self, brand, type_, until):
        channels = dict(
            self.env["iys.pause"]._fields["type"]._description_selection(self.env)
        )
        return self.env._(
            "%(channel)s, %(brand)s: on a break the person asked for until %(day)s",
            channel=channels[type_],
            brand=brand.sudo().name,
            day=format_date(self.env, until),
        )
