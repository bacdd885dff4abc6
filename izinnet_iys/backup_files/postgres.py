"""PostgreSQL's own tools, as streams: dump from one snapshot, restore into a new database."""

# streams, no models of Odoo: pylint: disable=method-required-super

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import IO, Any, Final

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_REPEATABLE_READ

from .container import Manifest
from .faults import BackupFault
from .tables import count_rows, has_table

_LOCK_WAIT: Final = "60s"


@dataclass(frozen=True)
class Server:
    """Where the tools are and how they reach the server (PG* variables in ``env``)."""

    pg_dump: str = "pg_dump"
    pg_restore: str = "pg_restore"
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    def connect(self, database: str) -> Any:
        """Connect as the tools would; raises BackupFault("database")."""
        names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user"}
        names |= {"PGPASSWORD": "password", "PGSSLMODE": "sslmode"}
        given: dict[str, Any] = {
            names[key]: self.env[key] for key in names if self.env.get(key)
        }
        try:
            return psycopg2.connect(dbname=database, **given)
        except psycopg2.Error as error:
            raise BackupFault("database", reason=first_line(error)) from None

    @contextlib.contextmanager
    def autocommit(self, database: str) -> Iterator[Any]:
        """Give a cursor each statement of which is its own transaction."""
        connection = self.connect(database)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def start(self, *command: str, **streams: Any) -> subprocess.Popen[bytes]:
        """Start one of the tools; raises BackupFault("no_tool") when it is missing."""
        try:
            return subprocess.Popen(command, env=dict(self.env), **streams)
        except OSError:
            raise BackupFault("no_tool", tool=os.path.basename(command[0])) from None


class Snapshot:
    """One moment of a database, held open while it is counted and dumped.

    The weak lock on attachments keeps Odoo from throwing away files meanwhile; it stops
    nobody from reading or writing.
    """

    def __init__(self, server: Server, database: str):
        self._server = server
        self._database = database
        self._connection = server.connect(database)
        self._connection.set_session(isolation_level=ISOLATION_LEVEL_REPEATABLE_READ)
        self.id = self._open()

    def _open(self) -> str:
        with self._connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = %s", [_LOCK_WAIT])
            cursor.execute("SET idle_in_transaction_session_timeout = 0")
            cursor.execute("SET statement_timeout = 0")
            if has_table(cursor, "ir_attachment"):
                cursor.execute("LOCK TABLE ir_attachment IN ROW EXCLUSIVE MODE")
            cursor.execute("SELECT pg_export_snapshot()")
            return str(cursor.fetchone()[0])

    def __enter__(self) -> "Snapshot":
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    def describe(self, manifest: Manifest) -> None:
        """Note what the database is, and the rows of each table in this snapshot."""
        with self._connection.cursor() as cursor:
            cursor.execute(
                "SELECT version(), datcollate, datctype FROM pg_database"
                " WHERE datname = current_database()"
            )
            manifest.postgres, manifest.collate, manifest.ctype = cursor.fetchone()
            manifest.tables = count_rows(cursor)

    def dump(self) -> "Dump":
        """Start ``pg_dump`` on this snapshot."""
        return Dump(self._server, self._database, self.id)


class Dump:
    """``pg_dump -Fc`` as a stream; its exit status is looked at when it ends."""

    def __init__(self, server: Server, database: str, snapshot: str):
        self._errors = tempfile.TemporaryFile()
        command = (
            server.pg_dump, "--format=custom", "--no-owner", "--no-privileges",
            f"--snapshot={snapshot}", database,
        )  # fmt: skip
        self._process = server.start(
            *command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=self._errors,
        )  # fmt: skip
        assert self._process.stdout
        self._out: IO[bytes] = self._process.stdout

    def __enter__(self) -> "Dump":
        return self

    def __exit__(self, *_error: object) -> None:
        end(self._process)
        self._errors.close()

    def read(self, size: int) -> bytes:
        """Return ``size`` bytes, fewer at the end; raises BackupFault("dump").

        A dump that broke off looks like a shorter one, so its status is asked for.
        """
        data = self._out.read(size)
        if len(data) < size and self._process.wait():
            raise BackupFault("dump", reason=_last_words(self._errors))
        return data


class Restore:
    """``pg_restore`` fed piece by piece; ``finish`` looks at its exit status."""

    def __init__(self, server: Server, database: str):
        self._errors = tempfile.TemporaryFile()
        command = (
            server.pg_restore, "--exit-on-error", "--no-owner", "--no-privileges",
            f"--dbname={database}",
        )  # fmt: skip
        self._process = server.start(
            *command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=self._errors,
        )  # fmt: skip
        assert self._process.stdin
        self._into: IO[bytes] = self._process.stdin

    def __enter__(self) -> "Restore":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        end(self._process)
        self._errors.close()

    def write(self, piece: bytes) -> None:
        """Hand over a piece; raises BackupFault("restore") when nobody takes it."""
        try:
            self._into.write(piece)
        except BrokenPipeError:
            self.finish()
            raise BackupFault("restore", reason="pg_restore stopped reading") from None

    def finish(self) -> None:
        """Wait for the end; raises BackupFault("restore") with pg_restore's words."""
        with contextlib.suppress(BrokenPipeError):
            self._into.close()
        if self._process.wait():
            raise BackupFault("restore", reason=_last_words(self._errors))


def end(process: subprocess.Popen[bytes]) -> None:
    """End a tool that is still at work, and close its pipes."""
    if process.poll() is None:
        process.kill()
    for stream in (process.stdin, process.stdout):
        if stream:
            with contextlib.suppress(OSError):
                stream.close()
    process.wait()


def first_line(error: Exception) -> str:
    """Return the first line of what PostgreSQL says, or the kind of error."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _last_words(errors: IO[bytes]) -> str:
    """Return the end of what a tool complained of; never rows of the data."""
    errors.seek(0)
    lines = errors.read(64 << 10).decode(errors="replace").splitlines()
    told = [line for line in lines if "error" in line.lower()] or lines[-3:]
    # DETAIL and CONTEXT lines quote rows
    plain = [line for line in told if not line.startswith(("DETAIL", "CONTEXT"))]
    return " ".join(plain)[:300] or "no reason given"
