"""Settling: acts whose fate nobody knows are asked about before anything else (R-6)."""

from datetime import timedelta

from odoo import api, fields, models

from ...iys_api.errors import IysRejected, IysUnavailable
from ...iys_api.messages import ApiError, Key
from ...iys_api.terms import STATUSES
from .iys_held import act_of_consent, is_later, same_act

#: Unknown rows looked up one by one in a run; İYS allows 1,000 look-ups an hour.
LOOKUPS_A_RUN = 100
#: A row that İYS keeps losing is shown to a person.
MAX_ATTEMPTS = 12


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _cron_settle(self):
        """Find out what became of unknown acts by asking İYS (R-6)."""
        self = self._for_people()
        self._guarded(self._find_lost, self.env["iys.exchange"])
        for brand in self.env["iys.brand"]._to_sync():
            if brand._may_sync():
                self._guarded(self._settle_brand, brand)
            if not self.env["ir.cron"]._commit_progress(1):
                self._wake_settle()
                return

    @api.model
    def _wake_settle(self, at=None):
        self.env.ref("izinnet_iys.ir_cron_settle").sudo()._trigger(at=at)

    @api.model
    def _find_lost(self, exchanges):
        """Acts whose worker died in the middle of a call become unknown (R-3)."""
        for exchange in exchanges._find_orphans():
            acts = self.search(
                [("exchange_id", "=", exchange.id), ("state", "=", "in_flight")]
            )
            self._set_state("unknown", acts.ids)
            exchange._close("unknown")

    @api.model
    def _settle_brand(self, brand):
        """Ask about one brand's unknown acts.

        A few are looked up one by one. A lost lot is handed in again unchanged where
        İYS's second edition answers with the first transaction: that is asking, too, and
        can never make a second movement (contract 7.5).
        """
        unknown = self._unknown_due(brand)
        plain = unknown.filtered(lambda act: not act.error_code)
        if len(plain) > LOOKUPS_A_RUN and brand.account_id.api_edition == "v2":
            self._set_state("queued", plain.ids, exchange_id=None)
            unknown -= plain
            self._wake_push()
        if len(unknown) > LOOKUPS_A_RUN:
            self._wake_settle()
        self._look_up(brand, unknown[:LOOKUPS_A_RUN])

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
            self._wake_settle(at=max(early.exchange_id.mapped("ended_at")) + delay)
        return unknown - early

    @api.model
    def _look_up(self, brand, acts):
        """Look acts up one by one, each answer kept at once; stops at a silent İYS."""
        registry = brand._get_registry()
        keys = [(act, Key(act.recipient, act.recipient_type, act.type)) for act in acts]
        for act, key in keys:
            if not self.env["iys.breaker"]._may_call(brand, "lookup"):
                return
            self.env["iys.exchange"]._commit()
            try:
                held = registry.lookup(key)
            except IysUnavailable as error:
                brand._note_silence("lookup", error)
                return
            except IysRejected as error:
                # İYS cannot even be asked about this one; the others have their turn
                self._settle_refused([(act, (error.errors or (ApiError(""),))[0])])
            else:
                self._settle_one(act, held)
            brand._note_answer("lookup")

    @api.model
    def _settle_one(self, act, held):
        """Compare one act with İYS's record of its key, a Consent or None."""
        if held is None:
            self._settle_absent(act)
        elif held.status not in STATUSES:
            return  # BEKLIYOR: İYS has not decided, so it is asked again
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
                error_code=None, error_message=None,
            )  # fmt: skip
            self._wake_push()
