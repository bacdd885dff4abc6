"""Writing an export: one query with the user's rights, labels made by the database."""

import tempfile

from odoo import models
from odoo.tools import SQL

from ..report.streamed import pieces
from ..spreadsheets.writer import XlsxWriter, csv_line

FETCH = 5000
DATES = ("consent_date", "iys_creation_date", "recorded_at")
#: Texts that come from people or from outside: made formula-safe (R-52).
FREE_TEXTS = ("person_name", "recipient", "transaction_id", "error_code")
#: The same rule as ``safe_text`` in ``spreadsheets/writer.py``, for PostgreSQL.
DANGEROUS = (
    "^([\\t\\r]|[ \\n\u00a0\u200b\u200c\u200d\u2060\ufeff]*[-=+@\\t\\r＝＋－＠])"  # noqa: RUF001
)
CONTROLS = "[\\x01-\\x08\\x0b-\\x1f]"


class IysExport(models.TransientModel):
    _inherit = "iys.export"

    def _stream(self):
        """Write the file to disk and return an iterator over its bytes.

        Memory does not grow with the number of rows; nothing of the database is needed
        any more once the iterator is returned.
        """
        self.ensure_one()
        file = tempfile.TemporaryFile()
        if self.file_format == "csv":
            self._write_csv(file)
        else:
            self._write_xlsx(file)
        file.seek(0)
        return pieces(file)

    def _headers(self):
        strings = self.env["iys.consent"].fields_get(self._columns(), ["string"])
        local = self.env._("Türkiye time")
        return [
            f"{strings[c]['string']} ({local})" if c in DATES else strings[c]["string"]
            for c in self._columns()
        ]

    def _write_csv(self, file):
        """Let PostgreSQL write the rows itself: UTF-8 with mark, semicolons, quoted."""
        file.write(("\ufeff" + csv_line(self._headers())).encode())
        query = self._query("to_char(%s, 'DD.MM.YYYY HH24:MI:SS')")
        text = self.env.cr.mogrify(query.code, query.params).decode()
        self.env.cr.copy_expert(
            f"COPY ({text}) TO STDOUT WITH (FORMAT csv, DELIMITER ';', FORCE_QUOTE *)",
            file,
        )

    def _write_xlsx(self, file):
        """Write the rows through a server-side cursor; dates as Excel's serial numbers."""
        serial = "extract(epoch FROM %s)::float8 / 86400 + 25569"
        dates = [i for i, c in enumerate(self._columns()) if c in DATES]
        with XlsxWriter(file, self._headers(), self.env._("Consents")) as writer:
            for rows in self._fetched(self._query(serial)):
                writer.add(_dated(row, dates) for row in rows)

    def _fetched(self, query):
        cursor = self.env.cr
        cursor.execute(SQL("DECLARE iys_export NO SCROLL CURSOR FOR %s", query))
        while True:
            cursor.execute(f"FETCH {FETCH} FROM iys_export")
            rows = cursor.fetchall()
            if not rows:
                break
            yield rows
        cursor.execute("CLOSE iys_export")

    def _query(self, date_format):
        """Return the SELECT of the export; record rules of the user apply."""
        consents = self.env["iys.consent"]
        query = consents._search(self._consent_domain(), order="id")
        terms = [self._term(query, column, date_format) for column in self._columns()]
        return query.select(*terms)

    def _term(self, query, column, date_format):
        """Return the SQL of one column, spelt for people."""
        field = self.env["iys.consent"]._fields[column]
        plain = self.env["iys.consent"]._field_to_sql(query.table, column, query)
        if column in DATES:
            local = SQL("(%s + interval '3 hours')", plain)
            return SQL(date_format, local)
        if column == "brand_id":
            return _case(plain, self._brand_names())
        if field.type == "selection":
            return _case(plain, field._description_selection(self.env))
        if field.type == "boolean":
            yes, no = self.env._("Yes"), self.env._("No")
            return SQL("CASE WHEN %s THEN %s ELSE %s END", plain, yes, no)
        if column == "recipient":
            plain = _national(plain)
        return _safe(plain) if column in FREE_TEXTS else plain

    def _brand_names(self):
        # active or not: rows of an archived brand are exported too
        brands = self.env["iys.brand"].search([("active", "in", (True, False))])
        return [(brand.id, brand.name) for brand in brands]


def _case(value, labels):
    """Turn keys into labels inside the database; an unknown key stays as it is."""
    whens = [SQL(" WHEN %s THEN %s", key, _text(label)) for key, label in labels]
    if not whens:
        return SQL("%s::text", value)
    return SQL("CASE %s%s ELSE %s::text END", value, SQL("").join(whens), value)


def _text(label):
    return SQL("%s::text", label)


def _national(value):
    """Spell Turkish numbers as people do, ``0532 111 22 33``: text, and no formula."""
    return SQL(
        """CASE WHEN %(v)s LIKE '+90%%' AND length(%(v)s) = 13
           THEN '0' || substr(%(v)s, 4, 3) || ' ' || substr(%(v)s, 7, 3) || ' '
                || substr(%(v)s, 10, 2) || ' ' || substr(%(v)s, 12, 2)
           ELSE %(v)s END""",
        v=value,
    )


def _safe(value):
    clean = SQL("regexp_replace(%s, %s, '', 'g')", value, CONTROLS)
    return SQL(
        """CASE WHEN %(v)s ~ %(controls)s OR %(v)s ~ %(dangerous)s
           THEN CASE WHEN %(clean)s ~ %(dangerous)s THEN '''' ELSE '' END || %(clean)s
           ELSE %(v)s END""",
        v=value, clean=clean, controls=CONTROLS, dangerous=DANGEROUS,
    )  # fmt: skip


def _dated(row, dates):
    row = list(row)
    for index in dates:
        if row[index] is not None:
            row[index] = (row[index],)
    return row
