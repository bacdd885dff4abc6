"""The rules of the gate that depend on the recipient, as SQL expressions."""

from odoo.tools import SQL

from ...iys_api.gate import BLOCK, RULES, SEND
from .iys_audience_address import address_sql, plain_sql
from .iys_audience_facts import has_merchants, has_trader_acts, masked_refusals
from .iys_consent_decide import ADDRESS
from .iys_pause import has_pauses, paused_sql

#: when the person decided; nobody knows it of an undated approval (``gate.InForce``)
MOMENT = """
    CASE WHEN iys_c.status = 'ONAY' THEN iys_c.consent_date
         ELSE COALESCE(iys_c.consent_date, iys_c.iys_creation_date, iys_c.recorded_at)
    END
"""
#: Approvals given that İYS has not confirmed yet (L-16).
COMING = ("unconfirmed", "queued", "in_flight", "sent", "unknown")


class Standings:
    """What stands for the addresses of the records in a query.

    Joins the act in force of each recipient type (at most one row each, so no record is
    doubled) and offers expressions over them. ``address`` is None when SQL cannot know
    the model's addresses. What does not occur in the database at all (merchants, acts of
    merchants) is left out of the SQL.
    """

    def __init__(self, model, alias, query, brand, type):
        self.env, self.brand_id, self.type = model.env, brand.id or 0, type
        self.env["iys.consent"].flush_model()
        self.env["res.partner"].flush_model(
            [ADDRESS[type], "iys_recipient_type", "active"]
        )
        # compiling such a query costs PostgreSQL more than it gains
        self.env.cr.execute("SET LOCAL jit = off")
        self.query, self.alias = query, alias
        self.address = address_sql(model, alias, query, type)
        if self.address is None:
            return
        self.person = self._join("BIREYSEL")
        place = (self.env, self.brand_id, type)
        self.trader = self._join("TACIR") if has_trader_acts(*place) else None
        self.has_merchants = has_merchants(self.env)
        self.has_pauses = has_pauses(*place)

    # === WHAT OTHERS USE === #

    def allowed(self):
        """Tell whether the address may be written to: never NULL."""
        return SQL(
            "CASE WHEN %s OR %s THEN FALSE WHEN %s THEN TRUE ELSE %s END",
            self._refused(),
            self._paused(),
            self._approved(),
            self._merchant_unrefused(),
        )

    def rule(self):
        """Name the rule that holds for the address, in the order of ``gate.decide``."""
        standing = self.standing()
        if not self.has_pauses:
            return standing
        # worked out once: it is asked twice
        return SQL(
            """
            (SELECT CASE WHEN iys_s.rule IN %s AND %s THEN 'paused_by_person'
                         ELSE iys_s.rule END
             FROM (SELECT %s AS rule OFFSET 0) iys_s)
            """,
            _with_verdict(SEND),
            self._paused(),
            standing,
        )

    def standing(self):
        """Name the rule that would hold without any break the person asked for."""
        return SQL(
            """
            CASE WHEN %(address)s IS NULL THEN 'no_address'
                 WHEN %(refused)s THEN 'refused'
                 WHEN %(approved)s THEN 'approved'
                 WHEN NOT %(plain)s THEN 'no_address'
                 WHEN %(merchant)s THEN 'merchant'
                 WHEN %(coming)s THEN 'waiting'
                 ELSE 'no_consent' END
            """,
            address=self.address,
            refused=self._refused(),
            approved=self._approved(),
            plain=plain_sql(self.address, self.type),
            merchant=self._merchant_unrefused(),
            coming=self._coming(),
        )

    def judged(self, for_all=None, instead=None):
        """Give a SELECT of id, address, rule, verdict and act of each record.

        ``for_all`` is a rule that holds whoever the recipient is; ``instead`` the one
        that holds for those whose address may be written to (None: nothing stops them).
        ``act`` is the refusal for those who refused, NULL for the others.
        """
        rule = SQL("%s", for_all) if for_all else self.rule()
        if instead:
            rule = SQL(
                "CASE WHEN %(rule)s IN %(sends)s THEN %(instead)s ELSE %(rule)s END",
                rule=rule,
                sends=_with_verdict(SEND),
                instead=instead,
            )
        return SQL(
            """
            SELECT found.id, found.address, found.rule,
                   CASE WHEN found.rule IN %(blocks)s THEN 'block' ELSE 'send' END verdict,
                   CASE WHEN found.rule = 'refused' THEN %(refusal)s END act
            FROM (SELECT %(id)s AS id, %(address)s AS address, %(rule)s AS rule
                  FROM %(tables)s WHERE %(condition)s OFFSET 0) found
            """,
            id=SQL.identifier(self.alias, "id"),
            address=self.address,
            rule=rule,
            tables=self.query.from_clause,
            condition=self.query.where_clause or SQL("TRUE"),
            blocks=_with_verdict(BLOCK),
            refusal=self._latest(SQL.identifier("found", "address"), "RET"),
        )

    # === THE RULES === #

    def _refused(self):
        """A refusal of either recipient type that no later approval has ended."""
        person = SQL("%s = 'RET'", self.person)
        if self.trader is None:
            return person
        # never NULL: NULL AND x works x out as well, for every record
        trader = SQL("%s IS NOT DISTINCT FROM 'RET'", self.trader)
        return SQL(
            """
            ((%(person)s AND NOT COALESCE(%(trader_approved)s AND %(trader_later)s, FALSE))
             OR (%(trader)s AND NOT COALESCE(%(person_col)s = 'ONAY' AND %(person_later)s,
                                             FALSE)))
            """,
            person=person,
            trader=trader,
            person_col=self.person,
            trader_approved=self._trader_approved(),
            trader_later=self._later("TACIR", "BIREYSEL"),
            person_later=self._later("BIREYSEL", "TACIR"),
        )

    def _paused(self):
        """The person asked for a break of this brand and channel."""
        if not self.has_pauses:
            return SQL("FALSE")
        return paused_sql(self.address, self.brand_id, self.type)

    def _approved(self):
        person = SQL("%s = 'ONAY'", self.person)
        if self.trader is None or not self.has_merchants:
            return person
        return SQL("(%s OR %s)", person, self._trader_approved())

    def _trader_approved(self):
        is_approved = SQL("%s IS NOT DISTINCT FROM 'ONAY'", self.trader)
        return SQL("(%s AND %s)", is_approved, self._merchant())

    def _merchant_unrefused(self):
        """Asked after refusals: may a merchant be written to without an approval?"""
        if not self.has_merchants:
            return SQL("FALSE")
        return SQL(
            "(%s IS NOT NULL AND %s AND %s AND %s <> ALL(%s))",
            self.address,
            self._merchant(),
            plain_sql(self.address, self.type),
            self.address,
            masked_refusals(self.env, self.brand_id, self.type),
        )

    def _merchant(self):
        """Only proved merchants use the address (L-36); see ``_merchants``."""
        return SQL(
            """
            EXISTS (SELECT 1 FROM res_partner iys_m
                    WHERE iys_m.%(column)s = %(address)s AND iys_m.active
                      AND iys_m.iys_recipient_type = 'TACIR'
                      AND NOT EXISTS (SELECT 1 FROM res_partner iys_n
                                      WHERE iys_n.%(column)s = iys_m.%(column)s
                                        AND iys_n.active
                                        AND iys_n.iys_recipient_type <> 'TACIR'))
            """,
            column=SQL.identifier(ADDRESS[self.type]),
            address=self.address,
        )

    def _coming(self):
        return SQL(
            "EXISTS (SELECT 1 FROM iys_consent iys_c WHERE iys_c.recipient = %s"
            " AND iys_c.brand_id = %s AND iys_c.type = %s AND iys_c.status = 'ONAY'"
            " AND iys_c.state IN %s)",
            self.address,
            self.brand_id,
            self.type,
            COMING,
        )

    # === WHAT THEY READ === #

    def _join(self, recipient_type):
        """Join the act in force of a recipient type; give its status."""
        act = self.query.make_alias(
            self.alias, f"iys_{recipient_type}_{self.brand_id}_{self.type}".lower()
        )
        condition = SQL(
            "%s = %s AND %s = %s AND %s = %s AND %s = %s AND %s IS TRUE",
            SQL.identifier(act, "recipient"),
            self.address,
            SQL.identifier(act, "brand_id"),
            self.brand_id,
            SQL.identifier(act, "type"),
            self.type,
            SQL.identifier(act, "recipient_type"),
            recipient_type,
            SQL.identifier(act, "is_effective"),
        )
        self.query.add_join("LEFT JOIN", act, "iys_consent", condition)
        return SQL.identifier(act, "status")

    def _in_force(self, address):
        return SQL(
            "iys_c.recipient = %s AND iys_c.brand_id = %s AND iys_c.type = %s"
            " AND iys_c.is_effective IS TRUE",
            address,
            self.brand_id,
            self.type,
        )

    def _latest(self, address, status):
        """Give the id of the latest act in force of a status (ONAY, RET), or NULL."""
        return SQL(
            "(SELECT iys_c.id FROM iys_consent iys_c WHERE %s AND iys_c.status = %s"
            f" ORDER BY {MOMENT} DESC NULLS LAST LIMIT 1)",
            self._in_force(address),
            status,
        )

    def _moment(self, recipient_type):
        # looked up only where two acts meet: the joins stay answered by an index alone
        return SQL(
            f"(SELECT {MOMENT} FROM iys_consent iys_c"
            " WHERE %s AND iys_c.recipient_type = %s)",
            self._in_force(self.address),
            recipient_type,
        )

    def _later(self, one, other):
        return SQL("%s > %s", self._moment(one), self._moment(other))


def _with_verdict(verdict):
    return tuple(rule for rule, its_verdict in RULES.items() if its_verdict == verdict)
