"""Trying a code: counted first, looked at second, used once (R-41)."""

import re

from odoo import fields, models
from odoo.tools import consteq

from odoo.addons.izinnet_iys.models.form.iys_confirmation import OPEN

from .iys_sms_code_send import DIGITS, _material

_CODE = re.compile(rf"[0-9]{{{DIGITS}}}")


class IysConfirmation(models.Model):
    _inherit = "iys.confirmation"

    def _is_waiting(self):
        """Tell whether a code may still be typed for it."""
        self.ensure_one()
        return self.state in OPEN and self.expires_at > fields.Datetime.now()

    def _enter_code(self, text, evidence):
        """Try one code for this one purpose; returns ``given``, ``wrong``, ``used_up``,
        ``expired`` or ``empty``.

        Raises UserError when the approval could not be recorded: nothing is kept then,
        and the code still works as long as tries are left.
        """
        told = self._try_code(text)
        if told != "right":
            return told
        if not self._confirm(evidence):
            return "expired"
        self._note_right()
        return "given"

    def _try_code(self, text):
        """Count a try and look at the code: ``right`` or what is wrong with it."""
        self.ensure_one()
        digits = re.sub(r"[\s.-]", "", text or "")
        if not _CODE.fullmatch(digits):
            return "empty"
        code = self.sms_code_id
        if (
            not self._is_waiting()
            or not code
            or code.expires_at <= fields.Datetime.now()
        ):
            return "expired"
        left = self.env["iys.sms.try"]._take(code.id)
        if left is None:
            return "used_up"
        keyed = self.env["iys.key"]._hash(_material(code.id, self.purpose, digits))
        if consteq(keyed, self.secret_hmac):
            return "right"
        return "wrong" if left else "used_up"

    def _note_right(self):
        self.env["iys.sms.try"].create(
            {"code_id": self.sms_code_id.id, "is_right": True}
        )
