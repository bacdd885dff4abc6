"""A folder of this machine, perhaps a mounted disk."""

# streams, no models of Odoo: pylint: disable=method-required-super

import contextlib
import os
import stat
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from .faults import BackupFault, from_os
from .names import PART, checked, is_left_over, is_ours

#: Seconds after which nobody writes to a half-written file any more.
STALE: Final = 24 * 3600


class FolderTarget:
    """Files of mode 0600, written beside their name, then renamed.

    ``forbidden`` are folders that are served, backed up or installed themselves: the
    filestore, the data folder, the addons. Raises BackupFault("place") for a folder in
    one of them or around one, "refused" for one that is not there.
    """

    def __init__(self, folder: str, forbidden: Iterable[str] = ()):
        self._folder = checked_folder(folder, forbidden)

    def begin(self, name: str, estimate: int = 0) -> "FolderUpload":
        """See ``Target.begin``; a disk that is too small by itself is told at once."""
        room = os.statvfs(self._folder)
        if estimate > room.f_bavail * room.f_frsize:
            raise BackupFault("disk_full", where=self._folder)
        return FolderUpload(self._folder, checked(name))

    def open(self, name: str) -> "FolderSource":
        """See ``Target.open``."""
        return FolderSource(self._folder / checked(name))

    def names(self) -> dict[str, int]:
        """See ``Target.names``."""
        found = {}
        for entry in self._entries():
            if is_ours(entry.name) and entry.is_file(follow_symlinks=False):
                found[entry.name] = entry.stat(follow_symlinks=False).st_size
        return found

    def remove(self, name: str) -> None:
        """See ``Target.remove``."""
        try:
            (self._folder / checked(name)).unlink(missing_ok=True)
        except OSError as error:
            raise from_os(error, str(self._folder)) from None

    def sweep(self) -> int:
        """See ``Target.sweep``."""
        old = [
            entry.path
            for entry in self._entries()
            if is_left_over(entry.name)
            and time.time() - entry.stat(follow_symlinks=False).st_mtime > STALE
        ]
        for path in old:
            with contextlib.suppress(OSError):
                os.unlink(path)
        return len(old)

    def close(self) -> None:
        """See ``Target.close``."""

    def _entries(self) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self._folder) as entries:
                return list(entries)
        except OSError as error:
            raise from_os(error, str(self._folder)) from None


class FolderUpload:
    """See ``Upload``."""

    def __init__(self, folder: Path, name: str):
        self._folder, self._name = folder, name
        self._part = folder / (name + PART)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        try:
            self._file = os.fdopen(os.open(self._part, flags, 0o600), "wb", 0)
        except OSError as error:
            raise from_os(error, str(folder)) from None

    def write(self, data: bytes) -> None:
        """See ``Upload.write``."""
        left = memoryview(data)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise from_os(error, str(self._folder)) from None

    def commit(self) -> None:
        """See ``Upload.commit``: on the disk first, then under its name."""
        try:
            os.fsync(self._file.fileno())
            self._file.close()
            os.rename(self._part, self._folder / self._name)
            _sync_folder(self._folder)
        except OSError as error:
            raise from_os(error, str(self._folder)) from None

    def abort(self) -> None:
        """See ``Upload.abort``."""
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)


class FolderSource:
    """See ``Source``."""

    def __init__(self, path: Path):
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        except FileNotFoundError:
            raise BackupFault("gone", name=path.name) from None
        except OSError as error:
            raise from_os(error, str(path.parent)) from None
        self._file: IO[bytes] = os.fdopen(descriptor, "rb")
        self.size = os.fstat(descriptor).st_size

    def read(self, size: int) -> bytes:
        """See ``Source.read``."""
        try:
            return self._file.read(size)
        except OSError as error:
            raise from_os(error, "the backup") from None

    def __enter__(self) -> "FolderSource":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._file.close()


def checked_folder(folder: str, forbidden: Iterable[str]) -> Path:
    """Return a folder backups may lie in; raises BackupFault place or refused."""
    path = Path(folder)
    if not folder or not path.is_absolute() or "\0" in folder:
        raise BackupFault("place", reason="the path must begin with /")
    real = path.resolve()
    for other in map(Path, forbidden):
        home = other.resolve()
        if real.is_relative_to(home) or home.is_relative_to(real):
            raise BackupFault("place", reason=f"it overlaps {home}")
    if not _is_folder(real):
        raise BackupFault("refused", where=folder, reason="there is no such folder")
    if stat.S_IMODE(real.stat().st_mode) & stat.S_IWOTH:
        raise BackupFault("place", reason="everybody may write there")
    return real


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name no file system takes
        return False


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
