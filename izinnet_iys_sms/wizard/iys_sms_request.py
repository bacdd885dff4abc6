"""One-to-one request: a code in a live conversation (L-26, design 2)."""

import base64
import io

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.izinnet_iys.iys_api.recipients import mask, normalise
from odoo.addons.izinnet_iys.models.form.form_words import CONFIRMS
from odoo.addons.izinnet_iys.report.qr_art import code_of

CHOICES = {"MESAJ": "wants_mesaj", "ARAMA": "wants_arama"}


class IysSmsRequest(models.TransientModel):
    """The customer is there, hears the text, chooses the channels and gets one neutral SMS
    with a code for each. The customer types it on the own phone or tells it; without a
    code nothing happens. Nothing is chosen beforehand (L-21).

    Two files: this one the screen, ``iys_sms_request_send`` what has to hold before a code
    leaves, and what a told code does.
    """

    _name = "iys.sms.request"
    _description = "One-to-one request"
    _transient_max_hours = 2

    partner_id = fields.Many2one("res.partner", "Contact", required=True)
    brand_id = fields.Many2one(
        "iys.brand",
        required=True,
        domain="[('company_id', 'in', allowed_company_ids)]",
        default=lambda self: self.env["iys.capture"]._default_brand_id(),
    )
    number = fields.Char("Mobile phone", compute="_compute_number")
    script_id = fields.Many2one("iys.sms.script", compute="_compute_script_id")
    script = fields.Text("What to say to the customer", related="script_id.body")
    was_read = fields.Boolean(
        "I said this to the customer, who asks for the SMS",
        help="Kept with the consent as proof of what was said.",
    )
    wants_mesaj = fields.Boolean("SMS", help="The customer's own choice.")
    wants_arama = fields.Boolean("Calls", help="The customer's own choice.")
    obstacle = fields.Text(compute="_compute_obstacle")
    secret = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    state = fields.Selection(
        [("choose", "Before"), ("sent", "Code is sent"), ("done", "Done")],
        compute="_compute_state",
    )
    url = fields.Char("Page for the code", compute="_compute_page")
    qr = fields.Binary("QR code", compute="_compute_page")
    told_code = fields.Char("Code the customer tells you")
    told_for = fields.Selection(
        [("MESAJ", "SMS"), ("ARAMA", "Calls")],
        "Which code",
        help="Each code belongs to one consent.",
    )
    answer = fields.Text("What became of it", compute="_compute_state")
    note = fields.Char(readonly=True)

    @api.depends("partner_id")
    def _compute_number(self):
        for request in self:
            partner = request.partner_id
            number = normalise("MESAJ", partner.phone_sanitized or partner.phone)
            request.number = mask(number) if number else False

    @api.depends("brand_id")
    def _compute_script_id(self):
        for request in self:
            scripts_sudo = self.env["iys.sms.script"].sudo()  # to be read out
            request.script_id = scripts_sudo._current(request.brand_id)

    @api.depends("partner_id", "brand_id")
    @api.depends_context("lang", "uid")
    def _compute_obstacle(self):
        for request in self:
            request.obstacle = request._obstacle() or False

    @api.depends("secret")
    def _compute_state(self):
        words = {
            "given": self.env._("given"),
            "open": self.env._("no code yet"),
            "over": self.env._("too late, nothing recorded"),
        }
        labels = dict(self._fields["told_for"]._description_selection(self.env))
        for request in self:
            asked = request._asked()
            told = {each: _stands(each) for each in asked}
            still_open = "open" in told.values()
            request.state = "choose" if not asked else "sent" if still_open else "done"
            types = {purpose: type_ for type_, purpose in CONFIRMS.items()}
            request.answer = "\n".join(
                f"{labels[types[each.purpose]]}: {words[how]}"
                for each, how in told.items()
            )

    @api.depends("secret")
    def _compute_page(self):
        for request in self:
            secret = request.sudo().secret  # the screen shows it to the customer
            base = request.brand_id._iys_refusal_base() if secret else ""
            request.url = f"{base}/iys/code/{secret}" if secret else False
            request.qr = _png(request.url) if secret else False

    def _asked(self):
        """Return the confirmations this screen asked for."""
        secret = self.sudo().secret  # as above
        # sudo: whoever asked sees how the own question stands, and nothing else
        return self.env["iys.confirmation"].sudo()._of_browser(secret)

    def _again(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Code by SMS, one to one"),
        }


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_iys_request(self):
        """Open the screen of a one-to-one request to this contact."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "izinnet_iys_sms.iys_sms_request_action"
        )
        action["context"] = {"default_partner_id": self.id}
        return action


class IysVisit(models.TransientModel):
    _inherit = "iys.visit"

    iys_may_request = fields.Boolean(compute="_compute_iys_may_request")

    @api.depends("form_id")
    def _compute_iys_may_request(self):
        for visit in self:
            company = visit.brand_id.company_id or self.env.company
            gateway_sudo = company.sudo().iys_sms_gateway_id  # yes or no
            visit.iys_may_request = gateway_sudo.iys_allows_request

    def action_request(self):
        """Open the one-to-one request instead: second choice after the QR code (L-26)."""
        self.ensure_one()
        action = self.partner_id.action_iys_request()
        if self.brand_id:
            action["context"]["default_brand_id"] = self.brand_id.id
        return action


def _png(url):
    file = io.BytesIO()
    code_of(url, 10).make_image().save(file, "PNG")
    return base64.b64encode(file.getvalue())


def _stands(asked):
    if asked.state == "confirmed":
        return "given"
    return "open" if asked._is_waiting() else "over"


def must_be_collector(env):
    """Raise AccessError for who may not collect consents."""
    if not env.user.has_group("izinnet_iys.group_collector"):
        raise AccessError(env._("Only people who collect consents may ask for a code."))


def no_way(env, why):
    """Return a UserError that says what to do instead."""
    return UserError(env._("%(why)s Use the QR code or paper instead.", why=why))
