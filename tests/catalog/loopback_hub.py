"""A hub and its storage server on this computer, two origins as in the world, with faults.

    with LoopbackHub({"model.gguf": content}) as hub:
        hub.bytes_faults.append(Fault(cut_after=1_000_000))      for the next request for bytes
        hub.facts_faults.append(Fault(status=503))               for the next request for facts
        ...
        hub.asked("cdn")                                         what arrived, with headers

    python -m tests.catalog.loopback_hub FILE                    the same as a process of its own

The real hub client talks to it. What it answers was read off the real hub: a HEAD of /resolve/
redirects to a signed address on another origin and carries X-Linked-Etag (the SHA-256) and
X-Linked-Size; errors carry X-Error-Code.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

REPOSITORY = "01-ai/Yi-Test-GGUF"
COMMIT = "a" * 40
PIECE = 64 << 10


@dataclass
class Fault:
    """What goes wrong with one request."""

    status: int = 0
    """Answer with this status and nothing else."""
    code: str = ""
    """X-Error-Code beside it."""
    retry_after: str = ""
    body: bytes = b'{"error": "scripted"}'
    cut_after: int | None = None
    """Break the connection after so many bytes of the body."""
    end_after: int | None = None
    """Announce the whole, but a chunked body that ends properly after so many bytes."""
    ignore_range: bool = False
    flip_at: int | None = None
    """Send another byte at this place of the file."""
    content_range: str = ""
    """Answer 206 with this Content-Range."""
    redirect: str = ""
    """Redirect there instead."""
    stall: bool = False
    """Take the request and send nothing, until the hub is closed."""


@dataclass
class Request:
    """A request as it arrived."""

    server: str
    method: str
    path: str
    headers: Mapping[str, str]
    status: int = 0


@dataclass
class Stored:
    """A file of the repository."""

    content: bytes | Path
    sha256: str

    @property
    def size(self) -> int:
        return self.content.stat().st_size if isinstance(self.content, Path) else len(self.content)


@dataclass
class LoopbackHub:
    """Both servers; ends with the with-block."""

    given: Mapping[str, bytes | Path]
    """Bytes, or a file (sent at full speed, without faults)."""
    xet: bool = False
    token: str = ""
    """When set, facts are given only to who brings it."""
    rate: float = 0
    """Bytes a second; 0: as fast as it goes."""
    bytes_faults: deque[Fault] = field(default_factory=deque)
    facts_faults: deque[Fault] = field(default_factory=deque)
    requests: list[Request] = field(default_factory=list)
    sent: int = 0
    """Bytes of bodies given to the system to send."""
    commit: str = COMMIT
    repository: str = REPOSITORY

    def __post_init__(self) -> None:
        self.files: dict[str, Stored] = {}
        for name, content in self.given.items():
            self.put(name, content)
        self.closing = threading.Event()
        self.stalled = threading.Event()
        self._guard = threading.Lock()
        self._servers = [_serve(_HubHandler, self), _serve(_CdnHandler, self)]
        self.url, self.cdn_url = (f"http://127.0.0.1:{each.server_port}" for each in self._servers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.closing.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def put(self, name: str, content: bytes | Path, sha256: str = "") -> None:
        """Store a file, or change it; SHA256 saves hashing a large one."""
        if not sha256:
            with io.BytesIO(content) if isinstance(content, bytes) else content.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        self.files[name] = Stored(content, sha256)

    def asked(self, server: str) -> list[Request]:
        """The requests that reached "hub" or "cdn"."""
        return [request for request in self.requests if request.server == server]

    def count(self, length: int) -> None:
        with self._guard:
            self.sent += length


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    hub: LoopbackHub

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is what these tests are about."""


def _serve(handler: type[BaseHTTPRequestHandler], hub: LoopbackHub) -> _Server:
    server = _Server(("127.0.0.1", 0), handler)
    server.hub = hub
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    return server


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    name = ""

    @property
    def hub(self) -> LoopbackHub:
        assert isinstance(self.server, _Server)
        return self.server.hub

    def log_message(self, *_: object) -> None:
        """Silence."""

    def note(self) -> Request:
        headers = {key.lower(): value for key, value in self.headers.items()}
        request = Request(self.name, self.command, self.path, headers)
        self.hub.requests.append(request)
        return request

    def reply(self, request: Request, status: int, headers: Mapping[str, str], body: bytes) -> None:
        request.status = status
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def stall(self) -> None:
        self.hub.stalled.set()
        self.hub.closing.wait()
        self.close_connection = True

    def fail(self, request: Request, fault: Fault) -> None:
        headers = {"X-Error-Code": fault.code, "X-Error-Message": "scripted"} if fault.code else {}
        if fault.retry_after:
            headers["Retry-After"] = fault.retry_after
        self.reply(request, fault.status, headers, fault.body)


class _HubHandler(_Handler):
    name = "hub"

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        request = self.note()
        parts = urlsplit(self.path)
        path, query = unquote(parts.path), parse_qs(parts.query)
        if self.hub.facts_faults:
            fault = self.hub.facts_faults.popleft()
            if fault.stall:
                self.stall()
                return
            self.fail(request, fault)
        elif self.hub.token and self.headers.get("Authorization") != f"Bearer {self.hub.token}":
            self.fail(request, Fault(status=401, code="GatedRepo"))
        elif path == "/api/models":
            self.json(request, [{"id": self.hub.repository, "downloads": 5, "likes": 2}])
        elif match := re.fullmatch(r"/api/models/([^/]+/[^/]+)(?:/revision/([^/]+))?", path):
            self.repository(request, match[1], with_files="blobs" in query)
        elif match := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
            self.resolve(request, match[1], match[3])
        else:
            self.fail(request, Fault(status=404, code="RepoNotFound"))

    def repository(self, request: Request, name: str, *, with_files: bool) -> None:
        if name != self.hub.repository:
            self.fail(request, Fault(status=404, code="RepoNotFound"))
            return
        siblings: list[dict[str, object]] = [{"rfilename": "README.md", "size": 5}]
        for file, stored in self.hub.files.items():
            lfs = {"sha256": stored.sha256, "size": stored.size, "pointerSize": 134}
            siblings.append({"rfilename": file, "size": stored.size, "lfs": lfs})
        self.json(
            request,
            {
                "id": self.hub.repository,
                "sha": self.hub.commit,
                "private": False,
                "gated": False,
                "tags": ["gguf"],
                "cardData": {"license": "apache-2.0"},
                "siblings": siblings if with_files else [],
            },
        )

    def resolve(self, request: Request, repository: str, file: str) -> None:
        if repository != self.hub.repository:
            self.fail(request, Fault(status=404, code="RepoNotFound"))
            return
        if file not in self.hub.files:
            self.fail(request, Fault(status=404, code="EntryNotFound"))
            return
        stored = self.hub.files[file]
        headers = {
            "X-Repo-Commit": self.hub.commit,
            "X-Linked-Etag": f'"{stored.sha256}"',
            "X-Linked-Size": str(stored.size),
            "ETag": f'"{stored.sha256[:32]}"',
            "Accept-Ranges": "bytes",
            "Location": f"{self.hub.cdn_url}/{file}?signature={len(self.hub.requests)}",
        }
        if self.hub.xet:
            route = (
                f"{self.hub.url}/api/models/{self.hub.repository}/xet-read-token/{self.hub.commit}"
            )
            headers |= {"X-Xet-Hash": "c" * 64, "X-Xet-Refresh-Route": route}
        self.reply(request, 302, headers, b"")

    def json(self, request: Request, content: object) -> None:
        body = json.dumps(content).encode()
        self.reply(request, 200, {"Content-Type": "application/json"}, body)


class _CdnHandler(_Handler):
    name = "cdn"

    def do_GET(self) -> None:
        request = self.note()
        faults = self.hub.bytes_faults
        fault = faults.popleft() if faults else Fault()
        stored = self.hub.files[unquote(urlsplit(self.path).path).lstrip("/")]
        if fault.stall:
            self.stall()
        elif fault.redirect:
            self.reply(request, 302, {"Location": fault.redirect}, b"")
        elif fault.status:
            self.fail(request, fault)
        else:
            self.give(request, stored, fault)

    def give(self, request: Request, stored: Stored, fault: Fault) -> None:
        start, end = self.wanted(stored, fault)
        if start >= stored.size and request.headers.get("range"):
            self.reply(request, 416, {"Content-Range": f"bytes */{stored.size}"}, b"")
            return
        partial = "range" in request.headers and not fault.ignore_range
        request.status = 206 if partial else 200
        self.send_response(request.status)
        if partial:
            own = f"bytes {start}-{end - 1}/{stored.size}"
            self.send_header("Content-Range", fault.content_range or own)
        if fault.end_after is None:
            self.send_header("Content-Length", str(end - start))
        else:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        try:
            if isinstance(stored.content, Path):
                self.send_file(stored.content, start, end)
            else:
                self.send_body(stored.content, start, end, fault)
        except OSError:
            self.close_connection = True

    def send_file(self, path: Path, start: int, end: int) -> None:
        """At the system's own speed, without faults: for large files and measurements."""
        with path.open("rb") as file:
            self.connection.sendfile(file, start, end - start)
        self.hub.count(end - start)

    def wanted(self, stored: Stored, fault: Fault) -> tuple[int, int]:
        match = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not match or fault.ignore_range:
            return 0, stored.size
        return int(match[1]), int(match[2]) + 1 if match[2] else stored.size

    def send_body(self, content: bytes, start: int, end: int, fault: Fault) -> None:
        # without large buffers in between, what was sent is what has about arrived
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, PIECE)
        limit = end if fault.end_after is None else min(end, start + fault.end_after)
        place, begun = start, time.monotonic()
        while place < limit:
            piece = bytearray(content[place : min(place + PIECE, limit)])
            if fault.cut_after is not None and place - start + len(piece) > fault.cut_after:
                self.wfile.flush()
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if fault.flip_at is not None and place <= fault.flip_at < place + len(piece):
                piece[fault.flip_at - place] ^= 1
            self.wfile.write(piece)
            self.hub.count(len(piece))
            place += len(piece)
            if self.hub.rate:
                due = begun + (place - start) / self.hub.rate
                self.hub.closing.wait(max(0.0, due - time.monotonic()))


def main(path: Path) -> None:
    """Serve one file until standard input ends; prints the address."""
    with LoopbackHub({path.name: path}) as hub:
        print(hub.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
