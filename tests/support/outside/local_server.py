"""A real HTTP server on this machine that stands in for an outside service, and can fail in every way that they do."""

from __future__ import annotations

import json
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

# Faults, one for each request in turn. "ok" is none.
BEFORE = ("drop_before", "500", "429", "403")  # nothing was done
AFTER = ("drop_after", "500_after", "garbage", "slow")  # it was done, and the caller does not hear of it

Answer = tuple[int, Any]


class LocalServer(ABC):
    """Serves `answer` on a free port. `faults` are used up one by one; `seen` holds every request's method and path."""

    def __init__(self) -> None:
        self.faults: deque[str] = deque()
        self.seen: list[tuple[str, str]] = []
        self.headers: list[Mapping[str, str]] = []
        self.bodies: list[dict[str, Any]] = []
        self._given_up = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @abstractmethod
    def answer(self, method: str, path: str, query: Mapping[str, str], body: dict[str, Any]) -> Answer:
        """What the service does, and what it says: a status and a JSON value."""

    def close(self) -> None:
        self._given_up.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        ours = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                ours._serve(self, "GET")

            def do_POST(self) -> None:
                ours._serve(self, "POST")

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        return Handler

    def _serve(self, request: BaseHTTPRequestHandler, method: str) -> None:
        length = int(request.headers.get("content-length") or 0)
        raw = request.rfile.read(length)
        parts = urlsplit(request.path)
        with self._lock:
            body = json.loads(raw) if raw else {}
            self.seen.append((method, parts.path))
            self.headers.append({name.lower(): value for name, value in request.headers.items()})
            self.bodies.append(body)
            fault = self.faults.popleft() if self.faults else "ok"
            status, told = 0, {}
            if fault not in BEFORE:
                status, told = self.answer(method, parts.path, dict(parse_qsl(parts.query)), body)
        self._tell(request, fault, status, told)

    def _tell(self, request: BaseHTTPRequestHandler, fault: str, status: int, told: Any) -> None:
        if fault == "slow":
            self._given_up.wait(5)
        if fault in ("drop_before", "drop_after", "slow"):
            request.close_connection = True
            return
        content = json.dumps(told).encode() if told is not None else b""
        extra = {}
        match fault:
            case "429":
                status, content, extra = 429, b'{"code": "P0900"}', {"Retry-After": "7"}
            case "403":
                status, content = 403, b'{"status_code": 403, "errors": [{"error": "AuthError", "message": "x"}]}'
            case "500" | "500_after":
                status, content = 500, b"oh dear"
            case "garbage":
                content = b"<html>surprise</html>"
        request.send_response(status)
        for name, value in {"Content-Length": str(len(content)), "Content-Type": "application/json", **extra}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content)
