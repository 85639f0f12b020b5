"""Another system beside the desk: it asks with tokens, and listens at an address on loopback."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from api.casework.integrations.admin_routes import router as integration_routes
from api.casework.integrations.case_interface import CaseInterface
from api.casework.integrations.routes import router as outside_routes
from api.casework.integrations.tokens import NewToken, Tokens, TokenScope
from api.casework.integrations.webhook_delivery import WebhookDelivery
from api.casework.integrations.webhooks import Webhooks
from api.db.session import Database
from api.kernel.permissions import Member
from api.settings import Role
from api.vault.keys import Key
from api.vault.secrets import Secrets
from tests.support.staff.desk import SITE, Desk, council

HERE = frozenset({"127.0.0.1"})
ADMIN = Member(0, "admin-of-tests", "Admin", Role.ADMIN)


@dataclass
class Crm:
    """Tokens, webhooks and the interface, on a desk's database."""

    database_url: str
    inside: frozenset[str] = HERE

    def __post_init__(self) -> None:
        self.desk = Desk(self.database_url)
        database, clock = self.desk.database, self.desk.clock
        self.tokens = Tokens(database, council().teams, clock)
        self.webhooks = Webhooks(database, Secrets(Key.new()), WebhookDelivery(self.inside), clock)
        parts = self.desk.app.state.parts
        parts |= {Tokens: self.tokens, Webhooks: self.webhooks, Database: database}
        parts[CaseInterface] = CaseInterface(database, self.desk.redactor, clock)
        for router in (integration_routes, outside_routes):
            self.desk.app.include_router(router)

    def seconds(self) -> float:
        """The desk's clock, for limits."""
        return self.desk.clock().timestamp()

    async def token(self, *scopes: TokenScope, teams: tuple[str, ...] = (), days: int = 30) -> str:
        """A new token; without scopes, one for everything."""
        name = f"crm-{secrets.token_hex(3)}"
        return await self.tokens.create(ADMIN, NewToken(name, scopes or tuple(TokenScope), teams, days))

    async def ask(self, method: str, path: str, token: str | None, **more: Any) -> httpx.Response:
        """A request of the other system."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.desk.app), base_url=SITE) as client:
            return await client.request(method, f"/api/v1{path}", headers=headers, **more)


@dataclass
class Listener:
    """What a webhook's address took: headers and bodies. `answers` are statuses to give, 200 afterwards."""

    answers: list[int] = field(default_factory=list)
    taken: list[tuple[dict[str, str], str]] = field(default_factory=list)
    url: str = ""


@contextmanager
def listening() -> Iterator[Listener]:
    """An HTTP server on loopback."""
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            listener.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status = listener.answers.pop(0) if listener.answers else 200
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.url = f"http://127.0.0.1:{server.server_port}/reeve"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
