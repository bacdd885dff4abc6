"""Watching the clock: alarms at 24 h, 48 h and before the end; what is too late expires."""

from datetime import timedelta

from odoo import api, fields, models

#: level: SQL for "this act has reached it" (L-11, L-14)
LEVELS = {
    1: "consent_date < %(now)s - interval '24 hours'",
    2: "consent_date < %(now)s - interval '48 hours'",
    3: "promise < %(now)s + interval '6 hours'",
}
WATCHED = ("queued", "in_flight", "sent", "unknown", "failed")


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _cron_deadlines(self):
        """End what is too late, warn of what will be, warn of an old pull."""
        self = self._for_people()
        nobody = self.env["iys.brand"]
        self._guarded(self._expire_late, nobody)
        # the most urgent first: one act is told of once, not three times
        for level in sorted(LEVELS, reverse=True):
            self._guarded(self._alarm, nobody, level)
        self._guarded(self._warn_old_pull, nobody.search([("active", "=", True)]))

    @api.model
    def _expire_late(self, _brands):
        """An approval not registered in time is void for good (L-11); nothing moves it.

        Acts İYS may already hold (sent, unknown) are settled by asking first.
        """
        now = fields.Datetime.now()
        self.flush_model()
        self.env.cr.execute(
            """
            SELECT id FROM iys_consent
            WHERE state IN ('queued', 'unconfirmed', 'failed') AND status = 'ONAY'
              AND deadline < %s
            """,
            [now],
        )
        late = [row[0] for row in self.env.cr.fetchall()]
        if late:
            moved = self._set_state("expired", late, error_code="H467")
            self.env["iys.log"]._add(
                "alarm", "Approvals expired", data={"count": len(moved)}
            )

    @api.model
    def _alarm(self, _brands, level):
        """Tell each brand's consent managers once per act and level (R-69)."""
        self.flush_model()
        self.env.cr.execute(
            f"""
            UPDATE iys_consent SET alarm_level = %(level)s
            WHERE state = ANY(%(watched)s) AND COALESCE(alarm_level, 0) < %(level)s
              AND {LEVELS[level]}
            RETURNING brand_id, promise
            """,
            {"level": level, "watched": list(WATCHED), "now": fields.Datetime.now()},
        )
        late = {}
        for brand_id, promise in self.env.cr.fetchall():
            late.setdefault(brand_id, []).append(promise)
        self.invalidate_model(["alarm_level"])
        for brand_id, promises in late.items():
            brand = self.env["iys.brand"].browse(brand_id)
            self._tell_late(brand, level, promises)

    @api.model
    def _tell_late(self, brand, level, promises):
        first = min((p for p in promises if p), default=None)
        summary = {
            1: self.env._("Consents wait for İYS for 24 hours"),
            2: self.env._("Consents wait for İYS for 48 hours"),
            3: self.env._("Consents are about to be too late for İYS"),
        }[level]
        note = self.env._(
            "%(count)s consents of %(brand)s; the first must reach İYS by %(moment)s."
            " Last error: %(error)s",
            count=len(promises),
            brand=brand.name,
            moment=self._local_text(first),
            error=brand.account_id.last_error or "–",
        )
        brand._alert_managers(summary, note)
        self.env["iys.log"]._add(
            "alarm",
            summary,
            record=brand,
            data={"level": level, "count": len(promises)},
        )

    @api.model
    def _local_text(self, moment):
        """Spell a naive UTC moment as Türkiye time, or a dash."""
        return str(moment + timedelta(hours=3))[:16] if moment else "–"

    @api.model
    def _warn_old_pull(self, brands):
        """Warn when İYS's changes have not been read for too long (L-15)."""
        now = fields.Datetime.now()
        for brand in brands.filtered("last_good_pull"):
            hours = int((now - brand.last_good_pull).total_seconds() // 3600)
            if hours >= brand.warn_after_hours:
                brand._alert_managers(
                    self.env._("No update from İYS"),
                    self.env._(
                        "The last successful update from İYS was %(hours)s hours ago."
                        " Commercial messages wait once it is older than %(limit)s hours.",
                        hours=hours,
                        limit=brand.stop_after_hours,
                    ),
                )
