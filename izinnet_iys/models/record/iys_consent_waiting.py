"""Approvals that wait for the person: why, until when, what staff can do (L-27, L-50)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .masked_char import may_see


class IysConsent(models.Model):
    """An approval after a refusal, from an address nobody could prove, is a draft.

    Only the person can turn it into an approval that counts: with a signature, or by
    deciding at İYS. There is no button here that confirms it.
    """

    _inherit = "iys.consent"

    waiting_reason = fields.Text("Why it waits", compute="_compute_waiting_reason")

    @api.depends("state")
    @api.depends_context("lang", "tz")
    def _compute_waiting_reason(self):
        """Say it for all together: one question to the ledger a list."""
        waiting = self.filtered(lambda act: act.state == "unconfirmed")
        (self - waiting).waiting_reason = False
        refusals = waiting._refusals_in_force()
        for act in waiting:
            act.waiting_reason = act._waiting_words(refusals.get(act._waiting_key()))

    def _refusals_in_force(self):
        """Return {key: refusal} of the keys of these acts."""
        if not self:
            return {}
        refusals = self.search(
            [
                ("recipient_key", "in", self.mapped("recipient_key")),
                ("brand_id", "in", self.brand_id.ids),
                ("status", "=", "RET"),
                ("is_effective", "=", True),
            ]
        )
        return {refusal._waiting_key(): refusal for refusal in refusals}

    def _waiting_key(self):
        return (self.brand_id.id, self.recipient_key, self.type, self.recipient_type)

    def _waiting_words(self, refusal):
        """Say why this approval does not go to İYS."""
        if not refusal:
            return self.env._("The person has not confirmed the address yet.")
        moment = refusal.consent_date or refusal.recorded_at
        day = fields.Datetime.context_timestamp(self, moment).strftime("%d.%m.%Y")
        return self.env._(
            "Refused on %(date)s; the new approval came from an address nobody has"
            " proved.",
            date=day,
        )

    def action_sign(self):
        """Open *Collect consent* for the person's signature on paper.

        Raises UserError for what does not wait for the person.
        """
        self.ensure_one()
        if self.state != "unconfirmed":
            raise UserError(self.env._("This consent does not wait for the person."))
        address = "email" if self.type == "EPOSTA" else "phone"
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "izinnet_iys.iys_capture_action"
        )
        action["context"] = {
            "default_brand_id": self.brand_id.id,
            "default_partner_id": self.partner_id.id,
            "default_person_name": self.person_name,
            "default_recipient_type": self.recipient_type,
            "default_method": "paper",
        }
        if may_see(self.env):  # who sees it masked types it from the paper (L-61)
            action["context"][f"default_{address}"] = self.recipient
        return action
