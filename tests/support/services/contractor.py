"""A contractor's GeoReport server on a real socket, with the faults that such servers have."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "boom">]><service_requests><request>&b;</request></service_requests>'
)


@dataclass
class Contractor:
    """What the server knows. `faults` are used up one a request: see `Handler`."""

    faults: list[str] = field(default_factory=list)
    posts: list[dict[str, str]] = field(default_factory=list)
    taken: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    gives_tokens: bool = False
    lists: bool = True
    url: str = ""

    def take(self, form: dict[str, str]) -> str:
        outside_id = str(1000 + len(self.taken))
        self.taken[outside_id] = {**form, "status": "open", "updated": "2026-11-22T10:00:00Z"}
        return outside_id

    def close(self, outside_id: str, updated: str, status: str = "closed") -> None:
        self.taken[outside_id] |= {"status": status, "updated": updated}


class Handler(BaseHTTPRequestHandler):
    """Faults: a status; `drop` (takes it, then hangs up), `lost` (hangs up at once), `slow`, `garbage`, `bomb`."""

    contractor: Contractor

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", "0"))
        form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        self.contractor.posts.append(form)
        if self._fault(lambda: self.contractor.take(form)):
            return None
        outside_id = self.contractor.take(form)
        if self.contractor.gives_tokens:
            token = f"t-{outside_id}"
            self.contractor.tokens[token] = ""
            return self._answer(f"<request><token>{token}</token></request>", 201)
        self._answer(f"<request><service_request_id>{outside_id}</service_request_id></request>", 201)

    def do_GET(self) -> None:
        if self._fault(lambda: None):
            return None
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        if "/tokens/" in address.path:
            token = address.path.rsplit("/", 1)[1].removesuffix(".xml")
            found = self.contractor.tokens.get(token, "")
            return self._answer(f"<request><service_request_id>{found}</service_request_id></request>")
        wanted = query.get("service_request_id", "").split(",") if "service_request_id" in query else None
        shown = self.contractor.taken.items() if self.contractor.lists or wanted else ()
        self._answer("".join(_request(id_, each) for id_, each in shown if wanted is None or id_ in wanted))

    def _fault(self, take: object) -> bool:
        fault = self.contractor.faults.pop(0) if self.contractor.faults else ""
        if fault in ("drop", "500 after"):
            take()  # type: ignore[operator]
        if fault in ("drop", "lost"):
            self.close_connection = True
            self.connection.close()
        elif fault == "slow":
            take()  # type: ignore[operator]
            time.sleep(0.6)
            self.close_connection = True
        elif fault == "garbage":
            take()  # type: ignore[operator]
            self._send(200, "<html>Welcome to our city")
        elif fault == "bomb":
            self._send(200, BOMB)
        elif fault == "huge":
            self._send(200, "<a>" + " " * 5_000_000 + "</a>")
        elif fault:
            self._send(int(fault.split()[0]), "<errors/>")
        return bool(fault)

    def _answer(self, requests: str, status: int = 200) -> None:
        self._send(status, f'<?xml version="1.0" encoding="utf-8"?><service_requests>{requests}</service_requests>')

    def _send(self, status: int, content: str) -> None:
        body = content.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if status == 429:
            self.send_header("Retry-After", "3600")
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def _request(outside_id: str, each: dict[str, str]) -> str:
    return (
        f"<request><service_request_id>{outside_id}</service_request_id><status>{each['status']}</status>"
        f"<description>{escape(each.get('description', ''))}</description>"
        f"<updated_datetime>{each['updated']}</updated_datetime></request>"
    )


class Quiet(ThreadingHTTPServer):
    """A connection that we cut off ourselves is no news."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing."""


@contextmanager
def working_contractor() -> Iterator[Contractor]:
    """The server on a free port."""
    contractor = Contractor()
    server = Quiet(("127.0.0.1", 0), type("Bound", (Handler,), {"contractor": contractor}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    contractor.url = f"http://127.0.0.1:{server.server_address[1]}/open311/v2"
    yield contractor
    server.shutdown()
    server.server_close()
    thread.join()
