"""What a report is made of: headers, one query or some rows, and a note."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

FETCH = 2000


class Table(NamedTuple):
    """A report before it is written.

    Either ``query`` with ``spell`` (row of the database → texts and numbers) or ``rows``.
    ``note`` is told above the rows.
    """

    headers: list[str]
    query: SQL | None = None
    spell: Callable[[tuple], tuple] = tuple
    rows: Iterable[tuple] = ()
    note: str = ""


class IysReportScreen(models.TransientModel):
    _inherit = "iys.report.screen"

    def _as_table(self):
        """Return the `Table` of this report; raises UserError for an unknown one."""
        self.ensure_one()
        makers = {
            "message": self._message_table,
            "state": self._state_table,
            "differences": self._difference_table,
            "deadlines": self._deadline_table,
            "refusals": self._refusal_table,
            "confirmations": self._confirmation_table,
            "texts": self._text_table,
            "destruction": self._destruction_table,
            "rights": self._rights_table,
            "training": self._training_table,
            "contracts": self._contract_table,
        }
        if self.code not in makers:
            raise UserError(self.env._("This report does not exist."))
        return makers[self.code]()

    def _first_rows(self, table, limit):
        """Return (the first rows, how many there are)."""
        if table.query is None:
            rows = list(table.rows)
            return rows[:limit], len(rows)
        self.env.flush_all()
        found = self.env.execute_query(
            SQL(
                "SELECT *, count(*) OVER () FROM (%s) counted LIMIT %s",
                table.query,
                limit,
            )
        )
        return [table.spell(row[:-1]) for row in found], found[0][-1] if found else 0

    def _all_rows(self, table):
        """Yield every row; memory does not grow with their number."""
        if table.query is None:
            yield from table.rows
            return
        self.env.flush_all()
        cursor = self.env.cr
        cursor.execute(SQL("DECLARE iys_report NO SCROLL CURSOR FOR %s", table.query))
        while True:
            cursor.execute(f"FETCH {FETCH} FROM iys_report")
            rows = cursor.fetchall()
            if not rows:
                break
            yield from map(table.spell, rows)
        cursor.execute("CLOSE iys_report")

    def _labels(self, model, name):
        """Return {key: label in the user's language} of a selection field."""
        field = self.env[model]._fields[name]
        return dict(field._description_selection(self.env))

    def _words_of_acts(self):
        """Labels of what all reports of consents spell, and the names of the brands."""
        names = ("type", "recipient_type", "status", "state", "source")
        return {
            "brand": {brand.id: brand.name for brand in self._brands()},
            **{name: self._labels("iys.consent", name) for name in names},
        }
