"""Who opened our screens: the first look at the board of each user and day."""

from odoo import api, fields, models

from ...wizard.turkish_time import span, today


class IysBrand(models.Model):
    _inherit = "iys.brand"

    @api.model
    def web_search_read(self, domain, specification, **options):
        """Override of `web`: note the first opening of the board (context ``iys_board``)."""
        if self.env.context.get("iys_board"):
            self._note_board_opened()
        return super().web_search_read(domain, specification, **options)

    @api.model
    def _note_board_opened(self):
        day = today()
        start, _end = span(day, day)
        log_sudo = self.env["iys.log"].sudo()  # few may read the day log
        mine = [
            ("kind", "=", "login"),
            ("user_id", "=", self.env.uid),
            ("company_id", "=", self.env.company.id),
            ("date", ">=", fields.Datetime.to_string(start)),
        ]
        if not log_sudo.search_count(mine, limit=1):
            self.env["iys.log"]._add("login", "Board opened")
