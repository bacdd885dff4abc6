"""Signature version 4 for S3, by Amazon's published rules.

Written here and not taken from boto3: that brings 14 MB of descriptions of other
services for the six calls we make. The examples of the specification are its test.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

EMPTY_SHA256: Final = hashlib.sha256(b"").hexdigest()
_ALGORITHM: Final = "AWS4-HMAC-SHA256"


@dataclass(frozen=True)
class Credentials:
    """Who signs, and for which region."""

    access_key: str
    secret_key: str
    region: str


def sign(
    method: str,
    path: str,
    query: Iterable[tuple[str, str]],
    headers: Mapping[str, str],
    payload_sha256: str,
    credentials: Credentials,
    moment: datetime,
) -> dict[str, str]:
    """Return the headers with date, payload hash and Authorization added.

    ``path`` is not quoted yet; ``headers`` must hold ``Host``; ``moment`` is in UTC.
    """
    stamp = f"{moment:%Y%m%dT%H%M%SZ}"
    signed = {
        **headers, "x-amz-date": stamp, "x-amz-content-sha256": payload_sha256,
    }  # fmt: skip
    canonical, names = _canonical(method, path, query, signed, payload_sha256)
    scope = f"{stamp[:8]}/{credentials.region}/s3/aws4_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = "\n".join((_ALGORITHM, stamp, scope, digest))
    key = signing_key(credentials.secret_key, stamp[:8], credentials.region)
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    signed["Authorization"] = (
        f"{_ALGORITHM} Credential={credentials.access_key}/{scope},"
        f"SignedHeaders={names},Signature={signature}"
    )
    return signed


def quoted_query(query: Iterable[tuple[str, str]]) -> str:
    """Spell a query as it is signed: sorted, everything quoted."""
    pairs = sorted((quote(k, safe="-_.~"), quote(v, safe="-_.~")) for k, v in query)
    return "&".join(f"{name}={value}" for name, value in pairs)


def quoted_path(path: str) -> str:
    """Spell a path as it is signed."""
    return quote(path, safe="/-_.~")


def signing_key(secret: str, day: str, region: str) -> bytes:
    """Derive the key of a day (YYYYMMDD) and region."""
    key = f"AWS4{secret}".encode()
    for word in (day, region, "s3", "aws4_request"):
        key = hmac.new(key, word.encode(), hashlib.sha256).digest()
    return key


def _canonical(
    method: str,
    path: str,
    query: Iterable[tuple[str, str]],
    headers: Mapping[str, str],
    payload_sha256: str,
) -> tuple[str, str]:
    """Return the canonical request and the names of the signed headers."""
    lower = sorted((k.lower(), " ".join(v.split())) for k, v in headers.items())
    names = ";".join(name for name, _ in lower)
    lines = "".join(f"{name}:{value}\n" for name, value in lower)
    parts = (method, quoted_path(path), quoted_query(query), lines, names)
    return "\n".join((*parts, payload_sha256)), names
