"""What was erased since a backup was made, kept beside the backups (R-40, T-29).

A restored backup brings erased people back. So every erasure is also written down as a
small sealed file at the target, and applied again before a restored database opens. It
holds tables, ids and the values that were put in place: nothing about the person.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from psycopg2 import sql

from .faults import BackupFault
from .names import ERASURES, kind_of, owner_of, short
from .seal import CHUNK, SealReader, SealWriter
from .tables import has_table
from .target import Target

_STORED: Final = re.compile(r"[0-9a-f]{2}/[0-9a-f]{40,64}")
LARGEST: Final = 64 << 20
#: What stands in a text where somebody was taken out.
MARK: Final = "•••"
#: Without a note the seal would report the rows as missing; an older database's seal may
#: not know them yet, then there is nothing to note.
GONE: Final = """
    INSERT INTO iys_seal_gone (company_id, date, res_model, res_id, reason)
    SELECT s.company_id, now() AT TIME ZONE 'UTC', s.res_model, s.res_id,
           'erased again after a restore'
    FROM iys_seal s WHERE s.res_model = replace(%s, '_', '.') AND s.res_id = ANY(%s)
    ORDER BY s.res_id ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Erasure:
    """Rows of one table that lost something at one moment (UTC, ISO).

    ``columns`` are the values that were put in place, which must say nothing about the
    person; ``paths`` are the texts within JSON columns that were replaced by ``MARK``:
    ``{column: [[key or index, …], …]}``. Without both the rows were deleted. ``files``
    are names of the filestore (``ab/abcd…``) that were thrown away with them.
    """

    at: str
    table: str
    ids: tuple[int, ...] = ()
    columns: dict[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    paths: dict[str, list[list[str]]] = field(default_factory=dict)


def write(erasures: Iterable[Erasure], target: Target, name: str, key: bytes) -> None:
    """Put erasures as one sealed file at a target; raises BackupFault."""
    upload = target.begin(name)
    try:
        seal = SealWriter(upload, key)
        for erasure in erasures:
            seal.write(json.dumps(asdict(erasure)).encode() + b"\n")
        seal.close()
        upload.commit()
    except BaseException:
        upload.abort()
        raise


def read_since(
    target: Target, database_uuid: str, key: bytes, moment: str
) -> Iterator[Erasure]:
    """Yield the erasures of a database made after a moment (UTC, ISO), and of the day
    before it: one that was under way then may be missing in a backup of that moment, and
    to erase twice does no harm.

    All files of the database are read: the name of one says when it was written, not
    when the people were erased. Raises BackupFault.
    """
    owner = short(database_uuid)
    first = (datetime.fromisoformat(moment) - timedelta(days=1)).isoformat()
    for name in sorted(target.names()):
        if kind_of(name) == ERASURES and owner_of(name) == owner:
            yield from (e for e in read(target, name, key) if e.at >= first)


def read(target: Target, name: str, key: bytes) -> list[Erasure]:
    """Return the erasures of one file."""
    with target.open(name) as source:
        sealed = SealReader(source, key)
        text = bytearray()
        while piece := sealed.read(CHUNK):
            text += piece
            if len(text) > LARGEST:
                raise BackupFault("erasures", reason="the file is too large")
    return [_parsed(line) for line in text.splitlines()]


def _parsed(line: bytes | bytearray) -> Erasure:
    try:
        told = json.loads(line)
        told["ids"], told["files"] = tuple(told["ids"]), tuple(told["files"])
        return Erasure(**told)
    except (ValueError, TypeError, KeyError):
        raise BackupFault("erasures", reason="a line is not understood") from None


def replay(cursor: Any, erasures: Iterable[Erasure], filestore: str = "") -> int:
    """Apply erasures to a restored database; returns the rows that were erased again.

    The caller commits. Raises BackupFault("erasures") naming the table that refused: a
    restored database must not open with erased people in it.
    """
    count = 0
    for erasure in erasures:
        try:
            count += _apply(cursor, erasure)
        except Exception as error:
            reason = f"{erasure.table}: {type(error).__name__}"
            raise BackupFault("erasures", reason=reason) from None
        if filestore:
            _drop_files(filestore, erasure.files)
    return count


def _apply(cursor: Any, erasure: Erasure) -> int:
    if not erasure.ids or not has_table(cursor, erasure.table):
        return 0
    table = sql.Identifier(erasure.table)
    ids = list(erasure.ids)
    for name, paths in erasure.paths.items():
        _mark(cursor, table, sql.Identifier(name), ids, paths)
    if not (erasure.columns or erasure.paths):
        return _delete(cursor, erasure.table, ids)
    if not erasure.columns:
        return len(ids)
    settings = sql.SQL(", ").join(
        sql.SQL("{} = %s").format(sql.Identifier(name)) for name in erasure.columns
    )
    query = sql.SQL("UPDATE {} SET {} WHERE id = ANY(%s)").format(table, settings)
    cursor.execute(query, [*map(_value, erasure.columns.values()), ids])
    return int(cursor.rowcount)


def _mark(
    cursor: Any,
    table: sql.Identifier,
    column: sql.Identifier,
    ids: list[int],
    paths: list[list[str]],
) -> None:
    """Replace the texts at some paths of a JSON column; its other texts stay."""
    query = sql.SQL("SELECT id, {}::text FROM {} WHERE id = ANY(%s)")
    cursor.execute(query.format(column, table), [ids])
    change = sql.SQL("UPDATE {} SET {} = %s WHERE id = %s").format(table, column)
    for id_, text in cursor.fetchall():
        value = json.loads(text or "null")
        for path in paths:
            value = with_mark(value, path)
        if value is not None:
            cursor.execute(change, [json.dumps(value, ensure_ascii=False), id_])


def with_mark(value: Any, path: list[str]) -> Any:
    """Return a JSON value with the mark at a path.

    An older value may have another shape: what is not there is not made.
    """
    if not path:
        return MARK if isinstance(value, str) else value
    key, *rest = path
    if isinstance(value, dict) and key in value:
        return {**value, key: with_mark(value[key], rest)}
    if isinstance(value, list) and key.isdecimal():
        return [
            with_mark(part, rest) if place == int(key) else part
            for place, part in enumerate(value)
        ]
    return value


def _delete(cursor: Any, name: str, ids: list[int]) -> int:
    """Delete rows again. Tables of proof refuse that but to an approved destruction: this
    was one, so their guards rest meanwhile, and the seal is told why its rows are gone."""
    table = sql.Identifier(name)
    cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))
    cursor.execute(sql.SQL("DELETE FROM {} WHERE id = ANY(%s)").format(table), [ids])
    count = int(cursor.rowcount)
    cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table))
    if has_table(cursor, "iys_seal_gone"):
        cursor.execute(GONE, [name, ids])
    return count


def _value(value: Any) -> Any:
    """Spell a JSON value as a column takes it."""
    return json.dumps(value) if isinstance(value, dict | list) else value


def _drop_files(filestore: str, names: Iterable[str]) -> None:
    for name in names:
        if _STORED.fullmatch(name):
            Path(filestore, name).unlink(missing_ok=True)
            continue
        raise BackupFault("erasures", reason=f"file {os.path.basename(name)[:60]!r}")
