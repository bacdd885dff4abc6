"""A sender title: what stands where the number of the sender would (L-46)."""

import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...sms_gateways import is_title

_is_domain = re.compile(
    r"(?i)^www\.|\.(com|net|org|tr|co|io|info|biz|shop|store|app)$"
).search


class IysSmsTitle(models.Model):
    """``name`` is spelt exactly as the operator knows it, small letters and spaces too.

    Only an ``approved`` title sends; a commercial SMS only with a title of its brand.
    A title without a brand serves informational messages and codes of the company.
    """

    _name = "iys.sms.title"
    _description = "Sender title"
    _order = "gateway_id, sequence, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    gateway_id = fields.Many2one(
        "iys.sms.gateway", "SMS account", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="gateway_id.company_id", store=True)
    brand_id = fields.Many2one("iys.brand", index="btree_not_null")
    state = fields.Selection(
        [
            ("asked", "Asked for"),
            ("approved", "Approved by the operator"),
            ("refused", "Refused by the operator"),
            ("gone", "Not listed any more"),
        ],
        required=True,
        default="asked",
        readonly=True,
        copy=False,
        help="Approved once the operator lists it.",
    )
    listed_at = fields.Datetime("Last listed by the operator", readonly=True)
    document_id = fields.Many2one("iys.document", "Document it is tied to (L-46)")
    note = fields.Char()

    _name_uniq = models.UniqueIndex(
        "(gateway_id, name) WHERE active IS TRUE", "This title is there already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: only what an operator lists is approved."""
        if not self.env.su:
            vals_list = [_without_state(vals) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """Override of `base`: as ``create``; another spelling is another title."""
        if not self.env.su:
            vals = _without_state(vals)
            if "name" in vals or "gateway_id" in vals:
                vals["state"] = "asked"
        done = super().write(vals)
        if {"state", "brand_id", "active"} & set(vals):
            self._wake_waiting()
        return done

    def _wake_waiting(self):
        """Have SMS that wait for a title asked about again at once."""
        self.env["sms.sms"].flush_model()
        self.env.cr.execute(
            """
            UPDATE sms_sms SET iys_ask_again_at = NULL
            WHERE iys_company_id = ANY(%s) AND state = 'outgoing'
              AND iys_wait_reason = 'title' AND iys_ask_again_at IS NOT NULL
            """,
            [self.company_id.ids],
        )
        if self.env.cr.rowcount:
            self.env["sms.sms"].invalidate_model(["iys_ask_again_at"])
            self.env["sms.sms"]._iys_wake()

    @api.constrains("name")
    def _check_name(self):
        """L-46: what an operator can never open is refused at once."""
        for title in self:
            fault = title_fault(title.name or "")
            if fault == "spelling":
                raise ValidationError(
                    self.env._(
                        "“%(name)s” cannot be a sender title: 3 to 11 letters or digits"
                        " without Turkish letters; space, full stop, hyphen and asterisk"
                        " may stand within.",
                        name=title.name,
                    )
                )
            if fault:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” looks like an internet address, which is not allowed"
                        " as a sender title.",
                        name=title.name,
                    )
                )

    @api.constrains("brand_id", "gateway_id")
    def _check_brand(self):
        for title in self:
            if title.brand_id and title.brand_id.company_id != title.company_id:
                raise ValidationError(
                    self.env._("The brand belongs to another company than the account.")
                )

    @api.model
    def _for_send(self, brand, company, is_commercial):
        """Return the title a message leaves with, or an empty one: then it may not leave.

        ``brand`` may be empty for informational messages; titles of paused accounts count,
        the account says by itself that it waits. A commercial message needs a title of
        its brand; another takes its brand's, else one without a brand, else (when it has
        no brand) the company's first.
        """
        found = self.sudo().search(  # which title speaks is no secret from who writes
            [
                ("gateway_id", "=", company.sudo().iys_sms_gateway_id.id),
                ("gateway_id", "!=", False),
                ("state", "=", "approved"),
            ]
        )
        own = found.filtered(lambda title: brand and title.brand_id == brand)
        if is_commercial:
            return own[:1]
        free = found.filtered(lambda title: not title.brand_id)
        return (own + free + (found if not brand else found.browse()))[:1]

    @api.model
    def _note_listed(self, gateway, listed):
        """Bring the states in line with what the operator lists, spelt exactly.

        New titles are added without a brand; a person says whose they are. One that is
        not listed any more sends nothing (L-46).
        """
        now = fields.Datetime.now()
        every = self.with_context(active_test=False)  # what a person archived stays so
        known = every.search([("gateway_id", "=", gateway.id)])
        there = known.filtered(lambda title: title.name in listed)
        there.write({"state": "approved", "listed_at": now})
        (known - there).filtered(lambda title: title.state == "approved").state = "gone"
        for name in listed:
            if name not in known.mapped("name") and title_fault(name) is None:
                self.create(
                    {
                        "gateway_id": gateway.id,
                        "name": name,
                        "state": "approved",
                        "listed_at": now,
                    }
                )


def title_fault(name):
    """Return why a text cannot be a title: "spelling", "domain" or None (L-46)."""
    if not is_title(name):
        return "spelling"
    return "domain" if _is_domain(name) else None


def _without_state(vals):
    return {name: vals[name] for name in vals if name not in ("state", "listed_at")}
