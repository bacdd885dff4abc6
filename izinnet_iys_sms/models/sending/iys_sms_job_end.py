"""The end of a request in the book: the job and its rows, in sets."""

from datetime import timedelta

from odoo import api, fields, models


class IysSmsJob(models.Model):
    _inherit = "iys.sms.job"

    @api.model
    def _end_rows(self, lot, verdict):
        """Move the rows of a lot out of flight; who was not sent to ends as not sent."""
        accepted, unknown = verdict.accepted, {i.ref for i in verdict.unknown}
        states, outcomes, numbers, errors = [], [], [], []
        for item in lot.items:
            failed = verdict.failed.get(item.ref)
            if item.ref in accepted:
                state, outcome = "accepted", None
            elif item.ref in unknown:
                state, outcome = "unknown", None
            else:
                state, outcome = "ended", failed.outcome if failed else "not_sent"
            states.append(state)
            outcomes.append(outcome)
            numbers.append(accepted.get(item.ref))
            errors.append(failed.error.code if failed else None)
        self.env.cr.execute(
            """
            UPDATE iys_sms_dispatch d
            SET state = v.state, outcome = v.outcome, message_id = v.number,
                raw_error = v.error
            FROM unnest(%s, %s::text[], %s::text[], %s::text[], %s::text[])
                AS v(ref, state, outcome, number, error)
            WHERE d.ref = v.ref AND d.state = 'in_flight'
            """,
            [[item.ref for item in lot.items], states, outcomes, numbers, errors],
        )

    @api.model
    def _close(self, turn, lot, verdict):
        """Write how the call ended on the job."""
        now, error, result = fields.Datetime.now(), verdict.error, verdict.result
        polling = turn.caps.polling
        asked = verdict.state in ("accepted", "unknown") and polling
        wait = timedelta(seconds=polling[0]) if asked else None
        self.env.cr.execute(
            """
            UPDATE iys_sms_job
            SET state = %s, ended_at = %s, poll_at = %s, job_ids = %s, raw_code = %s,
                error_code = %s, error_message = %s
            WHERE id = %s
            """,
            [
                verdict.state,
                now,
                now + wait if wait else None,
                " ".join(result.job_ids) if result and result.job_ids else None,
                (result.raw_code if result else error and error.code) or None,
                error and (error.code or type(error).__name__),
                error and turn.gateway._explain_error(error),
                lot.job_id,
            ],
        )
        if asked and verdict.state == "unknown":
            self.env.ref("izinnet_iys_sms.ir_cron_settle_sms").sudo()._trigger(
                now + wait
            )

    def _become_unknown(self):
        """Its worker died during the call: nobody can say whether the texts left."""
        now = fields.Datetime.now()
        for job in self.sudo():  # the book is the system's
            self.env.cr.execute(
                """
                UPDATE iys_sms_dispatch SET state = 'unknown'
                WHERE job_id = %s AND state = 'in_flight' RETURNING sms_uuid
                """,
                [job.id],
            )
            uuids = [uuid for (uuid,) in self.env.cr.fetchall()]
            self.env["sms.sms"].sudo()._iys_note_unknown(uuids)
            job.write({"state": "unknown", "ended_at": now, "poll_at": now})
        if self:
            self.env.ref("izinnet_iys_sms.ir_cron_settle_sms").sudo()._trigger()
