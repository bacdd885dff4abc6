"""The company's contract with İYS: where it is reached and with which credentials."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...iys_api.auth import Authenticator
from ...iys_api.client import HttpRegistry
from ...iys_api.codes import explain, is_known
from ...iys_api.errors import (
    IysAuthError,
    IysError,
    IysForbidden,
    IysProtocolError,
    IysUnavailable,
)
from ...iys_api.limits import Limits
from .iys_address import address_fault
from .iys_limit import DatabaseLimiter
from .iys_token_store import AccountTokenStore

BASE_URLS = {
    "production": "https://api.iys.org.tr",
    "sandbox": "https://api.sandbox.iys.org.tr",
}
MAX_AUTH_FAILURES = 3


class IysAccount(models.Model):
    """One API user of one company at İYS.

    A database speaks to İYS only after a person has confirmed it: ``database_seal`` ties
    the account to this database's uuid and name, so a copy stays silent (R-21).
    Tokens live on the row and are shared by every worker (R-13); nobody can read them
    through the interface.
    """

    _name = "iys.account"
    _inherit = ["iys.connection.test"]
    _description = "İYS account"
    _check_company_auto = True
    _order = "company_id, id"
    _test_cron = "izinnet_iys.ir_cron_test_connection"
    _test_sentence = "Connection test"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    iys_code = fields.Char(
        "İYS code", required=True, help="The company's own number at İYS (iysCode)."
    )
    brand_ids = fields.One2many("iys.brand", "account_id", string="Brands")
    route = fields.Selection(
        [("direct", "Direct connection"), ("demo", "Demo registry (not the real İYS)")],
        required=True,
        default="direct",
        help="Direct: the company's own API user. Demo: a registry inside this "
        "database, for learning; nothing leaves the machine.",
    )
    environment = fields.Selection(
        [
            ("production", "Production"),
            ("sandbox", "Sandbox (İYS's test system)"),
            ("custom", "Own address"),
        ],
        required=True,
        default="sandbox",
    )
    base_url = fields.Char("Own address", groups="base.group_system")
    api_edition = fields.Selection(
        [("v2", "Second edition (safe to repeat)"), ("v1", "First edition")],
        required=True,
        default="v2",
    )
    username = fields.Char(groups="base.group_system")
    password = fields.Char(groups="base.group_system", copy=False)
    token_data = fields.Json(groups=fields.NO_ACCESS, copy=False)
    database_seal = fields.Char(
        groups=fields.NO_ACCESS,
        copy=False,
        help="uuid and name of the database a person allowed to speak to İYS",
    )
    is_confirmed_here = fields.Boolean(
        "May speak to İYS from this database", compute="_compute_is_confirmed_here"
    )
    auth_failures = fields.Integer(readonly=True, copy=False)
    is_stopped = fields.Boolean(
        readonly=True,
        copy=False,
        help="Stopped by the system after İYS refused the credentials or the contract.",
    )
    last_error = fields.Char(readonly=True, copy=False)
    last_error_at = fields.Datetime(readonly=True, copy=False)

    calls_per_second = fields.Integer(
        default=8, help="İYS allows 10 calls a second from one address."
    )
    tokens_per_hour = fields.Integer(
        default=80, help="İYS allows 100 token calls an hour from one address."
    )
    lookups_per_hour = fields.Integer(
        default=800, help="İYS allows 1,000 single look-ups an hour from one address."
    )
    lot_size = fields.Integer(default=1000, help="İYS takes at most 1,000 rows a lot.")
    results_delay = fields.Integer(
        default=300, help="Seconds before İYS is asked about a lot, never under 300."
    )
    retry_base = fields.Integer(default=5, help="First waiting time in seconds.")
    retry_cap = fields.Integer(default=3600, help="Longest waiting time in seconds.")

    _code_uniq = models.UniqueIndex(
        "(company_id, iys_code, environment, route) WHERE active IS TRUE",
        "This company already has an account with this İYS code.",
    )
    _lot_size_check = models.Constraint(
        "CHECK (lot_size BETWEEN 1 AND 1000)", "A lot has 1 to 1,000 rows."
    )
    _rates_check = models.Constraint(
        "CHECK (calls_per_second BETWEEN 1 AND 10 AND tokens_per_hour BETWEEN 2 AND 100"
        " AND lookups_per_hour BETWEEN 2 AND 1000)",
        "İYS allows at most 10 calls a second, 100 token calls and 1,000 look-ups an"
        " hour.",
    )
    _times_check = models.Constraint(
        "CHECK (results_delay >= 0 AND retry_base >= 1 AND retry_cap >= retry_base)",
        "Waiting times cannot be negative.",
    )

    @api.depends_context("uid")
    @api.depends("database_seal", "route")
    def _compute_is_confirmed_here(self):
        here = self._database_here()
        for account, account_sudo in zip(self, self.sudo(), strict=True):
            account.is_confirmed_here = (
                account.route == "demo" or account_sudo.database_seal == here
            )

    @api.constrains("environment", "base_url", "route")
    def _check_base_url(self):
        """R-54: only hosts that the server's own configuration names are ever called."""
        for account in self.sudo():
            if account.route == "direct" and account.environment == "custom":
                fault = address_fault(account.base_url or "")
                if fault:
                    raise ValidationError(
                        self.env._(
                            "%(url)s cannot be used: %(fault)s",
                            url=account.base_url or "–",
                            fault=fault,
                        )
                    )

    @api.model
    def _database_here(self):
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return f"{uuid}:{self.env.cr.dbname}"

    def write(self, vals):
        """Override of `base`: new credentials or a new address start with a clean slate."""
        if {"username", "password", "base_url", "environment", "iys_code"} & set(vals):
            vals = {**vals, "auth_failures": 0, "is_stopped": False}
            self.sudo().token_data = False
        return super().write(vals)

    def action_confirm_database(self):
        """Let this very database speak to İYS; a copy of it has to be confirmed anew."""
        self.check_access("write")
        for account in self:
            # sudo: the seal is unreadable for everybody, administrators included
            account.sudo().database_seal = self._database_here()
            self.env["iys.log"]._add(
                "setup", "Database confirmed for İYS", record=account
            )

    def action_resume(self):
        """Start again after the cause of a stop was mended by a person."""
        self.check_access("write")
        self.sudo().write(
            {"is_stopped": False, "auth_failures": 0, "last_error": False}
        )
        self.env["iys.breaker"]._reset(self.brand_ids)
        for account in self:
            self.env["iys.log"]._add("setup", "Sending resumed", record=account)

    def _probe(self):
        """Log in, list the brands, read the subscription; return (good, text)."""
        try:
            registry = self.brand_ids[:1]._get_registry()
            self.env["iys.exchange"]._commit()
            names = {info.brand_code: info.name for info in registry.brands()}
            subscription = registry.subscription()
        except IysError as error:
            return False, self._explain_error(error)
        except UserError as error:
            return False, str(error)
        missing = [b.name for b in self.brand_ids if b.brand_code not in names]
        if missing:
            return False, self.env._(
                "Logged in, but İYS does not list these brand codes: %(names)s. Correct"
                " the codes or ask İYS for the right.",
                names=", ".join(missing),
            )
        return True, self.env._(
            "Logged in. Brands: %(brands)s. Subscription: %(status)s, %(used)s of"
            " %(limit)s addresses used.",
            brands=", ".join(names.values()),
            status=subscription.status,
            used=subscription.used if subscription.used is not None else "–",
            limit=subscription.limit if subscription.limit is not None else "–",
        )

    def _explain_error(self, error):
        """Turn a typed error into one sentence with cause and cure in the user's language."""
        if isinstance(error, IysProtocolError):
            return self.env._(
                "İYS's answer was not understood and is not taken as success: %(text)s",
                text=error.preview or str(error) or "–",
            )
        if error.code and is_known(error.code):
            told = explain(error.code, self.env.lang or "en")
            return f"{error.code}: {told.meaning} {told.cure}".strip()
        if isinstance(error, IysAuthError):
            return self.env._(
                "İYS did not accept the user name or password. Check them in the İYS"
                " account; sending is stopped after three tries."
            )
        if isinstance(error, IysUnavailable):
            return self.env._(
                "İYS could not be reached. Nothing is lost; it is tried again by itself."
            )
        return self.env._("İYS refused the request: %(text)s", text=str(error) or "–")

    def _note_error(self, error):
        """Keep the last error; stop the account where only a person can help (R-13)."""
        self.ensure_one()
        vals = {
            "last_error": self._explain_error(error),
            "last_error_at": fields.Datetime.now(),
        }
        if isinstance(error, IysAuthError):
            vals["auth_failures"] = self.auth_failures + 1
        if isinstance(error, IysForbidden) or (
            vals.get("auth_failures", 0) >= MAX_AUTH_FAILURES
        ):
            vals["is_stopped"] = True
        self.sudo().write(vals)
        if vals.get("is_stopped"):
            self._alarm_stopped()

    def _alarm_stopped(self):
        self.env["iys.log"]._add(
            "alarm", f"İYS account stopped: {self.last_error}", record=self
        )
        self.brand_ids._alert_managers(
            self.env._("Sending to İYS is stopped"), self.last_error
        )

    def _note_success(self):
        """Forget old failures once İYS has answered well."""
        stale = self.filtered(lambda a: a.auth_failures or a.last_error)
        if stale:
            stale.sudo().write({"auth_failures": 0, "last_error": False})

    def _base_url(self):
        account_sudo = self.sudo()  # the address is readable by administrators only
        if account_sudo.environment == "custom":
            return (account_sudo.base_url or "").rstrip("/")
        return BASE_URLS[account_sudo.environment]

    def _get_registry_for(self, brand):
        """Build the registry a brand talks to (L-7); raises UserError when it may not.

        Another addon adds an integrator by extending ``route`` and this method.
        """
        self.ensure_one()
        if self.route == "demo":
            return self.env["iys.demo.movement"]._get_registry(brand)
        if not self.is_confirmed_here:
            raise UserError(
                self.env._(
                    "This database has not been confirmed for İYS. If it is not a copy,"
                    " an administrator confirms it on the İYS account %(name)s.",
                    name=self.name,
                )
            )
        fault = address_fault(self._base_url())
        if fault:
            raise UserError(
                self.env._("The address of İYS cannot be used: %(fault)s", fault=fault)
            )
        return self._build_http_registry(brand)

    def _build_http_registry(self, brand):
        account_sudo = self.sudo()  # credentials are readable by administrators only
        limiter = DatabaseLimiter(self.env, self._base_url(), self._limits())
        auth = Authenticator(
            self._base_url(),
            account_sudo.username or "",
            account_sudo.password or "",
            AccountTokenStore(self.env, self.id),
            limiter,
        )
        return HttpRegistry(
            self._base_url(),
            self.iys_code,
            brand.brand_code,
            auth,
            limiter,
            edition=self.api_edition,
            watch=self._watch_clock(),
        )

    def _limits(self):
        return Limits(
            calls_per_second=self.calls_per_second,
            tokens_per_hour=self.tokens_per_hour,
            status_per_hour=self.lookups_per_hour,
        )
