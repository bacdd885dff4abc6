"""The command line for the day the server is gone: no Odoo is needed, only PostgreSQL.

``python izinnet_iys/backup_files restore FILE --key KEY --database NEW --filestore DIR``
"""

# a command speaks to who runs it: pylint: disable=print-used

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from . import erasures
from .databases import drop_database, show_database
from .faults import BackupFault
from .folder import FolderTarget
from .key import make_key, read_key
from .names import BACKUP, is_ours, kind_of
from .postgres import Server
from .restore import PARAMETER, open_doors, restore
from .seal import CHUNK, SealReader

DESCRIPTION = """\
İzinnet backups. The server is found by the PG* variables (PGHOST, PGUSER …).
Run it as the user that Odoo runs as."""


def main(argv: Sequence[str]) -> int:
    """Run one command; faults are sentences on standard error and exit code 1."""
    options = _parser().parse_args(argv)
    try:
        options.run(options)
    except BackupFault as fault:
        print(f"stopped: {fault}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="backup_files",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    key = commands.add_parser("make-key", help="write a new key file")
    key.add_argument("path")
    key.set_defaults(run=lambda options: make_key(options.path))
    back = commands.add_parser("restore", help="restore a file into a new database")
    _with_file(back)
    back.add_argument("--database", required=True, help="name of the new database")
    back.add_argument("--filestore", required=True, help="new folder for its files")
    back.set_defaults(run=run_restore)
    unseal = commands.add_parser("unseal", help="write the tar inside to a file or -")
    _with_file(unseal)
    unseal.add_argument("--out", required=True)
    unseal.set_defaults(run=run_unseal)
    release = commands.add_parser(
        "release", help="switch the scheduled actions of a restored database on"
    )
    release.add_argument("--database", required=True)
    release.set_defaults(run=run_release)
    return parser


def _with_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="the backup; erasures lie beside it")
    parser.add_argument("--key", required=True, help="the key file")


def run_restore(options: argparse.Namespace) -> None:
    """Restore, apply the erasures made since, then let Odoo see the database.

    Scheduled actions and mail stay off until ``release``.
    """
    file, filestore = _named(options.file), Path(options.filestore)
    key, server = read_key(options.key), Server()
    if filestore.exists():
        raise BackupFault("refused", where=str(filestore), reason="it exists already")
    target = FolderTarget(str(file.parent))
    try:
        done = restore(server, target, file.name, key, options.database, str(filestore))
        told = done.manifest
        again = erasures.read_since(target, told.database_uuid, key, told.made_at)
        with server.autocommit(options.database) as cursor:
            count = erasures.replay(cursor, again, str(filestore))
    except BaseException:
        # a half-restored database never opens
        drop_database(server, options.database)
        shutil.rmtree(filestore, ignore_errors=True)
        raise
    show_database(server, options.database)
    print(f"restored {options.database}: the backup of {told.made_at} UTC,")
    print(f"{len(told.tables)} tables, {told.files} files, {count} rows erased again.")
    if done.missing_files:
        print(f"{done.missing_files} attachments had no file when it was backed up.")
    print("Scheduled actions and mail are off. Look at it, put the key file for")
    print("addresses back (see the guide), then: release --database", options.database)


def run_unseal(options: argparse.Namespace) -> None:
    """Write the tar inside a backup, for people with plain tools."""
    file, key = _named(options.file), read_key(options.key)
    with FolderTarget(str(file.parent)).open(file.name) as source:
        sealed = SealReader(source, key)
        out = sys.stdout.buffer if options.out == "-" else open(options.out, "xb")
        with out:
            while piece := sealed.read(CHUNK):
                out.write(piece)


def run_release(options: argparse.Namespace) -> None:
    """Let a restored database work by itself again; a person has looked at it."""
    server = Server()
    connection = server.connect(options.database)
    try:
        with connection, connection.cursor() as cursor:
            count = open_doors(cursor)
    finally:
        connection.close()
    print(f"{count} scheduled actions and mail servers are on again ({PARAMETER}).")
    print("İYS is not called before an administrator confirms the database there.")


def _named(path: str) -> Path:
    file = Path(path).absolute()
    if not is_ours(file.name) or kind_of(file.name) != BACKUP:
        raise BackupFault("place", reason=f"{file.name} is not the name of a backup")
    return file
