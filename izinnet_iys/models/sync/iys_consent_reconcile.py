"""Daily reconciliation (mutabakat): İYS's file of a day against our book of that day."""

from datetime import datetime, time, timedelta, timezone

from odoo import api, fields, models

from ...iys_api.messages import TRT
from .iys_held import act_of_consent, naive_utc

#: İYS offers yesterday and six days before it.
DAYS_BACK = 7
#: İYS has finished a day: its file will not change any more
FINISHED = "completed"


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _cron_daily(self):
        """Reconcile every day that is due, brand by brand, and look after the holidays."""
        self = self._for_people()
        self._guarded(
            lambda holidays: holidays._warn_managers(), self.env["iys.holiday"]
        )
        for brand in self.env["iys.brand"]._to_sync():
            for day in self._days_due(brand) if brand._may_sync() else ():
                self._guarded(self._reconcile_day, brand, day)
                if brand.last_reconciled != day:
                    break  # days are done in order; this one's turn comes again
            if not self.env["ir.cron"]._commit_progress(1):
                self.env.ref("izinnet_iys.ir_cron_daily").sudo()._trigger()
                return

    @api.model
    def _days_due(self, brand):
        """Days not reconciled yet that İYS still has a file for (Türkiye dates)."""
        today = datetime.now(TRT).date()
        first = today - timedelta(days=DAYS_BACK)
        if brand.last_reconciled:
            first = max(first, brand.last_reconciled + timedelta(days=1))
        return [first + timedelta(days=n) for n in range((today - first).days)]

    @api.model
    def _reconcile_day(self, brand, day):
        """Compare one day, mend what differs, and tell İYS when nothing did.

        Every difference is written into the log; raises any IysError.
        """
        registry, agrees = brand._get_registry(), brand.auto_agree
        self.env["iys.exchange"]._commit()
        file, agreement = registry.day_file(day), registry.agreement(day)
        if agreement and agreement.process_status != FINISHED:
            return  # İYS is still at work on that day
        consents = file.consents if file else ()
        if file and agreement and agreement.hash_value != file.hash_value:
            self._difference(brand, day, "hash", 1)
            agrees = False
        differences = self._mend_from_file(brand, day, consents)
        differences += self._mend_missing_there(brand, day, consents)
        brand.sudo().last_reconciled = day
        self.env["iys.exchange"]._commit()
        if agrees and agreement and not agreement.agreed and not differences:
            registry.agree(day)

    @api.model
    def _mend_from_file(self, brand, day, consents):
        """Take over movements the book does not know, or knows otherwise; count them."""
        acts = [act_of_consent(brand.id, c, f"file {day}") for c in consents]
        recorded = self._record_acts(acts)
        taken = sum(r.outcome == "stored" for r in recorded)
        faulty = sum(r.outcome == "faulty" for r in recorded)
        if taken:
            self._difference(brand, day, "missing here", taken)
        if faulty:
            self._difference(brand, day, "not readable", faulty)
        return taken + faulty

    @api.model
    def _mend_missing_there(self, brand, day, consents):
        """Doubt what the book calls registered that day and İYS's file does not hold."""
        held = {
            (c.recipient, c.recipient_type, c.type, c.status, c.source,
             naive_utc(c.consent_date))
            for c in consents
        }  # fmt: skip
        doubtful = [
            act_id for act_id, *rest in self._registered_on(brand, day)
            if tuple(rest) not in held
        ]  # fmt: skip
        if doubtful:
            self._set_state("unknown", doubtful, error_code="Z003")
            self._difference(brand, day, "missing there", len(doubtful))
            self._wake_settle()
        return len(doubtful)

    @api.model
    def _registered_on(self, brand, day):
        start = datetime.combine(day, time(0), TRT).astimezone(timezone.utc)
        self.flush_model()
        self.env.cr.execute(
            """
            SELECT id, recipient, recipient_type, type, status, source, consent_date
            FROM iys_consent
            WHERE brand_id = %s AND iys_creation_date >= %s AND iys_creation_date < %s
              AND state = 'registered' AND recipient IS NOT NULL
            """,
            [
                brand.id,
                start.replace(tzinfo=None),
                (start + timedelta(days=1)).replace(tzinfo=None),
            ],
        )
        return self.env.cr.fetchall()

    @api.model
    def _difference(self, brand, day, kind, count):
        """Write one kind of difference into the log and tell the consent managers."""
        self.env["iys.log"]._add(
            "difference",
            f"Reconciliation: {day}, {kind}",
            record=brand,
            data={"day": str(day), "kind": kind, "count": count},
        )
        brand._alert_managers(
            self.env._("Differences between İYS and our book"),
            self.env._(
                "%(count)s differences on %(day)s were found and mended. The log lists"
                " them.",
                count=count,
                day=day,
            ),
            deadline=fields.Date.context_today(self),
        )
