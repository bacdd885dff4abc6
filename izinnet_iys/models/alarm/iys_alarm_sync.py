"""Alarms about the conversation with İYS."""

from datetime import datetime, timedelta, timezone

from odoo import api, fields, models

from ...iys_api.limits import Breaker
from .cause import Cause

#: key: how long an act may wait, in hours (R-69)
WAITING_HOURS = (1, 24)
#: On their way; what failed for good is a dead letter, and told as such.
WAITING = ("queued", "in_flight", "sent", "unknown")
SUBSCRIPTION_CODES = ("H520", "H521", "H525")


class IysAlarm(models.Model):
    _inherit = "iys.alarm"

    @api.model
    def _sources(self):
        """Override of `izinnet_iys`: what İYS is to know and to tell."""
        return {
            **super()._sources(),
            "waiting": self._causes_waiting,
            "pull_old": self._causes_pull_old,
            "breaker": self._causes_breaker,
            "account": self._causes_account,
            "quota": self._causes_quota,
        }

    @api.model
    def _causes_waiting(self):
        """The oldest act of a brand waits for more than 1 h, more than 24 h."""
        self.env["iys.consent"].flush_model()
        self.env.cr.execute(
            "SELECT brand_id, min(recorded_at), count(*) FROM iys_consent"
            " WHERE state = ANY(%s) AND recorded_at < %s GROUP BY brand_id",
            [list(WAITING), self._ago(min(WAITING_HOURS))],
        )
        causes = []
        for brand_id, oldest, count in self.env.cr.fetchall():
            brand = self.env["iys.brand"].browse(brand_id)
            for hours in WAITING_HOURS:
                if oldest < self._ago(hours):
                    causes.append(self._waiting(brand, hours, oldest, count))
        return causes

    @api.model
    def _waiting(self, brand, hours, oldest, count):
        return Cause(
            kind="waiting",
            key=f"{brand.id}:{hours}",
            since=oldest + timedelta(hours=hours),
            what=self.env._(
                "Consents of %(brand)s wait for İYS for more than %(hours)s hours",
                brand=brand.name,
                hours=hours,
            ),
            why=self.env._(
                "%(count)s are not registered, the oldest since %(moment)s. Last error:"
                " %(error)s",
                count=count,
                moment=self._moment(oldest),
                error=brand.account_id.last_error or "–",
            ),
            todo=self.env._(
                "Mend the last error on the İYS account, or look at the consents that"
                " İYS refused and hand them in again. Approvals expire after three"
                " business days."
            ),
            record=brand,
            company=brand.company_id,
        )

    @api.model
    def _causes_pull_old(self):
        """İYS's changes were last read too long ago (L-15); six hours unless set."""
        now, causes = fields.Datetime.now(), []
        for brand in self.env["iys.brand"].search([("last_good_pull", "!=", False)]):
            limit = brand.last_good_pull + timedelta(hours=brand.warn_after_hours)
            if limit > now:
                continue
            causes.append(
                Cause(
                    kind="pull_old",
                    key=str(brand.id),
                    since=limit,
                    what=self.env._("No update from İYS: %(brand)s", brand=brand.name),
                    why=self.env._(
                        "İYS was last read on %(moment)s. Last error: %(error)s",
                        moment=self._moment(brand.last_good_pull),
                        error=brand.account_id.last_error or "–",
                    ),
                    todo=self.env._(
                        "Test the connection on the İYS account. Commercial messages"
                        " wait once the update is older than %(hours)s hours.",
                        hours=brand.stop_after_hours,
                    ),
                    record=brand,
                    company=brand.company_id,
                )
            )
        return causes

    @api.model
    def _causes_breaker(self):
        """A line to İYS is interrupted after failures in a row (R-12)."""
        causes = []
        for row in self.env["iys.breaker"].search([("kind", "!=", False)]):
            breaker = Breaker.from_dict(row.value)
            if not breaker.is_open:
                continue
            brand = row.brand_id
            since = datetime.fromtimestamp(breaker.opened_at, timezone.utc)
            causes.append(
                Cause(
                    kind="breaker",
                    key=f"{brand.id}:{row.kind}",
                    since=since.replace(tzinfo=None, microsecond=0),
                    what=self.env._("İYS does not answer: %(brand)s", brand=brand.name),
                    why=self.env._(
                        "Calls of one kind (%(kind)s) failed in a row and are paused; one"
                        " attempt is made from time to time.",
                        kind=row.kind,
                    ),
                    todo=self.env._(
                        "Nothing is lost and it goes on by itself. If it lasts, check the"
                        " server's network and İYS's own notices."
                    ),
                    record=brand,
                    company=brand.company_id,
                )
            )
        return causes

    @api.model
    def _causes_account(self):
        """An account was stopped: credentials, contract, paused subscription."""
        stopped = self.env["iys.account"].search([("is_stopped", "=", True)])
        return [
            Cause(
                kind="account",
                key=str(account.id),
                since=account.last_error_at or fields.Datetime.now(),
                what=self.env._("İYS account stopped: %(name)s", name=account.name),
                why=account.last_error or "–",
                todo=self.env._(
                    "Settle what İYS says (subscription, password, rights), then test"
                    " the connection and press Resume on the account."
                ),
                record=account,
                company=account.company_id,
            )
            for account in stopped
        ]

    @api.model
    def _causes_quota(self):
        """İYS refused acts of the last day for the subscription (H520, H521, H525)."""
        self.env["iys.consent"].flush_model()
        self.env.cr.execute(
            "SELECT brand_id, error_code, count(*), min(recorded_at) FROM iys_consent"
            " WHERE state = ANY(%s) AND error_code = ANY(%s) GROUP BY 1, 2",
            [[*WAITING, "failed"], list(SUBSCRIPTION_CODES)],
        )
        return [self._quota(*row) for row in self.env.cr.fetchall()]

    @api.model
    def _quota(self, brand_id, code, count, since):
        brand = self.env["iys.brand"].browse(brand_id)
        return Cause(
            kind="quota",
            key=f"{brand.id}:{code}",
            since=since,
            what=self.env._(
                "İYS subscription of %(brand)s (%(code)s)", brand=brand.name, code=code
            ),
            why=self.env._(
                "%(count)s consents were refused because the subscription is paused,"
                " closed or full.",
                count=count,
            ),
            todo=self.env._(
                "Settle the subscription at hs.iys.org.tr, then test the connection."
            ),
            record=brand.account_id,
            company=brand.company_id,
        )

    @api.model
    def _ago(self, hours):
        return fields.Datetime.now() - timedelta(hours=hours)
