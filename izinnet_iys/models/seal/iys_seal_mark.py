"""How far each table is sealed for good, so that old rows need not be searched again."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL


class Mark(NamedTuple):
    """``settled``: no row up to this id can still appear. The rest: the next candidate."""

    settled: int
    candidate: int
    candidate_at: object


class IysSealMark(models.Model):
    """The settled id of one table in one company's chain.

    Ids are handed out before transactions end, so a row with a lower id may appear after
    a higher one was sealed. Unsealed rows are therefore searched by an anti-join over all
    ids above ``settled``, and that one follows only when it is certain: the highest id at
    a moment becomes a candidate; once every transaction that ran at that moment has
    ended (``pg_stat_activity``, read in an earlier transaction than the rows are), no
    lower id can appear any more. A horizon of transaction ids would not do: a sequence
    hands out ids before the transaction has one.

    Whoever slips in a row below the mark finds it unsealed, and the check names it.
    """

    _name = "iys.seal.mark"
    _description = "Settled part of the seal"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    res_model = fields.Char(required=True)
    settled_id = fields.Integer(required=True)
    candidate_id = fields.Integer(required=True)
    candidate_at = fields.Datetime()
    #: everything committed before this moment is sealed
    sealed_until = fields.Datetime()

    _place_uniq = models.UniqueIndex("(company_id, res_model)")

    @api.model
    def _oldest_transaction(self):
        """Return when the oldest running transaction of this database began (UTC), or now.

        Not part of the snapshot: the caller ends its transaction before it reads rows.
        """
        self.env.cr.execute(
            """
            SELECT coalesce(min(xact_start), clock_timestamp()) AT TIME ZONE 'UTC'
            FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
              AND backend_type = 'client backend'
            """
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _read_mark(self, company, model):
        self.env.cr.execute(
            "SELECT settled_id, candidate_id, candidate_at FROM iys_seal_mark"
            " WHERE company_id = %s AND res_model = %s",
            [company.id, model],
        )
        return Mark(*(self.env.cr.fetchone() or (0, 0, None)))

    @api.model
    def _settle(self, company, model, settled):
        """Move the settled id up, never down."""
        self._keep(
            company,
            model,
            SQL("settled_id = greatest(m.settled_id, %s)", settled),
            settled_id=settled,
        )

    @api.model
    def _propose(self, company, source):
        """Make the highest id of now the candidate; the moment is read after the id."""
        table = SQL.identifier(source.table)
        self.env.cr.execute(SQL("SELECT coalesce(max(id), 0) FROM %s", table))
        highest = self.env.cr.fetchone()[0]
        moment = SQL("clock_timestamp() AT TIME ZONE 'UTC'")
        self._keep(
            company,
            source.model,
            SQL("candidate_id = %s, candidate_at = %s", highest, moment),
            candidate_id=highest,
            candidate_at=moment,
        )

    @api.model
    def _note_complete(self, company, model, moment):
        """Everything that was committed before ``moment`` is sealed."""
        self._keep(
            company, model, SQL("sealed_until = %s", moment), sealed_until=moment
        )

    @api.model
    def _keep(self, company, model, change, **values):
        row = {"settled_id": 0, "candidate_id": 0, **values}
        self.env.cr.execute(
            SQL(
                "INSERT INTO iys_seal_mark AS m (company_id, res_model, %s)"
                " VALUES (%s, %s, %s)"
                " ON CONFLICT (company_id, res_model) DO UPDATE SET %s",
                SQL(", ").join(map(SQL.identifier, row)),
                company.id,
                model,
                SQL(", ").join(
                    v if isinstance(v, SQL) else SQL("%s", v) for v in row.values()
                ),
                change,
            )
        )
