"""From a signed sheet to its screen: by the camera, or by typing its number."""

from odoo import fields, models
from odoo.exceptions import UserError


class IysSheetScan(models.TransientModel):
    _name = "iys.sheet.scan"
    _description = "Scan a sheet"

    code = fields.Char("Number of the sheet", help="Such as K2026-000017.")

    def action_open(self):
        """Open the sheet; raises UserError when there is none of this number."""
        self.ensure_one()
        sheet = self.env["iys.sheet"]._by_code(self.code)
        if not sheet:
            raise UserError(
                self.env._(
                    "No sheet of yours has this number. It stands at the top of the sheet,"
                    " such as K2026-000017."
                )
            )
        return sheet.action_open()
