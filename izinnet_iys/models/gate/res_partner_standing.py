"""Contacts: what the send check says of their addresses, per channel and brand."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...iys_api.gate import RULES, SEND, Situation, Standing, by_rule, decide
from ...iys_api.recipients import normalise
from ..record.res_partner import READERS
from .gate_words import RULE_WORDS, next_steps
from .iys_consent_decide import ADDRESS

STATES = [
    ("ONAY", "Approved"),
    ("RET", "Refused"),
    ("waiting", "Waiting"),
    ("none", "No consent"),
]
#: channel in field names: İYS's type
CHANNELS = {"arama": "ARAMA", "mesaj": "MESAJ", "eposta": "EPOSTA"}
#: What the send check may say of a person; its other rules speak of the brand.
PERSON_RULES = (
    "approved",
    "merchant",
    "refused",
    "waiting",
    "no_consent",
    "paused_by_person",
    "no_address",
    "no_brand",
)
#: Rules of a person that may be written to.
REACHED_BY = tuple(rule for rule in PERSON_RULES if RULES[rule] == SEND)
_STATE_OF = {"approved": "ONAY", "refused": "RET", "waiting": "waiting"}
_FIELDS = ("phone_sanitized", "email_normalized", "iys_recipient_type", "active")


def _state_field(label, channel):
    """A channel's state for one brand; searched by EXISTS, never stored."""
    return fields.Selection(
        STATES,
        label,
        compute="_compute_iys_states",
        search=lambda self, *args: self._iys_search_state(channel, *args),
        groups=READERS,
    )


def _rule_field(label, channel):
    """The rule of the send check that holds for the person on a channel."""
    return fields.Selection(
        [pair for pair in RULE_WORDS if pair[0] in PERSON_RULES],
        label,
        compute="_compute_iys_states",
        search=lambda self, *args: self._iys_search_rule(channel, *args),
        groups=READERS,
    )


def _brands_field(label, channel, state):
    """The brands for which this state holds; searched by EXISTS."""
    return fields.Many2many(
        "iys.brand",
        string=label,
        compute="_compute_iys_brands",
        search=lambda self, *args: self._iys_search_brands(channel, state, *args),
        groups=READERS,
    )


class ResPartner(models.Model):
    """What stands belongs to the address: two contacts with one address show the same.

    State and rule speak of one brand, ``iys_brand_id`` of the context or else the first
    of the current company; the ``…_brand_ids`` fields of all brands of the active
    companies. Both are what ``gate.decide`` says of a commercial message while nothing
    is wrong with the brand.
    """

    _inherit = "res.partner"

    iys_brand_id = fields.Many2one(
        "iys.brand",
        "Brand shown",
        compute="_compute_iys_states",
        search="_search_iys_brand_id",
        groups=READERS,
    )
    iys_is_demo = fields.Boolean(
        "Brand uses the demo registry", compute="_compute_iys_states", groups=READERS
    )
    iys_arama_state = _state_field("Call", "arama")
    iys_mesaj_state = _state_field("SMS", "mesaj")
    iys_eposta_state = _state_field("E-mail consent", "eposta")
    iys_arama_rule = _rule_field("Call: send check", "arama")
    iys_mesaj_rule = _rule_field("SMS: send check", "mesaj")
    iys_eposta_rule = _rule_field("E-mail: send check", "eposta")
    iys_next_step = fields.Text(
        "Next step", compute="_compute_iys_next_step", groups=READERS
    )
    iys_arama_onay_brand_ids = _brands_field("Calls approved for", "arama", "ONAY")
    iys_mesaj_onay_brand_ids = _brands_field("SMS approved for", "mesaj", "ONAY")
    iys_eposta_onay_brand_ids = _brands_field("E-mail approved for", "eposta", "ONAY")
    iys_arama_ret_brand_ids = _brands_field("Calls refused for", "arama", "RET")
    iys_mesaj_ret_brand_ids = _brands_field("SMS refused for", "mesaj", "RET")
    iys_eposta_ret_brand_ids = _brands_field("E-mail refused for", "eposta", "RET")

    @api.depends(*_FIELDS)
    @api.depends_context("iys_brand_id", "company", "allowed_company_ids")
    def _compute_iys_states(self):
        """Ask for all contacts and channels together, a few queries in all."""
        brand = self._iys_brand()
        self.iys_brand_id = brand
        self.iys_is_demo = brand.route == "demo"
        for channel in CHANNELS:
            for partner, (rule, state) in self._iys_rules(channel, brand).items():
                partner[f"iys_{channel}_rule"] = rule
                partner[f"iys_{channel}_state"] = state

    @api.depends(*_FIELDS)
    @api.depends_context("company", "allowed_company_ids")
    def _compute_iys_brands(self):
        """Ask for all contacts together, brand by brand."""
        brands = self._iys_brands_here()
        for channel in CHANNELS:
            said = {brand: self._iys_rules(channel, brand) for brand in brands}
            for partner in self:
                for state in ("ONAY", "RET"):
                    name = f"iys_{channel}_{state.lower()}_brand_ids"
                    partner[name] = brands.filtered(
                        lambda b, p=partner, r=state, s=said: s[b][p][1] == r
                    )

    def _iys_rules(self, channel, brand):
        """Ask the send check: {contact: (rule, state)}; a break changes no state."""
        type_ = CHANNELS[channel]
        column = ADDRESS[type_]
        spelled = {partner: normalise(type_, partner[column]) for partner in self}
        situation = Situation(
            has_brand=bool(brand),
            is_registered=True,
            is_fresh=True,
            is_reachable=True,
            has_content=True,
        )
        known = {address for address in spelled.values() if address}
        try:
            # sudo: what stands is read for everybody who may see these fields
            standings = self.env["iys.consent"].sudo()
            standings = standings._read_standings(brand, type_, known)
        except UserError:
            # without its key the gate knows nobody; contacts stay usable
            return dict.fromkeys(self, (by_rule("no_consent").rule, "none"))
        nobody = Standing(None)
        found = {p: standings.get(address, nobody) for p, address in spelled.items()}
        return {
            partner: (decide(situation, standing).rule, _state(situation, standing))
            for partner, standing in found.items()
        }

    @api.depends("iys_arama_rule", "iys_mesaj_rule", "iys_eposta_rule")
    @api.depends_context("lang", "iys_brand_id", "company", "allowed_company_ids")
    def _compute_iys_next_step(self):
        """Say for each channel that is closed what may lawfully be done, once a step."""
        steps = next_steps(self.env)
        labels = {
            name: self._fields[f"iys_{name}_state"].get_description(
                self.env, ["string"]
            )["string"]
            for name in CHANNELS
        }
        labels["eposta"] = self.env._("E-mail")
        for partner in self:
            channels_of = {}
            for name in CHANNELS:
                if step := steps.get(partner[f"iys_{name}_rule"]):
                    channels_of.setdefault(step, []).append(labels[name])
            partner.iys_next_step = "\n".join(
                f"{', '.join(channels)}: {step}"
                for step, channels in channels_of.items()
            )


def _state(situation, standing):
    """Return the key of ``STATES`` for what stands for an address."""
    rule = decide(situation, standing._replace(is_paused=False)).rule
    return _STATE_OF.get(rule, "waiting" if standing.is_coming else "none")
