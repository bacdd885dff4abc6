"""The preference page: what a link opens and what stands for the addresses behind it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from odoo import api, fields, models

from ...iys_api.gate import Situation, decide
from ...iys_api.recipients import mask, normalise
from ..gate.iys_refusal_message import TYPES_OF

#: A message's link shows what stands for so long; its refusal link works on (T-15).
SHOWN_FOR = timedelta(days=30)
#: Channels in the order of the page.
ORDER = ("EPOSTA", "MESAJ", "ARAMA")
#: A brand without trouble: what the gate says then depends on the person alone.
UNTROUBLED = Situation(
    has_brand=True,
    is_registered=True,
    is_fresh=True,
    is_reachable=True,
    has_content=True,
)
#: Rule of the gate → what the page says about a channel.
STANDS = {
    "approved": "approved",
    "merchant": "merchant",
    "refused": "refused",
    "waiting": "waiting",
    "no_consent": "none",
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a link speaks for. ``addresses`` is {channel: normalised address}; ``home``
    the brand of the message or question, ``brands`` all of its company; ``origin`` the
    row behind the link."""

    home: Any
    brands: Any
    addresses: dict[str, str]
    origin: Any
    partner: Any

    def texts(self):
        """Return the addresses, each once."""
        return list(dict.fromkeys(self.addresses.values()))


class Channel(NamedTuple):
    """A line of the page. ``state`` is a value of ``STANDS``; ``since`` naive UTC, None
    when nobody knows; ``can_raise``: a fresh confirmation may be asked for here;
    ``can_pause``: messages may come, so a break may be asked for; ``paused_until`` (naive
    UTC): one was."""

    type: str
    address: str
    state: str
    since: datetime | None
    can_raise: bool
    can_pause: bool
    paused_until: datetime | None


class IysPreference(models.AbstractModel):
    """Reads what the gate reads, so the page says what decides a send.

    A link only shows (masked) and takes back; to raise it can do no more than ask the
    address on record (R-46). Beside this file: ``iys_preference_act`` what a press does,
    ``iys_preference_ask`` how a link is asked for. Callers are sudo: the link is the
    credential.
    """

    _name = "iys.preference"
    _description = "Preference page"

    @api.model
    def _open(self, token):
        """Return the `Holder` of a link, or None: unknown, used, too old are the same.

        Raises UserError when the address key is missing.
        """
        asked = self.env["iys.confirmation"]._by_secret(token)
        if asked:
            return self._of_question(asked)
        message = self.env["iys.message"]._by_token(token)
        since = fields.Datetime.now() - SHOWN_FOR
        if not message or message.sent_at < since:
            return None
        return self._of_message(message)

    @api.model
    def _of_question(self, asked):
        """A link somebody asked for: the address alone, whoever has it. Links of other
        purposes open nothing here (L-25)."""
        if asked.purpose != "preferences" or not asked.recipient:
            return None
        carrier = "EPOSTA" if "@" in asked.recipient else "MESAJ"
        addresses = dict.fromkeys(TYPES_OF[carrier], asked.recipient)
        return self._holder(asked.brand_id, addresses, asked)

    @api.model
    def _of_message(self, message):
        """The address of a message, and its contact's other one as long as the contact
        still has this one."""
        address = normalise(message.type, message.recipient or "")
        home = message.brand_id.exists()
        if not address or not home:
            return None
        carrier = "EPOSTA" if message.type == "EPOSTA" else "MESAJ"
        addresses = dict.fromkeys(TYPES_OF[carrier], address)
        partner = message.partner_id.exists()
        mail, phone = partner.email_normalized, partner.phone_sanitized
        if address not in (mail, phone):
            return self._holder(home, addresses, message)
        for text, types in ((mail, TYPES_OF["EPOSTA"]), (phone, TYPES_OF["MESAJ"])):
            if other := text and normalise(types[0], text):
                addresses = {**dict.fromkeys(types, other), **addresses}
        return self._holder(home, addresses, message, partner)

    @api.model
    def _of_login(self, user, company):
        """Whom a signed-in person's page speaks for: the address they log in with, in a
        company; None if it is no e-mail or the company has no brand.

        The address on the contact proves nothing, for the person may change it (T-15).
        """
        address = normalise("EPOSTA", user.login or "")
        brands = self.env["iys.brand"].search([("company_id", "=", company.id)])
        if not address or not brands:
            return None
        key = self.env["iys.key"]._hash(address)
        known = self.env["iys.consent"].search(
            [("recipient_key", "=", key), ("brand_id", "in", brands.ids)],
            order="id desc",
            limit=1,
        )
        addresses = dict.fromkeys(TYPES_OF["EPOSTA"], address)
        home = known.brand_id or brands[:1]
        return self._holder(home, addresses, user.partner_id, user.partner_id)

    @api.model
    def _holder(self, home, addresses, origin, partner=None):
        brands = home | home.search([("company_id", "=", home.company_id.id)])
        ordered = {type_: addresses[type_] for type_ in ORDER if type_ in addresses}
        partner = partner or self.env["res.partner"]
        return Holder(home, brands, ordered, origin, partner)

    @api.model
    def _brands_shown(self, holder):
        """The link's own brand, and the others that hold something of the person."""
        keyed = self.env["iys.key"]._hasher()
        keys = [keyed(text) for text in holder.texts()]
        mine = [("recipient_key", "in", keys), ("brand_id", "in", holder.brands.ids)]
        shown = holder.home
        for model in ("iys.consent", "iys.explicit.consent"):
            for (brand,) in self.env[model]._read_group(mine, ["brand_id"]):
                shown |= brand
        return shown

    @api.model
    def _overview(self, holder):
        """Return what the page shows: [{brand, channels: [Channel], purposes}].

        ``purposes`` are the explicit consents that stand. Changes nothing (R-47).
        """
        return [
            {
                "brand": brand,
                "channels": [
                    self._channel(brand, type_, address)
                    for type_, address in holder.addresses.items()
                ],
                "purposes": self._purposes(brand, holder),
            }
            for brand in self._brands_shown(holder)
        ]

    @api.model
    def _channel(self, brand, type_, address):
        ledger = self.env["iys.consent"]
        standing = ledger._read_standings(brand, type_, {address})[address]
        decision = decide(UNTROUBLED, standing._replace(is_paused=False))
        state = STANDS[decision.rule]
        moments = {act.consent_id: act.moment for act in standing.acts}
        can_raise = state in ("refused", "none") and self._can_raise(brand, type_)
        since = moments.get(decision.consent_id)
        paused = self.env["iys.pause"]._paused(brand, type_, [address]).get(address)
        can_pause = state in ("approved", "merchant", "waiting") and not paused
        return Channel(type_, mask(address), state, since, can_raise, can_pause, paused)

    @api.model
    def _can_raise(self, brand, type_):
        """Tell whether the address can be asked, and there is a text to ask with."""
        methods = brand._iys_confirm_methods(type_)
        return bool(methods and self._text_of(brand, type_))

    @api.model
    def _text_of(self, brand, type_):
        """Return the published approval text of a channel, Turkish first; or empty."""
        texts = self.env["iys.notice"].search(
            [
                ("brand_id", "=", brand.id),
                ("kind", "=", "commercial_approval"),
                ("type", "=", type_),
                ("state", "=", "published"),
            ],
            order="published_at desc, id desc",
        )
        return texts.filtered(lambda text: text.language == "tr_TR")[:1] or texts[:1]

    @api.model
    def _purposes(self, brand, holder):
        """Return the explicit consents that stand, one for each purpose."""
        given = self.env["iys.explicit.consent"]._standing(brand, holder.texts())
        return given.grouped(lambda row: row.notice_id.name).values()
