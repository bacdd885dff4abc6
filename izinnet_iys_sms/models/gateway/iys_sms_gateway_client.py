"""The way from an account to the Odoo-free client that speaks to its operator."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.izinnet_iys.models.sync.iys_address import address_fault

from ...sms_gateways import GATEWAYS, Account

#: How codes are sent: None leaves it to the client's knowledge of the operator.
CODE_WAYS = {"auto": None, "endpoint": True, "ordinary": False}
#: What of an account a call depends on; a change starts with a clean slate.
ACCESS = {"provider", "base_url", "username", "password", "partner_code"}


class IysSmsGateway(models.Model):
    _inherit = "iys.sms.gateway"

    @api.constrains("base_url", "provider")
    def _check_base_url(self):
        """R-54: only hosts that the server's own configuration names are ever called."""
        for gateway in self:
            if fault := gateway._address_fault():
                raise ValidationError(fault)

    def _address_fault(self):
        """Return why the account's address may not be called, in words, or None."""
        url = self.sudo().base_url  # administrators only; the answer names no secret
        fault = url and self.provider != "fake" and address_fault(url, official=())
        if not fault:
            return None
        return self.env._("%(url)s cannot be used: %(fault)s", url=url, fault=fault)

    def _client(self):
        """Build the client of ``sms_gateways``; raises UserError when it may not be used.

        Nothing is called here. The caller commits before it calls, and reads errors as
        ``sms_gateways.errors`` says.
        """
        self.ensure_one()
        if not self.is_confirmed_here:
            raise UserError(
                self.env._(
                    "This database has not been confirmed for SMS. If it is not a copy,"
                    " an administrator confirms it on the SMS account %(name)s.",
                    name=self.name,
                )
            )
        if fault := self._address_fault():
            raise UserError(fault)
        kind = GATEWAYS[self.provider]
        gateway_sudo = self.sudo()  # credentials are readable by administrators only
        return kind(self._access(), base_url=gateway_sudo.base_url or None)

    def _access(self):
        gateway_sudo = self.sudo()  # as above
        own_book = f"{self.env.cr.dbname}/{self.id}"  # of a trial, in this process
        return Account(
            own_book if self.provider == "fake" else gateway_sudo.username or "",
            gateway_sudo.password or "",
            partner_code=gateway_sudo.partner_code or "",
            app_name="Odoo",
            otp_endpoint=CODE_WAYS[self.code_way],
        )

    def _caps(self):
        """Return what the operator can do (``sms_gateways.Capabilities``)."""
        return GATEWAYS[self.provider].caps

    def write(self, vals):
        """Override of `base`: new credentials or a new address start with a clean slate."""
        if ACCESS & set(vals):
            fresh = {"pause_reason": False, "resume_at": False, "silent_count": 0}
            vals = {**fresh, **vals}
            self.env["sms.sms"]._iys_wake()
        return super().write(vals)

    def action_confirm_database(self):
        """Let this very database send; a copy of it has to be confirmed anew (R-21)."""
        self.check_access("write")
        here = self.env["iys.account"]._database_here()
        for gateway in self:
            # sudo: the seal is unreadable for everybody, administrators included
            gateway.sudo().database_seal = here
            self.env["iys.log"]._add(
                "setup", "Database confirmed for SMS", record=gateway
            )
        self.env["sms.sms"]._iys_wake()

    @api.model
    def _ready(self):
        """Return the accounts that companies send by and that may be called now."""
        # the queue serves every company
        companies = self.env["res.company"].sudo()
        used = companies.search([("iys_sms_gateway_id", "!=", False)])
        return used.iys_sms_gateway_id.filtered(lambda gateway: gateway._may_call())

    def _may_call(self):
        """Tell whether scheduled work may call the operator now."""
        self.ensure_one()
        return bool(
            self.active
            and not self.pause_reason
            and self.is_confirmed_here
            and (not self.resume_at or self.resume_at <= fields.Datetime.now())
        )
