"""Making a backup: one snapshot, one stream, flat memory."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from .container import ContainerWriter, Manifest
from .counted import CountedWriter
from .faults import BackupFault, from_os
from .postgres import Server, Snapshot
from .seal import SealWriter
from .target import Target


@dataclass(frozen=True)
class Order:
    """What is to be backed up, and under which name."""

    database: str
    database_uuid: str
    filestore: str
    name: str


@dataclass(frozen=True)
class Made:
    """A backup that stands whole at its target. ``size`` in bytes, as it lies there."""

    name: str
    size: int
    sha256: str
    manifest: Manifest


def make(
    order: Order,
    target: Target,
    key: bytes,
    server: Server,
    tell: Callable[[int], Any] | None = None,
) -> Made:
    """Back up a database and its filestore; raises BackupFault, leaving nothing behind.

    ``tell`` is called with the bytes written so far.
    """
    made_at = datetime.now(timezone.utc).replace(tzinfo=None).isoformat("T", "seconds")
    manifest = Manifest(
        database=order.database, database_uuid=order.database_uuid, made_at=made_at
    )
    with Snapshot(server, order.database) as snapshot:
        snapshot.describe(manifest)
        # the archive is smaller than the database; a disk too small for the files alone
        # need not be filled to find out
        upload = target.begin(order.name, _files_size(order.filestore))
        counted = CountedWriter(upload, tell)
        try:
            _write(order, snapshot, counted, key, manifest)
            upload.commit()
        except BaseException as error:
            upload.abort()
            if isinstance(error, OSError):
                raise from_os(error, order.filestore) from None
            raise
    return Made(order.name, counted.size, counted.sha256, manifest)


def _write(
    order: Order,
    snapshot: Snapshot,
    counted: CountedWriter,
    key: bytes,
    manifest: Manifest,
) -> None:
    seal = SealWriter(counted, key)
    container = ContainerWriter(seal)
    try:
        about = {"version": manifest.version, "database": order.database}
        container.add_bytes("about.json", json.dumps(about).encode())
        with snapshot.dump() as dump:
            container.add_dump(dump, manifest)
        if not manifest.dump_size:
            raise BackupFault("dump", reason="pg_dump gave nothing")
        container.add_files(order.filestore, manifest)
        container.close(manifest)
    except BaseException:
        container.abort()
        raise
    seal.close()


def _files_size(folder: str) -> int:
    """Return about how many bytes the filestore has."""
    total = 0
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "checklist"]
        for name in names:
            try:
                total += os.lstat(os.path.join(path, name)).st_size
            except OSError:
                continue
    return total
