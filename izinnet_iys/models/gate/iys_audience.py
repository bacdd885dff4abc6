"""Who of a whole model may be written to: the gate's answer for sets, in one query."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .iys_audience_address import has_address
from .iys_audience_sql import Standings


class IysConsent(models.Model):
    """The steps of ``gate.decide`` that depend on the recipient, spelled in SQL.

    A test lets both decide about the same random histories; what SQL says is only used
    to count, to list and to leave people out beforehand. Whatever is sent still passes
    ``_decide_send``.
    """

    _inherit = "iys.consent"

    # merchants' acts are few; a mailing asks for all of a brand at once
    _tacir_idx = models.Index(
        "(recipient, brand_id, type) INCLUDE (status)"
        " WHERE is_effective IS TRUE AND recipient_type = 'TACIR'"
    )

    @api.model
    def _iys_knows_address(self, model_name, type):
        """Tell whether SQL knows where messages to records of a model go."""
        return has_address(self.env[model_name], type)

    @api.model
    def _iys_allowed_domain(self, model_name, brand, type):
        """Return the domain of a model's records whose address may be written to now.

        ``brand`` is one record or empty, ``type`` a channel of İYS. Only what depends on
        the recipient is asked (law.md section 3, steps 3 and 5). Without a brand, or for
        a model whose addresses SQL does not know, nobody may.
        """
        if not brand or not self._iys_knows_address(model_name, type):
            return Domain.FALSE

        def to_sql(model, alias, query):
            return Standings(model, alias, query, brand, type).allowed()

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _iys_reach(self, model_name, domain, brand, type):
        """Count the records of a domain by the rule that holds: {rule: count}.

        Rules are those of ``gate.RULES`` that depend on the recipient. One query; records
        the user may not see are not counted. Raises ValueError for a model whose
        addresses SQL does not know.
        """
        query, standings = self._iys_standings(model_name, domain, brand, type)
        rows = self.env.execute_query(
            SQL(
                "SELECT %s, COUNT(*) FROM %s WHERE %s GROUP BY 1",
                standings.rule(),
                query.from_clause,
                query.where_clause or SQL("TRUE"),
            )
        )
        return dict(rows)

    @api.model
    def _iys_standings(self, model_name, domain, brand, type):
        """Return (query over the records of a domain, their `Standings` in it)."""
        model = self.env[model_name]
        model.flush_model()  # who asks may have written the addresses just now
        query = model._search(domain)
        standings = Standings(model, model._table, query, brand, type)
        if standings.address is None:
            raise ValueError(f"{model_name} keeps no address for {type}")
        return query, standings
