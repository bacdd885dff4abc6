"""Reading a backup back: into a scratch database to prove it, or into a new one to use."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg2
from psycopg2.extras import execute_values

from .container import BLOCK, Manifest, read_container
from .counted import CountedReader
from .databases import create_database, drop_database
from .faults import BackupFault, from_os
from .postgres import Restore, Server
from .seal import Reader, SealReader
from .tables import count_rows, has_table
from .target import Target

#: What a restored database remembers until a person lets it go.
PARAMETER: Final = "izinnet_iys.restored"
_LOT: Final = 5000
_FILES: Final = "izinnet_drill_file"


@dataclass(frozen=True)
class Restored:
    """What came out of a backup."""

    manifest: Manifest
    sha256: str
    #: attachments the database names whose file was in the backup nowhere
    missing_files: int


@contextmanager
def scratch(
    server: Server, target: Target, name: str, key: bytes, database: str
) -> Iterator[Restored]:
    """Restore a backup into a scratch database that lives as long as the block.

    It is closed (`close_doors`) and compared with its manifest before the block begins.
    Raises BackupFault with what does not fit.
    """
    drop_database(server, database)
    try:
        yield restore(server, target, name, key, database)
    finally:
        drop_database(server, database)


def restore(
    server: Server,
    target: Target,
    name: str,
    key: bytes,
    database: str,
    filestore: str = "",
) -> Restored:
    """Restore into a new database, hidden from Odoo, its doors closed; compare all.

    The files go to ``filestore``; without one they are only read and compared. Raises
    BackupFault; what was begun is left for the caller to drop.
    """
    create_database(server, database)
    with target.open(name) as source, Restore(server, database) as into:
        counted = CountedReader(source)
        sink = _Sink(server, database, into, filestore)
        try:
            manifest = read_container(SealReader(counted, key), sink)
            into.finish()
            missing = sink.finish()
        except psycopg2.Error as error:
            raise BackupFault("restore", reason=type(error).__name__) from None
        finally:
            sink.close()
        sha256 = counted.sha256
    with server.autocommit(database) as cursor:
        compare_counts(cursor, manifest)
        close_doors(cursor)
    return Restored(manifest, sha256, missing)


class _Sink:
    """Feeds ``pg_restore``; keeps the files, or only their names, for comparing."""

    def __init__(self, server: Server, database: str, into: Restore, filestore: str):
        self._into, self._filestore = into, filestore
        # the names stand in a database of the server, not in our memory
        self._connection = server.connect(database)
        self._names: list[tuple[str]] = []
        with self._connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP TABLE {_FILES} (name varchar)")
        self._connection.commit()

    def dump(self, piece: bytes) -> None:
        """See ``Sink.dump``."""
        self._into.write(piece)

    def file(self, name: str, source: Reader) -> None:
        """See ``Sink.file``."""
        if self._filestore:
            _write_file(self._filestore, name, source)
        else:
            while source.read(BLOCK):
                pass
        self._names.append((name,))
        if len(self._names) >= _LOT:
            self._flush()

    def finish(self) -> int:
        """Return how many attachments name a file that was not in the backup."""
        self._flush()
        with self._connection.cursor() as cursor:
            if not has_table(cursor, "ir_attachment"):
                return 0
            cursor.execute(
                "SELECT count(DISTINCT store_fname) FROM ir_attachment a"
                " WHERE store_fname IS NOT NULL AND NOT EXISTS"
                f" (SELECT 1 FROM {_FILES} f WHERE f.name = a.store_fname)"
            )
            return int(cursor.fetchone()[0])

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()

    def _flush(self) -> None:
        if self._names:
            with self._connection.cursor() as cursor:
                execute_values(cursor, f"INSERT INTO {_FILES} VALUES %s", self._names)
            self._connection.commit()
            self._names.clear()


def _write_file(filestore: str, name: str, source: Reader) -> None:
    path = Path(filestore, name)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            while piece := source.read(BLOCK):
                file.write(piece)
    except OSError as error:
        raise from_os(error, filestore) from None


def compare_counts(cursor: Any, manifest: Manifest) -> None:
    """Compare the rows of every table; raises BackupFault("counts") naming one."""
    found = count_rows(cursor)
    for table in sorted(found.keys() | manifest.tables.keys()):
        if found.get(table) != manifest.tables.get(table):
            told, came = manifest.tables.get(table), found.get(table)
            raise BackupFault("counts", table=table, told=told, found=came)


def close_doors(cursor: Any) -> None:
    """Keep a restored database from doing anything by itself (R-21).

    Scheduled actions and mail servers are switched off and remembered, İYS accounts
    forget that a person allowed them. `open_doors` takes the first two back.
    """
    closed = {
        table: _switch_off(cursor, table)
        for table in ("ir_cron", "ir_mail_server", "fetchmail_server")
        if has_table(cursor, table)
    }
    if has_table(cursor, "iys_account"):
        cursor.execute("UPDATE iys_account SET database_seal = NULL, token_data = NULL")
    if has_table(cursor, "ir_mail_server"):
        # without any server of its own Odoo would take the machine's
        cursor.execute(
            "INSERT INTO ir_mail_server (name, smtp_host, smtp_port, smtp_encryption,"
            " smtp_authentication, active) VALUES (%s, 'invalid', 1025, 'none',"
            " 'login', true)",
            [PARAMETER],
        )
    if has_table(cursor, "ir_config_parameter"):
        cursor.execute(
            "INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s)"
            " ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
            [PARAMETER, json.dumps(closed)],
        )


def open_doors(cursor: Any) -> int:
    """Switch on again what `close_doors` switched off; returns how many.

    Raises BackupFault("database") when the database waits for nothing.
    """
    cursor.execute("SELECT value FROM ir_config_parameter WHERE key = %s", [PARAMETER])
    row = cursor.fetchone()
    if not row:
        raise BackupFault("database", reason="it does not wait for anybody's word")
    count = 0
    for table, ids in json.loads(row[0]).items():
        if table in ("ir_cron", "ir_mail_server", "fetchmail_server"):
            cursor.execute(
                f"UPDATE {table} SET active = true WHERE id = ANY(%s)", [ids]
            )
            count += cursor.rowcount
    cursor.execute("DELETE FROM ir_mail_server WHERE name = %s", [PARAMETER])
    cursor.execute("DELETE FROM ir_config_parameter WHERE key = %s", [PARAMETER])
    return count


def _switch_off(cursor: Any, table: str) -> list[int]:
    cursor.execute(f"UPDATE {table} SET active = false WHERE active RETURNING id")
    return [row[0] for row in cursor.fetchall()]
