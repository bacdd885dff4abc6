"""What Odoo sees in the place of a provider's API; the queue does the sending."""

from odoo.addons.sms.tools.sms_api import SmsApiBase

#: Returned for an SMS that does not stand in the queue: it is not sent (fail closed).
NOT_QUEUED = "not_queued"


class SmsApiGateway(SmsApiBase):
    """Never sends: a call within a transaction may be rolled back or repeated (R-4).

    An SMS that waits in the queue is left out of the answer, which keeps it there
    (sms.md trap 5: it certainly was not sent); any other is answered as not sent.
    """

    PROVIDER_TO_SMS_FAILURE_TYPE = SmsApiBase.PROVIDER_TO_SMS_FAILURE_TYPE | {
        NOT_QUEUED: "sms_server",
    }

    def _send_sms_batch(self, messages, delivery_reports_url=False):
        """Override of `sms`: wake the queue; see the class for the answer."""
        uuids = [number["uuid"] for one in messages for number in one["numbers"]]
        # the sender need not see the queue
        sms_sudo = self.env["sms.sms"].sudo()
        waiting = set(sms_sudo._iys_waiting(uuids).mapped("uuid"))
        if waiting:
            sms_sudo._iys_wake()
        return [
            {"uuid": uuid, "state": NOT_QUEUED} for uuid in uuids if uuid not in waiting
        ]

    def _get_sms_api_error_messages(self):
        """Override of `sms`: the words for ``NOT_QUEUED``."""
        return {
            **super()._get_sms_api_error_messages(),
            NOT_QUEUED: self.env._(
                "SMS of this company leave through the queue only; this one does not"
                " stand in it."
            ),
        }
