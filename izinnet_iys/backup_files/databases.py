"""Databases of the server: made hidden from Odoo, counted, shown, dropped."""

import psycopg2
from psycopg2 import sql

from .container import Manifest
from .faults import BackupFault
from .postgres import Server, first_line


def create_database(
    server: Server, name: str, manifest: Manifest | None = None
) -> None:
    """Make an empty database that Odoo does not see: it counts as a template.

    Odoo's schedulers visit every database they find; they leave templates alone, so
    nothing in it can run or send before `show_database` (R-21).
    """
    query = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
        sql.Identifier(name)
    )
    if manifest:
        query += sql.SQL(" LC_COLLATE {} LC_CTYPE {}").format(
            sql.Literal(manifest.collate), sql.Literal(manifest.ctype)
        )
    try:
        with server.autocommit("postgres") as cursor:
            cursor.execute(query + sql.SQL(" IS_TEMPLATE true"))
    except psycopg2.Error as error:
        raise BackupFault("database", reason=first_line(error)) from None


def show_database(server: Server, name: str) -> None:
    """Let Odoo see a restored database."""
    query = sql.SQL("ALTER DATABASE {} WITH IS_TEMPLATE false")
    with server.autocommit("postgres") as cursor:
        cursor.execute(query.format(sql.Identifier(name)))


def drop_database(server: Server, name: str) -> None:
    """Drop a scratch database with its connections; no error when it is not there."""
    with server.autocommit("postgres") as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            return
        for text in (
            "ALTER DATABASE {} WITH IS_TEMPLATE false",
            "DROP DATABASE {} WITH (FORCE)",
        ):
            cursor.execute(sql.SQL(text).format(sql.Identifier(name)))
