"""What became of a lot that was handed in: every kind of answer has its own end."""

from datetime import timedelta

from odoo import api, fields, models

from ...iys_api.errors import (
    IysAuthError,
    IysError,
    IysForbidden,
    IysProtocolError,
    IysUnavailable,
)
from ...iys_api.limits import BREAKER_LONGEST_PAUSE, backoff

#: İYS's clock may be behind ours; a "future" date is offered again this much later.
FUTURE_GRACE = timedelta(minutes=15)
#: Rules of İYS that say "not needed" or "never" for a refusal we obey anyway (L-5).
KEPT_HERE = ("H174", "H175", "H467")


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _end_submit(self, exchange, lot, answer):
        """Write down how a call ended.

        ``lot`` is [(id, Consent)], ``answer`` a Receipt or the IysError in its place.
        """
        ids = [act_id for act_id, _c in lot]
        if not isinstance(answer, IysError):
            self._lot_accepted(exchange, ids, answer)
        elif isinstance(answer, IysAuthError | IysForbidden):
            self._lot_waits(exchange, ids, answer)
        elif isinstance(answer, IysUnavailable):
            self._lot_unavailable(exchange, ids, answer)
        elif isinstance(answer, IysProtocolError):
            self._lot_unknown(exchange, ids, answer)
        else:
            self._lot_refused(exchange, ids, answer)

    @api.model
    def _lot_accepted(self, exchange, ids, receipt):
        """İYS took the lot; it is asked about it after ``results_delay`` seconds."""
        if len(receipt.subrequests) != len(ids):
            error = IysProtocolError("the receipt does not list every row of the lot")
            self._lot_unknown(exchange, ids, error)
            return
        self._set_state(
            "sent",
            ids,
            subrequest_id=[sub.subrequest_id for sub in receipt.subrequests],
            error_code=None,
            error_message=None,
        )
        delay = exchange.brand_id.account_id.results_delay
        poll_at = fields.Datetime.now() + timedelta(seconds=delay)
        exchange._close("accepted", request_id=receipt.request_id, poll_at=poll_at)
        self.env.ref("izinnet_iys.ir_cron_results").sudo()._trigger(at=poll_at)
        exchange.brand_id._note_answer("submit")

    @api.model
    def _lot_refused(self, exchange, ids, error):
        """Nothing of the lot was stored: the faulty rows end, the rest waits again (R-7)."""
        faults = {}
        for entry in error.errors:
            if isinstance(entry.index, int) and 0 <= entry.index < len(ids):
                faults.setdefault(ids[entry.index], entry)
        exchange._close("refused", error, bad_count=len(faults))
        if not faults:
            self._lot_refused_whole(exchange, ids, error)
            return
        rest = [act_id for act_id in ids if act_id not in faults]
        self._set_state("queued", rest, exchange_id=None)
        self._settle_refused([(act, faults[act.id]) for act in self.browse(faults)])
        self._wake_push()
        exchange.brand_id._note_answer("submit")

    @api.model
    def _lot_refused_whole(self, exchange, ids, error):
        """İYS named no row: a person has to see it; the lot waits with growing gaps."""
        account = exchange.brand_id.account_id
        self._put_back(exchange, ids)
        exchange.brand_id._alert_managers(
            self.env._("İYS refused a whole lot"), account._explain_error(error)
        )
        account._note_error(error)

    @api.model
    def _lot_waits(self, exchange, ids, error):
        """The call was not carried out and a person must act: everything waits."""
        exchange._close("unavailable", error)
        self._put_back(exchange, ids)
        exchange.brand_id.account_id._note_error(error)

    @api.model
    def _lot_unavailable(self, exchange, ids, error):
        """İYS did not answer well: wait, or ask first when it may have stored the lot."""
        if error.maybe_stored:
            self._lot_unknown(exchange, ids, error)
        else:
            exchange._close("unavailable", error)
            self._put_back(exchange, ids, error.retry_after)
        exchange.brand_id._note_silence("submit", error)

    @api.model
    def _lot_unknown(self, exchange, ids, error):
        """Nobody can say whether İYS stored it: ask before anything else (R-6)."""
        exchange._close("unknown", error)
        self._set_state("unknown", ids)
        self._wake_settle()

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
            ends[self._end_of_refused(act, fault.code)].append((act.id, fault))
        later = fields.Datetime.now() + FUTURE_GRACE
        for target, rows in ends.items():
            columns = {"next_attempt": later} if target == "queued" else {}
            self._set_state(
                target,
                [act_id for act_id, _f in rows],
                error_code=[fault.code or "?" for _id, fault in rows],
                error_message=[(fault.message or "")[:200] for _id, fault in rows],
                **columns,
            )

    @api.model
    def _end_of_refused(self, act, code):
        # never from our own check before sending: there a date is past or it is not
        if code == "H162" and act.consent_date <= fields.Datetime.now():
            return "queued"
        if act.status == "RET" and code in KEPT_HERE:
            return "local"
        if code == "H467":
            return "expired"
        return "failed"
