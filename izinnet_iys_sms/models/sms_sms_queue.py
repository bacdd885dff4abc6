"""The SMS queue: small lots, several companies, nothing that spins."""

from odoo import api, fields, models
from odoo.fields import Domain

from .sending.failure_words import AMBIGUOUS
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
        """Override of `sms`: who presses "retry" reads why some did not leave.

        What may have left already is left out: only a person who was warned sends it
        again, one by one (`action_iys_send_anyway`).
        """
        unknown = self.filtered(lambda sms: sms.failure_type == AMBIGUOUS)
        failed = self.filtered(lambda sms: sms.state == "error") - unknown
        failed.sudo().iys_tries = 0  # the system's own count
        queued = failed.filtered(lambda sms: sms._iys_gateway())
        action = super(SmsSms, self - unknown).resend_failed()
        if queued or unknown:
            action["params"].update(self._iys_say_resent(queued, unknown))
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

    def _iys_say_resent(self, queued, unknown):
        said = [
            self.env._("%(count)s SMS leave in seconds.", count=len(queued)),
            self.env._(
                "%(count)s were left out: nobody knows whether they left already. Open"
                " one to decide.",
                count=len(unknown),
            ),
        ]
        told = [
            words for words, sms in zip(said, (queued, unknown), strict=True) if sms
        ]
        kind = "warning" if unknown else "success"
        return {"type": kind, "title": self.env._("Retry"), "message": " ".join(told)}

    def action_set_outgoing(self):
        """Override of `sms`: not for what may have left already; the queue is woken."""
        again = self.filtered(lambda sms: sms.failure_type != AMBIGUOUS)
        again.sudo().iys_tries = 0  # the system's own count
        done = super(SmsSms, again).action_set_outgoing()
        self._iys_wake()
        return done

    def action_iys_send_anyway(self):
        """Send an SMS again although it may have left already; the person was warned."""
        self.check_access("write")
        for sms in self.filtered(lambda sms: sms.failure_type == AMBIGUOUS):
            self.env["iys.log"]._add(
                "decision",
                "SMS with an unknown answer sent again by a person",
                company=sms._get_sms_company(),
                data={"sms": sms.id},
            )
            sms.sudo().iys_tries = 0  # the system's own count
            sms._update_sms_state_and_trackers("outgoing", failure_type=False)
        self._iys_wake()

    def _iys_reasons(self):
        """Return the reasons of cancelled SMS in words."""
        words = dict(self._fields["iys_rule"]._description_selection(self.env))
        return {words[rule] for rule in self.mapped("iys_rule") if rule in words}
