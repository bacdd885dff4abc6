"""A time-stamp authority by RFC 3161: a CA made on the spot and ``openssl ts -reply``.

>>> with TimestampAuthority(folder) as authority:
...     authority.url, authority.ca  # where to ask, and the certificate to trust
...     authority.down()  # no answer until up()
...     authority.answer = "refuse"  # or "garbage", "other", "error", "drop"
"""

import subprocess
import threading
from pathlib import Path

from .web import NOTHING, Request, Response, WebServer, text

REPLY = "application/timestamp-reply"
CONFIG = """
[tsa]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
accuracy = secs:1
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[stamper]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = dn
[dn]
"""


class TimestampAuthority:
    """The server; ``calls`` counts what it was asked, ``granted`` what it stamped."""

    def __init__(self, folder):
        self._folder = Path(folder)
        self._lock = threading.Lock()
        self._server = None
        self.answer = "grant"
        self.calls = 0
        self.granted = 0
        self.port = 0

    def __enter__(self):
        """Make keys and certificates, then listen."""
        self._make_certificates()
        self.up()
        return self

    def __exit__(self, *_error):
        """Stop listening."""
        self.down()

    @property
    def url(self):
        """Where to ask; the same after ``down()`` and ``up()``."""
        return f"http://127.0.0.1:{self.port}/tsa"

    @property
    def ca(self):
        """The authority's own certificate, a PEM file."""
        return self._folder / "ca.pem"

    def up(self):
        """Listen (again)."""
        if self._server is None:
            self._server = WebServer(self._serve, port=self.port).start()
            self.port = self._server.port

    def down(self):
        """Answer nobody: connections are refused."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _serve(self, request: Request) -> Response:
        with self._lock:
            self.calls += 1
            kind = self.answer
            if kind == "error":
                return text(503, "busy\n", "text/plain")
            if kind == "garbage":
                return text(200, b"\x30\x03garbage", REPLY)
            if request.headers.get("Content-Type") != "application/timestamp-query":
                return text(415, "no query\n", "text/plain")
            (self._folder / "query.tsq").write_bytes(request.body)
            content = self._reply(kind)
            if kind == "drop":
                return Response(200, content, REPLY, delivery=NOTHING)
            return text(200, content, REPLY)

    def _reply(self, kind):
        query = self._folder / "query.tsq"
        if kind == "refuse":
            query.write_bytes(b"no query at all")
        if kind == "other":
            self._openssl(
                "ts", "-query", "-digest", "ab" * 32, "-sha256", "-cert",
                "-out", str(query),
            )  # fmt: skip
        reply = self._folder / "reply.tsr"
        self._openssl(
            "ts", "-reply", "-config", "tsa.cnf", "-section", "tsa",
            "-queryfile", str(query), "-signer", "tsa.pem", "-inkey", "tsa.key",
            "-chain", "ca.pem", "-out", str(reply),
        )  # fmt: skip
        self.granted += kind != "refuse"
        return reply.read_bytes()

    def _make_certificates(self):
        (self._folder / "tsa.cnf").write_text(CONFIG.format(folder=self._folder))
        (self._folder / "serial").write_text("01\n")
        self._openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650",
            "-subj", "/O=Deneme/CN=Deneme CA", "-config", "tsa.cnf",
            "-extensions", "ca", "-keyout", "ca.key", "-out", "ca.pem",
        )  # fmt: skip
        self._openssl(
            "req", "-newkey", "rsa:2048", "-nodes", "-config", "tsa.cnf",
            "-subj", "/O=Deneme/CN=Deneme Zaman Damgasi",
            "-keyout", "tsa.key", "-out", "tsa.csr",
        )  # fmt: skip
        self._openssl(
            "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-days", "3650", "-extfile", "tsa.cnf",
            "-extensions", "stamper", "-out", "tsa.pem",
        )  # fmt: skip

    def _openssl(self, *arguments):
        subprocess.run(
            ["openssl", *arguments], cwd=self._folder, capture_output=True, check=True
        )
