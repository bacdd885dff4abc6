"""Handing in: waiting acts go to İYS in lots, RET first, each key once a lot."""

import logging

from odoo import api, models
from odoo.exceptions import UserError

from ...iys_api.errors import IysError, IysRejected, IysStateError

_logger = logging.getLogger(__name__)


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _wake_push(self):
        """Have waiting acts handed in soon."""
        # sudo: whoever records may wake the job that hands the record in
        self.env.ref("izinnet_iys.ir_cron_push").sudo()._trigger()

    @api.model
    def _cron_push(self):
        """Hand waiting acts in, brand by brand; one brand's failure stops no other."""
        self = self._for_people()
        for brand in self.env["iys.brand"]._to_sync():
            if not self._push_brand(brand):
                self._wake_push()
                return

    @api.model
    def _push_brand(self, brand):
        """Hand in RET before ONAY (L-14); False when the cron's time slot is used up."""
        try:
            registry = brand._get_registry()
        except UserError as error:
            _logger.info("brand %s: nothing handed in: %s", brand.id, error)
            return True
        for status in ("RET", "ONAY"):
            in_time, _last = self._push_walk(registry, brand, status, None)
            if in_time:
                floor = self._queue_floor(brand, status)
                in_time, last = self._push_walk(registry, brand, status, floor)
                self._raise_floor(brand, status, floor, last)
            if not in_time:
                return False
        return True

    @api.model
    def _push_walk(self, registry, brand, status, after):
        """Hand in lot after lot; see ``_take_lot`` for ``after``.

        Returns (False when the time slot is used up, the last id handed in).
        """
        while brand._may_sync() and (
            last := self._push_guarded(registry, brand, status, after)
        ):
            after = after if after is None else last
            if not self.env["ir.cron"]._commit_progress(1):
                return False, after
        return True, after

    @api.model
    def _push_guarded(self, registry, brand, status, after):
        """Hand one lot in and swallow what must not stop the others."""
        try:
            return self._push_lot(registry, brand, status, after)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("brand %s: handing in failed", brand.id)
        finally:
            self.env["iys.exchange"]._let_go()
        return 0

    @api.model
    def _push_lot(self, registry, brand, status, after):
        """Take one lot, hand it in, write down what came back.

        Returns the last id taken (the next lot begins after it) or 0 when nothing waits
        or İYS is better left alone for now.
        """
        ids = self._take_lot(brand, status, after)
        if not ids or not self.env["iys.breaker"]._may_call(brand, "submit"):
            return 0
        lot = self._sift(ids)
        if not lot:
            self.env["iys.exchange"]._commit()
            return ids[-1]
        return ids[-1] if self._submit(registry, brand, lot) else 0

    @api.model
    def _submit(self, registry, brand, lot):
        """Hand in [(id, Consent)]; True when the next lot may follow.

        The intent is committed before the call and its end right after it (R-5); in
        between no transaction is open (R-4).
        """
        exchange = self._begin_submit(brand, lot)
        try:
            answer = registry.submit([consent for _id, consent in lot])
        except IysError as error:
            answer = error
        self._guarded(self._end_submit, exchange, lot, answer)
        return is_answered(answer)

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


def is_answered(answer):
    """Tell whether İYS took the lot or named its faulty rows: then others may follow."""
    if isinstance(answer, IysRejected | IysStateError):
        return any(error.index is not None for error in answer.errors)
    return not isinstance(answer, IysError)
