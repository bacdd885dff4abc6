"""Filters by what stands, spelled as EXISTS so that a million rows need no scan.

The same rules as ``gate.decide`` and ``iys_audience_sql``. Those join and fit counting;
a filter has to find eighty rows in order, and then the planner must see where the few
are: in the ledger or among the contacts.
"""

from odoo.fields import Domain
from odoo.tools import SQL

from .iys_audience_address import address_sql, plain_sql
from .iys_audience_facts import has_merchants, has_trader_acts, masked_refusals
from .iys_audience_sql import COMING
from .iys_consent_decide import ADDRESS
from .iys_pause import has_pauses, paused_sql

#: What the send check may say of somebody it does not let through.
KEPT_BACK = ("refused", "waiting", "no_consent", "no_address", "paused_by_person")
_MOMENT = "COALESCE({0}.consent_date, {0}.iys_creation_date, {0}.recorded_at)"
_SAME = """
    {0}.recipient = {1}.recipient AND {0}.brand_id = {1}.brand_id
    AND {0}.type = {1}.type AND {0}.is_effective IS TRUE
"""
_VALID = "({0}.recipient_type = 'BIREYSEL' OR iys_is_merchant({0}.type, {0}.recipient))"
#: The same key's act of a merchant, while iys_c is a person's.
_TRADER = f"""
    {_SAME.format("iys_t", "iys_c")} AND iys_t.recipient_type = 'TACIR'
    AND iys_c.recipient_type = 'BIREYSEL'
"""
_PERSON = "iys_person_said('{0}', iys_c.brand_id, iys_c.type, iys_c.recipient)"
#: An approval in force that no refusal outdoes. Two acts of a key differ in recipient type.
APPROVED = f"""
    iys_c.status = 'ONAY' AND {_VALID.format("iys_c")} AND NOT EXISTS (
        SELECT 1 FROM iys_consent iys_t
        WHERE {_TRADER} AND iys_t.status = 'RET'
          AND (iys_c.consent_date > {_MOMENT.format("iys_t")}) IS NOT TRUE)
    AND (iys_c.recipient_type = 'BIREYSEL' OR COALESCE(
        {_PERSON.format("RET")} < iys_c.consent_date, {_PERSON.format("RET")} IS NULL))
"""
#: A refusal in force that no later approval has ended. The merchant is asked for with a
#: column of either act: so only where two acts meet, not for all acts of merchants.
REFUSED = f"""
    iys_c.status = 'RET' AND NOT EXISTS (
        SELECT 1 FROM iys_consent iys_t
        WHERE {_TRADER} AND iys_t.status = 'ONAY'
          AND iys_t.consent_date > {_MOMENT.format("iys_c")}
          AND iys_is_merchant(iys_c.type, iys_t.recipient))
    AND (iys_c.recipient_type = 'BIREYSEL' OR COALESCE(
        {_PERSON.format("ONAY")} <= {_MOMENT.format("iys_c")}, TRUE))
"""
#: Any act in force that says yes or no for the address.
DECIDED = f"(iys_c.status = 'RET' OR {_VALID.format('iys_c')})"

#: A merchant nobody shares the address with, and no refusal of the brand on this channel.
MERCHANT = """
    EXISTS (SELECT 1 FROM res_partner iys_m
            WHERE %(column)s = %(address)s AND iys_m.active
              AND iys_m.iys_recipient_type = 'TACIR' AND %(plain)s
              AND iys_is_merchant(%(type)s, %(column)s) AND %(column)s <> ALL(%(masked)s)
              AND NOT EXISTS (
                  SELECT 1 FROM iys_consent iys_r
                  WHERE iys_r.recipient = %(column)s AND iys_r.type = %(type)s
                    AND iys_r.brand_id = %(brand)s AND iys_r.status = 'RET'
                    AND iys_r.is_effective IS TRUE)
            %(barrier)s)
"""


class Conditions:
    """Domains of the records of any model, by what stands for their address.

    For one brand and one channel. Each condition can be asked with ``absent``: the ORM's
    own negation would hide the EXISTS from the planner.
    """

    def __init__(self, env, brand, type):
        self.env, self.brand, self.type = env, brand, type

    # === WHAT IS ASKED FOR === #

    def states(self, wanted):
        """Domain of the records in one of some states (keys of ``STATES``)."""
        every = {"ONAY", "RET", "waiting", "none"}
        wanted = every & set(wanted)
        if {"waiting", "none"} <= wanted:
            return self._undecided_or(wanted)
        parts = [self.one_state(state) for state in sorted(wanted)]
        return Domain.OR(parts)

    def one_state(self, state):
        """Domain of the records in one state."""
        if state == "ONAY":
            return self._approved()
        if state == "RET":
            return self._refused()
        return self._decided(absent=True) & self._coming(absent=state == "none")

    def rules(self, wanted):
        """Domain of the records for which one of some rules holds (``PERSON_RULES``)."""
        if not self.brand:
            return Domain.TRUE if "no_brand" in wanted else Domain.FALSE
        wanted = set(wanted) - {"no_brand"}
        sending = {"approved", "merchant"}
        if sending <= wanted:
            rest = [self._one_rule(rule) for rule in sorted(wanted - sending)]
            return Domain.OR([self.reached(), *rest])
        if wanted == {*KEPT_BACK}:
            return self.reached(absent=True)
        return Domain.OR(self._one_rule(rule) for rule in sorted(wanted))

    def reached(self, absent=False):
        """Domain of the records that may be written to now, or of those that may not."""
        if absent:
            never = self._approved(absent=True) & self._merchant(True, True)
            return never | self._paused()
        return self._allowing() & self._paused(absent=True)

    # === RULES === #

    def _allowing(self):
        """Domain: the address may be written to, but for a break of the person."""
        return self._approved() | self._merchant(one_by_one=True)

    def _undecided_or(self, wanted):
        missing = {"ONAY", "RET"} - wanted
        if not missing:
            return Domain.TRUE
        if missing == {"ONAY", "RET"}:
            return self._decided(absent=True)
        return self._approved(True) if "ONAY" in missing else self._refused(True)

    def _one_rule(self, rule):
        if rule == "refused":
            return self._refused()
        if rule == "approved":
            return self._approved() & self._paused(absent=True)
        if rule == "paused_by_person":
            return self._allowing() & self._paused()
        if rule == "no_address":
            return self._plain(absent=True)
        undecided = self._decided(absent=True)
        if rule == "merchant":
            return undecided & self._merchant() & self._paused(absent=True)
        if rule not in ("waiting", "no_consent"):
            return Domain.FALSE
        rest = undecided & self._merchant(absent=True) & self._plain()
        return rest & self._coming(absent=rule == "no_consent")

    # === CONDITIONS === #

    def _approved(self, absent=False):
        return self._act(self._for_merchants(APPROVED, "iys_c.status = 'ONAY'"), absent)

    def _refused(self, absent=False):
        return self._act(self._for_merchants(REFUSED, "iys_c.status = 'RET'"), absent)

    def _decided(self, absent=False):
        return self._act(self._for_merchants(DECIDED, "TRUE"), absent)

    def _coming(self, absent=False):
        coming = SQL("iys_c.status = 'ONAY' AND iys_c.state IN %s", COMING)
        return self._act(lambda: coming, absent, in_force=False)

    def _for_merchants(self, condition, plain):
        """Spell the simple condition while the brand has no acts of merchants."""
        place = (self.env, self.brand.id, self.type)
        return lambda: SQL(condition if has_trader_acts(*place) else plain)

    def _act(self, condition, absent, in_force=True):
        """Domain: some act for the record's address fits, or with ``absent`` none."""
        if not self.brand:
            return Domain.TRUE if absent else Domain.FALSE

        def exists(address, *_record):
            return SQL(
                """
                %sEXISTS (SELECT 1 FROM iys_consent iys_c
                          WHERE iys_c.recipient = %s AND iys_c.brand_id = %s
                            AND iys_c.type = %s AND %s AND %s)
                """,
                SQL("NOT ") if absent else SQL(),
                address,
                self.brand.id,
                self.type,
                SQL("iys_c.is_effective IS TRUE") if in_force else SQL("TRUE"),
                condition(),
            )

        return self._on_address(exists, absent)

    def _merchant(self, absent=False, one_by_one=False):
        """Domain: only merchants use the address, and none of them refused (L-36).

        ``one_by_one``: asked for those another condition has left over, instead of
        gathering all merchants first.
        """
        if not self.brand:
            return Domain.TRUE if absent else Domain.FALSE
        column = SQL.identifier("iys_m", ADDRESS[self.type])

        def exists(address, model, alias):
            if not has_merchants(self.env):
                return SQL("TRUE" if absent else "FALSE")
            found = SQL(
                MERCHANT,
                column=column,
                address=address,
                plain=plain_sql(column, self.type),
                type=self.type,
                masked=masked_refusals(self.env, self.brand.id, self.type),
                brand=self.brand.id,
                barrier=SQL("OFFSET 0" if one_by_one else ""),
            )
            if one_by_one and model._name == "res.partner":
                found = self._if_merchant(model, alias, found)
            return SQL("NOT %s", found) if absent else found

        return self._on_address(exists, absent)

    def _paused(self, absent=False):
        """Domain: the person asked for a break, or with ``absent`` none."""
        if not self.brand:
            return Domain.TRUE if absent else Domain.FALSE

        def exists(address, *_record):
            if not has_pauses(self.env, self.brand.id, self.type):
                return SQL("TRUE" if absent else "FALSE")
            found = paused_sql(address, self.brand.id, self.type)
            return SQL("NOT %s", found) if absent else found

        return self._on_address(exists, absent)

    def _if_merchant(self, model, alias, found):
        """Spare most contacts the question: who is shown as a person is no merchant."""
        return SQL(
            "((%s = 'TACIR' OR %s IS NOT TRUE) AND %s)",
            model._field_to_sql(alias, "iys_recipient_type"),
            model._field_to_sql(alias, "active"),
            found,
        )

    def _plain(self, absent=False):
        """Domain: the record has an address İYS would take, or with ``absent`` none."""

        def plain(address, *_record):
            return SQL(
                "%s IS %sTRUE",
                plain_sql(address, self.type),
                SQL("NOT ") if absent else SQL(),
            )

        return self._on_address(plain, absent)

    def _on_address(self, condition, absent):
        """Domain of a condition on the record's address; nobody where it has none."""

        def to_sql(model, alias, query):
            self.env["iys.consent"].flush_model()
            merchants = [ADDRESS[self.type], "iys_recipient_type", "active"]
            self.env["res.partner"].flush_model(merchants)
            # compiling such a query takes longer than running it
            self.env.cr.execute("SET LOCAL jit = off")
            address = address_sql(model, alias, query, self.type)
            if address is None:
                return SQL("TRUE" if absent else "FALSE")
            return condition(address, model, alias)

        return Domain.custom(to_sql=to_sql)
