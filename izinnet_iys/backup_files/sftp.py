"""An SFTP server whose host key was pinned beforehand."""

# streams, no models of Odoo: pylint: disable=method-required-super

import base64
import contextlib
import hashlib
import hmac
import socket
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final

from .faults import BackupFault
from .folder import STALE
from .names import PART, checked, is_left_over, is_ours

try:
    import paramiko  # type: ignore[import-untyped]
except ImportError:  # an optional library: asked for when a plan uses SFTP
    paramiko = None

TIMEOUT: Final = 30
_BLOCK: Final = 32 << 10
_WINDOW: Final = 4 << 20


@dataclass(frozen=True)
class SftpPlace:
    """Where and as whom. ``host_key`` is ``SHA256:…`` or ``ssh-ed25519 AAAA…``.

    Log in by ``password`` or by ``key_file``, a private key on this server.
    """

    host: str
    user: str
    folder: str
    host_key: str
    port: int = 22
    password: str = ""
    key_file: str = ""


class SftpTarget:
    """See ``Target``. Nothing is sent before the host has shown the pinned key."""

    def __init__(self, place: SftpPlace):
        if paramiko is None:
            raise BackupFault("no_library", library="paramiko")
        self._place = place
        self._transport: Any = None
        try:
            self._connect()
        except BaseException:
            self.close()
            raise

    def _connect(self) -> None:
        place = self._place
        with _faults(place.host):
            link = socket.create_connection((place.host, place.port), TIMEOUT)
            self._transport = paramiko.Transport(link)
            self._transport.banner_timeout = self._transport.auth_timeout = TIMEOUT
            self._prefer_pinned()
            self._transport.start_client(timeout=TIMEOUT)
        seen = self._transport.get_remote_server_key()
        if not _is_pinned(seen, place.host_key):
            raise BackupFault("host_key", host=place.host, seen=spell_key(seen))
        self._log_in()
        with _faults(place.host):
            self._sftp: Any = paramiko.SFTPClient.from_transport(self._transport)
            self._sftp.get_channel().settimeout(2 * TIMEOUT)
            self._sftp.chdir(place.folder or ".")

    def _prefer_pinned(self) -> None:
        """Ask for the kind of key that was pinned; a server has several."""
        kind = self._place.host_key.partition(" ")[0]
        options = self._transport.get_security_options()
        if kind in options.key_types:
            options.key_types = (kind,)

    def _log_in(self) -> None:
        place = self._place
        try:
            if place.key_file:
                key = paramiko.PKey.from_path(place.key_file)
                self._transport.auth_publickey(place.user, key)
            else:
                self._transport.auth_password(place.user, place.password)
        except (paramiko.SSHException, OSError, ValueError) as error:
            name = type(error).__name__
            raise BackupFault("login", host=place.host, reason=name) from None

    def begin(self, name: str, estimate: int = 0) -> "SftpUpload":
        """See ``Target.begin``."""
        return SftpUpload(self._sftp, checked(name), self._place.host)

    def open(self, name: str) -> "SftpSource":
        """See ``Target.open``."""
        return SftpSource(self._sftp, checked(name), self._place.host)

    def names(self) -> dict[str, int]:
        """See ``Target.names``."""
        with _faults(self._place.host):
            return {
                entry.filename: entry.st_size
                for entry in self._sftp.listdir_iter()
                if is_ours(entry.filename) and stat.S_ISREG(entry.st_mode)
            }

    def remove(self, name: str) -> None:
        """See ``Target.remove``."""
        with _faults(self._place.host), contextlib.suppress(FileNotFoundError):
            self._sftp.remove(checked(name))

    def sweep(self) -> int:
        """See ``Target.sweep``."""
        with _faults(self._place.host):
            old = [
                entry.filename
                for entry in self._sftp.listdir_iter()
                if is_left_over(entry.filename) and time.time() - entry.st_mtime > STALE
            ]
            for name in old:
                self._sftp.remove(name)
        return len(old)

    def close(self) -> None:
        """See ``Target.close``."""
        if self._transport is not None:
            self._transport.close()


class SftpUpload:
    """See ``Upload``: written as ``.part``, sized, renamed."""

    def __init__(self, sftp: Any, name: str, host: str):
        self._sftp, self._name, self._host = sftp, name, host
        self._size = 0
        with _faults(host):
            self._file = sftp.open(name + PART, "wx")
            self._sftp.chmod(name + PART, 0o600)
            self._file.set_pipelined(True)

    def write(self, data: bytes) -> None:
        """See ``Upload.write``."""
        with _faults(self._host):
            self._file.write(data)
        self._size += len(data)

    def commit(self) -> None:
        """See ``Upload.commit``: only a file of the right size gets its name."""
        with _faults(self._host):
            self._file.close()
            there = self._sftp.stat(self._name + PART).st_size
            if there != self._size:
                raise BackupFault("disk_full", where=self._host)
            self._sftp.posix_rename(self._name + PART, self._name)

    def abort(self) -> None:
        """See ``Upload.abort``."""
        with contextlib.suppress(Exception):
            self._file.close()
        with contextlib.suppress(Exception):
            self._sftp.remove(self._name + PART)


class SftpSource:
    """See ``Source``: asks for a window of blocks at a time, so memory stays flat."""

    def __init__(self, sftp: Any, name: str, host: str):
        self._host = host
        with _faults(host):
            try:
                self._file = sftp.open(name, "rb")
            except FileNotFoundError:
                raise BackupFault("gone", name=name) from None
            self.size: int = self._file.stat().st_size
        self._at = 0
        self._window = memoryview(b"")

    def read(self, size: int) -> bytes:
        """See ``Source.read``."""
        if not self._window:
            self._fill()
        piece, self._window = self._window[:size], self._window[size:]
        return bytes(piece)

    def _fill(self) -> None:
        end = min(self._at + _WINDOW, self.size)
        spans = [(at, min(_BLOCK, end - at)) for at in range(self._at, end, _BLOCK)]
        if spans:
            with _faults(self._host):
                self._window = memoryview(b"".join(self._file.readv(spans)))
            self._at = end

    def __enter__(self) -> "SftpSource":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(Exception):
            self._file.close()


def spell_key(key: Any) -> str:
    """Spell a host key's fingerprint as ``ssh-keygen -l`` does."""
    digest = hashlib.sha256(key.asbytes()).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def _is_pinned(key: Any, pinned: str) -> bool:
    """Compare a key with a pin, which is a fingerprint or a line of known_hosts."""
    words = pinned.split()
    wanted = {spell_key(key), key.get_base64()}
    return any(hmac.compare_digest(w, k) for w in words for k in wanted)


@contextlib.contextmanager
def _faults(host: str) -> Iterator[None]:
    """Turn what the library raises into a BackupFault."""
    try:
        yield
    except BackupFault:
        raise
    except (PermissionError, FileNotFoundError) as error:
        raise BackupFault("refused", where=host, reason=error.strerror) from None
    except (TimeoutError, ConnectionError, EOFError, socket.gaierror) as error:
        name = type(error).__name__
        raise BackupFault("unreachable", host=host, reason=name) from None
    except OSError as error:
        if error.errno is None and str(error) == "Failure":
            # the protocol's one word for a full disk and a quota
            raise BackupFault("disk_full", where=host) from None
        reason = error.strerror or error
        raise BackupFault("unreachable", host=host, reason=reason) from None
    except Exception as error:
        if paramiko is None or not isinstance(error, paramiko.SSHException):
            raise
        name = type(error).__name__
        raise BackupFault("unreachable", host=host, reason=name) from None
