"""Asking an operator how an account stands: connection, titles, balance."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...sms_gateways import NotSupported, SmsError

_logger = logging.getLogger(__name__)

#: The balance is asked for this often.
BALANCE_EVERY = timedelta(hours=1)


class IysSmsGateway(models.Model):
    _inherit = "iys.sms.gateway"

    def _probe(self):
        """Log in, read titles and balance; return (good, text for a person)."""
        try:
            self._ask("check")
            listed = self._sync_titles()
            self._ask_balance()
        except SmsError as error:
            return False, self._explain_error(error)
        except UserError as error:
            return False, str(error)
        if not listed:
            return False, self.env._(
                "Logged in, but the operator lists no sender title. Ask it for one."
            )
        return True, self.env._(
            "Logged in. Sender titles: %(titles)s. Credit: %(credit)s.",
            titles=", ".join(listed),
            credit=self._credit_words(),
        )

    def _ask(self, question, *args):
        """Put one question of `SmsGateway` to the operator, with no transaction open."""
        client = self._client()
        self.env["iys.exchange"]._commit()
        return getattr(client, question)(*args)

    def _credit_words(self):
        told = []
        if self.credits:
            told.append(self.env._("%(count)s parts", count=int(self.credits)))
        if self.money:
            told.append(f"{self.money:.2f} TL")
        return ", ".join(told) or self.env._("not told")

    # === TITLES === #

    def action_sync_titles(self):
        """Have the titles read again, with the connection test."""
        return self.action_test_connection()

    def _sync_titles(self):
        """Read the operator's titles; return them, spelt exactly as they must be sent."""
        self.ensure_one()
        listed = self._ask("titles")
        # readonly on the screen, and the job works for every company
        self.env["iys.sms.title"].sudo()._note_listed(self, listed)
        return listed

    # === BALANCE === #

    def _ask_balance(self):
        """Read the credit; warn once when it is low (R-69)."""
        self.ensure_one()
        try:
            balance = self._ask("balance")
        except NotSupported:
            return
        self.write(
            {
                "credits": float(balance.credits or 0),
                "money": float(balance.money or 0),
                "balance_at": fields.Datetime.now(),
            }
        )
        is_low = balance.credits is not None and self.credits < self.low_credits
        if is_low and not self.is_low:
            self._alarm_low()
        self.is_low = is_low

    def _alarm_low(self):
        count = int(self.credits)
        self.env["iys.log"]._add(
            "alarm", f"SMS credit is low: {count}", record=self, data={"parts": count}
        )
        self._alert_administrators(
            self.env._("SMS credit is low: %(name)s", name=self.name),
            self.env._("%(count)s parts are left. Buy credit in time.", count=count),
        )

    @api.model
    def _cron_balance(self):
        """Ask every account in use how much credit is left; one failure stops no other."""
        due = fields.Datetime.now() - BALANCE_EVERY
        for gateway in self.search([("pause_reason", "!=", "person")]):
            if not gateway.is_confirmed_here or (
                gateway.balance_at and gateway.balance_at > due
            ):
                continue
            gateway._ask_balance_guarded()
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _ask_balance_guarded(self):
        try:
            self._ask_balance()
        except (SmsError, UserError) as error:
            _logger.info("SMS account %s: balance not read: %s", self.id, error)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("SMS account %s: balance not read", self.id)
