"""Open alarms on the board."""

from odoo import models


class IysBrand(models.Model):
    _inherit = "iys.brand"

    def _board_sentences(self):
        """Override of `izinnet_iys`: name what is open, for the brand's company and for
        the whole server."""
        # sudo: the board warns everybody who sees the brand; the list is for managers
        alarms_sudo = self.env["iys.alarm"].sudo()
        mine = [
            ("state", "=", "open"),
            ("company_id", "in", (self.company_id.id, False)),
        ]
        rows = alarms_sudo.search(mine, order="since desc", limit=4)
        sentences = [row.what for row in rows[:3]]
        if len(rows) > 3:
            sentences.append(self.env._("… and more under Reports → Alarms."))
        return [*super()._board_sentences(), *sentences]
