"""Contacts by what stands for them: EXISTS on the ledger, a million rows without a scan."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .res_partner import CHANNELS, ON_THE_WAY


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _iys_search_state(self, channel, operator, value):
        """Find contacts by state for the brand of the context, by EXISTS."""
        if operator != "in":
            return NotImplemented  # the ORM asks for "in" and negates
        brands = self._iys_brand()
        wanted = set(value)
        found = [
            self._iys_standing(channel, brands, status)
            for status in ("ONAY", "RET")
            if status in wanted
        ]
        nothing = ~self._iys_standing(channel, brands)
        coming = self._iys_coming(channel, brands)
        if "waiting" in wanted:
            found.append(nothing & coming)
        if wanted & {"none", False}:
            found.append(nothing & ~coming)
        return Domain.OR(found)

    @api.model
    def _iys_search_brands(self, channel, status, operator, value):
        """Find contacts with this status for any of the named brands, by EXISTS."""
        here = self._iys_brands_here()
        if operator == "in":
            named = here.filtered(lambda brand: brand.id in value)
            found = self._iys_standing(channel, named, status)
            if False in value:
                found |= ~self._iys_standing(channel, here, status)
            return found
        if operator in ("any", "any!"):
            named = here & self.env["iys.brand"].search(Domain("id", "any", value))
        elif operator in ("ilike", "like", "=ilike", "=like"):
            named = here.filtered_domain(Domain("name", operator, value))
        else:
            return NotImplemented
        return self._iys_standing(channel, named, status)

    @api.model
    def _iys_standing(self, channel, brands, status=None):
        """Domain: an act in force for the contact's address; also for other models."""
        condition = SQL("iys_c.is_effective IS TRUE")
        if status:
            condition = SQL("%s AND iys_c.status = %s", condition, status)
        return self._iys_exists(channel, brands, condition)

    @api.model
    def _iys_coming(self, channel, brands):
        """Domain: an ONAY for the contact's address is on its way to İYS."""
        condition = SQL("iys_c.status = 'ONAY' AND iys_c.state IN %s", ON_THE_WAY)
        return self._iys_exists(channel, brands, condition)

    @api.model
    def _iys_exists(self, channel, brands, condition):
        type_, address = CHANNELS[channel]
        consents = self.env["iys.consent"]
        consents.flush_model()

        def to_sql(model, alias, query):
            return SQL(
                """
                EXISTS (SELECT 1 FROM iys_consent iys_c
                        WHERE iys_c.recipient = %s AND iys_c.brand_id IN %s
                          AND iys_c.type = %s AND iys_c.recipient_type = %s AND %s)
                """,
                model._field_to_sql(alias, address, query),
                tuple(brands.ids) or (0,),
                type_,
                model._field_to_sql(alias, "iys_recipient_type", query),
                condition,
            )

        return Domain.custom(to_sql=to_sql)
