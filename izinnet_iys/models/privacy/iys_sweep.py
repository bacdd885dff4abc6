"""The sweep: traces of masked people's addresses in any text of any table (R-37)."""

import json
import logging

import psycopg2

from odoo import api, models
from odoo.tools import SQL

from ...iys_api.traces import (
    CANDIDATE,
    MARK,
    blank,
    find_addresses,
    marked_paths,
)

_logger = logging.getLogger(__name__)

#: Texts held in memory at once.
LOT = 1000
#: Tables that hold no text about people, or whose rows only masking itself may touch.
NOT_SWEPT = {
    "iys.consent",
    "iys.message",
    "iys.explicit.consent",
    "iys.vault",
    "iys.erasure",
    "iys.destruction.target",
    # its examples are emptied at the end
    "iys.destruction.line",
    "iys.hold",
    "iys.backup.erasure",
    # closed requests are locked away by themselves, open ones have to be answered
    "iys.subject.request",
    "iys.subject.found",
    # the demo registry plays İYS, which keeps its own records
    "iys.demo.movement",
    "iys.demo.request",
    "iys.demo.note",
}
NOT_SWEPT_BEGIN = ("ir.model", "ir.module", "ir.ui.", "ir.actions.", "ir.rule", "ir.asset",
    "ir.qweb", "res.country", "res.currency", "res.lang", "res.groups", "res.company",
    "res.users", "base.", "report.paperformat", "web_tour.", "iys.holiday")  # fmt: skip
#: Words about the person, not only the address: the whole text goes.
WHOLE_TEXTS = {
    ("mail.message", "body"),
    ("mail.mail", "body_html"),
    ("sms.sms", "body"),
}
#: Which rows of a table are looked at, where it is not all of them: chatter of requests
#: goes with its request; bundles of scripts are the addons' own and megabytes long.
OWN_ROWS = {
    "mail_message": "model IS DISTINCT FROM 'iys.subject.request'",
    "ir_attachment": "(url IS NULL OR NOT starts_with(url, '/web/assets/'))",
}
#: Rows that are about that person alone.
DELETED_ROWS = {"iys.form.answer", "bus.bus"}


class IysSweep(models.AbstractModel):
    """Looks through every text for addresses of the people of a destruction.

    The steps of masking know where addresses ought to be; the sweep finds them where
    nobody thought of: a note on an order, a failure's text, the server's log table, the
    index of a file. It hashes each candidate and asks whether the key is among the masked.
    """

    _name = "iys.sweep"
    _description = "Sweep for traces"

    @api.model
    def _tables(self):
        """Return [(model, table, {column: type})] of everything that may hold a trace."""
        columns = self._columns()
        tables = {}
        for name, model in sorted(self.env.items()):
            skipped = model._abstract or not model._auto or name in NOT_SWEPT
            if skipped or name.startswith(NOT_SWEPT_BEGIN):
                continue
            if model._table in columns:
                tables.setdefault(
                    model._table, (name, model._table, columns[model._table])
                )
        return sorted(tables.values(), key=lambda entry: entry[0])

    @api.model
    def _columns(self):
        """Return {table: {column: type}} of all texts of the database, in one query."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.relname, a.attname, format_type(a.atttypid, NULL)
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE c.relnamespace = current_schema::regnamespace AND c.relkind = 'r'
                  AND a.attnum > 0 AND NOT a.attisdropped
                  AND a.atttypid IN ('varchar'::regtype, 'text'::regtype, 'jsonb'::regtype)
                  AND a.attname <> ALL(%s)
                """,
                [
                    "recipient_key",
                    "access_token",
                    "res_model",
                    "model",
                    "state",
                    "lang",
                ],
            )
        )
        columns = {}
        for table, column, kind in rows:
            columns.setdefault(table, {})[column] = kind
        return columns

    @api.model
    def _sweep_table(self, run, name, table, columns):
        """Blank what is found in one table; returns the number of rows changed."""
        changed = 0
        names = list(columns)
        query = self._candidates(table, names)
        last = 0
        while True:
            rows = self.env.execute_query(SQL(*query, last, LOT))
            if not rows:
                return changed
            last = rows[-1][0]
            changed += self._sweep_rows(run, name, table, columns, rows)

    @api.model
    def _candidates(self, table, names):
        """Return (SQL text, values) that reads rows in which an address may be."""
        texts = [SQL("%s::text", SQL.identifier(name)) for name in names]
        own = SQL(OWN_ROWS.get(table, "TRUE"))  # pylint: disable=sql-injection
        return (
            "SELECT id, %s FROM %s WHERE %s AND concat_ws(' ', %s) ~ %s AND id > %s"
            " ORDER BY id LIMIT %s",
            SQL(", ").join(texts),
            SQL.identifier(table),
            own,
            SQL(", ").join(texts),
            CANDIDATE,
        )

    @api.model
    def _sweep_rows(self, run, name, table, columns, rows):
        found = {
            address
            for _id, *texts in rows
            for text in texts
            if text
            for _start, _end, address in find_addresses(text)
        }
        masked = self._masked(run, found)
        if not masked:
            return 0
        changes = {}
        for id_, *texts in rows:
            news = {
                column: self._new_text(name, column, told)
                for column, text in zip(columns, texts, strict=True)
                if text and (told := blank(text, masked.__contains__)) is not None
            }
            if news:
                changes[id_] = news
        for id_, news in changes.items():
            self._change(name, table, columns, id_, news)
        return len(changes)

    @api.model
    def _new_text(self, name, column, told):
        return "" if (name, column) in WHOLE_TEXTS else told

    @api.model
    def _masked(self, run, addresses):
        """Return those of the addresses that are masked in this destruction.

        An address another contact still has is somebody's living address.
        """
        if not addresses:
            return set()
        keyed = self.env["iys.key"]._hasher()
        by_key = {keyed(address): address for address in addresses}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT t.recipient_key FROM iys_destruction_target t
                WHERE t.destruction_id = %s AND t.is_whole AND t.recipient_key = ANY(%s)
                """,
                run.id,
                list(by_key),
            )
        )
        masked = {by_key[row[0]] for row in rows}
        living = self.env.execute_query(
            SQL(
                "SELECT phone_sanitized FROM res_partner WHERE phone_sanitized = ANY(%s)"
                " UNION SELECT email_normalized FROM res_partner"
                " WHERE email_normalized = ANY(%s)",
                list(masked),
                list(masked),
            )
        )
        return masked - {row[0] for row in living}

    @api.model
    def _change(self, name, table, columns, id_, news):
        """Write one row; a row that cannot stand without the address is told, not hidden."""
        identifier = SQL.identifier(table)
        if name in DELETED_ROWS:
            query = SQL("DELETE FROM %s WHERE id = %s", identifier, id_)
        else:
            sets = [
                SQL(
                    "%s = %s::" + ("jsonb" if columns[column] == "jsonb" else "text"),
                    SQL.identifier(column),
                    text,
                )
                for column, text in news.items()
            ]
            query = SQL(
                "UPDATE %s SET %s WHERE id = %s", identifier, SQL(", ").join(sets), id_
            )
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(query)
                self._keep(name, table, columns, id_, news)
        except psycopg2.Error:
            _logger.warning("The trace in %s, row %s, could not be blanked", table, id_)

    @api.model
    def _keep(self, name, table, columns, id_, news):
        """Let a restore repeat it; the mark alone goes there, no word of the text."""
        keep = self.env["iys.masking"]._keep
        if name in DELETED_ROWS:
            keep(table, [id_])
            return
        known = {c: text for c, text in news.items() if c in self.env[name]._fields}
        plain = {c: MARK for c in known if columns[c] != "jsonb"}
        paths = {
            column: marked_paths(json.loads(text))
            for column, text in known.items()
            if columns[column] == "jsonb"
        }
        if plain or paths:
            keep(table, [id_], plain, paths=paths)
