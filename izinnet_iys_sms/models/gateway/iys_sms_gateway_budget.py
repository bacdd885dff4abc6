"""How often an operator is asked: one budget an account, shared by all workers."""

from odoo import api, models

from odoo.addons.izinnet_iys.iys_api.errors import IysUnavailable
from odoo.addons.izinnet_iys.iys_api.limits import Rate
from odoo.addons.izinnet_iys.models.sync.iys_limit import DatabaseLimiter

from ...sms_gateways import BalanceError

KIND = "report"
#: Calls a minute where the operator names no limit.
USUAL = 60
#: Seconds to leave an operator alone that asked for it and named no time.
USUAL_REST = 60.0
#: Pauses that make asking useless, too: the operator lets us in nowhere.
LOCKED_OUT = ("auth", "ip")


class _Budget:
    """The pace of one account, in the form a limiter asks for."""

    def __init__(self, per_minute):
        self.per_minute = per_minute

    def rate(self, _kind):
        return Rate(self.per_minute, 60.0)


class IysSmsGateway(models.Model):
    _inherit = "iys.sms.gateway"

    @api.model
    def _to_ask(self):
        """Return the accounts that may be asked for reports and texts.

        One that is paused for its credit or a title still has something to tell.
        """
        # the job serves every company
        return (
            self.sudo()
            .search([("pause_reason", "not in", LOCKED_OUT)])
            .filtered("is_confirmed_here")
        )

    def _limiter(self):
        self.ensure_one()
        per_minute = self._caps().reports_per_minute or USUAL
        place = f"sms://account-{self.id}"
        return DatabaseLimiter(self.env, place, _Budget(per_minute))

    def _wait_for_place(self):
        """Take the account's next place, waiting a little; 0.0 when it is taken.

        Commits before it waits. Returns the seconds until a place that is far away.
        """
        self.env["iys.exchange"]._commit()
        try:
            self._limiter().acquire(KIND)
        except IysUnavailable as far:
            return far.retry_after
        return 0.0

    def _leave_alone(self, limited):
        """Give no places for as long as the operator asked; returns those seconds."""
        rest = limited.retry_after or USUAL_REST
        self._limiter().pause(KIND, rest)
        return rest

    def _note_no_credit(self):
        """A report said that the credit is used up: pause before more is burnt (§9.3)."""
        if not self.pause_reason:
            self._pause(BalanceError(code="report"))
