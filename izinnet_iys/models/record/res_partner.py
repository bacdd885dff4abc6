"""Contacts: recipient type, and what stands for their addresses per channel and brand."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

#: Who may see what stands for a contact.
READERS = "izinnet_iys.group_collector,izinnet_iys.group_auditor"
STATES = [
    ("ONAY", "Approved"),
    ("RET", "Refused"),
    ("waiting", "Waiting"),
    ("none", "No consent"),
]
#: channel in field names: (İYS's type, field of the contact that holds the address)
CHANNELS = {
    "arama": ("ARAMA", "phone_sanitized"),
    "mesaj": ("MESAJ", "phone_sanitized"),
    "eposta": ("EPOSTA", "email_normalized"),
}
#: An ONAY on its way: given by the person, not yet confirmed by İYS (L-16).
ON_THE_WAY = ("unconfirmed", "queued", "in_flight", "sent", "unknown")


def _state_field(label, channel):
    """A channel's state for one brand; searched by EXISTS, never stored."""
    return fields.Selection(
        STATES,
        label,
        compute="_compute_iys_states",
        search=lambda self, *args: self._iys_search_state(channel, *args),
        groups=READERS,
    )


def _brands_field(label, channel, status):
    """The brands for which an act of this status is in force; searched by EXISTS."""
    return fields.Many2many(
        "iys.brand",
        string=label,
        compute="_compute_iys_brands",
        search=lambda self, *args: self._iys_search_brands(channel, status, *args),
        groups=READERS,
    )


class ResPartner(models.Model):
    """Nothing of a consent is stored on the contact.

    Consents belong to addresses: a contact that changes its address shows what stands
    for the new one, and the old acts stay where they are. The state fields speak of one
    brand, ``iys_brand_id`` of the context or else the first of the current company;
    the ``…_brand_ids`` fields of all brands of the active companies.
    """

    _inherit = "res.partner"

    iys_recipient_type = fields.Selection(
        [("BIREYSEL", "Individual"), ("TACIR", "Merchant")],
        "Recipient type",
        required=True,
        default="BIREYSEL",
        tracking=True,
        help="A merchant or tradesman (L-36). In doubt: individual.",
    )
    iys_recipient_type_proof = fields.Char(
        "Proof of being a merchant",
        help="Where it is seen that this is a merchant or tradesman: trade register,"
        " tax plate, MERSİS number …",
    )
    iys_brand_id = fields.Many2one(
        "iys.brand", "Brand shown", compute="_compute_iys_states", groups=READERS
    )
    iys_is_demo = fields.Boolean(
        "Brand uses the demo registry", compute="_compute_iys_states", groups=READERS
    )
    iys_arama_state = _state_field("Call", "arama")
    iys_mesaj_state = _state_field("SMS", "mesaj")
    iys_eposta_state = _state_field("E-mail consent", "eposta")
    iys_arama_onay_brand_ids = _brands_field("Calls approved for", "arama", "ONAY")
    iys_mesaj_onay_brand_ids = _brands_field("SMS approved for", "mesaj", "ONAY")
    iys_eposta_onay_brand_ids = _brands_field("E-mail approved for", "eposta", "ONAY")
    iys_arama_ret_brand_ids = _brands_field("Calls refused for", "arama", "RET")
    iys_mesaj_ret_brand_ids = _brands_field("SMS refused for", "mesaj", "RET")
    iys_eposta_ret_brand_ids = _brands_field("E-mail refused for", "eposta", "RET")
    iys_consent_ids = fields.Many2many(
        "iys.consent",
        string="Consent history",
        compute="_compute_iys_consents",
        groups=READERS,
    )
    iys_consent_count = fields.Integer(
        "Consents", compute="_compute_iys_consents", groups=READERS
    )

    # stock Odoo has none; every act and every filter looks contacts up by address
    _iys_phone_idx = models.Index("(phone_sanitized) WHERE phone_sanitized IS NOT NULL")
    _iys_email_idx = models.Index(
        "(email_normalized) WHERE email_normalized IS NOT NULL"
    )

    @api.constrains("iys_recipient_type", "iys_recipient_type_proof")
    def _check_iys_recipient_type_proof(self):
        """Nobody becomes a merchant by a slip: the unknown are individuals (L-36)."""
        for partner in self:
            proof = (partner.iys_recipient_type_proof or "").strip()
            if partner.iys_recipient_type == "TACIR" and not proof:
                raise ValidationError(
                    self.env._(
                        "%(name)s can only be a merchant with proof: say where it is seen"
                        " (trade register, tax plate, MERSİS).",
                        name=partner.display_name,
                    )
                )

    # === WHAT STANDS === #

    @api.model
    def _iys_brands_here(self):
        """The brands of the active companies."""
        return (
            self.env["iys.brand"]
            .sudo()
            .search([("company_id", "in", self.env.companies.ids)])
        )

    @api.model
    def _iys_brand(self):
        """The one brand the state fields speak of; empty when there is none."""
        brands = self._iys_brands_here()
        wanted = self.env.context.get("iys_brand_id")
        if wanted:
            return brands.filtered(lambda b: b.id == wanted)
        return brands.filtered(lambda b: b.company_id == self.env.company)[:1]

    @api.depends("phone_sanitized", "email_normalized", "iys_recipient_type")
    @api.depends_context("iys_brand_id", "company", "allowed_company_ids")
    def _compute_iys_states(self):
        """Read the state of all contacts and channels with two queries in all."""
        brand = self._iys_brand()
        in_force = self._iys_in_force(brand)
        coming = self._iys_on_the_way(brand)
        for partner in self:
            partner.iys_brand_id = brand
            partner.iys_is_demo = brand.route == "demo"
            for name, (type_, address) in CHANNELS.items():
                place = (partner[address], partner.iys_recipient_type, type_)
                standing = in_force.get(place) or {}
                fallback = "waiting" if place in coming else "none"
                partner[f"iys_{name}_state"] = next(iter(standing), fallback)

    @api.depends("phone_sanitized", "email_normalized", "iys_recipient_type")
    @api.depends_context("company", "allowed_company_ids")
    def _compute_iys_brands(self):
        """Read for all contacts which brands may and which may not, with one query."""
        in_force = self._iys_in_force(self._iys_brands_here())
        for partner in self:
            for name, (type_, address) in CHANNELS.items():
                place = (partner[address], partner.iys_recipient_type, type_)
                standing = in_force.get(place) or {}
                partner[f"iys_{name}_onay_brand_ids"] = standing.get("ONAY")
                partner[f"iys_{name}_ret_brand_ids"] = standing.get("RET")

    def _iys_addresses(self):
        values = self.mapped("phone_sanitized") + self.mapped("email_normalized")
        return list({value for value in values if value})

    def _iys_in_force(self, brands):
        """Return what counts: {(address, recipient type, type): {status: [brand ids]}}."""
        self.env["iys.consent"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT recipient, recipient_type, type, status, brand_id
                FROM iys_consent
                WHERE recipient = ANY(%s) AND brand_id = ANY(%s) AND is_effective IS TRUE
                """,
                self._iys_addresses(),
                brands.ids,
            )
        )
        standing = defaultdict(lambda: defaultdict(list))
        for *place, status, brand_id in rows:
            standing[tuple(place)][status].append(brand_id)
        return standing

    def _iys_on_the_way(self, brand):
        """Return the places of approvals İYS has not confirmed yet."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT recipient, recipient_type, type FROM iys_consent
                WHERE recipient = ANY(%s) AND brand_id = ANY(%s)
                  AND status = 'ONAY' AND state IN %s
                """,
                self._iys_addresses(),
                brand.ids,
                ON_THE_WAY,
            )
        )
        return set(rows)

    def _iys_keys(self):
        """The keyed hashes of the contacts' addresses; none while the key is missing."""
        try:
            keyed = self.env["iys.key"]._hasher()
        except UserError:
            # contacts stay usable; recording itself says what is wrong
            return []
        return [keyed(address) for address in self._iys_addresses()]

    # === HISTORY AND BUTTONS === #

    @api.depends("phone_sanitized", "email_normalized")
    @api.depends_context("allowed_company_ids", "uid")
    def _compute_iys_consents(self):
        """List the acts of a contact: recorded for it, or for one of its addresses."""
        for partner in self:
            found = self.env["iys.consent"]
            if partner.ids:
                found = found.search(partner._iys_consent_domain())
            partner.iys_consent_ids = found
            partner.iys_consent_count = len(found)

    def _iys_consent_domain(self):
        return Domain("partner_id", "in", self.ids) | Domain(
            "recipient_key", "in", self._iys_keys()
        )

    def action_iys_consents(self):
        """Open the acts of these contacts."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "izinnet_iys.iys_consent_action"
        )
        action["domain"] = list(self._iys_consent_domain())
        action["context"] = {}
        return action

    def action_iys_collect(self):
        """Open the capture screen for this contact."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "izinnet_iys.iys_capture_action"
        )
        action["context"] = {"default_partner_id": self.id}
        brand = self._iys_brand()
        if brand:
            action["context"]["default_brand_id"] = brand.id
        return action

    def action_iys_citizen(self):
        """Play the person at the demo registry, for this contact's address."""
        self.ensure_one()
        return self.env["iys.citizen"]._open_for(
            self._iys_brand(),
            self.phone_sanitized or self.email_normalized,
            "MESAJ" if self.phone_sanitized else "EPOSTA",
            self.iys_recipient_type,
        )
