"""Whom a destruction is about: written down by the dry run, forgotten when it is done."""

from odoo import api, fields, models
from odoo.tools import SQL

from .relations import address_ties, existing, partner_ties

#: People of one transaction.
LOT = 2000
#: Addresses hashed at once.
KEY_LOT = 10_000

LOTS = """
    UPDATE iys_destruction_target t SET lot = 1 + n.number / %s
    FROM (
        SELECT id, dense_rank() OVER (
            ORDER BY COALESCE(partner_id, 0), CASE WHEN partner_id IS NULL
            THEN recipient_key END) - 1 AS number
        FROM iys_destruction_target WHERE destruction_id = %s
    ) n
    WHERE n.id = t.id
"""
#: What came since the dry run and forbids touching the person: a new approval, an act İYS
#: has not answered yet, a hold.
STOPPED = """
    DELETE FROM iys_destruction_target t
    WHERE t.destruction_id = %(run)s AND t.lot BETWEEN %(first)s AND %(last)s
      AND (t.partner_id IN (
          SELECT s.partner_id FROM iys_destruction_target s
          WHERE s.destruction_id = %(run)s AND s.lot BETWEEN %(first)s AND %(last)s
            AND s.partner_id IS NOT NULL
            AND (s.partner_id = ANY(%(held_partners)s) OR %(stops)s))
        OR (t.partner_id IS NULL AND %(stops_t)s))
"""
STOPS = """
    ({0}.recipient_key = ANY(%s) OR EXISTS (
        SELECT 1 FROM iys_consent c
        WHERE c.recipient_key = {0}.recipient_key AND c.brand_id = ANY(%s)
          AND ((c.is_effective IS TRUE AND c.status = 'ONAY')
               OR c.state IN ('unconfirmed', 'queued', 'in_flight', 'sent', 'unknown',
                              'failed'))))
"""


class IysDestructionTarget(models.Model):
    """One address of one person of one destruction.

    ``is_whole``: nothing else ties the person to the company, so the contact goes too;
    otherwise marketing data only. Nobody has rights on these rows: the preview tells what
    a person may see.
    """

    _name = "iys.destruction.target"
    _description = "Person of a destruction"
    _log_access = False

    destruction_id = fields.Many2one(
        "iys.destruction", required=True, readonly=True, ondelete="cascade"
    )
    lot = fields.Integer(readonly=True)
    partner_id = fields.Integer(readonly=True)
    recipient_key = fields.Char(readonly=True)
    address = fields.Char(readonly=True)
    is_whole = fields.Boolean(readonly=True)

    _lot_idx = models.Index("(destruction_id, lot)")
    _key_idx = models.Index("(recipient_key, destruction_id)")

    @api.model
    def _fill(self, run, select):
        """Take the people of a query (partner_id, recipient_key, address, is_whole) in."""
        self.env.cr.execute(
            SQL(
                "INSERT INTO iys_destruction_target"
                " (destruction_id, partner_id, recipient_key, address, is_whole)"
                " SELECT %s, found.* FROM (%s) AS found",
                run.id,
                select,
            )
        )
        self._add_keys(run)
        self._part_off_tied(run)
        self.env.cr.execute(LOTS, [LOT, run.id])
        if run.kind != "replay":  # what is erased again was decided before
            self._stop(run, 1, 2**31 - 1)

    @api.model
    def _add_keys(self, run):
        """Hash the addresses no act was recorded for; they are erased by key as well."""
        keyed = self.env["iys.key"]._hasher()
        while True:
            rows = self.env.execute_query(
                SQL(
                    "SELECT id, address FROM iys_destruction_target"
                    " WHERE destruction_id = %s AND recipient_key IS NULL"
                    " AND address IS NOT NULL LIMIT %s",
                    run.id,
                    KEY_LOT,
                )
            )
            if not rows:
                return
            self.env.cr.execute_values(
                "UPDATE iys_destruction_target t SET recipient_key = v.key"
                " FROM (VALUES %s) AS v(id, key) WHERE t.id = v.id",
                [(id_, keyed(address)) for id_, address in rows],
            )

    @api.model
    def _part_off_tied(self, run):
        """Customers, debtors, users, leads …: only their marketing data go (L-58)."""
        self.env.flush_all()
        for tie in existing(self.env, partner_ties(self.env)):
            self._tie(run, SQL.identifier("partner_id"), tie)
        for tie in existing(self.env, address_ties(self.env)):
            self._tie(run, SQL.identifier("address"), tie)
        self.env.cr.execute(
            """
            UPDATE iys_destruction_target t SET is_whole = FALSE
            FROM res_partner p
            WHERE t.destruction_id = %s AND t.is_whole AND p.id = t.partner_id
              AND p.parent_id IS NOT NULL
            """,
            [run.id],
        )
        # one address of a person that is tied ties the person
        self.env.cr.execute(
            """
            UPDATE iys_destruction_target t SET is_whole = FALSE
            FROM iys_destruction_target s
            WHERE t.destruction_id = %(run)s AND s.destruction_id = %(run)s
              AND t.is_whole AND NOT s.is_whole AND t.partner_id = s.partner_id
            """,
            {"run": run.id},
        )

    @api.model
    def _tie(self, run, column, tie):
        self.env.cr.execute(
            SQL(
                "UPDATE iys_destruction_target t SET is_whole = FALSE"
                " WHERE t.destruction_id = %s AND t.is_whole"
                " AND t.%s IN (SELECT o.%s FROM %s o WHERE o.%s IS NOT NULL)",
                run.id,
                column,
                SQL.identifier(tie.column),
                SQL.identifier(tie.table),
                SQL.identifier(tie.column),
            )
        )

    @api.model
    def _stop(self, run, first, last):
        """Leave out who is held, approved anew or is still being told to İYS; a person
        with one such address stays whole. Returns how many rows were left out."""
        keys, partners = self.env["iys.hold"]._held(run.company_id)
        brands = run._all_brands().ids
        params = {"run": run.id, "first": first, "last": last}
        query = SQL(
            STOPPED,
            **params,
            held_partners=list(partners),
            stops=SQL(STOPS.format("s"), list(keys), brands),
            stops_t=SQL(STOPS.format("t"), list(keys), brands),
        )
        self.env.cr.execute(query)
        return self.env.cr.rowcount

    @api.model
    def _people(self, run):
        """Return (people, people masked as a whole, lots) of a destruction."""
        self.env.cr.execute(
            """
            SELECT count(DISTINCT (COALESCE(partner_id, 0),
                   CASE WHEN partner_id IS NULL THEN recipient_key END)),
                   count(DISTINCT (COALESCE(partner_id, 0),
                   CASE WHEN partner_id IS NULL THEN recipient_key END))
                   FILTER (WHERE is_whole),
                   COALESCE(max(lot), 0)
            FROM iys_destruction_target WHERE destruction_id = %s
            """,
            [run.id],
        )
        return self.env.cr.fetchone()

    @api.model
    def _forget(self, run):
        """Delete the list of a destruction: it names the people who were erased."""
        self.env.cr.execute(
            "DELETE FROM iys_destruction_target WHERE destruction_id = %s", [run.id]
        )
