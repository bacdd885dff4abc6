"""Refusing by the link of a message: what its token opens (R-46)."""

import re
from datetime import timedelta

from odoo import api, fields, models

from ...iys_api.recipients import normalise

#: What tokens of ours look like; at least 128 bits.
TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")
#: How much a person refuses: this channel of the brand, the brand, the company.
SCOPES = ("channel", "brand", "company")
#: A second click so soon is the same word of the same person.
SAME_WORD = timedelta(seconds=60)
#: Channels an address serves.
TYPES_OF = {"EPOSTA": ("EPOSTA",), "MESAJ": ("MESAJ", "ARAMA")}


class IysMessage(models.Model):
    _inherit = "iys.message"

    @api.model
    def _by_token(self, token):
        """Return the message a token belongs to; empty for every other text."""
        if not isinstance(token, str) or not TOKEN.fullmatch(token):
            return self.browse()
        return self.search([("token", "=", token)], limit=1)

    def _refuse(self, scope, source, evidence):
        """Record the refusal a person declares by this message's link.

        ``scope`` is one of ``SCOPES``, ``source`` an HS_ code, ``evidence`` plain JSON.
        A link needs nothing but this row: mailing, mail and contact may be gone (L-43).
        Raises UserError when the address key is missing.
        """
        self.ensure_one()
        if scope not in SCOPES:
            raise ValueError(f"unknown scope {scope!r}")
        told = {"message": self.message_ref or self.id, "choice": scope, **evidence}
        origin = {"origin_model": self._name, "origin_id": self.id}
        brands = self._brands_refused(scope)
        ledger = self.env["iys.consent"]
        for type_, text in self._addresses_meant(scope).items():
            if address := normalise(type_, text):
                fresh = brands - self._brands_just_refused(type_, address)
                ledger._refuse(fresh, type_, [address], source, told, **origin)

    def _addresses_meant(self, scope):
        """Return {channel: address}: the message's own, for more the contact's, too."""
        if scope == "channel":
            return {self.type: self.recipient}
        partner = self.partner_id.exists()
        phone, mail = partner.phone_sanitized, partner.email_normalized
        if self.type == "EPOSTA":
            mail = self.recipient or mail
        else:
            phone = self.recipient or phone
        found = {"EPOSTA": mail, "MESAJ": phone}
        return {
            type_: address
            for carrier, address in found.items()
            if address
            for type_ in TYPES_OF[carrier]
        }

    def _brands_refused(self, scope):
        """The message's brand, or all brands of its company (L-44)."""
        brand = self.brand_id.exists()
        if scope != "company" and brand:
            return brand
        company = brand.company_id or self.company_id.exists()
        return brand | brand.search([("company_id", "=", company.id)])

    def _brands_just_refused(self, type_, address):
        """Brands for which this very link was used for this channel a moment ago."""
        latest = self.env["iys.consent"].search(
            [
                ("recipient_key", "=", self.env["iys.key"]._hash(address)),
                ("type", "=", type_),
                ("is_effective", "=", True),
                ("status", "=", "RET"),
                ("origin_model", "=", self._name),
                ("origin_id", "=", self.id),
                ("recorded_at", ">", fields.Datetime.now() - SAME_WORD),
            ]
        )
        return latest.brand_id
