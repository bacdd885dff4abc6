"""The board says what keeps SMS from leaving, or soon will."""

from odoo import models


class IysBrand(models.Model):
    _inherit = "iys.brand"

    def _board_sentences(self):
        """Override of `izinnet_iys`: what keeps SMS from leaving, or soon will."""
        sentences = super()._board_sentences()
        gateway = self.company_id.sudo().iys_sms_gateway_id  # its state is no secret
        return [*sentences, *gateway._board_sentences(self)] if gateway else sentences


class IysSmsGateway(models.Model):
    _inherit = "iys.sms.gateway"

    def _board_sentences(self, brand):
        """Collect what a person has to do about SMS of a brand, one sentence each."""
        self.ensure_one()
        sentences = []
        if self.pause_reason:
            reason = self._explain_reason(self.pause_reason)
            sentences.append(self.env._("SMS wait: %(reason)s", reason=reason))
        if not self.is_confirmed_here:
            sentences.append(
                self.env._("An administrator has to confirm this database for SMS.")
            )
        if self.is_low:
            count = int(self.credits)
            sentences.append(
                self.env._("SMS credit is low: %(count)s parts left.", count=count)
            )
        if self.has_twilio:
            sentences.append(
                self.env._("The company has a Twilio account beside its SMS account.")
            )
        title = self.env["iys.sms.title"]._for_send(brand, self.company_id, True)
        if not title:
            sentences.append(
                self.env._("The brand has no approved sender title: its SMS wait.")
            )
        unknown = self._count_undecided()
        if unknown:
            sentences.append(
                self.env._(
                    "%(count)s SMS requests ended without an answer: a person decides.",
                    count=unknown,
                )
            )
        return sentences

    def _count_undecided(self):
        # how many is no secret
        jobs_sudo = self.env["iys.sms.job"].sudo()
        return jobs_sudo.search_count(
            [("gateway_id", "=", self.id), ("state", "=", "closed")]
        )
