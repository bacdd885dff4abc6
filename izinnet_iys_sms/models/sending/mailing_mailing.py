"""Bulk SMS that an operator lets leave only with a release by e-signature (L-47)."""

from odoo import fields, models
from odoo.exceptions import UserError

from .failure_words import AMBIGUOUS


class MailingMailing(models.Model):
    """The release is entered by a second person: author and releaser are two."""

    _inherit = "mailing.mailing"

    iys_release_ref = fields.Char(
        "Reference of the release",
        readonly=True,
        copy=False,
        help="The operator's number of the approval by secure electronic signature or"
        " mobile signature (L-47).",
    )
    iys_release_user_id = fields.Many2one(
        "res.users", "Released by", readonly=True, copy=False
    )
    iys_release_at = fields.Datetime("Released on", readonly=True, copy=False)
    iys_needs_release = fields.Boolean(
        "Waits for the release", compute="_compute_iys_needs_release"
    )

    def _compute_iys_needs_release(self):
        for mailing in self:
            mailing.iys_needs_release = mailing._iys_lacks_release()

    def _iys_lacks_release(self):
        """Tell whether the operator wants a release that is not there yet."""
        if self.mailing_type != "sms" or self.iys_release_ref:
            return False
        brand_sudo = self.iys_brand_id.sudo()  # whether it has to wait is no secret
        company = brand_sudo.company_id or self.env.company
        is_free = self._iys_is_released()
        return not is_free and company.sudo().iys_sms_gateway_id.needs_release

    def _iys_holds(self):
        """Override of `izinnet_iys`: nothing is prepared before the release is there."""
        if not self._iys_lacks_release():
            return super()._iys_holds()
        self.state = "in_queue"
        return True

    def _iys_release(self, reference):
        """Note the reference of a release and let the mailing leave.

        Raises UserError without a reference and for the mailing's own author.
        """
        self.ensure_one()
        self.check_access("write")
        reference = (reference or "").strip()
        if not reference:
            raise UserError(self.env._("Enter the reference of the release."))
        if self.env.user in (self.user_id, self.create_uid):
            raise UserError(
                self.env._(
                    "Author and releaser must be two persons. Ask a colleague to sign"
                    " the release and to enter its reference."
                )
            )
        self.sudo().write(  # readonly on the screen
            {
                "iys_release_ref": reference,
                "iys_release_user_id": self.env.uid,
                "iys_release_at": fields.Datetime.now(),
            }
        )
        self.env["iys.log"]._add(
            "decision",
            "Bulk SMS released with e-signature",
            record=self,
            data={"reference": reference},
        )
        sms_sudo = self.env["sms.sms"].sudo()  # they wait for this alone
        waiting = [("mailing_id", "=", self.id), ("iys_wait_reason", "=", "release")]
        sms_sudo.search(waiting).write(
            {"iys_ask_again_at": False, "iys_wait_reason": False}
        )
        sms_sudo._iys_wake()
        # sudo: whoever may release the mailing may have it sent
        self.env.ref("mass_mailing.ir_cron_mass_mailing_queue").sudo()._trigger()

    def action_iys_release(self):
        """Open the window for the reference of the release."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release with e-signature"),
            "res_model": "iys.sms.release",
            "view_mode": "form",
            "target": "new",
            "context": {"default_mailing_id": self.id},
        }

    def action_retry_failed_sms(self):
        """Override of `mass_mailing_sms`: what may have left already is not sent again.

        Stock Odoo deletes everything that failed and lets the mailing begin anew with it.
        """
        sms_sudo = self.env["sms.sms"].sudo()  # as there
        failed = sms_sudo.search(
            [
                ("mailing_id", "in", self.ids),
                ("state", "=", "error"),
                ("failure_type", "!=", AMBIGUOUS),
            ]
        )
        failed.mailing_trace_ids.unlink()
        failed.unlink()
        self.action_put_in_queue()
