"""What became of an SMS is told to Odoo's own records and to whoever made it."""

from odoo import api, fields, models

from ...sms_gateways import Outcome
from .failure_words import FAILURE_OF

DELIVERED = Outcome.DELIVERED.value


class IysSmsDispatch(models.Model):
    _inherit = "iys.sms.dispatch"

    # of the request, for the list
    gateway_id = fields.Many2one(related="job_id.gateway_id")
    brand_id = fields.Many2one(related="job_id.brand_id")
    kind = fields.Selection(related="job_id.kind")
    started_at = fields.Datetime(related="job_id.started_at", string="Handed over on")

    @api.model
    def _tell_ends(self, moved):
        """Tell SMS, notifications, traces and origins; one round for each outcome.

        In sets, as a campaign comes back a hundred thousand times. Who opened a link or
        wrote back is further than any report and stays so (sms.md trap 6).
        """
        by_outcome = {}
        for one in moved:
            by_outcome.setdefault(one.outcome, []).append(one.sms_uuid)
        for outcome, uuids in by_outcome.items():
            self._tell_outcome(uuids, outcome)

    @api.model
    def _tell_outcome(self, uuids, outcome):
        sms = self.env["sms.sms"]
        made = sms.search([("uuid", "in", uuids), ("iys_origin_model", "!=", False)])
        if outcome == DELIVERED:
            sms._iys_write_end(uuids, "sent")
            made._iys_tell_origins("delivered")
            return
        failure = FAILURE_OF.get(Outcome(outcome), "unknown")
        sms._iys_write_end(uuids, "error", failure)
        made._iys_tell_origins("failed", self._reason_of(outcome))

    def _delivery(self):
        """Return the one word a person wants to read about a row."""
        if self.state == "ended":
            return "delivered" if self.outcome == DELIVERED else "failed"
        return "unknown" if self.state == "unknown" else "accepted"

    @api.model
    def _reason_of(self, outcome):
        """Say in plain words why an SMS did not arrive."""
        return {
            "expired": self.env._("The phone could not be reached in time."),
            "not_delivered": self.env._("The operator could not deliver it."),
            "invalid_destination": self.env._("The number does not exist."),
            "rejected": self.env._("The network refused it."),
            "duplicate": self.env._("The operator took it for a repetition."),
            "blacklist": self.env._("The number is on the operator's block list."),
            "credit": self.env._("The account had no credit left."),
            "country": self.env._("The account may not send to this country."),
            "iys_rejected": self.env._("İYS has no approval, says the operator."),
            "iys_error": self.env._("The operator could not ask İYS."),
        }.get(outcome, outcome)


class SmsSms(models.Model):
    _inherit = "sms.sms"

    @api.autovacuum
    def _gc_device(self):
        """Override of `sms`: SMS of a record of ours stay until their end is told."""
        self.env.cr.execute(
            """
            DELETE FROM sms_sms s WHERE s.to_delete AND NOT (
                s.iys_origin_model IS NOT NULL
                AND s.create_date > now() AT TIME ZONE 'UTC' - interval '4 days'
                AND EXISTS (SELECT 1 FROM iys_sms_dispatch d
                            WHERE d.sms_uuid = s.uuid AND d.state <> 'ended'))
            """
        )


class IysMessage(models.Model):
    _inherit = "iys.message"

    iys_sms_delivery = fields.Selection(
        [
            ("accepted", "Handed to the operator"),
            ("delivered", "Delivered"),
            ("failed", "Not delivered"),
            ("unknown", "Answer of the operator unknown"),
        ],
        "Delivery",
        compute="_compute_iys_sms_delivery",
        help="What the operator reported of this SMS; the log itself never changes.",
    )

    @api.depends("message_ref", "type")
    def _compute_iys_sms_delivery(self):
        """Look the reports up: the log is append-only, so nothing is kept in it (R-31)."""
        refs = [one.message_ref for one in self if one.type == "MESAJ"]
        # who may read the log may read what became of its messages
        rows_sudo = self.env["iys.sms.dispatch"].sudo()
        found = rows_sudo.search([("sms_uuid", "in", refs)], order="id")
        told = {row.sms_uuid: row._delivery() for row in found}
        for message in self:
            message.iys_sms_delivery = told.get(message.message_ref, False)
