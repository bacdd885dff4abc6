"""Requests nobody reports on: after three days "no report" is the end (sms.md §11)."""

from datetime import timedelta

from odoo import api, fields, models

from ...sms_gateways import Outcome
from .iys_sms_dispatch_report import Moved

#: After this nothing comes any more.
OVER = timedelta(hours=73)
NO_REPORT = "no report"


class IysSmsJob(models.Model):
    _inherit = "iys.sms.job"

    @api.model
    def _end_unreported(self):
        """End what nobody reported for 73 hours, and say so."""
        old = self.search(
            [
                ("state", "=", "accepted"),
                ("started_at", "<=", fields.Datetime.now() - OVER),
            ],
            order="id",
            limit=200,
        )
        for gateway, jobs in old.grouped("gateway_id").items():
            self.env["iys.sms.dispatch"]._end_without_report(gateway, jobs)


class IysSmsDispatch(models.Model):
    _inherit = "iys.sms.dispatch"

    @api.model
    def _end_without_report(self, gateway, jobs):
        """End the open rows of requests as not delivered, reason "no report"."""
        self.flush_model()
        outcome = Outcome.NOT_DELIVERED.value
        self.env.cr.execute(
            """
            UPDATE iys_sms_dispatch SET state = 'ended', outcome = %s, raw_error = %s
            WHERE id IN (
                SELECT id FROM iys_sms_dispatch
                WHERE job_id = ANY(%s) AND state <> 'ended'
                FOR NO KEY UPDATE SKIP LOCKED)
            RETURNING id, sms_uuid, outcome
            """,
            [outcome, NO_REPORT, jobs.ids],
        )
        moved = [Moved(*row) for row in self.env.cr.fetchall()]
        self.env.invalidate_all(flush=False)
        self._follow(gateway, moved, jobs.ids)
        self.env["iys.sms.job"]._close_done(jobs.ids)
