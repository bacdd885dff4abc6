"""An account at an SMS operator: how it is reached, what it may do, how it stands."""

import secrets

from odoo import api, fields, models

from ...sms_gateways import GATEWAYS

#: Bytes of the secret in the addresses an operator pushes to (sms.md §9.5).
TOKEN_BYTES = 32


class IysSmsGateway(models.Model):
    """One account of one company at one operator.

    Like an İYS account it sends only from the database a person confirmed (R-21), and is
    paused by the system when only a person can help: wrong credentials, no credit, a
    title that is not the company's. SMS of a paused account wait; none is failed for it.

    Files: this one the fields; ``iys_sms_gateway_client`` builds the Odoo-free client,
    ``iys_sms_gateway_check`` tests connection, titles and balance,
    ``iys_sms_gateway_pause`` pauses and resumes.
    """

    _name = "iys.sms.gateway"
    _description = "SMS gateway account"
    _inherit = ["mail.thread", "mail.activity.mixin", "iys.connection.test"]
    _order = "company_id, sequence, id"
    _test_cron = "izinnet_iys_sms.ir_cron_test_sms"
    _test_sentence = "SMS connection test"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    provider = fields.Selection(
        "_selection_provider",
        "Operator",
        required=True,
        default="fake",
    )
    base_url = fields.Char(
        "Own address",
        groups="base.group_system",
        help="Empty: the operator's own. Only hosts that the server's configuration names.",
    )
    username = fields.Char(groups="base.group_system", copy=False)
    password = fields.Char(groups="base.group_system", copy=False)
    partner_code = fields.Char("Reseller code", groups="base.group_system", copy=False)
    code_way = fields.Selection(
        [
            ("auto", "As the operator advises"),
            ("endpoint", "Its own way for codes"),
            ("ordinary", "As an ordinary message"),
        ],
        "Codes are sent",
        required=True,
        default="auto",
    )
    push_token = fields.Char(
        groups=fields.NO_ACCESS,
        copy=False,
        default=lambda self: secrets.token_urlsafe(TOKEN_BYTES),
        help="Secret in the addresses the operator sends reports and texts to.",
    )
    old_push_token = fields.Char(
        groups=fields.NO_ACCESS, copy=False, help="Still taken until it is dropped."
    )
    database_seal = fields.Char(groups=fields.NO_ACCESS, copy=False)
    is_confirmed_here = fields.Boolean(
        "May send from this database", compute="_compute_is_confirmed_here"
    )
    title_ids = fields.One2many("iys.sms.title", "gateway_id", "Sender titles")

    # === HOW IT STANDS === #
    pause_reason = fields.Selection(
        [
            ("auth", "Credentials or API permission"),
            ("ip", "Address of this server not registered"),
            ("title", "Sender title"),
            ("iys", "İYS set-up at the operator"),
            ("document", "A document is missing"),
            ("otp", "No package for codes"),
            ("credit", "No credit left"),
            ("person", "Paused by a person"),
        ],
        "Paused because of",
        readonly=True,
        copy=False,
        help="While it is set nothing leaves; SMS wait in the queue.",
    )
    last_error = fields.Char(readonly=True, copy=False)
    last_error_at = fields.Datetime(readonly=True, copy=False)
    resume_at = fields.Datetime(
        "Goes on at",
        readonly=True,
        copy=False,
        help="The operator asked for a rest, or did not answer.",
    )
    silent_count = fields.Integer(
        "Calls without a good answer", readonly=True, copy=False
    )
    credits = fields.Float("Credit (parts)", readonly=True, copy=False)
    money = fields.Float("Credit (money)", readonly=True, copy=False)
    balance_at = fields.Datetime("Credit asked on", readonly=True, copy=False)
    is_low = fields.Boolean("Credit is low", readonly=True, copy=False)
    low_credits = fields.Integer("Warn below (parts)", default=1000)
    part_price = fields.Float("Price of a part", digits=(12, 4))
    needs_release = fields.Boolean(
        "Bulk needs a release with e-signature",
        help="The operator asks for a secure electronic signature or mobile signature"
        " before a bulk send (L-47): the mailing waits until its reference is entered.",
    )

    @api.model
    def _selection_provider(self):
        """Name the operators as they call themselves, and the trial in one's language."""
        names = {name: gateway.label for name, gateway in GATEWAYS.items()}
        names["fake"] = self.env._("Trial (nothing is sent)")
        return list(names.items())

    @api.depends_context("uid")
    @api.depends("database_seal", "provider")
    def _compute_is_confirmed_here(self):
        here = self.env["iys.account"]._database_here()
        for gateway, gateway_sudo in zip(self, self.sudo(), strict=True):
            gateway.is_confirmed_here = (
                gateway.provider == "fake" or gateway_sudo.database_seal == here
            )
