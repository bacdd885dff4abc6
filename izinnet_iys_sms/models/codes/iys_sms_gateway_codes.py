"""What an account allows for codes by SMS: life, caps, the one-to-one request."""

from odoo import fields, models

from ...sms_gateways.code_limits import Caps


class IysSmsGateway(models.Model):
    """Belongs to the company's account, because it pays for every code."""

    _inherit = "iys.sms.gateway"

    iys_code_minutes = fields.Integer(
        "A code works for (minutes)",
        default=5,
        required=True,
        help="Ten at the most (R-41).",
    )
    iys_codes_hour = fields.Integer(
        "Codes an hour",
        default=500,
        required=True,
        help="No more leave in any hour, whoever asks. Planned events have their own.",
    )
    iys_codes_day = fields.Integer(
        "Codes a day",
        default=2000,
        required=True,
        help="No more leave in 24 hours; planned events have their own.",
    )
    iys_codes_money = fields.Float(
        "Money for codes a day",
        digits=(12, 2),
        help="By the price of a part given here, planned events included. 0: no limit.",
    )
    iys_allows_request = fields.Boolean(
        "One-to-one requests",
        help="Staff may have a code sent to a customer they are talking to (L-26). Off at"
        " first: whether such an SMS is itself a commercial message is not settled, and"
        " the QR code on the customer's own phone avoids the question. Ask your lawyer"
        " before you switch it on.",
    )

    _code_minutes_check = models.Constraint(
        "CHECK (iys_code_minutes BETWEEN 1 AND 10)",
        "A code works for one to ten minutes.",
    )
    _codes_check = models.Constraint(
        "CHECK (iys_codes_hour >= 0 AND iys_codes_day >= 0 AND iys_codes_money >= 0)",
        "A limit cannot be below zero.",
    )

    def _iys_caps(self):
        """Return the caps as `code_limits.Caps`; without an account nothing may leave."""
        if not self:
            return Caps(0, 0)
        return Caps(self.iys_codes_hour, self.iys_codes_day, self.iys_codes_money)
