"""Tells the web client that part of what it shows is not the real İYS."""

from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Override of `web`: add ``iys_demo``, true when a company uses the demo registry."""
        info = super().session_info()
        if self.env.user._is_internal():
            info["iys_demo"] = self._iys_has_demo()
        return info

    def _iys_has_demo(self):
        accounts_sudo = self.env["iys.account"].sudo()  # everybody is to be warned
        mine = [
            ("route", "=", "demo"),
            ("company_id", "in", self.env.user.company_ids.ids),
        ]
        return bool(accounts_sudo.search_count(mine, limit=1))
