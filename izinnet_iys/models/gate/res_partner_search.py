"""Contacts searched and grouped by what stands for their addresses."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .iys_audience_sql import Standings
from .iys_list_domain import check_may_search
from .iys_list_functions import FUNCTIONS_SQL
from .iys_list_sql import Conditions
from .res_partner_standing import CHANNELS, PERSON_RULES, STATES

_GROUPED = {
    f"iys_{channel}_{kind}": (type_, kind)
    for channel, type_ in CHANNELS.items()
    for kind in ("state", "rule")
}


class IysConsent(models.Model):
    _inherit = "iys.consent"

    # the approvals on their way are few; without this a filter tries them all per contact
    _coming_idx = models.Index(
        "(recipient, brand_id, type) WHERE status = 'ONAY' AND state IN"
        " ('unconfirmed', 'queued', 'in_flight', 'sent', 'unknown')"
    )

    def init(self):
        """Override of `izinnet_iys`: the database's part of the filters."""
        done = super().init()
        self.env.cr.execute(FUNCTIONS_SQL)
        return done


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _search_iys_brand_id(self, operator, value):
        """Any contact can be shown for any brand: the choice is made by the context."""
        return Domain.TRUE

    @api.model
    def _iys_search_state(self, channel, operator, value):
        """Find contacts by state for the brand of the context."""
        if operator not in ("in", "not in"):
            return NotImplemented
        check_may_search(self.env)
        named = {state or "none" for state in value}
        every = {state for state, _label in STATES}
        wanted = every & named if operator == "in" else every - named
        return self._iys_conditions(channel).states(wanted)

    @api.model
    def _iys_search_rule(self, channel, operator, value):
        """Find contacts by the rule of the send check for the brand of the context."""
        if operator not in ("in", "not in"):
            return NotImplemented
        check_may_search(self.env)
        every = set(PERSON_RULES)
        wanted = every & set(value) if operator == "in" else every - set(value)
        return self._iys_conditions(channel).rules(wanted)

    @api.model
    def _iys_search_brands(self, channel, state, operator, value):
        """Find contacts with this state for any of the named brands, or for none."""
        check_may_search(self.env)
        absent = operator.startswith("not ")
        operator = operator.removeprefix("not ")
        here = self._iys_brands_here()
        if operator == "in":
            named = here.filtered(lambda brand: brand.id in value)
        elif operator in ("any", "any!"):
            named = here & self.env["iys.brand"].search(Domain("id", "any", value))
        elif operator in ("ilike", "like", "=ilike", "=like"):
            named = here.filtered_domain(Domain("name", operator, value))
        else:
            return NotImplemented
        found = self._iys_in_state(channel, state, named, absent)
        if operator == "in" and False in value:
            others = self._iys_in_state(channel, state, here, not absent)
            return found & others if absent else found | others
        return found

    @api.model
    def _iys_in_state(self, channel, state, brands, absent):
        """Domain: the state holds for one of the brands, or with absent for none."""
        every = {key for key, _label in STATES}
        wanted = every - {state} if absent else {state}
        found = [
            self._iys_conditions(channel, brand).states(wanted) for brand in brands
        ]
        return Domain.AND(found) if absent else Domain.OR(found)

    @api.model
    def _iys_conditions(self, channel, brand=None):
        brand = self._iys_brand() if brand is None else brand
        return Conditions(self.env, brand, CHANNELS[channel])

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        """Override of `base`: group by state and rule, worked out by the database.

        Raises AccessError for users who may not read them.
        """
        if groupby_spec not in _GROUPED:
            return super()._read_group_groupby(alias, groupby_spec, query)
        self._check_field_access(self._fields[groupby_spec], "read")
        type_, kind = _GROUPED[groupby_spec]
        standings = Standings(self, alias, query, self._iys_brand(), type_)
        if not self._iys_brand():
            rule = standing = SQL("'no_brand'")
        else:
            rule, standing = standings.rule(), standings.standing()
        value = rule if kind == "rule" else self._iys_state_sql(standing, standings)
        # compiling such a query takes longer than running it
        self.env.cr.execute("SET LOCAL jit = off")
        # worked out once a row, and taken for few values: counted without sorting
        column = query.make_alias(alias, groupby_spec)
        query.add_join(
            "LEFT JOIN",
            column,
            SQL("LATERAL (SELECT %s::text AS value OFFSET 0)", value),
            SQL("TRUE"),
        )
        return SQL.identifier(column, "value")

    @api.model
    def _iys_state_sql(self, rule, standings):
        """Spell the state that belongs to a rule; a merchant's approval may be coming."""
        return SQL(
            """
            CASE %s WHEN 'approved' THEN 'ONAY' WHEN 'refused' THEN 'RET'
                    WHEN 'waiting' THEN 'waiting'
                    WHEN 'merchant' THEN CASE WHEN %s THEN 'waiting' ELSE 'none' END
                    ELSE 'none' END
            """,
            rule,
            standings._coming(),
        )
