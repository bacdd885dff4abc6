"""The queue of own accounts: codes first, account by account, lot by lot (R-5, R-26)."""

import logging

from odoo import api, fields, models
from odoo.tools import SQL

from ..sms_sms_leave import LOT

_logger = logging.getLogger(__name__)

#: Which SMS a turn takes, in this order: (condition, how many at once). A code leaves
#: alone, so that one call's trouble is one person's (R-5).
_RELEASED = "iys_is_released IS TRUE AND iys_message_class"
TURNS = (
    (SQL(f"{_RELEASED} = 'OTP'"), 1),
    (SQL(f"{_RELEASED} NOT IN ('OTP', 'COMMERCIAL')"), LOT),
    (
        SQL(
            "(iys_is_released IS NOT TRUE OR iys_message_class = 'COMMERCIAL'"
            " OR iys_message_class IS NULL)"
        ),
        LOT,
    ),
)


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
        walks = {}  # company id → the last SMS taken of each turn
        companies = self._iys_own_companies()
        while companies:
            for company in companies:
                walk = walks.setdefault(company.id, [0] * len(TURNS))
                count = self._iys_turn_guarded(company, walk)
                if not count:
                    companies -= company
                elif not self.env["ir.cron"]._commit_progress(count):
                    self._iys_close_mailings()
                    return False
        self._iys_close_mailings()
        return True

    @api.model
    def _iys_own_companies(self):
        """Return the companies whose own account may be called now."""
        ready = self.env["iys.sms.gateway"]._ready()
        # the queue serves every company
        return (
            self.env["res.company"]
            .sudo()
            .search([("iys_sms_gateway_id", "in", ready.ids)])
        )

    @api.model
    def _iys_turn_guarded(self, company, walk):
        """Send one company's next lot; swallow what must not stop the others.

        Returns how many SMS were looked at; 0: none waits, or none may leave now.
        """
        company_id = company.id
        try:
            return self._iys_turn(company, walk)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("company %s: SMS could not be sent", company_id)
        finally:
            self.env["iys.sms.job"]._let_go()
        return 0

    @api.model
    def _iys_turn(self, company, walk):
        self.env.invalidate_all()  # a stop, a pause, a refusal since; and flat memory
        gateway = company.iys_sms_gateway_id
        if not gateway._may_call():
            return 0
        for place, (condition, most) in enumerate(TURNS):
            ids = self._iys_next_ids(company, condition, walk[place], most)
            if ids:
                walk[place] = ids[-1]
                self._iys_send_ids(gateway, ids)
                return len(ids)
        return 0

    @api.model
    def _iys_next_ids(self, company, condition, last, most):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM sms_sms
                WHERE iys_company_id = %s AND id > %s AND %s
                  AND state = 'outgoing' AND to_delete IS NOT TRUE
                  AND (iys_ask_again_at IS NULL OR iys_ask_again_at <= %s)
                ORDER BY id LIMIT %s
                """,
                company.id,
                last,
                condition,
                fields.Datetime.now(),
                most,
            )
        )
        return [sms_id for (sms_id,) in rows]

    @api.model
    def _iys_send_ids(self, gateway, ids):
        """Send SMS in as many requests as they need, each with its own commits.

        What a request leaves over (another sort, the same number twice, the halves of a
        lot the operator refused as a whole) comes next.
        """
        todo = [ids]
        while todo:
            sms = self._iys_claim(todo.pop())
            if sms:
                todo += sms._iys_send_lot(gateway)
            if not gateway._may_call():
                return

    @api.model
    def _iys_claim(self, ids):
        """Lock SMS that still wait, as nobody else's; return them."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM sms_sms
                WHERE id = ANY(%s) AND state = 'outgoing' AND to_delete IS NOT TRUE
                ORDER BY id FOR UPDATE SKIP LOCKED
                """,
                list(ids),
            )
        )
        return self.sudo().browse(sms_id for (sms_id,) in rows)
