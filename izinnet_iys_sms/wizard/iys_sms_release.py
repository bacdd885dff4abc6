"""The second person enters the reference of a release with e-signature (L-47)."""

from odoo import fields, models


class IysSmsRelease(models.TransientModel):
    """Only asks; `mailing.mailing._iys_release` checks who and what."""

    _name = "iys.sms.release"
    _description = "Release of bulk SMS"

    mailing_id = fields.Many2one(
        "mailing.mailing", required=True, readonly=True, ondelete="cascade"
    )
    reference = fields.Char(
        "Reference of the release",
        required=True,
        help="As the operator's panel shows it after signing.",
    )

    def action_release(self):
        """Note the release; raises UserError for the author (see there)."""
        self.ensure_one()
        self.mailing_id._iys_release(self.reference)
        return {"type": "ir.actions.act_window_close"}
