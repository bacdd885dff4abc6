"""The list of refused people: since when, by which road, and what is lawful next (L-50)."""

from odoo import api, fields, models


class IysConsent(models.Model):
    _inherit = "iys.consent"

    again_from = fields.Date("May be asked from", compute="_compute_again")
    again_tries = fields.Integer("Tries so far", compute="_compute_again")
    again_step = fields.Char("What is lawful next", compute="_compute_again")

    @api.depends("consent_date", "status", "is_effective")
    @api.depends_context("lang")
    def _compute_again(self):
        """Say it for refusals in force; nothing for other acts."""
        tries = self._count_tries()
        today = fields.Date.context_today(self)
        for consent in self:
            consent.again_from = consent.again_step = False
            consent.again_tries = tries.get((consent.recipient_key, consent.type), 0)
            if consent.status != "RET" or not consent.is_effective:
                continue
            # sudo: the waiting time of the brand's company is no secret
            months = consent.sudo().brand_id.company_id.iys_ask_again_months
            refused = (consent.consent_date or consent.recorded_at).date()
            consent.again_from = fields.Date.add(refused, months=months)
            consent.again_step = self._again_words(consent.again_from > today)

    @api.model
    def _again_words(self, is_early):
        if is_early:
            return self.env._(
                "Wait. The person alone may come back: by the own page, a QR code or paper."
            )
        return self.env._(
            "QR code on the own phone, signed paper or a visit; never a message."
        )

    def _count_tries(self):
        # sudo: how often somebody was asked is shown to whoever may see the refusal
        rows = (
            self.env["iys.ask.again"]
            .sudo()
            ._read_group(
                [
                    ("recipient_key", "in", self.mapped("recipient_key")),
                    ("brand_id", "in", self.brand_id.ids),
                ],
                ["recipient_key", "type"],
                ["__count"],
            )
        )
        return {(key, type_): count for key, type_, count in rows}
