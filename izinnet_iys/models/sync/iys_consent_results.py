"""Hearing back: what became of each row of a lot that İYS took."""

import logging
from datetime import timedelta

from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from ...iys_api.codes import is_retryable
from ...iys_api.errors import IysAuthError, IysError, IysForbidden, IysUnavailable
from ...iys_api.messages import ApiError, Outcome
from .iys_held import naive_utc

_logger = logging.getLogger(__name__)

MAX_POLL_GAP = timedelta(hours=1)
#: Asked this often without a full answer, the rest of a lot counts as unknown.
MAX_POLLS = 10
#: Another transaction was faster; the work is right when it is done again.
RIVALS = (ConcurrencyError, DeadlockDetected, SerializationFailure)
#: State rules: İYS holds something already, so look before judging (R-6).
CONFLICTS = ("H174", "H178", "H462", "H463")


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _cron_results(self):
        """Ask about every lot whose answer is due."""
        self = self._for_people()
        due = self.env["iys.exchange"].search(
            [("state", "=", "accepted"), ("poll_at", "<=", fields.Datetime.now())],
            order="poll_at, id",
        )
        registries = {}
        for exchange in due:
            if exchange.brand_id._may_sync():
                self._guarded(self._poll, exchange, registries)
            if not self.env["ir.cron"]._commit_progress(1):
                self.env.ref("izinnet_iys.ir_cron_results").sudo()._trigger()
                break
        if due:
            self._wake_push()  # later acts of the same keys may go now

    @api.model
    def _guarded(self, work, record, *args):
        """Run one piece of work; what goes wrong with it stops nobody else.

        A rival transaction is answered by trying again, three times in all. Commits.
        """
        for attempt in range(3):
            try:
                work(record, *args)
                self.env["iys.exchange"]._commit()
                return True
            except RIVALS:
                self.env.cr.rollback()
                _logger.info("%s: a rival was faster (%s)", record, attempt + 1)
            except IysError as error:
                self.env.cr.rollback()
                brand = record if record._name == "iys.brand" else record.brand_id
                brand.account_id._note_error(error)
                self.env["iys.exchange"]._commit()
                return False
            except UserError as error:
                self.env.cr.rollback()
                _logger.info("%s: %s", record, error)
                return False
            except Exception:
                self.env.cr.rollback()
                _logger.exception("%s: unexpected", record)
                return False
        return False

    @api.model
    def _poll(self, exchange, registries):
        """Ask about one lot and apply the answer; no transaction is open meanwhile.

        ``registries`` keeps the line of each brand open from lot to lot.
        """
        brand, request_id = exchange.brand_id, exchange.request_id
        if not self.env["iys.breaker"]._may_call(brand, "results"):
            return
        if brand.id not in registries:
            registries[brand.id] = brand._get_registry()
        registry = registries[brand.id]
        self.env["iys.exchange"]._commit()
        try:
            results = registry.results(request_id)
        except (IysAuthError, IysForbidden):
            raise
        except IysError as error:
            self._poll_later(exchange, error)
            return
        self._apply_results(exchange, results)
        exchange.brand_id._note_answer("results")

    @api.model
    def _poll_later(self, exchange, error):
        """İYS gave no usable answer: ask again, later each time."""
        wait = timedelta(seconds=getattr(error, "retry_after", None) or 0)
        self._schedule_poll(exchange, max(wait, self._poll_gap(exchange)))
        if isinstance(error, IysUnavailable):
            exchange.brand_id._note_silence("results", error)
        else:
            exchange.brand_id.account_id._note_error(error)

    @api.model
    def _poll_gap(self, exchange):
        delay = timedelta(seconds=exchange.brand_id.account_id.results_delay)
        return min(delay * 2 ** min(exchange.poll_count, 10), MAX_POLL_GAP)

    @api.model
    def _schedule_poll(self, exchange, gap):
        poll_at = fields.Datetime.now() + gap
        exchange.sudo().write(
            {"poll_at": poll_at, "poll_count": exchange.poll_count + 1}
        )
        self.env.ref("izinnet_iys.ir_cron_results").sudo()._trigger(at=poll_at)

    @api.model
    def _apply_results(self, exchange, results):
        """Write a lot's answers back in sets; what is missing is asked for again.

        An empty list means "not yet", never failure (contract 7.4).
        """
        waiting = self._sent_rows(exchange)
        good, bad = [], []
        for result in results:
            act_id = waiting.get(result.subrequest_id)
            if act_id is None or result.outcome is Outcome.ENQUEUE:
                continue
            del waiting[result.subrequest_id]
            if result.outcome is Outcome.SUCCESS:
                good.append((act_id, result))
            else:
                bad.append((act_id, result.error or ApiError("")))
        self._mark_registered(good)
        self._apply_failures(exchange, bad)
        self._close_or_wait(exchange, list(waiting.values()), len(good), len(bad))

    @api.model
    def _sent_rows(self, exchange):
        self.flush_model()
        self.env.cr.execute(
            "SELECT subrequest_id, id FROM iys_consent"
            " WHERE exchange_id = %s AND state = 'sent'",
            [exchange.id],
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _mark_registered(self, rows):
        """Mark acts as registered; ``rows`` is [(id, Result or Consent)]."""
        self._set_state(
            "registered",
            [act_id for act_id, _r in rows],
            transaction_id=[r.transaction_id for _id, r in rows],
            iys_creation_date=[naive_utc(r.creation_date) for _id, r in rows],
            error_code=None,
            error_message=None,
        )

    @api.model
    def _apply_failures(self, exchange, bad):
        """Sort failed rows: look again, try again, or end by the code."""
        conflicts, again, ended = [], [], {}
        for act_id, error in bad:
            if error.code in CONFLICTS:
                conflicts.append((act_id, error))
            elif is_retryable(error.code):
                again.append(act_id)
            else:
                ended[act_id] = error
        self._set_state(
            "unknown",
            [act_id for act_id, _e in conflicts],
            error_code=[error.code for _id, error in conflicts],
            error_message=[error.message[:200] for _id, error in conflicts],
        )
        if again:
            self._set_state("unknown", again)
            self._put_back(exchange, again)
        self._settle_refused([(act, ended[act.id]) for act in self.browse(ended)])
        if conflicts:
            self._wake_settle()

    @api.model
    def _close_or_wait(self, exchange, open_ids, good, bad):
        counts = {
            "good_count": exchange.good_count + good,
            "bad_count": exchange.bad_count + bad,
        }
        if not open_ids:
            exchange._close("done", **counts)
        elif exchange.poll_count + 1 >= MAX_POLLS:
            self._set_state("unknown", open_ids)
            exchange._close("unknown", **counts)
            self._wake_settle()
        else:
            exchange.sudo().write(counts)
            self._schedule_poll(exchange, self._poll_gap(exchange))
