"""Odoo names a source after each mailing: a company reads those of its own (L-6)."""

from odoo import api, fields, models


class UtmSource(models.Model):
    _inherit = "utm.source"

    iys_mailing_ids = fields.One2many(
        "mailing.mailing", "source_id", groups=fields.NO_ACCESS
    )


class UtmMixin(models.AbstractModel):
    _inherit = "utm.mixin"

    @api.model
    def _get_unique_names(self, model_name, names):
        """Override of `utm`: a name that another company uses is taken as well."""
        # sudo: names are unique over all companies; no name is told to anybody
        mixin_sudo = self.sudo()
        return super(UtmMixin, mixin_sudo)._get_unique_names(model_name, names)
