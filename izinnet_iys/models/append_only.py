"""Tables that only grow: the database refuses what the models refuse already (R-31)."""

from odoo.tools import SQL

FUNCTION = """
CREATE OR REPLACE FUNCTION iys_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '%: rows are added, never changed or deleted', TG_TABLE_NAME;
END $$ LANGUAGE plpgsql
"""


def protect(cr, table):
    """Refuse UPDATE, DELETE and TRUNCATE on a table, by SQL too; repeatable.

    A later version that adds a column with a default has to `release` the table first.
    """
    cr.execute(FUNCTION)
    release(cr, table)
    for name, event, each in (
        ("iys_no_change", SQL("UPDATE OR DELETE"), SQL("ROW")),
        ("iys_no_truncate", SQL("TRUNCATE"), SQL("STATEMENT")),
    ):
        cr.execute(
            SQL(
                "CREATE TRIGGER %s BEFORE %s ON %s FOR EACH %s"
                " EXECUTE FUNCTION iys_append_only()",
                SQL.identifier(name),
                event,
                SQL.identifier(table),
                each,
            )
        )


def release(cr, table):
    """Take the protection off a table; harmless when there is none."""
    for name in ("iys_no_change", "iys_no_truncate"):
        cr.execute(
            SQL(
                "DROP TRIGGER IF EXISTS %s ON %s",
                SQL.identifier(name),
                SQL.identifier(table),
            )
        )


def release_all(cr):
    """Take every protection off, for uninstalling."""
    cr.execute("DROP FUNCTION IF EXISTS iys_append_only() CASCADE")
