"""Contacts: recipient type, the brand shown, and the acts of their addresses."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

#: Who may see what stands for a contact.
READERS = "izinnet_iys.group_collector,izinnet_iys.group_auditor"


class ResPartner(models.Model):
    """Nothing of a consent is stored on the contact.

    Consents belong to addresses: a contact that changes its address shows what stands
    for the new one, and the old acts stay where they are. What stands is worked out in
    ``models/gate/res_partner_standing.py``.
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
        """The brands of the active companies; all of them for work without a user."""
        brands = self.env["iys.brand"].sudo()  # which brands there are is no secret
        if self.env.su and "allowed_company_ids" not in self.env.context:
            # a mailing of any company leaves by one scheduled action
            return brands.search([("company_id", "!=", False)])
        return brands.search([("company_id", "in", self.env.companies.ids)])

    @api.model
    def _iys_brand(self):
        """The one brand the state fields speak of; empty when there is none.

        The context's ``iys_brand_id`` is an id, or a list as the search bar writes it: of
        ids, or of texts when the user typed a name. The last one counts.
        """
        brands = self._iys_brands_here()
        wanted = self.env.context.get("iys_brand_id")
        if isinstance(wanted, (list, tuple)):
            wanted = wanted[-1] if wanted else None
        if isinstance(wanted, str):
            return brands.filtered_domain(Domain("name", "ilike", wanted))[:1]
        if wanted:
            return brands.filtered(lambda b: b.id == wanted)
        return brands.filtered(lambda b: b.company_id == self.env.company)[:1]

    def _iys_addresses(self):
        values = self.mapped("phone_sanitized") + self.mapped("email_normalized")
        return list({value for value in values if value})

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
