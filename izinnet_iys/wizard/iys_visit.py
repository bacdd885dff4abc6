"""Visit: the person answers on the own phone, by a code on the collector's screen."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.form.iys_form_visit import LIFE
from .iys_capture_standing import STANDINGS

#: Where a form's source fits an answer on the person's own phone (L-4).
PLACES = ("link", "website", "event")


class IysVisit(models.TransientModel):
    """Shows what stands and what was refused before (L-50), then a QR code made for this
    contact alone. The screen looks every three seconds whether the person has answered.

    Nothing is decided here: the collector chooses a form, the person ticks the boxes.
    """

    _name = "iys.visit"
    _description = "Collect consent by QR code"
    _transient_max_hours = 2

    partner_id = fields.Many2one("res.partner", "Contact", required=True)
    form_id = fields.Many2one(
        "iys.form",
        domain=lambda self: [
            *self._form_domain(),
            ("company_id", "in", self.env.companies.ids),
        ],
        default=lambda self: self._default_form_id(),
    )
    brand_id = fields.Many2one(related="form_id.brand_id")
    standing_arama = fields.Char("Call now", compute="_compute_standing")
    standing_mesaj = fields.Char("SMS now", compute="_compute_standing")
    standing_eposta = fields.Char("E-mail now", compute="_compute_standing")
    earlier_refusals = fields.Text(compute="_compute_standing")
    point_id = fields.Many2one("iys.form.point", "Link", readonly=True)
    qr = fields.Binary("QR code", related="point_id.qr")
    url = fields.Char("Link to copy", related="point_id.url")
    works_until = fields.Datetime(related="point_id.ends_at")
    state = fields.Selection(
        [
            ("choose", "Before"),
            ("waiting", "Waiting for the person"),
            ("taken", "Consents given"),
            ("code", "Code to be typed by the person"),
            ("confirm", "To be confirmed by the person"),
            ("nothing", "Nothing ticked"),
            ("expired", "Link no longer valid"),
        ],
        compute="_compute_state",
    )
    has_page = fields.Boolean(compute="_compute_has_page")

    @api.model
    def _form_domain(self):
        """Published forms that are filled in on the person's own phone (L-4)."""
        return [("state", "=", "published"), ("place", "in", PLACES)]

    @api.model
    def _default_form_id(self):
        """The company's only such form; with several one has to choose."""
        mine = [("company_id", "=", self.env.company.id)]
        forms = self.env["iys.form"].search([*self._form_domain(), *mine], limit=2)
        return forms if len(forms) == 1 else False

    @api.depends("partner_id", "form_id")
    @api.depends_context("lang", "tz")
    def _compute_standing(self):
        """Say what the capture screen would say for this contact and brand."""
        for visit in self:
            screen = self.env["iys.capture"].new(
                {
                    "brand_id": visit.brand_id.id,
                    **self.env["iys.capture"]._values_of_partner(visit.partner_id),
                }
            )
            for name in STANDINGS.values():
                visit[name] = screen[name] if visit.form_id else False
            refusals = screen.earlier_refusals if visit.form_id else False
            visit.earlier_refusals = refusals

    @api.depends("point_id")
    def _compute_state(self):
        for visit in self:
            point = visit.point_id
            visit.state = point._visit_state() if point else "choose"

    def _compute_has_page(self):
        self.has_page = self.env["iys.form"]._has_page()

    def action_show(self):
        """Make the link of this visit and show its code; raises UserError when no form
        can be filled in."""
        self.ensure_one()
        if not self.form_id.filtered_domain(self._form_domain()):
            raise UserError(
                self.env._("Choose a published form. A manager can make one in Forms.")
            )
        self.form_id.check_access("read")
        # sudo: collectors make no links but this one, for this contact and half an hour
        self.point_id = (
            self.env["iys.form.point"]
            .sudo()
            .create(
                {
                    "form_id": self.form_id.id,
                    "name": self.env._("Visit of %(day)s", day=fields.Date.today()),
                    "kind": "visit",
                    "partner_id": self.partner_id.id,
                    "user_id": self.env.uid,
                    "ends_at": fields.Datetime.now() + LIFE,
                }
            )
        )
        return self._again()

    def action_paper(self):
        """Open the capture screen for a signed page instead."""
        self.ensure_one()
        action = self.partner_id.action_iys_collect()
        action["context"]["default_method"] = "paper"
        if self.brand_id:
            action["context"]["default_brand_id"] = self.brand_id.id
        return action

    def _again(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Collect consent by QR code"),
        }


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_iys_visit(self):
        """Open the screen of a visit to this contact."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "izinnet_iys.iys_visit_action"
        )
        action["context"] = {"default_partner_id": self.id}
        return action
