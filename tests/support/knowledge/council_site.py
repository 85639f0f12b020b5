"""A council's web server on loopback, real HTTP, that says what a test tells it to, faults included."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Headers = dict[str, str]


@dataclass
class Answer:
    """What the server says at a path. `drip` sends one byte each so many seconds."""

    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Headers = field(default_factory=dict)
    etag: str | None = None
    drip: float = 0.0


@dataclass
class CouncilSite:
    """Answers by path and query; `asked` are the paths in order, `heard` the headers of the requests."""

    url: str = ""
    answers: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    heard: list[Headers] = field(default_factory=list)

    def put(self, path: str, body: str | bytes = b"", **more: object) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.answers[path] = Answer(content, **more)  # type: ignore[arg-type]

    def page(self, path: str, title: str, words: str = "<p>Some words for residents.</p>", **more: object) -> None:
        head = f"<title>{title} | Northbridge Council</title>{more.pop('head', '')}"
        self.put(path, f"<html><head>{head}</head><body><main><h1>{title}</h1>{words}</main></body></html>", **more)

    def sitemap(self, *paths: str, at: str = "/sitemap.xml", packed: bool = False) -> None:
        urls = "".join(f"<url><loc>{self.url}{path}</loc><lastmod>2026-09-01</lastmod></url>" for path in paths)
        text = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        content_type = "application/gzip" if packed else "application/xml"
        self.put(at, gzip.compress(text.encode()) if packed else text, content_type=content_type)

    def answer(self, path: str) -> Answer:
        found = self.answers.get(path, Answer(b"<h1>Not here</h1>", status=404))
        return found if isinstance(found, Answer) else found.pop(0) if len(found) > 1 else found[0]


@contextmanager
def serve() -> Iterator[CouncilSite]:
    site = CouncilSite()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    server.daemon_threads = True
    server.handle_error = lambda *words: None  # type: ignore[method-assign]  # clients that hang up are no news
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


def _handler(site: CouncilSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        log_message: Callable[..., None] = staticmethod(lambda *words: None)  # type: ignore[assignment]

        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.heard.append({name.lower(): value for name, value in self.headers.items()})
            answer = site.answer(self.path)
            if answer.etag and self.headers.get("If-None-Match") == answer.etag:
                self.send_response(304)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_response(answer.status)
            headers = {"Content-Type": answer.content_type, "Content-Length": str(len(answer.body)), **answer.headers}
            if answer.etag:
                headers["ETag"] = answer.etag
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self._send(answer)

        def _send(self, answer: Answer) -> None:
            try:
                if not answer.drip:
                    self.wfile.write(answer.body)
                    return
                for place in range(len(answer.body)):
                    self.wfile.write(answer.body[place : place + 1])
                    self.wfile.flush()
                    time.sleep(answer.drip)
            except OSError:
                self.close_connection = True

    return Handler
