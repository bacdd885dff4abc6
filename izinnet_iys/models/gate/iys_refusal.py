"""The refusal service: every road on which a person says no ends here (L-14, L-43, L-44)."""

from odoo import api, fields, models

from ...iys_api.acts import Act
from ...iys_api.recipients import normalise


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _refuse(self, brands, type, recipients, source, evidence=None, **over):
        """Record a RET for each brand, address and recipient type that could be used.

        ``brands`` is a recordset (several when the person said "all"), ``type`` the
        channel, ``recipients`` texts in any spelling, ``source`` an HS_ code, ``evidence``
        plain JSON (road, page, mailing …). It counts in this transaction and is handed
        to İYS first. Returns what ``_record_acts`` returns. Never raises for an address
        that is none: it cannot be written to either.
        """
        now = fields.Datetime.now().replace(microsecond=0)
        spelled = {normalise(type, text) for text in recipients} - {None}
        acts = [
            Act(
                brand_id=brand.id,
                recipient=recipient,
                type=type,
                status="RET",
                source=source,
                consent_date=now,
                recipient_type=recipient_type,
                evidence=dict(evidence or {}),
                **over,
            )
            for brand in brands
            for recipient, kinds in self._kinds_to_refuse(brand, type, spelled).items()
            for recipient_type in kinds
        ]
        return self._record_acts(acts)

    @api.model
    def _kinds_to_refuse(self, brand, type, recipients):
        """Return {address: recipient types a refusal has to be kept for}.

        A person's refusal ends every record of the address: the individual's always, the
        merchant's where one stands or the address is a merchant's (L-36).
        """
        keyed = self.env["iys.key"]._hasher()
        by_key = {keyed(address): address for address in recipients}
        kinds = {address: {"BIREYSEL"} for address in recipients}
        for key, recipient_type, *_rest in self._in_force(brand, type, list(by_key)):
            kinds[by_key[key]].add(recipient_type)
        for address in self._merchants(type, list(recipients)):
            kinds[address].add("TACIR")
        return kinds
