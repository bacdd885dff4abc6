"""Tables that only grow: the database refuses what the models refuse already (R-31)."""

from odoo.tools import SQL

FUNCTION = """
CREATE OR REPLACE FUNCTION iys_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '%: rows are added, never changed or deleted', TG_TABLE_NAME;
END $$ LANGUAGE plpgsql
"""
#: A row may go when its term is over and an approved destruction runs, never earlier.
ENDED_FUNCTION = """
CREATE OR REPLACE FUNCTION iys_ended_only() RETURNS trigger AS $$
BEGIN
    IF (to_jsonb(OLD)->>TG_ARGV[0])::timestamp < now() - interval '36 months'
       AND iys_destruction_runs() THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '%: rows are added, never changed or deleted', TG_TABLE_NAME;
END $$ LANGUAGE plpgsql
"""


def protect(cr, table, ends_by=None):
    """Refuse UPDATE, DELETE and TRUNCATE on a table, by SQL too; repeatable.

    With ``ends_by`` (a column with a date) rows that are older than the law's three years
    may be deleted by an approved destruction (L-33). A later version that adds a column
    with a default has to `release` the table first.
    """
    cr.execute(FUNCTION)
    release(cr, table)
    change = SQL("UPDATE") if ends_by else SQL("UPDATE OR DELETE")
    for name, event, each in (
        ("iys_no_change", change, SQL("ROW")),
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
    if ends_by:
        keep_until_ended(cr, table, ends_by)


def keep_until_ended(cr, table, column):
    """Refuse DELETE but by an approved destruction of rows whose term is over."""
    cr.execute(ENDED_FUNCTION)
    table = SQL.identifier(table)
    cr.execute(SQL("DROP TRIGGER IF EXISTS iys_no_delete ON %s", table))
    cr.execute(
        SQL(
            "CREATE TRIGGER iys_no_delete BEFORE DELETE ON %s FOR EACH ROW"
            " EXECUTE FUNCTION iys_ended_only(%s)",
            table,
            column,
        )
    )


def release(cr, table):
    """Take the protection off a table; harmless when there is none."""
    for name in ("iys_no_change", "iys_no_delete", "iys_no_truncate"):
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
    cr.execute("DROP FUNCTION IF EXISTS iys_ended_only() CASCADE")
