"""Kiosk: a link of a form as it stands on a tablet at an event or a counter."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import consteq


class IysFormPoint(models.Model):
    _inherit = "iys.form.point"

    kiosk_pin = fields.Char(
        "Kiosk PIN",
        copy=False,
        help="Staff leave the kiosk with it. Empty: no PIN is asked. What is behind the"
        " kiosk is the log-in page, so the PIN keeps visitors on the form and no more.",
    )

    @api.constrains("kiosk_pin")
    def _check_kiosk_pin(self):
        for point in self:
            pin = point.kiosk_pin or "0000"
            if not (pin.isascii() and pin.isdecimal() and 4 <= len(pin) <= 8):
                raise ValidationError(
                    self.env._("The kiosk PIN has four to eight digits.")
                )

    def _kiosk_path(self):
        self.ensure_one()
        return f"/izin/{self.token}/kiosk"

    def _lets_out(self, pin):
        """Tell whether what was typed ends the kiosk."""
        self.ensure_one()
        wanted, typed = self.kiosk_pin or "", str(pin or "")
        return not wanted or consteq(wanted.encode(), typed.encode())

    def action_kiosk(self):
        """Log this browser out and show the form as a kiosk: whoever stands before the
        tablet must not stand in the collector's session."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/session/logout?redirect={self._kiosk_path()}",
            "target": "self",
        }
