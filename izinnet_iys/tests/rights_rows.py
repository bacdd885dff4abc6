"""Rows of any model, written by SQL, for the table of rights (R-56).

Rules look at companies and makers only, so a row needs nothing else that makes sense:
columns that must be filled get a value of their type, relations a row of the same side.
SQL, because hardly any of these models lets a row be created without its story.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from odoo import SUPERUSER_ID
from odoo.tools import SQL


class Side(NamedTuple):
    """Whose row it is: company ``A`` or ``B`` or neither (``N``), and who made it."""

    home: str
    maker: int = SUPERUSER_ID

    @property
    def letter(self):
        """The letter in the file: M for rows of the one who tries."""
        return self.home if self.maker == SUPERUSER_ID else "M"


#: Links to these are always written, where a row has a company.
HOMES = ("res.company", "iys.brand")
A, B, N = Side("A"), Side("B"), Side("N")


class RowMaker:
    """Makes one row a model and side, once; ``row`` gives its id.

    ``models`` are the names that get a row a side; of all others any one row serves.
    ``seeds`` is {model: {home: id}}, rows that are there already. ``special`` is
    {model: function(maker, side)} that gives values SQL's own checks ask for.
    """

    def __init__(self, env, models, seeds, special):
        self.env = env
        self.models = models
        self.special = special
        self._rows = {
            (model, Side(home)): id_
            for model, homes in seeds.items()
            for home, id_ in homes.items()
        }
        self._count = 0
        self._columns = self._read_columns()
        self._with_home = self._find_with_home()

    def _read_columns(self):
        """Return {table: {column: (must be filled, type)}}."""
        self.env.cr.execute(
            "SELECT table_name, column_name, data_type,"
            " is_nullable = 'NO' AND column_default IS NULL"
            " FROM information_schema.columns WHERE table_schema = current_schema"
        )
        columns = {}
        for table, column, kind, needed in self.env.cr.fetchall():
            columns.setdefault(table, {})[column] = (needed, kind)
        return columns

    # === WHOSE ROWS A MODEL HAS === #

    def sides(self, model):
        """Return the sides a model can have rows of, but those of a person."""
        if model not in self._with_home:
            return [N]
        return [A, B] if self._is_bound(model) else [A, B, N]

    def _find_with_home(self):
        """Return the models with a company, their own or that of what they link to."""
        homes = {"res.company"}
        while more := {
            model for model in self.models - homes
            if homes.intersection(self._links(model).values())
        }:  # fmt: skip
            homes |= more
        return homes

    def _is_bound(self, model):
        """Tell if a row of the model cannot be without a company."""
        links, columns = self._links(model), self._columns[self.env[model]._table]
        return any(
            columns[name][0]
            for name, comodel in links.items()
            if comodel in self._with_home
        )

    def asks_for_maker(self, model):
        """Tell if a rule on the model asks who made a row, or ought to."""
        rules = self.env["ir.rule"].search([("model_id.model", "=", model)])
        has_maker = self.env[model]._log_access
        personal = any("user.id" in (rule.domain_force or "") for rule in rules)
        return has_maker and (personal or self.env[model]._transient)

    def _links(self, model):
        """Return {column: comodel} of a model's stored many2one fields."""
        columns = self._columns.get(self.env[model]._table, {})
        return {
            name: field.comodel_name
            for name, field in self.env[model]._fields.items()
            if field.type == "many2one" and field.store and name in columns
            and name not in ("create_uid", "write_uid")
        }  # fmt: skip

    # === ROWS === #

    def row(self, model, side):
        """Return the id of the model's row of a side, made when it is not there yet."""
        if side.maker != SUPERUSER_ID and not self.asks_for_maker(model):
            side = Side(side.home)
        if model not in self._with_home and side.letter != "M":
            side = N
        if (model, side) not in self._rows:
            self._rows[model, side] = None  # what leads back here finds nothing
            self._rows[model, side] = self._any(model, side) or self._insert(
                model, side
            )
        return self._rows[model, side]

    def _any(self, model, side):
        """Return a row that is there already and belongs to no company."""
        if side != N:
            return None
        domain = [
            (name, "=", False)
            for name, comodel in self._links(model).items()
            if model in self.models and comodel in self._with_home
        ]
        return self.env[model].sudo().search(domain, limit=1, order="id").id

    def _insert(self, model, side):
        values = self._values(model, side)
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) VALUES (%s) RETURNING id",
                SQL.identifier(self.env[model]._table),
                SQL(", ").join(SQL.identifier(name) for name in values),
                SQL(", ").join(SQL("%s", value) for value in values.values()),
            )
        )
        return self.env.cr.fetchone()[0]

    def _values(self, model, side):
        special = self.special.get(model)
        values = special(self, side) if special else {}
        if self.env[model]._log_access:
            values |= {"create_uid": side.maker, "write_uid": side.maker}
        for name, comodel in self._links(model).items():
            if name not in values and self._is_filled(model, name, side):
                values[name] = self.row(comodel, side)
        for name, (needed, kind) in self._columns[self.env[model]._table].items():
            if needed and name not in values:
                values[name] = self._value(self.env[model]._fields[name], kind)
        return values

    def _is_filled(self, model, name, side):
        """Tell if a link is written: it must be, or it alone says whose the row is."""
        if self._columns[self.env[model]._table][name][0]:
            return True
        comodel = self._links(model)[name]
        if side.home == "N" or comodel not in self._with_home:
            return False
        return comodel in HOMES or not self._is_bound(model)

    def _value(self, field, kind):
        self._count += 1
        if field.type == "selection":
            return field.get_values(self.env)[0]
        if kind.startswith(("timestamp", "date")):
            return datetime(2026, 1, 1) + timedelta(days=self._count)
        texts = {
            "boolean": False,
            "bytea": b"row",
            "jsonb": f'{{"en_US": "row {self._count}"}}',
            "character varying": f"row{self._count}",
            "text": f"row{self._count}",
        }
        return texts.get(kind, self._count)
