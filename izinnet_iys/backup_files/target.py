"""What every place for backups can do."""

# streams, no models of Odoo: pylint: disable=method-required-super

from types import TracebackType
from typing import Protocol


class Upload(Protocol):
    """A file being written; nobody takes it for a backup before ``commit``."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes; raises BackupFault."""

    def commit(self) -> None:
        """Make it a whole file under its own name; raises BackupFault."""

    def abort(self) -> None:
        """Throw it away; never raises."""


class Source(Protocol):
    """A file being read."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, b"" at the end; raises BackupFault."""

    def __enter__(self) -> "Source":
        """Use as a context manager."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        """Close it."""


class Target(Protocol):
    """A folder, an SFTP server, an S3 bucket. All methods raise BackupFault."""

    def begin(self, name: str, estimate: int = 0) -> Upload:
        """Begin a file; ``estimate`` is about how many bytes will come."""

    def open(self, name: str) -> Source:
        """Open a whole file; "gone" when there is none."""

    def names(self) -> dict[str, int]:
        """Return {name: size in bytes} of our whole files."""

    def remove(self, name: str) -> None:
        """Remove a whole file; no error when it is not there."""

    def sweep(self) -> int:
        """Remove what broken-off runs left behind; returns how many."""

    def close(self) -> None:
        """Let connections go."""
