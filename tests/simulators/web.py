"""A small threaded HTTP/1.1 server: one function from Request to Response behind it.

It keeps connections alive, sends each answer in one piece without Nagle's delay, and
can deliver an answer badly on purpose (half a body, none at all).
"""

import json
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import responses as REASONS
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

MAX_BODY = 64 * 1024 * 1024
JSON_TYPE = "application/json; charset=utf-8"

#: How an answer leaves the house.
WHOLE, HALF, NOTHING = "whole", "half", "nothing"


class NotJson(ValueError):
    """The body of a request is not JSON."""


@dataclass(slots=True)
class Request:
    """One call. ``query`` holds the last value of each name; ``params`` the path's."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    peer: tuple[str, int] = ("", 0)
    local_port: int = 0
    params: dict[str, str] = field(default_factory=dict)
    _parsed: list[Any] = field(default_factory=list, repr=False)

    def json(self) -> Any:
        """The body as JSON; NotJson when it is none (an empty body included)."""
        if not self._parsed:
            try:
                self._parsed.append(json.loads(self.body))
            except ValueError as error:
                raise NotJson(str(error)) from error
        return self._parsed[0]


@dataclass(slots=True)
class Response:
    """One answer. ``after`` runs once the answer is out (or its connection closed)."""

    status: int = 200
    body: bytes = b""
    content_type: str | None = JSON_TYPE
    headers: dict[str, str] = field(default_factory=dict)
    delivery: str = WHOLE
    after: Callable[[], None] | None = None
    #: what the answer says, before it became bytes (for the log of calls)
    data: Any = None


def reply(status: int, data: Any, **headers: str) -> Response:
    """Answer with JSON."""
    body = json.dumps(data, ensure_ascii=False).encode()
    return Response(status, body, headers=headers, data=data)


def nothing(status: int) -> Response:
    """Answer with a status and no body."""
    return Response(status, b"", None)


def text(status: int, body: str | bytes, content_type: str) -> Response:
    """Answer with anything that is not JSON."""
    content = body.encode() if isinstance(body, str) else body
    return Response(status, content, content_type)


class WebServer:
    """Serves ``app`` on a port of its own threads until ``close``."""

    def __init__(
        self, app: Callable[[Request], Response], host: str = "127.0.0.1", port: int = 0
    ):
        handler = type("Handler", (_Handler,), {"app": staticmethod(app)})
        self._server = _Server((host, port), handler)
        self.host, self.port = host, self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://{self.host}:{self.port}"

    def start(self) -> "WebServer":
        """Begin to answer."""
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop answering and hang up on everyone."""
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, *args):
        super().__init__(*args)
        self._open: set[socket.socket] = set()

    def process_request(self, request, client_address):
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address):
        # a caller that hangs up in mid-sentence is what the tests are about
        pass

    def hang_up(self):
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    app: Callable[[Request], Response]

    def _serve(self):
        body = self._read_body()
        if body is None:
            self.close_connection = True
            return self._send(text(413, "too large\n", "text/plain"))
        self._send(self._answer(self._request(body)))

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = _serve

    def _answer(self, request: Request) -> Response:
        try:
            return self.app(request)
        except Exception as error:
            # a bug of the simulator must look like one, never like an answer of İYS
            return text(599, f"simulator: {error!r}\n", "text/plain; charset=utf-8")

    def _request(self, body: bytes) -> Request:
        parts = urlsplit(self.path)
        return Request(
            method=self.command,
            path=unquote(parts.path),
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers=self.headers,
            body=body,
            peer=self.client_address[:2],
            local_port=self.server.server_address[1],
        )

    def _read_body(self) -> bytes | None:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._read_chunks()
        length = int(self.headers.get("Content-Length") or 0)
        return self.rfile.read(length) if length <= MAX_BODY else None

    def _read_chunks(self) -> bytes | None:
        parts, total = [], 0
        while size := int(self.rfile.readline().split(b";")[0], 16):
            total += size
            if total > MAX_BODY:
                return None
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            continue
        return b"".join(parts)

    def _send(self, response: Response) -> None:
        if response.delivery != WHOLE:
            self.close_connection = True
        try:
            if response.delivery != NOTHING:
                self.wfile.write(self._head(response) + self._payload(response))
        finally:
            if response.after:
                response.after()

    def _payload(self, response: Response) -> bytes:
        if self.command == "HEAD":
            return b""
        if response.delivery == HALF:
            return response.body[: len(response.body) // 2]
        return response.body

    def _head(self, response: Response) -> bytes:
        reason = REASONS.get(response.status, "Unknown")
        lines = [
            f"HTTP/1.1 {response.status} {reason}",
        ]
        if "Date" not in response.headers:
            lines.append(f"Date: {self.date_time_string()}")
        if response.content_type:
            lines.append(f"Content-Type: {response.content_type}")
        if response.status != 204:
            lines.append(f"Content-Length: {len(response.body)}")
        if self.close_connection:
            lines.append("Connection: close")
        lines += [f"{name}: {value}" for name, value in response.headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def log_message(self, format, *args):
        # the log of calls is kept by History, without personal data
        pass
