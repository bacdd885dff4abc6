"""Setting an account up: what to do at which operator, and whether it is used."""

from markupsafe import Markup

from odoo import api, fields, models


class IysSmsGateway(models.Model):
    _inherit = "iys.sms.gateway"

    setup_steps = fields.Html(compute="_compute_setup_steps", sanitize=False)
    is_used = fields.Boolean("The company sends by it", compute="_compute_is_used")
    has_twilio = fields.Boolean(compute="_compute_is_used")

    @api.depends("provider")
    @api.depends_context("lang")
    def _compute_setup_steps(self):
        words = {
            "netgsm": self._netgsm_steps,
            "iletimerkezi": self._iletimerkezi_steps,
            "verimor": self._verimor_steps,
            "fake": self._trial_steps,
        }
        for gateway in self:
            steps = words[gateway.provider or "fake"]()
            items = Markup().join(Markup("<li>%s</li>") % step for step in steps)
            gateway.setup_steps = Markup("<ol class='text-muted'>%s</ol>") % items

    def _netgsm_steps(self):
        return [
            self.env._(
                "In Netgsm's panel make an API sub-user with the SMS right; enter its"
                " subscriber number (850…) and password here."
            ),
            self.env._(
                "If the API is limited to addresses, add this server's internet address."
            ),
            self.env._(
                "The subscription needs your İYS brand, otherwise commercial SMS are"
                " refused (codes 50 and 51)."
            ),
            *self._last_steps(),
        ]

    def _iletimerkezi_steps(self):
        return [
            self.env._(
                "In İleti Merkezi's panel open Settings, Security, Access permissions and"
                " allow API usage; otherwise every call is refused."
            ),
            self.env._(
                "Copy the API key into the first field and the finished hash into the"
                " second. The hash is not calculated here."
            ),
            *self._last_steps(),
        ]

    def _verimor_steps(self):
        return [
            self.env._(
                "Enter the user name (12 digits, 90850…) and the API password of your"
                " Verimor account."
            ),
            self.env._(
                "Register this server's internet address in Verimor's SMS settings: it is"
                " compulsory."
            ),
            self.env._(
                "Give each sender title its İYS brand code in the panel, otherwise"
                " commercial SMS are refused."
            ),
            *self._last_steps(),
        ]

    def _trial_steps(self):
        return [
            self.env._(
                "A trial account needs nothing. It behaves like an operator, with a title"
                " DENEME, and sends nothing."
            ),
            *self._last_steps(),
        ]

    def _last_steps(self):
        return [
            self.env._("Press “Test connection”: titles and credit are read."),
            self.env._(
                "Say below which brand each title belongs to, then press “Send by this"
                " account”."
            ),
        ]

    @api.depends("company_id.iys_sms_gateway_id")
    def _compute_is_used(self):
        for gateway in self:
            company_sudo = gateway.company_id.sudo()  # which one it uses is no secret
            gateway.is_used = company_sudo.iys_sms_gateway_id == gateway
            gateway.has_twilio = (
                "sms_provider" in company_sudo._fields
                and company_sudo.sms_provider == "twilio"
            )

    def action_use(self):
        """Have the company send by this account from now on."""
        self.check_access("write")
        for gateway in self:
            # sudo: administrators of İYS need not administer companies
            gateway.company_id.sudo().iys_sms_gateway_id = gateway
            self.env["iys.log"]._add(
                "setup", "SMS account in use for the company", record=gateway
            )
        self.env["sms.sms"]._iys_wake()
