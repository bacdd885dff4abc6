"""What a press on the preference page does: less at once, more only by asking."""

from datetime import timedelta

from odoo import api, fields, models

from ..gate.iys_pause import MONTHS
from .form_words import CONFIRMS

#: A second press so soon is the same word of the same person.
SAME_WORD = timedelta(seconds=60)
ROAD = "preference_page"
#: Word of a button → months of a break.
PAUSES = {f"pause{months}": months for months in MONTHS}


class IysPreference(models.AbstractModel):
    _inherit = "iys.preference"

    @api.model
    def _press(self, holder, choice, evidence):
        """Do what a button says; returns ``left``, ``withdrawn``, ``asked``, ``paused``,
        ``resumed`` or, for a choice the page does not offer, ``nothing``; or the path of
        the page to go on to.

        ``choice``: ``leave:<brand>:<channel>``, ``all``, ``withdraw:<brand>:<consent>``,
        ``raise:<brand>:<channel>``, ``pause1:<brand>:<channel>`` (also 3 and 6 months),
        ``resume:<brand>:<channel>``. ``evidence`` is plain JSON (ip, browser). Raises
        UserError when it cannot be kept.
        """
        word, brand, rest = self._parsed(holder, choice)
        told = {"road": ROAD, "choice": choice, **evidence}
        if word == "all":
            return self._leave_all(holder, told)
        if word == "leave" and brand and rest in holder.addresses:
            self._leave(holder, brand, [rest], told)
            return "left"
        if word == "withdraw" and brand:
            return self._take_back(holder, brand, rest, told)
        if word == "raise" and brand and rest in holder.addresses:
            return self._raise_by_asking(holder, brand, rest, told)
        if brand and rest in holder.addresses:
            return self._take_a_break(holder, brand, rest, word, told)
        return "nothing"

    @api.model
    def _parsed(self, holder, choice):
        """Return (word, brand of the company or empty, rest); never fails."""
        parts = choice.split(":") if isinstance(choice, str) else []
        word, brand_id, rest = (*parts, "", "", "")[:3]
        brand = holder.brands.filtered(lambda each: str(each.id) == brand_id)
        return word, brand, rest

    @api.model
    def _leave(self, holder, brands, types, told):
        origin = {
            "origin_model": holder.origin._name,
            "origin_id": holder.origin.id,
        }
        for type_ in types:
            address = holder.addresses[type_]
            fresh = brands - self._just_left(type_, address)
            self.env["iys.consent"]._refuse(
                fresh, type_, [address], "HS_WEB", told, **origin
            )

    @api.model
    def _leave_all(self, holder, told):
        """Refuse every brand of the company on every channel known here (L-44), and
        take all explicit consents back."""
        self._leave(holder, holder.brands, list(holder.addresses), told)
        for brand in holder.brands:
            self._withdraw(brand, holder, told)
        return "left"

    @api.model
    def _just_left(self, type_, address):
        """Brands for which a refusal of this address came a moment ago."""
        latest = self.env["iys.consent"].search(
            [
                ("recipient_key", "=", self.env["iys.key"]._hash(address)),
                ("type", "=", type_),
                ("is_effective", "=", True),
                ("status", "=", "RET"),
                ("recorded_at", ">", fields.Datetime.now() - SAME_WORD),
            ]
        )
        return latest.brand_id

    @api.model
    def _take_back(self, holder, brand, consent_id, told):
        """Withdraw one purpose as easily as it was given (L-54)."""
        for given in self._purposes(brand, holder):
            if consent_id in map(str, given.ids):
                self._withdraw(brand, holder, told, given.notice_id[:1])
                return "withdrawn"
        return "nothing"

    @api.model
    def _withdraw(self, brand, holder, told, notice=None):
        self.env["iys.explicit.consent"]._withdraw(
            brand, holder.texts(), notice, evidence=told
        )

    @api.model
    def _take_a_break(self, holder, brand, type_, word, told):
        """Begin or end a break; the consent stands and İYS hears nothing of it."""
        place = (brand, type_, holder.addresses[type_])
        if word == "resume":
            self.env["iys.pause"]._end(*place, told, holder.partner)
            return "resumed"
        if word not in PAUSES:
            return "nothing"
        self.env["iys.pause"]._ask(*place, PAUSES[word], told, holder.partner)
        return "paused"

    @api.model
    def _raise_by_asking(self, holder, brand, type_, told):
        """Send a link or code to the address on record; nothing counts until it is used
        (R-46).

        The answer is the same when the address was asked too often today.
        """
        if not self._can_raise(brand, type_):
            return "nothing"
        text = self._text_of(brand, type_)
        pending = {
            "source": "HS_WEB",
            "person_name": self._name_of(holder, brand, type_),
            "notice_id": text.id,
            "evidence": {**told, "text_sha256": text.sha256},
        }
        row = {
            "brand_id": brand.id,
            "purpose": CONFIRMS[type_],
            "recipient": holder.addresses[type_],
            "partner_id": holder.partner.id,
            "pending": pending,
            "language": text.language,
            "ip": told.get("ip"),
        }
        if type_ == "EPOSTA":
            self.env["iys.confirmation"]._ask([row])
            return "asked"
        secret = self.env["iys.code"]._ask_one(row, told)
        return f"/iys/code/{secret}" if secret else "nothing"

    @api.model
    def _name_of(self, holder, brand, type_):
        """Return the name the person gave before, or the contact's; None if nobody did."""
        key = self.env["iys.key"]._hash(holder.addresses[type_])
        named = self.env["iys.consent"].search(
            [
                ("recipient_key", "=", key),
                ("brand_id", "=", brand.id),
                ("person_name", "!=", False),
            ],
            order="id desc",
            limit=1,
        )
        return named.person_name or holder.partner.name or None


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _road_words(self):
        """Override of `izinnet_iys`: the preference page is a road, too."""
        return {**super()._road_words(), ROAD: self.env._("Preference page")}
