"""Finding out about requests whose answer is unknown; a machine asks, never repeats."""

import logging
from datetime import timedelta, timezone

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...sms_gateways import NotFound, SmsError

_logger = logging.getLogger(__name__)

#: An operator that does not know a request this long after it surely never got it.
SURE_AFTER = timedelta(minutes=15)
#: Nobody asks any longer after this; a person decides.
GIVE_UP_AFTER = timedelta(hours=72)
#: Seconds between two questions about one request: growing, the last one stays.
WAITS = (60, 300, 900, 3600, 4 * 3600)
#: Between our intent and the operator's own moment of a request.
CLOCKS_APART = timedelta(minutes=5)


class IysSmsJob(models.Model):
    _inherit = "iys.sms.job"

    @api.model
    def _cron_settle(self):
        """Ask about unknown requests that are due; one's failure stops no other."""
        self._close_orphans()
        due = [("state", "=", "unknown"), ("poll_at", "<=", fields.Datetime.now())]
        for job in self.search(due, limit=500, order="poll_at"):
            job._settle_guarded()
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _settle_guarded(self):
        try:
            self._settle()
        except Exception:
            self.env.cr.rollback()
            _logger.exception("SMS request %s: could not be asked about", self.id)
            self._ask_later()

    def _settle(self):
        """Ask the operator about one unknown request."""
        age = fields.Datetime.now() - self.started_at
        if age > GIVE_UP_AFTER:
            self._give_up()
            return
        try:
            found = self._look_for()
        except (SmsError, UserError) as error:
            _logger.info("SMS request %s: not found out: %s", self.id, error)
            found = ()
        if found:
            self._found(found)
        elif found is None and age > SURE_AFTER:
            self._was_not_there()
        else:
            self._ask_later()

    def _look_for(self):
        """Return the operator's job ids, () when it cannot tell, None when it has none."""
        gateway, caps = self.gateway_id, self.gateway_id._caps()
        if caps.find_job:
            try:
                job_id = gateway._ask("find_job", self.job_ref)
            except NotFound:
                job_id = None
            return (job_id,) if job_id else None
        if caps.jobs:
            return self._look_among(self._jobs_since())
        return ()

    def _jobs_since(self):
        """Return the operator's jobs around this request's time."""
        since = self.started_at.replace(tzinfo=timezone.utc) - CLOCKS_APART
        found, cursor = [], None
        while True:
            page = self.gateway_id._ask("jobs", since, since + 2 * SURE_AFTER, cursor)
            found += page.items
            cursor = page.cursor
            if cursor is None:
                return found

    def _look_among(self, summaries):
        """Tell this request among an operator's jobs, if only one can be it.

        The same title and size, and no other request's. Two alike cannot be told apart:
        then nobody knows.
        """
        alike = [
            one.job_id
            for one in summaries
            if one.title == self.title and one.total == self.size
        ]
        mine = [job_id for job_id in alike if not self._is_anothers(job_id)]
        rivals = self.search_count(
            [
                ("id", "!=", self.id),
                ("gateway_id", "=", self.gateway_id.id),
                ("state", "=", "unknown"),
                ("title", "=", self.title),
                ("size", "=", self.size),
                ("started_at", ">", self.started_at - 2 * SURE_AFTER),
                ("started_at", "<", self.started_at + 2 * SURE_AFTER),
            ]
        )
        if not mine:
            return None
        return tuple(mine) if len(mine) == 1 and not rivals else ()

    def _is_anothers(self, job_id):
        return bool(
            self.search_count(
                [("gateway_id", "=", self.gateway_id.id), ("job_ids", "=", job_id)],
                limit=1,
            )
        )

    # === WHAT WAS FOUND === #

    def _found(self, job_ids):
        """The operator has it: its SMS have left."""
        uuids = self._move_rows("accepted")
        sms = self.env["sms.sms"].sudo()
        sms._iys_write_end(uuids, "pending")
        sms.search([("uuid", "in", uuids)])._iys_tell_origins("sent")
        self.write(
            {
                "state": "accepted",
                "job_ids": " ".join(job_ids),
                "poll_at": fields.Datetime.now(),
                "poll_count": 0,
            }
        )

    def _was_not_there(self):
        """The operator never got it: nothing has left. A person may send it again."""
        uuids = self._move_rows("ended", "not_sent")
        sms = self.env["sms.sms"].sudo()
        sms._iys_write_end(uuids, "error", "sms_server")
        words = sms._iys_failure_words("sms_server")
        sms.search([("uuid", "in", uuids)])._iys_tell_origins("failed", words)
        self.write({"state": "refused", "poll_at": False})

    def _give_up(self):
        """Nobody will find out any more; it is listed for a person to decide."""
        self.write({"state": "closed", "poll_at": False})
        self.env["iys.log"]._add(
            "alarm",
            "SMS request closed without an answer",
            record=self,
            data={"recipients": self.size},
        )

    def _ask_later(self):
        count = min(self.poll_count, len(WAITS) - 1)
        at = fields.Datetime.now() + timedelta(seconds=WAITS[count])
        self.write({"poll_at": at, "poll_count": self.poll_count + 1})
        self.env.ref("izinnet_iys_sms.ir_cron_settle_sms").sudo()._trigger(at)

    def _move_rows(self, state, outcome=None):
        """Move the unknown rows of a request; return the uuids of their SMS."""
        self.env.cr.execute(
            """
            UPDATE iys_sms_dispatch SET state = %s, outcome = %s
            WHERE job_id = %s AND state = 'unknown' RETURNING sms_uuid
            """,
            [state, outcome, self.id],
        )
        self.env["iys.sms.dispatch"].invalidate_model(flush=False)
        return [uuid for (uuid,) in self.env.cr.fetchall()]

    # === A PERSON DECIDES === #

    def action_ask_now(self):
        """Ask the operator once more, soon."""
        self._check_may_decide()
        self.sudo().write(  # the book is the system's
            {"state": "unknown", "poll_at": fields.Datetime.now(), "poll_count": 0}
        )
        self.env.ref("izinnet_iys_sms.ir_cron_settle_sms").sudo()._trigger()

    def action_it_left(self):
        """Close a request: a person saw at the operator that it left."""
        for job_sudo in self._decided("SMS request settled by a person: it left"):
            job_sudo._found((job_sudo.job_ids or "").split())

    def action_it_did_not_leave(self):
        """Close a request: a person saw at the operator that it did not leave."""
        words = "SMS request settled by a person: it did not leave"
        for job_sudo in self._decided(words):
            job_sudo._was_not_there()

    def _decided(self, words):
        """Note who decides about closed requests; return these under sudo."""
        self._check_may_decide()
        closed = self.filtered(lambda job: job.state == "closed")
        for job in closed:
            self.env["iys.log"]._add("decision", words, record=job)
        return closed.sudo()  # the book is the system's

    def _check_may_decide(self):
        """Raises AccessError for whoever is no consent manager of the company."""
        self.check_access("read")
        if not self.env.user.has_group("izinnet_iys.group_manager"):
            raise AccessError(
                self.env._("Only a consent manager decides about unknown answers.")
            )
