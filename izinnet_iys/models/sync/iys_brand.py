"""A brand at İYS: whose consents they are and how far the conversation with İYS has come."""

import logging
from contextlib import contextmanager
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

#: The last good push is noted at most this often: the row is everybody's.
PUSH_NOTED = timedelta(minutes=1)


class IysBrand(models.Model):
    """One brand (marka) of one İYS account; every consent belongs to exactly one."""

    _name = "iys.brand"
    _description = "İYS brand"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _check_company_auto = True
    _order = "company_id, name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    account_id = fields.Many2one(
        "iys.account", required=True, ondelete="restrict", string="İYS account"
    )
    company_id = fields.Many2one(
        related="account_id.company_id", store=True, index=True
    )
    route = fields.Selection(related="account_id.route")
    brand_code = fields.Char(
        required=True,
        help="The brand's own number at İYS (brandCode). Do not derive it from the"
        " İYS code.",
    )
    mersis = fields.Char("MERSİS number", help="16 digits; shown in every message.")
    trade_name = fields.Char()
    contact = fields.Char(help="A phone, e-mail or address where people reach you.")
    emergency_stop = fields.Boolean(
        tracking=True,
        help="No message of this brand leaves while it is on, whatever its class; what is"
        " about to leave is cancelled and can be sent again.",
    )
    registration_state = fields.Selection(
        [("draft", "Being set up"), ("ready", "Ready")], default="draft", tracking=True
    )
    pull_cursor_iys = fields.Char(readonly=True, copy=False)
    pull_cursor_hs = fields.Char(readonly=True, copy=False)
    last_good_pull = fields.Datetime(readonly=True, copy=False)
    compare_after_id = fields.Integer(readonly=True, copy=False)
    last_good_push = fields.Datetime(readonly=True, copy=False)
    last_reconciled = fields.Date(readonly=True, copy=False)
    auto_agree = fields.Boolean(
        "Confirm matching days to İYS",
        help="When the daily file equals our book, tell İYS so (mutabakat).",
    )
    pull_hs = fields.Boolean(
        "Read back our own movements",
        default=True,
        help="Also read what İYS stored for us; confirms each row a second time.",
    )
    warn_after_hours = fields.Integer(
        default=6, help="Warn when the last good update from İYS is older."
    )
    stop_after_hours = fields.Integer(
        default=24, help="Commercial messages wait when it is older (L-15)."
    )

    _code_uniq = models.Constraint(
        "UNIQUE (account_id, brand_code)", "This account has a brand with this code."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_consents(self):
        used = (
            self.env["iys.consent"]
            .sudo()
            .search_count([("brand_id", "in", self.ids)], limit=1)
        )
        if used:
            raise UserError(
                self.env._(
                    "This brand has consents, which are proof and stay. Archive the brand"
                    " instead."
                )
            )

    def _get_registry(self):
        """Return the `Registry` of this brand; raises UserError when it may not speak."""
        if len(self) != 1:
            raise UserError(self.env._("The account has no brand yet. Add one first."))
        return self.account_id._get_registry_for(self)

    @api.model
    def _to_sync(self):
        """Return the brands that scheduled work looks at, stopped accounts left out."""
        return self.search(
            [("account_id.active", "=", True), ("account_id.is_stopped", "=", False)]
        )

    def _may_sync(self):
        """Tell whether scheduled work may call İYS for this brand now."""
        self.ensure_one()
        account = self.account_id
        return account.active and not account.is_stopped and account.is_confirmed_here

    def _note_answer(self, kind):
        """Remember that İYS answered a call of this kind (R-12)."""
        with self._beside():
            self.env["iys.breaker"]._note(self, kind, True)
            self.account_id._note_success()
            if kind == "submit":
                self._note_push()

    def _note_silence(self, kind, error):
        """Remember that a call of this kind got no good answer (R-12)."""
        with self._beside():
            self.env["iys.breaker"]._note(self, kind, False)
            self.account_id._note_error(error)

    def _note_push(self):
        now = fields.Datetime.now()
        last = self.last_good_push
        # one that lies ahead was noted by a clock that was wrong
        if not last or abs(now - last) > PUSH_NOTED:
            self.sudo().write({"last_good_push": now, **self._clock_values()})

    @contextmanager
    def _beside(self):
        """Write shared rows without risking the work itself.

        A rival may write the same row at the same moment; that what became of the acts
        is kept matters more than one of two notes about the line.
        """
        try:
            with self.env.cr.savepoint():
                yield
        except SerializationFailure:
            _logger.info("%s: a rival's note about the line stands", self)

    @api.model
    def _peoples_lang(self):
        """The language scheduled work leaves its notes in: the consent managers' own."""
        managers = self.env.ref("izinnet_iys.group_manager").all_user_ids
        people = managers.filtered(
            lambda user: user.active and not user._is_superuser()
        )
        return (people or managers).sorted("id")[:1].lang or self.env.lang

    def _alert_managers(self, summary, note, deadline=None):
        """Leave one to-do per consent manager on the brand, not one per run."""
        group = self.env.ref("izinnet_iys.group_manager")
        todo = self.env.ref("mail.mail_activity_data_todo")
        for brand in self:
            managers = group.all_user_ids.filtered(
                lambda u, b=brand: u.active and b.company_id in u.company_ids
            )
            open_for = brand.activity_ids.filtered(
                lambda a: a.summary == summary
            ).mapped("user_id")
            for user in managers - open_for:
                brand.activity_schedule(
                    activity_type_id=todo.id,
                    summary=summary,
                    note=note,
                    date_deadline=deadline or fields.Date.context_today(self),
                    user_id=user.id,
                )

    def action_push_now(self):
        """Wake the scheduled action that hands waiting consents in."""
        return self._wake("ir_cron_push")

    def action_results_now(self):
        """Wake the scheduled action that asks İYS about handed-in lots."""
        return self._wake("ir_cron_results")

    def action_pull_now(self):
        """Wake the scheduled action that reads changes from İYS."""
        return self._wake("ir_cron_pull")

    def action_reconcile_now(self):
        """Wake the daily reconciliation."""
        return self._wake("ir_cron_daily")

    def _wake(self, cron):
        self.check_access("read")
        # sudo: anybody who may see the brand may wake its job; the job checks the rest
        self.env.ref(f"izinnet_iys.{cron}").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("Started. The figures follow in a moment."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
