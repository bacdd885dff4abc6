"""Beginning a check of the seal, perhaps with a head that was mailed long ago."""

from odoo import fields, models


class IysSealAsk(models.TransientModel):
    """Asks for a head from a mail; without one the check compares with what is known."""

    _name = "iys.seal.ask"
    _description = "Begin a check of the seal"

    known_head = fields.Char(
        "Head from a mail",
        help="Place and fingerprint from an old mail of the seal, as 1234:ab12…",
    )

    def action_check(self):
        """Begin the check and open it."""
        self.ensure_one()
        return self.env["iys.seal.check"].action_check_now(self.known_head)
