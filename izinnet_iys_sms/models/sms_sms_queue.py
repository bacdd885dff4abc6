"""The SMS queue: small lots, several companies, nothing that spins."""

from odoo import api, fields, models
from odoo.fields import Domain

from .sms_sms_leave import LOT


class SmsSms(models.Model):
    _inherit = "sms.sms"

    @api.model
    def _process_queue(self):
        """Override of `sms`: work the queue in lots with a commit after each.

        A commit gives the next lot a fresh look at refusals (R-26). SMS that wait for
        the gate are left out until their time comes.
        """
        cron, last = self.env["ir.cron"], 0
        ready = self._iys_own_companies()
        own = (
            self.env["res.company"].sudo().search([("iys_sms_gateway_id", "!=", False)])
        )
        domain = self._iys_queue_domain()
        waiting = self.search_count(domain & Domain("iys_company_id", "in", ready.ids))
        domain &= Domain("iys_company_id", "not in", own.ids)
        waiting += self.search_count(domain)
        if waiting:
            cron._commit_progress(remaining=waiting)
        if not self._iys_work_own() or not waiting:
            return
        while lot := self._iys_next_lot(domain & Domain("id", ">", last)):
            last = lot[-1].id
            lot.send(unlink_failed=False, unlink_sent=True, raise_exception=False)
            if not cron._commit_progress(len(lot)):
                return

    def _iys_queue_domain(self):
        now = fields.Datetime.now()
        return (
            Domain("state", "=", "outgoing")
            & Domain("to_delete", "!=", True)
            & (
                Domain("iys_ask_again_at", "=", False)
                | Domain("iys_ask_again_at", "<=", now)
            )
        )

    def _iys_next_lot(self, domain):
        """Return the next SMS: up to ``LOT``, or a whole batch without commercial ones."""
        limit = max(LOT, self._get_send_batch_size())
        batch = self.search(domain, limit=limit, order="id")
        if any(sms._iys_class().is_commercial for sms in batch):
            return batch[:LOT]
        return batch

    def resend_failed(self):
        """Override of `sms`: who presses "retry" reads why some did not leave."""
        failed = self.filtered(lambda sms: sms.state == "error")
        action = super().resend_failed()
        stopped = failed.exists().filtered(
            lambda sms: sms.state == "canceled" and sms.iys_rule
        )
        if stopped:
            action["params"].update(
                type="warning",
                title=self.env._("Not all were sent"),
                message=self.env._(
                    "%(count)s SMS were not sent: %(reasons)s.",
                    count=len(stopped),
                    reasons=", ".join(sorted(stopped._iys_reasons())),
                ),
            )
        return action

    def _iys_reasons(self):
        """Return the reasons of cancelled SMS in words."""
        words = dict(self._fields["iys_rule"]._description_selection(self.env))
        return {words[rule] for rule in self.mapped("iys_rule") if rule in words}
