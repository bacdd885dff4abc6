"""Hearing back: what became of each row of a lot, and of rows nobody answered for."""

import logging
from datetime import timedelta, timezone

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from ...iys_api.acts import Act
from ...iys_api.codes import is_retryable
from ...iys_api.errors import IysAuthError, IysError, IysForbidden
from ...iys_api.messages import ApiError, Key, Outcome

_logger = logging.getLogger(__name__)

MAX_POLL_GAP = timedelta(hours=1)
#: Asked this often without a full answer, the rest of a lot counts as unknown.
MAX_POLLS = 10
#: Unknown rows looked up one by one in a run; İYS allows 1,000 look-ups an hour.
LOOKUPS_A_RUN = 100
#: A row that İYS keeps losing is shown to a person.
MAX_ATTEMPTS = 12
#: State rules: İYS holds something already, so look before judging (R-6).
CONFLICTS = ("H174", "H178", "H462", "H463")


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _cron_results(self):
        """Ask about every lot whose answer is due."""
        due = self.env["iys.exchange"].search(
            [("state", "=", "accepted"), ("poll_at", "<=", fields.Datetime.now())],
            order="poll_at, id",
        )
        for exchange in due:
            if exchange.brand_id._may_sync():
                self._guarded(self._poll, exchange)
            if not self.env["ir.cron"]._commit_progress(1):
                self.env.ref("izinnet_iys.ir_cron_results").sudo()._trigger()
                return

    @api.model
    def _guarded(self, work, record, *args):
        """Run one piece of work; what goes wrong with it stops nobody else.

        A rival transaction is answered by trying again, three times in all.
        """
        for attempt in range(3):
            try:
                work(record, *args)
                self.env["iys.exchange"]._commit()
                return True
            except ConcurrencyError:
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
    def _poll(self, exchange):
        """Ask about one lot and apply the answer. Nothing is written before the call."""
        registry = exchange.brand_id._get_registry()
        if not self.env["iys.breaker"]._may_call(exchange.brand_id, "results"):
            return
        self.env["iys.exchange"]._commit()
        try:
            results = registry.results(exchange.request_id)
        except (IysAuthError, IysForbidden):
            raise
        except IysError as error:
            self._poll_later(exchange, error)
            return
        self.env["iys.breaker"]._note(exchange.brand_id, "results", True)
        self._apply_results(exchange, results)

    @api.model
    def _poll_later(self, exchange, error):
        self.env["iys.breaker"]._note(exchange.brand_id, "results", False)
        exchange.brand_id.account_id._note_error(error)
        wait = getattr(error, "retry_after", None) or 0
        gap = max(timedelta(seconds=wait), self._poll_gap(exchange))
        self._schedule_poll(exchange, gap)

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
        if good or bad:
            self._wake_push()  # a later act of the same key may go now

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
        conflicts, again, ended = [], [], []
        for act_id, error in bad:
            if error.code in CONFLICTS:
                conflicts.append((act_id, error))
            elif is_retryable(error.code):
                again.append(act_id)
            else:
                ended.append((self.browse(act_id), error))
        self._set_state(
            "unknown",
            [act_id for act_id, _e in conflicts],
            error_code=[error.code for _id, error in conflicts],
            error_message=[error.message[:200] for _id, error in conflicts],
        )
        if again:
            self._set_state("unknown", again)
            self._put_back(exchange, again)
        self._settle_refused(ended)
        if conflicts:
            self.env.ref("izinnet_iys.ir_cron_settle").sudo()._trigger()

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
            exchange._close("unknown", poll_at=fields.Datetime.now(), **counts)
            self.env.ref("izinnet_iys.ir_cron_settle").sudo()._trigger()
        else:
            exchange.sudo().write(counts)
            self._schedule_poll(exchange, self._poll_gap(exchange))

    @api.model
    def _cron_settle(self):
        """Find out what became of unknown acts by asking İYS (R-6)."""
        self._find_lost()
        self.env["iys.exchange"]._commit()
        for brand in self.env["iys.brand"]._to_sync():
            if brand._may_sync():
                self._guarded(self._settle_brand, brand)
            if not self.env["ir.cron"]._commit_progress(1):
                self.env.ref("izinnet_iys.ir_cron_settle").sudo()._trigger()
                return

    @api.model
    def _find_lost(self):
        """Acts whose worker died in the middle of a call become unknown (R-3)."""
        for exchange in self.env["iys.exchange"]._find_orphans():
            acts = self.search(
                [("exchange_id", "=", exchange.id), ("state", "=", "in_flight")]
            )
            self._set_state("unknown", acts.ids)
            exchange._close("unknown", poll_at=fields.Datetime.now())

    @api.model
    def _settle_brand(self, brand):
        """Ask about one brand's unknown acts.

        A few are looked up one by one. A lost lot is handed in again unchanged where
        İYS's second edition answers with the first transaction: that is asking, too, and
        can never make a second movement (contract 7.5).
        """
        unknown = self._unknown_due(brand)
        if not unknown:
            return
        plain = unknown.filtered(lambda act: not act.error_code)
        if len(plain) > LOOKUPS_A_RUN and brand.account_id.api_edition == "v2":
            self._set_state("queued", plain.ids, exchange_id=None, next_attempt=None)
            unknown -= plain
            self._wake_push()
        registry = brand._get_registry()
        for act in unknown[:LOOKUPS_A_RUN]:
            self.env["iys.exchange"]._commit()
            self._settle_one(registry, act)
        if len(unknown) > LOOKUPS_A_RUN:
            self.env.ref("izinnet_iys.ir_cron_settle").sudo()._trigger()

    @api.model
    def _unknown_due(self, brand):
        """Unknown acts old enough that İYS must have worked on them."""
        delay = timedelta(seconds=brand.account_id.results_delay)
        ready = fields.Datetime.now() - delay
        unknown = self.search(
            [("brand_id", "=", brand.id), ("state", "=", "unknown")],
            order="id",
            limit=1000,
        )
        early = unknown.filtered(
            lambda act: not act.error_code
            and act.exchange_id.ended_at
            and act.exchange_id.ended_at > ready
        )
        if early:
            at = max(early.exchange_id.mapped("ended_at")) + delay
            self.env.ref("izinnet_iys.ir_cron_settle").sudo()._trigger(at=at)
        return unknown - early

    @api.model
    def _settle_one(self, registry, act):
        """Compare one act with İYS's record; raises IysUnavailable to go on later."""
        key = Key(act.recipient, act.recipient_type, act.type)
        held = registry.lookup(key)
        if held is None:
            self._settle_absent(act)
        elif same_act(act, held):
            self._mark_registered([(act.id, held)])
        elif is_later(held, act):
            self._set_state("local", act.ids, error_code=act.error_code or "H178")
            self._record_acts([act_of_consent(act.brand_id.id, held, "lookup")])
        else:
            self._settle_absent(act)

    @api.model
    def _settle_absent(self, act):
        """İYS does not hold this act: hand it in again, or end what can never pass."""
        if act.status == "RET" and act.error_code in ("H174", "H175"):
            self._set_state("local", act.ids)
        elif act.attempts >= MAX_ATTEMPTS:
            self._set_state("failed", act.ids, error_code=act.error_code or "Z002")
        else:
            self._set_state(
                "queued", act.ids, exchange_id=None, attempts=act.attempts + 1,
                next_attempt=None, error_code=None, error_message=None,
            )  # fmt: skip
            self._wake_push()


def naive_utc(moment):
    """Turn an aware datetime into Odoo's naive UTC; None stays None."""
    return moment.astimezone(timezone.utc).replace(tzinfo=None) if moment else None


def same_act(act, held):
    """Tell whether İYS's record is this very act: status, date and source (R-6)."""
    return (act.status, act.consent_date or None, act.source or None) == (
        held.status,
        naive_utc(held.consent_date),
        held.source,
    )


def is_later(held, act):
    """Tell whether İYS's record is not older than the act, so that it stands (L-5)."""
    theirs = naive_utc(held.consent_date or held.creation_date)
    return not act.consent_date or theirs is None or theirs >= act.consent_date


def act_of_consent(brand_id, consent, road):
    """Turn a record read from İYS into an act; ``road`` says how it was read."""
    evidence = {"road": road}
    if consent.citizen_name:
        evidence["citizen_name"] = consent.citizen_name
    return Act(
        brand_id=brand_id,
        recipient=consent.recipient,
        type=consent.type,
        status=consent.status,
        source=consent.source,
        consent_date=naive_utc(consent.consent_date or consent.creation_date),
        recipient_type=consent.recipient_type,
        person_name=consent.citizen_name,
        retailer_code=consent.retailer_code,
        evidence=evidence,
        state="received",
        transaction_id=consent.transaction_id,
        iys_creation_date=naive_utc(consent.creation_date),
    )
