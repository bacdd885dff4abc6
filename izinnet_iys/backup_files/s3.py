"""An S3-compatible bucket: multipart uploads of parts that fit into memory."""

# streams, no models of Odoo: pylint: disable=method-required-super

import contextlib
import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from types import TracebackType
from typing import Final
from urllib.parse import urlsplit

import requests

from .faults import BackupFault
from .folder import STALE
from .names import checked, is_ours
from .s3_answers import children, error_code, is_busy, local, moment_of, text_of, tree
from .s3_signature import Credentials, quoted_path, quoted_query, sign

TIMEOUT: Final = 60
PART: Final = 16 << 20
MOST_PARTS: Final = 9000
TRIES: Final = 3


@dataclass(frozen=True)
class S3Place:
    """Where and as whom. ``endpoint`` is ``https://host[:port]``, without the bucket."""

    endpoint: str
    bucket: str
    credentials: Credentials = field(repr=False)
    folder: str = ""

    @property
    def host(self) -> str:
        """The host the requests go to, with its port."""
        return urlsplit(self.endpoint).netloc


class S3Target:
    """See ``Target``."""

    def __init__(self, place: S3Place, pause: float = 1.0):
        self._place = place
        self._pause = pause
        self._session = requests.Session()
        self._prefix = f"{place.folder.strip('/')}/" if place.folder.strip("/") else ""

    def begin(self, name: str, estimate: int = 0) -> "S3Upload":
        """See ``Target.begin``; the parts grow with the estimate."""
        part = max(PART, -(-estimate // MOST_PARTS))
        return S3Upload(self, self._key(name), part)

    def open(self, name: str) -> "S3Source":
        """See ``Target.open``."""
        return S3Source(self.ask("GET", self._key(name), stream=True), self._place.host)

    def names(self) -> dict[str, int]:
        """See ``Target.names``."""
        found: dict[str, int] = {}
        query = [("list-type", "2"), ("prefix", self._prefix)]
        token = ""
        while True:
            more = [("continuation-token", token)] if token else []
            told = tree(self.ask("GET", "", [*query, *more]))
            for entry in children(told, "Contents"):
                name = text_of(entry, "Key").removeprefix(self._prefix)
                if is_ours(name):
                    found[name] = int(text_of(entry, "Size"))
            token = text_of(told, "NextContinuationToken")
            if not token:
                return found

    def remove(self, name: str) -> None:
        """See ``Target.remove``."""
        self.ask("DELETE", self._key(name)).close()

    def sweep(self) -> int:
        """See ``Target.sweep``: uploads that were begun long ago and never ended."""
        told = tree(self.ask("GET", "", [("uploads", ""), ("prefix", self._prefix)]))
        limit = datetime.now(timezone.utc) - timedelta(seconds=STALE)
        count = 0
        for entry in children(told, "Upload"):
            key, begun = text_of(entry, "Key"), text_of(entry, "Initiated")
            if not is_ours(key.removeprefix(self._prefix)) or moment_of(begun) > limit:
                continue
            self.ask("DELETE", key, [("uploadId", text_of(entry, "UploadId"))]).close()
            count += 1
        return count

    def close(self) -> None:
        """See ``Target.close``."""
        self._session.close()

    def _key(self, name: str) -> str:
        return self._prefix + checked(name)

    def ask(
        self,
        method: str,
        key: str,
        query: Iterable[tuple[str, str]] = (),
        data: bytes = b"",
        stream: bool = False,
    ) -> requests.Response:
        """Make one signed call; tried again when the server is away or busy.

        Raises BackupFault: unreachable, login, gone, refused.
        """
        for attempt in range(1, TRIES + 1):
            try:
                answer = self._call(method, key, list(query), data, stream)
            except requests.RequestException as error:
                reason = type(error).__name__
            else:
                if not is_busy(answer.status_code):
                    return self._checked(answer, key)
                reason = f"HTTP {answer.status_code}"
                answer.close()
            if attempt < TRIES:
                time.sleep(self._pause * attempt)
        raise BackupFault("unreachable", host=self._place.host, reason=reason)

    def _call(
        self,
        method: str,
        key: str,
        query: list[tuple[str, str]],
        data: bytes,
        stream: bool,
    ) -> requests.Response:
        path = f"/{self._place.bucket}/{key}" if key else f"/{self._place.bucket}"
        headers = sign(
            method, path, query, {"Host": self._place.host},
            hashlib.sha256(data).hexdigest(), self._place.credentials,
            datetime.now(timezone.utc),
        )  # fmt: skip
        url = f"{self._place.endpoint.rstrip('/')}{quoted_path(path)}"
        if query:
            url += f"?{quoted_query(query)}"
        return self._session.request(
            method, url, headers=headers, data=data, stream=stream, timeout=TIMEOUT,
            allow_redirects=False,
        )  # fmt: skip

    def _checked(self, answer: requests.Response, key: str) -> requests.Response:
        if answer.status_code in (200, 204):
            return answer
        code = error_code(answer)
        host = self._place.host
        answer.close()
        if answer.status_code == 404 and code == "NoSuchKey":
            raise BackupFault("gone", name=key.rpartition("/")[2])
        if answer.status_code in (401, 403):
            raise BackupFault("login", host=host, reason=code)
        if answer.status_code == 507 or code in ("QuotaExceeded", "EntityTooLarge"):
            raise BackupFault("disk_full", where=host)
        reason = f"HTTP {answer.status_code} {code}"
        raise BackupFault("refused", where=host, reason=reason)


class S3Upload:
    """See ``Upload``: nothing is seen in the bucket before the last call."""

    def __init__(self, target: S3Target, key: str, part: int):
        self._target, self._key, self._part = target, key, part
        begun = tree(target.ask("POST", key, [("uploads", "")]))
        self._id = text_of(begun, "UploadId")
        if not self._id:
            raise BackupFault("refused", where=key, reason="no upload id")
        self._buffer = bytearray()
        self._tags: list[str] = []

    def write(self, data: bytes) -> None:
        """See ``Upload.write``."""
        self._buffer += data
        while len(self._buffer) >= self._part:
            self._send(bytes(self._buffer[: self._part]))
            del self._buffer[: self._part]

    def _send(self, data: bytes) -> None:
        number = len(self._tags) + 1
        query = [("partNumber", str(number)), ("uploadId", self._id)]
        answer = self._target.ask("PUT", self._key, query, data)
        self._tags.append(answer.headers.get("ETag", ""))
        answer.close()

    def commit(self) -> None:
        """See ``Upload.commit``; an answer of 200 may still be an error here."""
        if self._buffer or not self._tags:
            self._send(bytes(self._buffer))
            self._buffer.clear()
        parts = "".join(
            f"<Part><PartNumber>{number}</PartNumber><ETag>{tag}</ETag></Part>"
            for number, tag in enumerate(self._tags, 1)
        )
        body = f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>".encode()
        query = [("uploadId", self._id)]
        told = tree(self._target.ask("POST", self._key, query, body))
        if local(told.tag) != "CompleteMultipartUploadResult":
            reason = text_of(told, "Code") or "not completed"
            raise BackupFault("refused", where="S3", reason=reason)

    def abort(self) -> None:
        """See ``Upload.abort``."""
        with contextlib.suppress(BackupFault):
            query = [("uploadId", self._id)]
            self._target.ask("DELETE", self._key, query).close()


class S3Source:
    """See ``Source``. A connection that breaks off is a fault, not an end."""

    def __init__(self, answer: requests.Response, host: str):
        self._answer, self._host = answer, host
        self.size = int(answer.headers.get("Content-Length", 0))
        self._read = 0

    def read(self, size: int) -> bytes:
        """See ``Source.read``."""
        try:
            data: bytes = self._answer.raw.read(size)
        except Exception as error:  # urllib3 has its own errors, requests wraps none
            reason = type(error).__name__
            raise BackupFault("unreachable", host=self._host, reason=reason) from None
        self._read += len(data)
        if not data and self._read < self.size:
            raise BackupFault("unreachable", host=self._host, reason="cut off")
        return data

    def __enter__(self) -> "S3Source":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._answer.close()
