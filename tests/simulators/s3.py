"""A strict small S3 server in memory: signatures, multipart uploads, listings.

>>> with S3Simulator() as s3:
...     s3.url, s3.bucket, s3.access_key, s3.secret_key, s3.region
...     s3.objects                      # {key: bytes}, what is in the bucket
...     s3.fail_after = 3               # parts, then every call answers 503
...     s3.quota = 20 << 20             # bytes, then 507

It checks what a real one checks and our client could get wrong: signature version 4 (by
the published rules, written apart from the client), the hash of the body, the age of the
date, parts of at least 5 MiB but the last, the list of parts at the end.
"""

import hashlib
import hmac
import re
import secrets
import threading
from datetime import datetime, timedelta, timezone
from urllib.parse import quote
from xml.sax.saxutils import escape

from .web import HALF, Request, Response, WebServer, nothing, text

SMALLEST_PART = 5 << 20
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<day>\d{8})/(?P<region>[^/]+)"
    r"/s3/aws4_request, ?SignedHeaders=(?P<names>[a-z0-9;-]+)"
    r", ?Signature=(?P<signature>[0-9a-f]{64})"
)
_PARTS = re.compile(rb"<Part><PartNumber>(\d+)</PartNumber><ETag>([^<]+)</ETag></Part>")


class S3Simulator:
    """One bucket of one customer; a context manager."""

    def __init__(self, bucket="yedekler", region="eu-central-1"):
        """Choose names; the keys are made anew."""
        self.bucket, self.region = bucket, region
        self.access_key = secrets.token_hex(10).upper()
        self.secret_key = secrets.token_urlsafe(30)
        self.objects, self.uploads, self.calls = {}, {}, []
        #: after so many parts every call is answered with 503
        self.fail_after = None
        #: bytes the bucket takes, parts included
        self.quota = None
        #: deliver only half of an object that is read
        self.cut_reads = False
        self.page = 2
        self._parts = 0
        self._lock = threading.Lock()
        self._server = WebServer(self._answer)

    def __enter__(self):
        """Begin to answer."""
        self._server.start()
        return self

    def __exit__(self, *_error):
        """Stop."""
        self._server.close()

    @property
    def url(self):
        """The endpoint, without the bucket."""
        return self._server.url

    def _answer(self, request):
        with self._lock:
            self.calls.append((request.method, request.path, dict(request.query)))
            if self.fail_after is not None and self._parts >= self.fail_after:
                return _error(503, "SlowDown")
            fault = self._signature_fault(request)
            return fault or self._act(request)

    # === SIGNATURE === #

    def _signature_fault(self, request):
        found = _AUTHORIZATION.fullmatch(request.headers.get("Authorization", ""))
        if not found or found["key"] != self.access_key:
            return _error(403, "InvalidAccessKeyId")
        if found["region"] != self.region:
            return _error(400, "AuthorizationHeaderMalformed")
        told = request.headers.get("x-amz-content-sha256", "")
        if told != hashlib.sha256(request.body).hexdigest():
            return _error(400, "XAmzContentSHA256Mismatch")
        stamp = request.headers.get("x-amz-date", "")
        moment = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        if abs(datetime.now(timezone.utc) - moment) > timedelta(minutes=15):
            return _error(403, "RequestTimeTooSkewed")
        if {"host", "x-amz-date", "x-amz-content-sha256"} - set(
            found["names"].split(";")
        ):
            return _error(403, "AccessDenied")
        wanted = self._signature(request, found["names"], told, stamp)
        if not hmac.compare_digest(wanted, found["signature"]):
            return _error(403, "SignatureDoesNotMatch")
        return None

    def _signature(self, request, names, payload, stamp):
        def spell(word):
            return quote(word, safe="-_.~")

        query = "&".join(
            sorted(f"{spell(k)}={spell(v)}" for k, v in request.query.items())
        )
        canonical = f"{request.method}\n{quote(request.path, safe='/-_.~')}\n{query}\n"
        for name in names.split(";"):
            canonical += f"{name}:{request.headers[name].strip()}\n"
        canonical += f"\n{names}\n{payload}"
        scope = f"{stamp[:8]}/{self.region}/s3/aws4_request"
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        key = ("AWS4" + self.secret_key).encode()
        for word in scope.split("/"):
            key = hmac.digest(key, word.encode(), "sha256")
        told = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{digest}"
        return hmac.digest(key, told.encode(), "sha256").hex()

    # === CALLS === #

    def _act(self, request: Request) -> Response:
        bucket, _, key = request.path.lstrip("/").partition("/")
        if bucket != self.bucket:
            return _error(404, "NoSuchBucket")
        if not key:
            return self._list(request.query)
        if "uploads" in request.query and request.method == "POST":
            return self._begin(key)
        if "uploadId" in request.query:
            return self._on_upload(request, key)
        if request.method == "GET":
            return self._read(key)
        if request.method == "DELETE":
            self.objects.pop(key, None)
            return nothing(204)
        return _error(405, "MethodNotAllowed")

    def _list(self, query):
        if "uploads" in query:
            rows = "".join(
                f"<Upload><Key>{escape(u['key'])}</Key><UploadId>{number}</UploadId>"
                f"<Initiated>{u['at']:%Y-%m-%dT%H:%M:%S.000Z}</Initiated></Upload>"
                for number, u in self.uploads.items()
            )
            return _xml("ListMultipartUploadsResult", rows)
        if query.get("list-type") != "2":
            return _error(400, "InvalidArgument")
        keys = sorted(k for k in self.objects if k.startswith(query.get("prefix", "")))
        start = int(query.get("continuation-token", 0))
        page, rest = keys[start : start + self.page], keys[start + self.page :]
        rows = "".join(
            f"<Contents><Key>{escape(k)}</Key><Size>{len(self.objects[k])}</Size>"
            "</Contents>"
            for k in page
        )
        if rest:
            token = start + self.page
            rows += f"<NextContinuationToken>{token}</NextContinuationToken>"
        return _xml("ListBucketResult", rows)

    def _read(self, key):
        if key not in self.objects:
            return _error(404, "NoSuchKey")
        answer = text(200, self.objects[key], "application/octet-stream")
        if self.cut_reads:
            answer.delivery = HALF
        return answer

    def _begin(self, key):
        number = secrets.token_hex(8)
        at = datetime.now(timezone.utc)
        self.uploads[number] = {"key": key, "at": at, "parts": {}}
        return _xml(
            "InitiateMultipartUploadResult",
            f"<Key>{escape(key)}</Key><UploadId>{number}</UploadId>",
        )

    def _on_upload(self, request, key):
        number = request.query["uploadId"]
        upload = self.uploads.get(number)
        if not upload or upload["key"] != key:
            return _error(404, "NoSuchUpload")
        if request.method == "DELETE":
            del self.uploads[number]
            return nothing(204)
        if request.method == "PUT":
            return self._take_part(upload, request)
        if request.method == "POST":
            return self._complete(number, upload, request.body)
        return _error(405, "MethodNotAllowed")

    def _take_part(self, upload, request):
        taken = sum(len(p) for u in self.uploads.values() for p in u["parts"].values())
        taken += sum(map(len, self.objects.values()))
        if self.quota is not None and taken + len(request.body) > self.quota:
            return _error(507, "QuotaExceeded")
        part = int(request.query["partNumber"])
        if not 1 <= part <= 10_000:
            return _error(400, "InvalidArgument")
        upload["parts"][part] = request.body
        self._parts += 1
        answer = nothing(200)
        answer.headers["ETag"] = _tag(request.body)
        return answer

    def _complete(self, number, upload, body):
        parts = upload["parts"]
        listed = [(int(n), tag.decode()) for n, tag in _PARTS.findall(body)]
        if not listed or [n for n, _ in listed] != sorted(parts):
            return _error(400, "InvalidPart")
        if any(_tag(parts[n]) != tag for n, tag in listed):
            return _error(400, "InvalidPart")
        if any(len(parts[n]) < SMALLEST_PART for n, _ in listed[:-1]):
            return _error(400, "EntityTooSmall")
        self.objects[upload["key"]] = b"".join(parts[n] for n, _ in listed)
        del self.uploads[number]
        return _xml("CompleteMultipartUploadResult", "<ETag>&quot;x-1&quot;</ETag>")


def _tag(body):
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'


def _xml(name, inner):
    space = "http://s3.amazonaws.com/doc/2006-03-01/"
    body = f'<?xml version="1.0"?><{name} xmlns="{space}">{inner}</{name}>'
    return text(200, body, "application/xml")


def _error(status, code):
    return text(status, f"<Error><Code>{code}</Code></Error>", "application/xml")
