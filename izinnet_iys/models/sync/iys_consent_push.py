"""Handing in: waiting acts go to İYS in lots, RET first, each key once a lot."""

import logging
from datetime import timedelta, timezone

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...iys_api.errors import (
    IysAuthError,
    IysError,
    IysForbidden,
    IysProtocolError,
    IysRejected,
    IysUnavailable,
)
from ...iys_api.limits import BREAKER_LONGEST_PAUSE, backoff
from ...iys_api.messages import ApiError, Consent
from ...iys_api.rules import RuleOptions, validate

_logger = logging.getLogger(__name__)

#: İYS's clock may be behind ours; a "future" date is offered again this much later.
FUTURE_GRACE = timedelta(minutes=15)
#: Rules of İYS that say "not needed" or "never" for a refusal we obey anyway (L-5).
KEPT_HERE = ("H174", "H175", "H467")

TAKE_LOT = """
    SELECT c.id FROM iys_consent c
    WHERE c.brand_id = %(brand)s AND c.status = %(status)s AND c.state = 'queued'
      AND c.id > %(after)s
      AND (c.next_attempt IS NULL OR c.next_attempt <= %(now)s)
      AND NOT EXISTS (
          SELECT 1 FROM iys_consent o
          WHERE o.recipient_key = c.recipient_key AND o.brand_id = c.brand_id
            AND o.type = c.type AND o.recipient_type = c.recipient_type
            AND (o.state IN ('in_flight', 'sent', 'unknown')
                 OR (o.state = 'queued'
                     AND (COALESCE(o.consent_date, '-infinity'), o.id)
                         < (COALESCE(c.consent_date, '-infinity'), c.id))))
    ORDER BY c.id LIMIT %(limit)s
    FOR NO KEY UPDATE OF c SKIP LOCKED
"""


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _cron_push(self):
        """Hand waiting acts in, brand by brand; one brand's failure stops no other."""
        for brand in self.env["iys.brand"]._to_sync():
            if not self._push_brand(brand):
                return

    @api.model
    def _push_brand(self, brand):
        """Hand in lot after lot; False when the cron's time slot is used up."""
        for status in ("RET", "ONAY"):
            after = 0
            while True:
                if not brand._may_sync():
                    return True
                after = self._push_guarded(brand, status, after)
                if not after:
                    break
                if not self.env["ir.cron"]._commit_progress(1):
                    self.env.ref("izinnet_iys.ir_cron_push").sudo()._trigger()
                    return False
        return True

    @api.model
    def _push_guarded(self, brand, status, after):
        """Hand one lot in and swallow what must not stop the others."""
        try:
            return self._push_lot(brand, status, after)
        except UserError as error:
            self.env.cr.rollback()
            _logger.info("brand %s: nothing handed in: %s", brand.id, error)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("brand %s: handing in failed", brand.id)
        finally:
            self.env["iys.exchange"]._let_go()
        return 0

    @api.model
    def _push_lot(self, brand, status, after=0):
        """Take one lot, hand it in, write down what came back.

        Returns the last id taken (the next lot begins after it) or 0 when nothing waits.
        The intent is committed before the call and its end right after it (R-5).
        """
        registry = brand._get_registry()
        ids = self._take_lot(brand, status, after)
        if not ids or not self.env["iys.breaker"]._may_call(brand, "submit"):
            return 0
        good = self._sift(brand, self.browse(ids))
        if good:
            self._submit(registry, self._begin_submit(brand, good), good)
        self.env["iys.exchange"]._commit()
        return ids[-1]

    @api.model
    def _take_lot(self, brand, status, after=0):
        """Lock the next lot and return its ids: each key once, oldest act first (R-19)."""
        self.flush_model()
        self.env.cr.execute(
            TAKE_LOT,
            {
                "brand": brand.id,
                "status": status,
                "after": after,
                "now": fields.Datetime.now(),
                "limit": brand.account_id.lot_size,
            },
        )
        return [row[0] for row in self.env.cr.fetchall()]

    @api.model
    def _sift(self, brand, acts):
        """Take out what İYS would refuse anyway, so that the lot is taken whole (R-7).

        Returns [(id, Consent)] for the rest.
        """
        now = fields.Datetime.now()
        moment = now.replace(tzinfo=timezone.utc)
        # İYS's own reading of "three business days" is not known: the law's end counts
        options = RuleOptions(three_day_rule=False)
        good, bad = [], []
        for act, consent in self._to_consents(acts):
            faults = validate(consent, moment, options)
            if act.deadline and act.deadline < now:
                faults = [ApiError("H467")]
            if faults:
                bad.append((act, faults[0]))
            else:
                good.append((act.id, consent))
        self._settle_refused(bad)
        return good

    @api.model
    def _begin_submit(self, brand, lot):
        """Commit the intent: the exchange and its acts are in flight before the call."""
        exchange = self.env["iys.exchange"]._open(brand, "submit", row_count=len(lot))
        exchange._hold()
        self._set_state(
            "in_flight", [act_id for act_id, _c in lot], exchange_id=exchange.id
        )
        self.env["iys.exchange"]._commit()
        return exchange

    @api.model
    def _submit(self, registry, exchange, lot):
        """Make the call and sort its outcome; every kind of error has its own end."""
        brand, ids = exchange.brand_id, [act_id for act_id, _c in lot]
        try:
            receipt = registry.submit([consent for _id, consent in lot])
        except IysRejected as error:
            self._lot_refused(exchange, lot, error)
        except (IysAuthError, IysForbidden) as error:
            self._lot_waits(exchange, ids, error)
            brand.account_id._note_error(error)
        except IysUnavailable as error:
            self._lot_unavailable(exchange, ids, error)
        except IysProtocolError as error:
            self._lot_unknown(exchange, ids, error)
        except IysError as error:
            self._lot_refused(exchange, lot, error)
        else:
            self._lot_accepted(exchange, ids, receipt)

    @api.model
    def _lot_accepted(self, exchange, ids, receipt):
        """İYS took the lot; it is asked about it after ``results_delay`` seconds."""
        if len(receipt.subrequests) != len(ids):
            error = IysProtocolError("the receipt does not list every row of the lot")
            self._lot_unknown(exchange, ids, error)
            return
        account = exchange.brand_id.account_id
        self._set_state(
            "sent",
            ids,
            subrequest_id=[sub.subrequest_id for sub in receipt.subrequests],
            error_code=None,
            error_message=None,
        )
        poll_at = fields.Datetime.now() + timedelta(seconds=account.results_delay)
        exchange._close("accepted", request_id=receipt.request_id, poll_at=poll_at)
        exchange.brand_id.sudo().last_good_push = fields.Datetime.now()
        self.env["iys.breaker"]._note(exchange.brand_id, "submit", True)
        account._note_success()
        self.env.ref("izinnet_iys.ir_cron_results").sudo()._trigger(at=poll_at)

    @api.model
    def _lot_refused(self, exchange, lot, error):
        """Nothing of the lot was stored: the faulty rows end, the rest waits again (R-7)."""
        faults = {}
        for entry in error.errors:
            if isinstance(entry.index, int) and 0 <= entry.index < len(lot):
                faults.setdefault(entry.index, entry)
        exchange._close("refused", error, bad_count=len(faults))
        self.env["iys.breaker"]._note(exchange.brand_id, "submit", True)
        if not faults:
            self._lot_refused_whole(exchange, lot, error)
            return
        flagged = {lot[index][0]: entry for index, entry in faults.items()}
        rest = [act_id for act_id, _c in lot if act_id not in flagged]
        self._set_state("queued", rest, exchange_id=None)
        acts = self.browse(flagged)
        self._settle_refused([(act, flagged[act.id]) for act in acts])
        self._wake_push()

    @api.model
    def _lot_refused_whole(self, exchange, lot, error):
        """İYS named no row: a person has to see it; the lot waits with growing gaps."""
        self._put_back(exchange, [act_id for act_id, _c in lot])
        exchange.brand_id.account_id._note_error(error)
        exchange.brand_id._alert_managers(
            self.env._("İYS refused a whole lot"),
            exchange.brand_id.account_id._explain_error(error),
        )

    @api.model
    def _lot_waits(self, exchange, ids, error):
        """The call was not carried out and a person must act: everything waits."""
        exchange._close("unavailable", error)
        self._put_back(exchange, ids)

    @api.model
    def _lot_unavailable(self, exchange, ids, error):
        """İYS did not answer well: wait, or ask first when it may have stored the lot."""
        self.env["iys.breaker"]._note(exchange.brand_id, "submit", False)
        exchange.brand_id.account_id._note_error(error)
        if error.maybe_stored:
            self._lot_unknown(exchange, ids, error)
            return
        exchange._close("unavailable", error)
        self._put_back(exchange, ids, error.retry_after)

    @api.model
    def _lot_unknown(self, exchange, ids, error):
        """Nobody can say whether İYS stored it: ask before anything else (R-6)."""
        exchange._close("unknown", error, poll_at=fields.Datetime.now())
        self._set_state("unknown", ids)
        self.env.ref("izinnet_iys.ir_cron_settle").sudo()._trigger()

    @api.model
    def _put_back(self, exchange, ids, retry_after=None):
        """Queue acts again with full jitter (R-9); İYS's own waiting time wins."""
        account = exchange.brand_id.account_id
        attempts = max(self.browse(ids).mapped("attempts"), default=0) + 1
        wait = backoff(attempts, None, account.retry_base, account.retry_cap)
        # during an outage the breaker spaces the calls; the acts themselves must be
        # ready when it ends
        wait = min(wait, BREAKER_LONGEST_PAUSE)
        at = fields.Datetime.now() + timedelta(seconds=max(wait, retry_after or 0))
        self._set_state(
            "queued", ids, exchange_id=None, attempts=attempts, next_attempt=at
        )
        self.env.ref("izinnet_iys.ir_cron_push").sudo()._trigger(at=at)

    @api.model
    def _settle_refused(self, refused):
        """End refused acts by İYS's code; ``refused`` is [(act, ApiError)].

        A refusal stays in force here whatever İYS says; an ONAY that came too late has
        expired; the rest needs a person. No date is ever changed.
        """
        ends = {"local": [], "expired": [], "failed": [], "queued": []}
        for act, fault in refused:
            ends[self._end_of_refused(act, fault.code)].append((act, fault))
        later = fields.Datetime.now() + FUTURE_GRACE
        for target, rows in ends.items():
            columns = {"next_attempt": later} if target == "queued" else {}
            if target == "queued":
                rows = [row for row in rows if row[0].state != "queued"]
            self._set_state(
                target,
                [act.id for act, _f in rows],
                error_code=[fault.code or "?" for _a, fault in rows],
                error_message=[(fault.message or "")[:200] for _a, fault in rows],
                **columns,
            )

    @api.model
    def _end_of_refused(self, act, code):
        if code == "H162" and act.consent_date <= fields.Datetime.now():
            return "queued"
        if act.status == "RET" and code in KEPT_HERE:
            return "local"
        if code == "H467":
            return "expired"
        return "failed"

    @api.model
    def _to_consents(self, acts):
        """Pair each act with what İYS is told of it."""
        acts.fetch(["recipient", "type", "status", "source", "consent_date"])
        for act in acts:
            moment = act.consent_date
            yield (
                act,
                Consent(
                    recipient=act.recipient or "",
                    type=act.type,
                    status=act.status,
                    source=act.source or None,
                    consent_date=moment.replace(tzinfo=timezone.utc)
                    if moment
                    else None,
                    recipient_type=act.recipient_type,
                    retailer_code=act.retailer_code or None,
                ),
            )
