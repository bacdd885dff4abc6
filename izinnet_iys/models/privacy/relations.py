"""Which records tie a contact to the company, whatever addons are installed (L-58).

Nobody can list the models of every installation, so they are read from the registry: each
stored link to `res.partner`, except those that only tell of messages and consents.
"""

from typing import NamedTuple

from odoo.tools import SQL

#: Models that speak of a contact without being a reason to keep it.
NO_TIE = (
    "mail.",
    "mailing.",
    "discuss.",
    "bus.",
    "sms.",
    "iys.",
    "snailmail.",
    "website.visitor",
    "website.track",
    "link.tracker",
    "rating.",
    "phone.blacklist",
    "portal.",
    "privacy.",
    "base.partner.merge",
)
#: Links of a contact to itself or to what describes it.
NO_TIE_FIELDS = {
    ("res.partner", "commercial_partner_id"),
    ("res.partner", "parent_id"),
    ("res.partner.category", "partner_ids"),
}


class Tie(NamedTuple):
    """A column that holds ids of contacts, or their addresses."""

    model: str
    table: str
    column: str


def partner_ties(env):
    """Return every column that may tie a contact to the company."""
    ties = set()
    for name, model in env.items():
        if _is_no_tie(name, model):
            continue
        for field in model._fields.values():
            if field.comodel_name == "res.partner" and field.store:
                ties |= _tie_of(name, model, field)
    # a contact with contacts below it is somebody's company
    ties.add(Tie("res.partner", "res_partner", "parent_id"))
    return sorted(ties)


def _is_no_tie(name, model):
    return (
        model._transient
        or model._abstract
        or not model._auto
        or name.startswith(NO_TIE)
    )


def _tie_of(name, model, field):
    if (name, field.name) in NO_TIE_FIELDS:
        return set()
    if field.type == "many2one":
        return {Tie(name, model._table, field.name)} if field.column_type else set()
    if field.type == "many2many" and name != "res.partner":
        return {Tie(name, field.relation, field.column2)}
    return set()


def address_ties(env):
    """Return columns that hold the address of somebody we deal with (a lead, a ticket …)."""
    ties = []
    for name, model in env.items():
        if _is_no_tie(name, model) or name == "res.partner":
            continue
        for column in ("email_normalized", "phone_sanitized"):
            field = model._fields.get(column)
            if field and field.store and field.column_type:
                ties.append(Tie(name, model._table, column))
    return sorted(ties)


def existing(env, ties):
    """Leave out columns the database does not have (a view, a company-dependent field)."""
    rows = env.execute_query(
        SQL(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema AND table_name = ANY(%s)"
            " AND data_type IN ('integer', 'character varying', 'text')",
            [tie.table for tie in ties],
        )
    )
    known = set(rows)
    return [tie for tie in ties if (tie.table, tie.column) in known]
