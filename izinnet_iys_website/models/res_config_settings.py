"""Consent forms of the website, beside its other settings."""

from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    """See the fields of `website` for what they do."""

    _inherit = "res.config.settings"

    iys_signup_point_id = fields.Many2one(
        related="website_id.iys_signup_point_id", readonly=False
    )
    iys_has_events = fields.Boolean(
        "Events are there", compute="_compute_iys_has_forms"
    )
    iys_has_shop = fields.Boolean("The shop is there", compute="_compute_iys_has_forms")
    iys_event_point_id = fields.Many2one(
        related="website_id.iys_event_point_id", readonly=False
    )
    iys_shop_point_id = fields.Many2one(
        related="website_id.iys_shop_point_id", readonly=False
    )
    iys_newsletter_point_id = fields.Many2one(
        related="website_id.iys_newsletter_point_id", readonly=False
    )

    @api.depends("website_id")
    def _compute_iys_has_forms(self):
        """Tell which addons with forms of their own are there, without needing them."""
        here = self.env["ir.module.module"]._installed()
        self.iys_has_events = "website_event" in here
        self.iys_has_shop = "website_sale" in here
