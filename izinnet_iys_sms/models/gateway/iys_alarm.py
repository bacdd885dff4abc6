"""Alarms of SMS accounts: paused, or soon without credit (R-69)."""

from odoo import api, fields, models

from odoo.addons.izinnet_iys.models.alarm.cause import Cause


class IysAlarm(models.Model):
    _inherit = "iys.alarm"

    @api.model
    def _sources(self):
        """Override of `izinnet_iys`: two more kinds."""
        return {
            **super()._sources(),
            "sms_paused": self._causes_sms_paused,
            "sms_credit": self._causes_sms_credit,
        }

    @api.model
    def _causes_sms_paused(self):
        """An account in use is paused for a cause that only a person can mend."""
        return [
            Cause(
                kind="sms_paused",
                key=str(gateway.id),
                since=gateway.last_error_at or fields.Datetime.now(),
                what=self.env._("SMS account paused: %(name)s", name=gateway.name),
                why=gateway.last_error or gateway._explain_reason(gateway.pause_reason),
                todo=self.env._(
                    "Mend the cause, test the connection, then press Resume. SMS wait in"
                    " the queue until then; none is lost."
                ),
                record=gateway,
                company=gateway.company_id,
            )
            for gateway in self._sms_accounts([("pause_reason", "!=", False)])
        ]

    @api.model
    def _causes_sms_credit(self):
        """The credit of an account in use fell below what its company wants left."""
        return [
            Cause(
                kind="sms_credit",
                key=str(gateway.id),
                since=gateway.balance_at or fields.Datetime.now(),
                what=self.env._("SMS credit is low: %(name)s", name=gateway.name),
                why=self.env._(
                    "%(count)s parts are left, fewer than %(least)s.",
                    count=int(gateway.credits),
                    least=gateway.low_credits,
                ),
                todo=self.env._(
                    "Buy credit at the operator. Without any the queue waits, codes"
                    " included."
                ),
                record=gateway,
                company=gateway.company_id,
            )
            for gateway in self._sms_accounts([("is_low", "=", True)])
        ]

    @api.model
    def _sms_accounts(self, domain):
        companies = self.env["res.company"].search(
            [("iys_sms_gateway_id", "!=", False)]
        )
        return companies.iys_sms_gateway_id.filtered_domain(domain)
