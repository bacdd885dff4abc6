"""What a database holds, asked through any cursor."""

from typing import Any

from psycopg2 import sql


def count_rows(cursor: Any) -> dict[str, int]:
    """Return rows per table of the schema ``public``."""
    cursor.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1"
    )
    counts = {}
    for (table,) in cursor.fetchall():
        query = sql.SQL("SELECT count(*) FROM public.{}")
        cursor.execute(query.format(sql.Identifier(table)))
        counts[table] = cursor.fetchone()[0]
    return counts


def has_table(cursor: Any, name: str) -> bool:
    """Tell whether the database of a cursor has a table."""
    cursor.execute("SELECT to_regclass(%s)", [f"public.{name}"])
    return cursor.fetchone()[0] is not None
