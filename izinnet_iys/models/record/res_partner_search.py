"""Contacts by what stands for them: EXISTS on the ledger, a million rows without a scan."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .res_partner import CHANNELS, ON_THE_WAY, STATES


class IysConsent(models.Model):
    _inherit = "iys.consent"

    # the approvals on their way are few; without this a filter tries them all per contact
    _coming_idx = models.Index(
        "(recipient, brand_id, type) WHERE status = 'ONAY' AND state IN"
        " ('unconfirmed', 'queued', 'in_flight', 'sent', 'unknown')"
    )


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _iys_search_state(self, channel, operator, value):
        """Find contacts by state for the brand of the context.

        Answers "not in" by itself: the ORM's own negation hides the EXISTS from the
        planner, which then tries every act for every contact.
        """
        if operator not in ("in", "not in"):
            return NotImplemented
        named = {state or "none" for state in value}
        every = {state for state, _label in STATES}
        wanted = every & named if operator == "in" else every - named
        brands = self._iys_brand()
        if {"waiting", "none"} <= wanted:
            return self._iys_standing(channel, brands, every - wanted, absent=True)
        found = [self._iys_standing(channel, brands, wanted & {"ONAY", "RET"})]
        for state in wanted & {"waiting", "none"}:
            nothing = self._iys_standing(channel, brands, ("ONAY", "RET"), absent=True)
            absent = state == "none"
            found.append(nothing & self._iys_coming(channel, brands, absent))
        return Domain.OR(found)

    @api.model
    def _iys_search_brands(self, channel, status, operator, value):
        """Find contacts with this status for any of the named brands, or for none."""
        here = self._iys_brands_here()
        absent = operator.startswith("not ")
        operator = operator.removeprefix("not ")
        if operator == "in":
            named = here.filtered(lambda brand: brand.id in value)
        elif operator in ("any", "any!"):
            named = here & self.env["iys.brand"].search(Domain("id", "any", value))
        elif operator in ("ilike", "like", "=ilike", "=like"):
            named = here.filtered_domain(Domain("name", operator, value))
        else:
            return NotImplemented
        found = self._iys_standing(channel, named, (status,), absent)
        if operator == "in" and False in value:
            others = self._iys_standing(channel, here, (status,), not absent)
            return found & others if absent else found | others
        return found

    @api.model
    def _iys_standing(self, channel, brands, statuses, absent=False):
        """Domain: an act in force for the contact's address, or with absent: none."""
        if not statuses or not brands:
            return Domain.TRUE if absent else Domain.FALSE
        condition = SQL(
            "iys_c.is_effective IS TRUE AND iys_c.status IN %s", tuple(statuses)
        )
        return self._iys_exists(channel, brands, condition, absent)

    @api.model
    def _iys_coming(self, channel, brands, absent=False):
        """Domain: an ONAY for the contact's address is on its way to İYS, or none is."""
        if not brands:
            return Domain.TRUE if absent else Domain.FALSE
        condition = SQL("iys_c.status = 'ONAY' AND iys_c.state IN %s", ON_THE_WAY)
        return self._iys_exists(channel, brands, condition, absent)

    @api.model
    def _iys_exists(self, channel, brands, condition, absent):
        type_, address = CHANNELS[channel]
        self.env["iys.consent"].flush_model()

        def to_sql(model, alias, query):
            return SQL(
                """
                %sEXISTS (SELECT 1 FROM iys_consent iys_c
                          WHERE iys_c.recipient = %s AND iys_c.brand_id IN %s
                            AND iys_c.type = %s AND iys_c.recipient_type = %s AND %s)
                """,
                SQL("NOT ") if absent else SQL(),
                model._field_to_sql(alias, address, query),
                tuple(brands.ids),
                type_,
                model._field_to_sql(alias, "iys_recipient_type", query),
                condition,
            )

        return Domain.custom(to_sql=to_sql)
