"""Capture: staff enter what a person said on paper, on the phone, at an event …"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..iys_api.recipients import normalise
from ..iys_api.terms import TYPES
from .capture_ways import METHODS

CHOICES = {type_: f"choice_{type_.lower()}" for type_ in TYPES}
#: Which address of the screen belongs to which channel.
ADDRESSES = {"ARAMA": "phone", "MESAJ": "phone", "EPOSTA": "email"}
_STATUSES = [("ONAY", "Approves"), ("RET", "Refuses")]


class IysCapture(models.TransientModel):
    """One person's decisions, one choice per channel and none made beforehand (L-21).

    The screen shows what stands now and earlier refusals (L-50), tells at once what is
    still missing for the chosen way (L-17, L-18, L-29, L-30) and ends in
    ``iys.consent._record_acts``, one act per channel. A refusal needs an address and
    nothing else.

    Four files: this one has the screen, ``iys_capture_standing`` what counts so far,
    ``iys_capture_proof`` what each way demands, ``iys_capture_record`` what happens on
    Record.
    """

    _name = "iys.capture"
    _description = "Collect consent"
    _transient_max_hours = 24

    step = fields.Selection(
        [("enter", "Enter"), ("done", "Recorded")], default="enter", required=True
    )
    brand_id = fields.Many2one(
        "iys.brand", "Brand", default=lambda self: self._default_brand_id()
    )
    partner_id = fields.Many2one("res.partner", "Contact")
    add_contact = fields.Boolean(
        "Add to contacts",
        default=True,
        help="Makes a contact when nobody has this phone or e-mail yet.",
    )
    person_name = fields.Char("Name and surname")
    phone = fields.Char()
    email = fields.Char("E-mail")
    recipient_type = fields.Selection(
        [("BIREYSEL", "Individual"), ("TACIR", "Merchant")], default="BIREYSEL"
    )

    choice_arama = fields.Selection(_STATUSES, "Call")
    choice_mesaj = fields.Selection(_STATUSES, "SMS")
    choice_eposta = fields.Selection(_STATUSES, "E-mail message")
    standing_arama = fields.Char("Call now", compute="_compute_standing")
    standing_mesaj = fields.Char("SMS now", compute="_compute_standing")
    standing_eposta = fields.Char("E-mail now", compute="_compute_standing")
    earlier_refusals = fields.Text(compute="_compute_standing")

    method = fields.Selection(
        [(code, method.label) for code, method in METHODS.items()], "How was it given?"
    )
    proof_kind = fields.Char(compute="_compute_proof_kind")
    given_at = fields.Datetime(
        "Given on",
        default=fields.Datetime.now,
        help="The moment the person decided; on paper the date of the signature. It is"
        " the consent date at İYS and cannot be moved later.",
    )
    notice_id = fields.Many2one(
        "iys.notice",
        "Text shown",
        domain="[('brand_id', '=', brand_id), ('state', '=', 'published')]",
    )
    reference = fields.Char(
        help="Name of the event, address of the page, form number …"
    )
    attachment_ids = fields.Many2many(
        "ir.attachment", "iys_capture_attachment_rel", string="Files"
    )
    recording_reference = fields.Char(
        help="Where the recording is found in your telephone system."
    )
    recording_sha256 = fields.Char(
        "Recording's SHA-256",
        help="Digest of the recording, 64 characters; not needed when the file itself"
        " is attached.",
    )
    agent_id = fields.Many2one(
        "res.users", "Who made the call", default=lambda self: self.env.user
    )
    script = fields.Char(
        "Call script", help="Name and version of the text that was read out."
    )
    reason = fields.Char(
        "Why does the person approve again?",
        help="After a refusal only the person's own new wish counts.",
    )

    todo = fields.Text("Still to do", compute="_compute_todo")
    deadline_text = fields.Char("Last moment for İYS", compute="_compute_deadline_text")
    asks_proof = fields.Boolean(compute="_compute_asks_proof")
    result = fields.Text(readonly=True)
    consent_ids = fields.Many2many("iys.consent", readonly=True)

    @api.model
    def default_get(self, fields_list):
        """Override of `base`: take the contact the screen was opened from.

        With ``iys_refuse`` in the context the refusal is laid ready for every channel
        that has an address; an approval never is (L-21).
        """
        values = super().default_get(fields_list)
        context = self.env.context
        if context.get("active_model") == "res.partner" and "partner_id" in fields_list:
            values.setdefault("partner_id", context.get("active_id"))
        partner = self.env["res.partner"].browse(values.get("partner_id") or [])
        values.update(self._values_of_partner(partner))
        if context.get("iys_refuse"):
            values["method"] = "spoken"
            for type_, choice in CHOICES.items():
                if values.get(ADDRESSES[type_]):
                    values[choice] = "RET"
        return {name: values[name] for name in values if name in fields_list}

    @api.model
    def _default_brand_id(self):
        """The company's only brand; with several the person has to choose."""
        mine = [("company_id", "=", self.env.company.id)]
        brands = self.env["iys.brand"].search(mine, limit=2)
        return brands if len(brands) == 1 else False

    @api.model
    def _values_of_partner(self, partner):
        if not partner:
            return {}
        return {
            "person_name": partner.name,
            "phone": partner.phone,
            "email": partner.email_normalized or partner.email,
            "recipient_type": partner.iys_recipient_type or "BIREYSEL",
        }

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        self.update(self._values_of_partner(self.partner_id))

    @api.onchange("method")
    def _onchange_method(self):
        """On paper the signature's date counts (L-18): nobody may take "now" for it."""
        if self.proof_kind == "signed":
            self.given_at = False
        elif not self.given_at:
            self.given_at = fields.Datetime.now()

    @api.depends("method")
    def _compute_proof_kind(self):
        for capture in self:
            method = METHODS.get(capture.method)
            capture.proof_kind = method.proof if method else False

    @api.depends(*CHOICES.values())
    def _compute_asks_proof(self):
        for capture in self:
            capture.asks_proof = bool(capture._chosen("ONAY"))

    def _recipient(self, type_):
        """Return the address of a channel in İYS's spelling, or None."""
        return normalise(type_, self[ADDRESSES[type_]] or None)

    def _chosen(self, *statuses):
        """Return the channels with one of these choices, in İYS's order."""
        return [type_ for type_ in TYPES if self[CHOICES[type_]] in statuses]

    def action_record(self):
        """Record the decisions; raises UserError that lists all that is missing."""
        self.ensure_one()
        if self.todo:
            raise UserError(self.todo)
        self._record()
        self.step = "done"
        return self._show()

    def action_again(self):
        """Open an empty screen for the next person, with the same brand and way."""
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "izinnet_iys.iys_capture_action"
            ),
            "context": {
                "default_brand_id": self.brand_id.id,
                "default_method": self.method,
                "default_reference": self.reference,
                "default_notice_id": self.notice_id.id,
            },
        }

    def action_open_consents(self):
        """Show what was recorded."""
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "izinnet_iys.iys_consent_action"
            ),
            "domain": [("id", "in", self.consent_ids.ids)],
            "context": {},
        }

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Collect consent"),
        }
