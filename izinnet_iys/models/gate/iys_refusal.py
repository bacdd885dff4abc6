"""The refusal service: every road on which a person says no ends here (L-14, L-43, L-44)."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...iys_api.acts import Act
from ...iys_api.recipients import normalise
from .iys_road import Road, road_of


class IysConsent(models.Model):
    _inherit = "iys.consent"

    # === RECORDING === #

    @api.model
    def _refuse(self, brands, type, recipients, source, evidence=None, **over):
        """Record a RET for each brand, address and recipient type that could be used.

        ``brands`` is a recordset (several when the person said "all"), ``type`` the
        channel, ``recipients`` texts in any spelling, ``source`` an HS_ code, ``evidence``
        plain JSON (road, page, mailing …), ``over`` further fields of `Act`. It counts in
        this transaction and is handed to İYS first. Returns what ``_record_acts``
        returns. Never raises for an address that is none: it cannot be written to either.
        """
        ledger_sudo = self.sudo()  # nobody may write the ledger; a no is taken from all
        over.setdefault("consent_date", fields.Datetime.now().replace(microsecond=0))
        spelled = {normalise(type, text) for text in recipients} - {None}
        acts = [
            Act(
                brand_id=brand.id,
                recipient=recipient,
                type=type,
                status="RET",
                source=source,
                recipient_type=recipient_type,
                evidence=dict(evidence or {}),
                **over,
            )
            for brand in brands
            for recipient, kinds in ledger_sudo._kinds_to_refuse(
                brand, type, spelled
            ).items()
            for recipient_type in sorted(kinds)
        ]
        return ledger_sudo._record_acts(acts)

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

    # === REFUSALS HEARD BY ODOO'S OWN MODELS === #

    @api.model
    def _refuse_heard(self, type, recipients, brands=None, **evidence):
        """Record what a hook heard: an entry in a block list, an opt-out from a list …

        The `Road` in the context says how it came, or else the user does: staff speak
        for the company, everybody else for themselves. ``brands`` narrows it to some.
        """
        road = road_of(self.env) or self._road_of_user()
        recipients = {text for text in recipients if text}
        if not recipients or not road.is_refusal:
            return []
        brands = brands or self.env["iys.brand"].sudo().browse(road.brand_ids).exists()
        if brands:
            meant = [(brands, recipients)]
        else:
            meant = self._brands_meant(type, recipients)
        told = {"road": road.name, **road.evidence, **evidence}
        by_staff = {"user_id": self.env.uid} if self.env.user._is_internal() else {}
        return [
            recorded
            for some, addresses in meant
            for recorded in self._refuse(
                some, type, addresses, road.source, told, **by_staff
            )
        ]

    @api.model
    def _road_of_user(self):
        """The road when no page named one: staff or code enter what the company decided."""
        if self.env.user._is_internal():
            return Road("staff", "HS_KARAR")
        return Road("page", "HS_WEB")

    @api.model
    def _brands_meant(self, type, recipients):
        """Choose brands where none was named: [(brands, addresses)].

        Staff refuse for all brands of the companies they are working in. Who speaks for
        himself means whoever writes to him: the company's brands with an act in force
        for the address; all of them where nothing is in force. A company without brands
        has nobody to refuse but the others.
        """
        brands = self._brands_near()
        user = self.env.user
        if user._is_internal() and not user._is_superuser():
            return [(brands, recipients)]
        known = self._brands_known(brands, type, recipients)
        lots = defaultdict(set)
        for text in recipients:
            lots[known.get(normalise(type, text)) or brands].add(text)
        return list(lots.items())

    @api.model
    def _brands_near(self):
        """The brands of the companies at hand, or all when those have none."""
        brands_sudo = self.env["iys.brand"].sudo()
        user = self.env.user
        companies = self.env.companies if user._is_internal() else self.env.company
        near = Domain("company_id", "in", companies.ids)
        if user._is_superuser():  # code without a person: every company's
            near = Domain.TRUE
        return brands_sudo.search(near) or brands_sudo.search(Domain.TRUE)

    @api.model
    def _brands_known(self, brands, type, recipients):
        """Return {normalised address: brands with an act in force for it}."""
        keyed = self.env["iys.key"]._hasher()
        spelled = {normalise(type, text) for text in recipients} - {None}
        by_key = {keyed(address): address for address in spelled}
        known = defaultdict(brands.browse)
        for brand in brands:
            for row in self.sudo()._in_force(brand, type, list(by_key)):
                known[by_key[row[0]]] |= brand
        return known

    @api.model
    def _road_words(self):
        """The roads a refusal comes by, for the proof: {name: words}."""
        return {
            "refusal_page": self.env._("Refusal link of a message"),
            "one_click": self.env._("Unsubscribe button of the mail program"),
            "unsubscribe": self.env._("Unsubscribe link of a mailing"),
            "preferences": self.env._("Page of subscriptions"),
            "page": self.env._("Website"),
            "contact": self.env._("Button on the contact"),
            "staff": self.env._("Entered by staff in a block list or mailing list"),
        }
