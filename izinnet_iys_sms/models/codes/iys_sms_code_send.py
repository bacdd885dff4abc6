"""Making the SMS of a code, and hearing what became of it."""

import secrets

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models

from odoo.addons.izinnet_iys.models.form.iys_confirmation_words import spoken

from ...sms_gateways.text import count
from .code_words import code_text

DIGITS = 6


class IysSmsCode(models.Model):
    _inherit = "iys.sms.code"

    @api.model
    def _draw(self, code_id, purposes):
        """Draw a code for each purpose; returns ({purpose: digits}, {purpose: values}).

        ``code_id`` is a place from ``_reserve``, which this transaction may not see yet.
        The values are what a confirmation keeps: a keyed hash with the place and the
        purpose (R-41); the digits stand in the SMS alone.
        """
        codes, keyed = _digits(purposes), self.env["iys.key"]._hasher()
        values = {
            purpose: {
                "secret_hmac": keyed(_material(code_id, purpose, digits)),
                "sms_code_id": code_id,
            }
            for purpose, digits in codes.items()
        }
        return codes, values

    @api.model
    def _send_anew(self, code_id, asked, kind="form"):
        """Give open confirmations fresh codes; those of earlier SMS are worth nothing."""
        codes, values = self._draw(code_id, asked.mapped("purpose"))
        for each in asked:
            each.write({**values[each.purpose], "error": False})
        self._send(code_id, asked, codes, kind)

    @api.model
    def _send(self, code_id, asked, codes, kind="form"):
        """Put one SMS for confirmations of one number into the queue."""
        brand = asked.brand_id
        body = code_text(spoken(asked[0].language), brand.name, codes, kind)
        self._queue(
            {
                "number": asked[0].recipient,
                "body": body,
                "iys_message_class": "OTP",
                "iys_brand_id": brand.id,
                "iys_origin_model": self._name,
                "iys_origin_id": code_id,
                "iys_expires_at": self._end_of(brand),
            }
        )

    @api.model
    def _end_of(self, brand):
        minutes = brand.sudo().company_id.iys_sms_gateway_id.iys_code_minutes or 5
        return fields.Datetime.add(fields.Datetime.now(), minutes=minutes)

    @api.model
    def _queue(self, values):
        """Put an SMS of the house into the queue, which it wakes; no call here (R-4).

        sudo: visitors may not write SMS; these are of the house's own making.
        """
        released = {"iys_is_released": True, "iys_is_logged": True}
        return self.env["sms.sms"].sudo().create({**released, **values})

    @api.model
    def _parts(self, asked_purposes, brand, kind="form", language="tr"):
        """Return how many parts the SMS has, for its price."""
        codes = dict.fromkeys(asked_purposes, "0" * DIGITS)
        return count(code_text(language, brand.name, codes, kind)).parts

    def _iys_note_sms(self, step, reason):
        """Note on the confirmations what became of the SMS.

        The person may be typing the code at this very moment; then their act stands and
        this note is left out, so the sender's work is never undone for it.
        """
        for code in self:
            asked = self.env["iys.confirmation"].search([("sms_code_id", "=", code.id)])
            try:
                with self.env.cr.savepoint():
                    asked._note_code(step, reason)
            except SerializationFailure:
                self.env.invalidate_all(flush=False)


def _digits(purposes):
    """Return {purpose: six digits}, all different."""
    codes, taken = {}, set()
    for purpose in purposes:
        digits = None
        while digits is None or digits in taken:
            digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        taken.add(digits)
        codes[purpose] = digits
    return codes


def _material(code_id, purpose, digits):
    """Return what is hashed: a code is worth nothing at another place or purpose."""
    return f"code {code_id} {purpose} {digits}"
