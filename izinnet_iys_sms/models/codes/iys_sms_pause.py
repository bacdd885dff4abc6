"""Codes that are hardly ever entered are somebody's attack: sending pauses (R-44)."""

from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.izinnet_iys.models.alarm.cause import Cause

KEPT_FOR = timedelta(days=400)


class IysSmsPause(models.Model):
    """For a quarter of an hour no code of the company leaves. Refusing needs no code and
    goes on (R-50). Who adds the row is the visitor's request; the alarms tell of it."""

    _name = "iys.sms.pause"
    _description = "Pause of codes by SMS"
    _order = "id desc"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    begun_at = fields.Datetime("Paused on", required=True, readonly=True)
    until = fields.Datetime("Goes on at", required=True, readonly=True)

    @api.autovacuum
    def _gc_pauses(self):
        self.search([("until", "<", fields.Datetime.now() - KEPT_FOR)]).unlink()


class IysAlarm(models.Model):
    _inherit = "iys.alarm"

    @api.model
    def _causes(self):
        """Override of `izinnet_iys`: codes that pause because few are entered (R-69)."""
        pauses = self.env["iys.sms.pause"].search(
            [("until", ">", fields.Datetime.now())]
        )
        return [*super()._causes(), *map(self._cause_of_pause, pauses)]

    @api.model
    def _cause_of_pause(self, pause):
        return Cause(
            kind="code_pause",
            key=str(pause.company_id.id),
            since=pause.begun_at,
            company=pause.company_id,
            what=self.env._("Codes by SMS are paused"),
            why=self.env._(
                "Fewer than one in ten of the last codes were entered: somebody may be"
                " abusing a form. No code leaves for 15 minutes; refusals are not affected."
            ),
            todo=self.env._(
                "Look at Codes by SMS and pause the link most codes come from. Sending goes"
                " on by itself."
            ),
            record=pause,
        )
