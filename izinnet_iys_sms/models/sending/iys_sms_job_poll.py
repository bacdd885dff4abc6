"""Asking operators what became of requests, at the times of sms.md §11."""

import logging
import time
from datetime import timedelta, timezone

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.izinnet_iys.models.sync.iys_consent_results import RIVALS

from ...sms_gateways import AccountError, RateLimited, SmsError
from .iys_sms_job_unreported import OVER

_logger = logging.getLogger(__name__)

#: One run of the job lasts about so many seconds, waiting for places included.
RUN = 50
#: A large request is counted first, never more often than this, and its messages are
#: asked about once few are left or the phones had their time (in seconds).
STATS_EVERY = 600
FEW_LEFT = 0.1
LONG_ENOUGH = 6 * 3600
#: A call that failed is made again after this.
AFTER_FAILURE = timedelta(minutes=5)
#: Clocks differ.
SLACK = timedelta(minutes=10)


class IysSmsJob(models.Model):
    """``poll_at`` is when a request is asked about next; the sender may leave it empty.

    Accounts take turns, one call each, within their own budget; one account's trouble
    stops no other. No call is made inside a transaction (R-4).
    """

    _inherit = "iys.sms.job"

    #: where a report of several pages stands
    poll_cursor = fields.Char(readonly=True)

    # === THE JOB === #

    @api.model
    def _cron_poll(self):
        """Ask about every request that is due, until nothing is or the time is used up."""
        self = self.with_context(lang=self.env["iys.brand"]._peoples_lang())
        self._end_unreported()
        end = time.monotonic() + RUN
        waiting = dict.fromkeys(self.env["iys.sms.gateway"]._to_ask().ids, 0.0)
        while waiting and time.monotonic() < end:
            for gateway_id in list(waiting):
                if waiting[gateway_id] > time.monotonic():
                    continue
                wait = self._turn_guarded(gateway_id)
                if wait is None:
                    del waiting[gateway_id]
                else:
                    waiting[gateway_id] = time.monotonic() + wait
                if not self.env["ir.cron"]._commit_progress(1):
                    return
            self._doze(waiting, end)

    @api.model
    def _doze(self, waiting, end):
        """Sleep until the first account has a place again, with nothing held open."""
        if waiting:
            pause = min(min(waiting.values()), end) - time.monotonic()
            time.sleep(max(pause, 0))

    @api.model
    def _turn_guarded(self, gateway_id):
        """Make one account's next call; None when it has none to make for now.

        Returns the seconds until its next turn. What goes wrong stops no other account.
        """
        gateway = self.env["iys.sms.gateway"].browse(gateway_id)
        try:
            return self._turn(gateway)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("SMS account %s: reports not read", gateway_id)
            return None

    @api.model
    def _turn(self, gateway):
        jobs = self._next_due(gateway)
        if not jobs:
            return None
        if wait := gateway._wait_for_place():
            return wait
        try:
            jobs._ask_for_reports(gateway)
        except RateLimited as limited:
            return gateway._leave_alone(limited)
        except (SmsError, UserError) as error:
            jobs._poll_later(gateway, error)
            return None
        return 0.0

    # === WHAT IS DUE === #

    @api.model
    def _next_due(self, gateway):
        """Return what the next call asks about: codes and small requests first.

        Several small ones share a call where the operator takes them, a large one has
        it to itself.
        """
        self.flush_model()
        caps = gateway._caps()
        first = caps.polling[0] if caps.polling else STATS_EVERY
        self.env.cr.execute(
            """
            SELECT id FROM iys_sms_job
            WHERE gateway_id = %(gateway)s AND state = 'accepted'
              AND job_ids IS NOT NULL
              AND COALESCE(poll_at, started_at + make_interval(
                    secs => CASE WHEN size >= %(rows)s THEN %(large)s ELSE %(first)s END
                  )) <= %(now)s
            ORDER BY (kind = 'otp') DESC, size, poll_at, id LIMIT %(limit)s
            """,
            {
                "gateway": gateway.id,
                "rows": caps.report_rows,
                "first": first,
                "large": max(first, STATS_EVERY) if caps.report_stats else first,
                "now": fields.Datetime.now(),
                "limit": caps.report_jobs,
            },
        )
        due = self.browse([row[0] for row in self.env.cr.fetchall()])
        together, rows = self.browse(), 0
        for job in due:
            rows += job.size or 1
            if together and (rows >= caps.report_rows or job._is_large()):
                break
            together |= job
            if job._is_large():
                break
        return together

    def _is_large(self):
        """Tell whether the report of a request may take more than one page."""
        caps = self.gateway_id._caps()
        several = len((self.job_ids or "").split()) > 1
        return several or (self.size or 1) >= caps.report_rows or bool(self.poll_cursor)

    # === ONE CALL === #

    def _ask_for_reports(self, gateway):
        """Make one call about these requests and keep what it told.

        Raises what the client raises, and UserError when the account may not be used.
        """
        client = gateway._client()
        ids = [one for job in self for one in job.job_ids.split()]
        cursor = self[:1].poll_cursor or None
        since = min(self.mapped("started_at")).replace(tzinfo=timezone.utc) - SLACK
        age = fields.Datetime.now() - min(self.mapped("started_at"))
        only_count = (
            client.caps.report_stats
            and self._is_large()
            and not cursor
            and age.total_seconds() < LONG_ENOUGH
        )
        self.env["iys.exchange"]._commit()
        if only_count and not self._is_nearly_done(client, ids):
            self._plan()
            return
        until = fields.Datetime.now().replace(tzinfo=timezone.utc)
        page = client.reports(ids, since, until, cursor)
        self._keep(gateway, page)

    def _is_nearly_done(self, client, ids):
        """Ask for figures instead of rows: whether a large request is worth its pages."""
        counted = {}
        for job_id in ids[:1]:
            counted = client.stats(job_id)
        left = counted.get(0, 0)
        return bool(counted) and left <= FEW_LEFT * sum(counted.values())

    def _keep(self, gateway, page):
        """Keep one page; a rival at one of the rows is answered by doing it again."""
        for attempt in range(5):
            try:
                self.env["iys.sms.dispatch"]._apply_reports(gateway, list(page.items))
                self._note_page(page.cursor)
                self.env["iys.exchange"]._commit()
                return
            except RIVALS:
                self.env.cr.rollback()
                _logger.info("%s: a rival was faster (%s)", self, attempt + 1)

    def _note_page(self, cursor):
        """Remember where a report stands, or when to ask again after its last page."""
        if cursor and len(self) == 1:
            self.write({"poll_cursor": cursor, "poll_at": fields.Datetime.now()})
        else:
            # several small ones fit one page; should there be more, the next time tells
            self._plan()

    def _plan(self):
        """Set when these requests are asked about next."""
        now = fields.Datetime.now()
        for job in self.filtered(lambda one: one.state == "accepted"):
            age = (now - job.started_at).total_seconds()
            caps = job.gateway_id._caps()
            times = [t for t in caps.polling if t > age + 1]
            if caps.report_stats and job._is_large():
                times = [t for t in times if t >= age + STATS_EVERY]
            at = job.started_at + (timedelta(seconds=times[0]) if times else OVER)
            job.write(
                {
                    "poll_at": max(at, now + timedelta(seconds=1)),
                    "poll_count": job.poll_count + 1,
                    "poll_cursor": False,
                }
            )

    def _poll_later(self, gateway, error):
        """Note a call that failed; a person's business pauses the account."""
        self.env.cr.rollback()
        if isinstance(error, AccountError):
            gateway._pause(error)
        elif isinstance(error, SmsError):
            gateway._note_error(error)
        else:
            _logger.info("SMS account %s: %s", gateway.id, error)
        self.write({"poll_at": fields.Datetime.now() + AFTER_FAILURE})
