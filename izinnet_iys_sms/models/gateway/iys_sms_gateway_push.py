"""The addresses an operator pushes to, and who may use them (T-24)."""

import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import consteq

from ...sms_gateways import GATEWAYS, Account
from .iys_sms_gateway import TOKEN_BYTES

#: Compared when there is no account, so that the answer takes as long.
NOBODY = "-" * 43
#: The largest id a row can have.
LARGEST_ID = 2**31 - 1


class IysSmsGateway(models.Model):
    _inherit = "iys.sms.gateway"

    report_url = fields.Char("Address for reports", compute="_compute_push_urls")
    inbound_url = fields.Char("Address for texts", compute="_compute_push_urls")
    iys_url = fields.Char("Address for İYS", compute="_compute_push_urls")
    has_old_push_token = fields.Boolean(compute="_compute_push_urls")

    @api.model
    def _by_push(self, number, token):
        """Return the active account a push is for, or an empty one.

        ``number`` and ``token`` are texts from the path. While a token is being changed
        the old one is taken, too. Compared in constant time, also for no account.
        """
        digits = number.isascii() and number.isdecimal() and int(number) <= LARGEST_ID
        gateway = self.search([("id", "=", int(number) if digits else 0)], limit=1)
        told = token.encode("utf-8", "replace")
        is_known = False
        for known in (gateway.push_token, gateway.old_push_token):
            is_same = consteq((known or NOBODY).encode(), told)
            is_known |= is_same and bool(known)
        return gateway if is_known else self.browse()

    @api.depends_context("uid")
    @api.depends("push_token", "old_push_token")
    def _compute_push_urls(self):
        """Spell the addresses for who may set the account up; nobody else sees them."""
        may_see = self.env.user.has_group("izinnet_iys.group_admin") or self.env.su
        for gateway in self:
            token = may_see and gateway.sudo().push_token  # shown to the administrator
            for kind in ("report", "inbound", "iys"):
                gateway[f"{kind}_url"] = token and gateway._push_url(kind, token)
            old = gateway.sudo().old_push_token  # only whether there is one
            gateway.has_old_push_token = bool(old)

    def _push_url(self, kind, token):
        base = self.get_base_url().rstrip("/")
        return f"{base}/iys/sms/{self.id}/{token}/{kind}"

    def action_new_push_token(self):
        """Make new addresses; the old ones work until they are dropped.

        Raises AccessError for everybody but the administrator.
        """
        self._check_may_change_token()
        for gateway in self.sudo():  # nobody reads or writes tokens directly
            gateway.old_push_token = gateway.push_token
            gateway.push_token = secrets.token_urlsafe(TOKEN_BYTES)

    def action_drop_old_push_token(self):
        """Let the old addresses end; raises AccessError as above."""
        self._check_may_change_token()
        self.sudo().old_push_token = False  # as above

    def _check_may_change_token(self):
        self.check_access("write")
        if not self.env.user.has_group("izinnet_iys.group_admin"):
            raise AccessError(
                self.env._("Only the administrator may change these addresses.")
            )

    def _reader(self):
        """Return the operator's client for reading what came: it calls nobody."""
        self.ensure_one()
        return GATEWAYS[self.provider](Account("reader", "reader"))
