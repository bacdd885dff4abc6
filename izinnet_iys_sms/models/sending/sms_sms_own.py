"""The queue of own accounts: codes first, account by account, lot by lot (R-5, R-26)."""

import logging

from odoo import api, fields, models
from odoo.tools import SQL

from .turns import KINDS, Turn
from .waiting import claim

_logger = logging.getLogger(__name__)


class SmsSms(models.Model):
    _inherit = "sms.sms"

    _iys_own_idx = models.Index(
        "(iys_company_id, id) WHERE state = 'outgoing' AND to_delete IS NOT TRUE"
    )
    _iys_code_idx = models.Index(
        "(iys_company_id, id) WHERE state = 'outgoing' AND to_delete IS NOT TRUE"
        " AND iys_is_released IS TRUE AND iys_message_class = 'OTP'"
    )
    _iys_free_idx = models.Index(
        "(iys_company_id, id) WHERE state = 'outgoing' AND to_delete IS NOT TRUE"
        " AND iys_is_released IS TRUE AND iys_message_class NOT IN ('OTP', 'COMMERCIAL')"
    )

    @api.model
    def _iys_work_own(self):
        """Send what waits for own accounts; False when the time slot is used up.

        Companies take turns, lot by lot, so that nobody waits for another's campaign.
        One account's trouble stops no other.
        """
        # notes are read by the consent managers
        self = self.with_context(lang=self.env["iys.brand"]._peoples_lang())
        self.env["iys.sms.job"]._close_orphans()
        turns = [
            Turn(company, gateway, gateway.provider)
            for company in self._iys_own_companies()
            for gateway in company.iys_sms_gateway_id
        ]
        in_time = True
        while turns and in_time:
            for turn in list(turns):
                count = self._iys_turn_guarded(turn)
                if not count:
                    turns.remove(turn)
                elif not self.env["ir.cron"]._commit_progress(count):
                    in_time = False
                    break
        self._iys_close_mailings()
        return in_time

    @api.model
    def _iys_own_companies(self):
        """Return the companies whose own account may be called now."""
        ready = self.env["iys.sms.gateway"]._ready()
        # the queue serves every company
        companies_sudo = self.env["res.company"].sudo()
        return companies_sudo.search([("iys_sms_gateway_id", "in", ready.ids)])

    @api.model
    def _iys_turn_guarded(self, turn):
        """Send one company's next lot; swallow what must not stop the others.

        Returns how many SMS were looked at; 0: none waits, or none may leave now.
        """
        try:
            return self._iys_take_turn(turn)
        except Exception:
            self.env.cr.rollback()
            self.env.invalidate_all(flush=False)
            _logger.exception("%s: SMS could not be sent", turn.company)
        finally:
            self.env["iys.sms.job"]._let_go()
        return 0

    @api.model
    def _iys_take_turn(self, turn):
        if not turn.refresh():
            return 0
        for place, (condition, most) in enumerate(KINDS):
            ids = self._iys_next_ids(turn, condition, turn.walk[place], most)
            if ids:
                turn.walk[place] = ids[-1]
                self._iys_send_patiently(turn, ids)
                return len(ids)
        return 0

    @api.model
    def _iys_send_patiently(self, turn, ids):
        """Send SMS; when one of them trips the program, each of them by itself.

        What was in flight then is left to ``_close_orphans``: nobody claims it again.
        """
        try:
            self._iys_send_ids(turn, ids)
        except Exception:
            if len(ids) == 1:
                raise
            self.env.cr.rollback()
            self.env["iys.sms.job"]._let_go()
            _logger.exception("%s: a lot of SMS failed, now one by one", turn.company)
            for sms_id in ids:
                if not turn.refresh():
                    return
                try:
                    self._iys_send_ids(turn, [sms_id])
                except Exception:
                    self.env.cr.rollback()
                    _logger.exception("SMS %s could not be sent", sms_id)
                finally:
                    self.env["iys.sms.job"]._let_go()

    @api.model
    def _iys_next_ids(self, turn, condition, last, most):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM sms_sms
                WHERE iys_company_id = %s AND id > %s AND %s
                  AND state = 'outgoing' AND to_delete IS NOT TRUE
                  AND (iys_ask_again_at IS NULL OR iys_ask_again_at <= %s)
                ORDER BY id LIMIT %s
                """,
                turn.company.id,
                last,
                condition,
                fields.Datetime.now(),
                most,
            )
        )
        return [sms_id for (sms_id,) in rows]

    @api.model
    def _iys_send_ids(self, turn, ids):
        """Send SMS in as many requests as they need, each with its own commits.

        What a request leaves over (another sort, the same number twice, the halves of a
        lot the operator refused as a whole) comes next.
        """
        todo = [ids]
        while todo:
            if rows := claim(self.env, todo.pop()):
                todo += self._iys_send_rows(turn, rows)
            if todo and not turn.refresh():
                return
