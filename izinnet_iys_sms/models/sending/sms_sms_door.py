"""SMS of companies with an own account: every door leaves them to the queue (R-4)."""

from odoo import api, models
from odoo.fields import Domain


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def send(self, unlink_failed=False, unlink_sent=True, raise_exception=False):
        """Override of `sms`: with an own account nothing is sent within a transaction."""
        others = self - self._iys_leave_to_queue()
        return super(SmsSms, others).send(unlink_failed, unlink_sent, raise_exception)

    def _send(self, unlink_failed=False, unlink_sent=True, raise_exception=False):
        """Override of `sms`: as ``send``, for code that calls this straight."""
        others = self - self._iys_leave_to_queue()
        return others and super(SmsSms, others)._send(
            unlink_failed, unlink_sent, raise_exception
        )

    def _iys_leave_to_queue(self):
        """Wake the queue for SMS with an own account; return these SMS."""
        own = self.filtered(lambda sms: sms._iys_gateway())
        for sms in own.filtered(lambda sms: not sms.iys_company_id):
            sms.iys_company_id = sms._get_sms_company()  # older than this addon
        if own:
            self._iys_wake()
        return own

    def _iys_gateway(self):
        """Return the account an SMS leaves by; empty: not through one of ours."""
        return self._get_sms_company().sudo().iys_sms_gateway_id  # no secret

    @api.model
    def _iys_wake(self, at=None):
        """Have the queue worked soon, or at a moment."""
        queue = self.env.ref("sms.ir_cron_sms_scheduler_action")
        if at is not None:
            at = at.replace(microsecond=0)
            due = Domain("cron_id", "=", queue.id) & Domain("call_at", "=", at)
            if self.env["ir.cron.trigger"].sudo().search_count(due, limit=1):
                return
        queue.sudo()._trigger(at)  # whoever may make an SMS may have it sent

    @api.model
    def _iys_waiting(self, uuids):
        """Return those of some SMS that stand in the queue of an own account."""
        domain = Domain("uuid", "in", uuids) & self._iys_outgoing_domain()
        return self.search(domain).filtered(lambda sms: sms._iys_gateway())

    @api.model
    def _iys_outgoing_domain(self):
        return Domain("state", "=", "outgoing") & Domain("to_delete", "!=", True)
