"""Saved lists: who is in one is asked each time, so a list follows the ledger."""

import ast

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .iys_list_domain import for_brand
from .iys_list_sql import Conditions
from .res_partner_standing import STATES

#: Counted up to here where many lists are shown; the form counts to the end.
SHOWN_LIMIT = 10_000
#: Models a list can be of; each must have the field ``iys_list_ids``.
MODELS = ("res.partner", "mailing.contact", "crm.lead")
_SELECTED = [
    ("reached", "May be written to or called now"),
    *STATES,
    ("any", "Everybody"),
]


class IysList(models.Model):
    """A question with a name: records of a model, by a filter and by what stands.

    Nothing about the people is stored. The field ``iys_list_ids`` of the listed models
    answers the question in any domain, also in that of a mailing months later; a list
    that is archived or gone contains nobody.
    """

    _name = "iys.list"
    _description = "Saved consent list"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    brand_id = fields.Many2one(
        "iys.brand",
        required=True,
        default=lambda self: self.env["res.partner"]._iys_brand(),
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="brand_id.company_id", store=True, index=True)
    type = fields.Selection(
        [("MESAJ", "SMS"), ("EPOSTA", "E-mail"), ("ARAMA", "Call")],
        "Channel",
        required=True,
        default="MESAJ",
    )
    model_id = fields.Many2one(
        "ir.model",
        "List of",
        required=True,
        default=lambda self: self.env["ir.model"]._get("res.partner"),
        domain=[("model", "in", MODELS)],
        ondelete="cascade",
    )
    model_name = fields.Char(related="model_id.model")
    standing = fields.Selection(_SELECTED, "Consent", required=True, default="reached")
    domain = fields.Char("Further conditions", required=True, default="[]")
    filter_id = fields.Many2one(
        "mailing.filter", "Favourite filter", readonly=True, copy=False
    )
    count = fields.Integer("People", compute="_compute_count")
    count_shown = fields.Char("In the list now", compute="_compute_count_shown")
    create_uid = fields.Many2one("res.users", "Saved by", readonly=True)

    @api.constrains("domain", "model_id", "type")
    def _check_domain(self):
        """A list that cannot be asked is not saved."""
        for saved in self:
            model = self.env.get(saved.model_name)
            if model is None or not saved._knows_address():
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: these records have no address for this channel."
                        " Please choose another channel or another kind of record.",
                        name=saved.name,
                    )
                )
            saved._check_conditions(model)

    def _check_conditions(self, model):
        try:
            domain = self._parse_domain()
            domain.validate(model)
        except Exception:
            raise ValidationError(
                self.env._(
                    "“%(name)s”: the conditions are not understood. Please choose fields"
                    " of the listed records and fixed values.",
                    name=self.name,
                )
            ) from None
        if any("iys_list_ids" in part.field_expr for part in domain.iter_conditions()):
            raise ValidationError(
                self.env._("A saved list cannot be made of saved lists.")
            )

    # === WHO IS IN IT === #

    def _knows_address(self):
        """Tell whether the gate knows where messages to these records go."""
        if "iys_list_ids" not in self.env[self.model_name]._fields:
            return False
        return self.env["iys.consent"]._iys_knows_address(self.model_name, self.type)

    def _parse_domain(self):
        return Domain(ast.literal_eval(self.domain or "[]"))

    def _record_domain(self, env=None):
        """Return the domain of the people in the list, worked out for its own brand.

        ``env`` is whose eyes look at the records; it matters when the list itself is
        read by somebody who may not open it.
        """
        self.ensure_one()
        env = env or self.env
        brand = self.brand_id.sudo()  # which brand a list is of is no secret
        conditions = Conditions(env, brand, self.type)
        domain = for_brand(self._parse_domain(), env[self.model_name], brand)
        if self.standing == "any":
            return domain
        if self.standing == "reached":
            return domain & conditions.reached()
        return domain & conditions.states({self.standing})

    def _membership(self):
        """Return the domain that asks for the list by name, for whoever stores it."""
        self.ensure_one()
        return [("iys_list_ids", "in", [self.id])]

    @api.depends("domain", "model_id", "type", "brand_id", "standing")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_count(self):
        for saved in self:
            saved.count = saved._count_up_to(None)

    @api.depends("domain", "model_id", "type", "brand_id", "standing")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_count_shown(self):
        """Count up to a limit: a page of lists has to open at once."""
        for saved in self:
            found = saved._count_up_to(SHOWN_LIMIT + 1)
            text = f"{min(found, SHOWN_LIMIT):,}"
            saved.count_shown = f"{text}+" if found > SHOWN_LIMIT else text

    def _count_up_to(self, limit):
        if not self.model_name or not self.brand_id:
            return 0
        model = self.env[self.model_name]
        try:
            domain = self._record_domain()
        except (ValueError, SyntaxError):
            return 0  # being typed; saving says what is wrong
        if model._active_name:
            # whoever asks by the list's name gets no archived people either
            domain &= Domain(model._active_name, "=", True)
        return model.search_count(domain, limit=limit)

    # === THE FAVOURITE FILTER OF MAILINGS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: the list can be picked in mailings from the start."""
        saved = super().create(vals_list)
        saved._keep_filter()
        return saved

    def write(self, vals):
        """Override of `base`: the favourite filter of mailings follows the list."""
        done = super().write(vals)
        if {"name", "active", "model_id", "type"} & set(vals):
            self._keep_filter()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """A mailing that waits would lose its audience without a word."""
        # sudo: somebody else's mailing counts too
        mailings_sudo = self.env["mailing.mailing"].sudo()
        for saved in self:
            waiting = [
                ("state", "!=", "done"),
                ("mailing_domain", "=", repr(saved._membership())),
            ]
            if mailings_sudo.search_count(waiting, limit=1):
                raise UserError(
                    self.env._(
                        "“%(name)s” is the audience of a mailing that has not been sent."
                        " Please change or delete that mailing first.",
                        name=saved.name,
                    )
                )
        self.filter_id.sudo().unlink()  # it belongs to the list alone

    def _keep_filter(self):
        """Make, rename or remove the favourite filter that stands for the list."""
        for saved in self:
            # sudo: who may save a list need not be a user of mailings
            filter_sudo = saved.filter_id.sudo()
            if not saved.active or not saved._is_for_mailings():
                filter_sudo.unlink()
                continue
            values = {
                "name": saved.name,
                "mailing_model_id": saved.model_id.id,
                "mailing_domain": repr(saved._membership()),
            }
            if filter_sudo:
                filter_sudo.write(values)
            else:
                saved.filter_id = filter_sudo.create(values)

    def _is_for_mailings(self):
        return self.type != "ARAMA" and self.sudo().model_id.is_mailing_enabled
