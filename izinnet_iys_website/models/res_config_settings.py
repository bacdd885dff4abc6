"""Consent forms of the website, beside its other settings."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """See the fields of `website` for what they do."""

    _inherit = "res.config.settings"

    iys_signup_point_id = fields.Many2one(
        related="website_id.iys_signup_point_id", readonly=False
    )
    iys_newsletter_point_id = fields.Many2one(
        related="website_id.iys_newsletter_point_id", readonly=False
    )
