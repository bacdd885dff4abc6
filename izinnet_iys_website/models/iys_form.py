"""With the website a form has a page of its own."""

from odoo import api, models


class IysForm(models.Model):
    _inherit = "iys.form"

    @api.model
    def _has_page(self):
        """Override of `izinnet_iys`: ``/izin/<token>`` answers."""
        return True
