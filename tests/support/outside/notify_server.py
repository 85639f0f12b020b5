"""GOV.UK Notify as its documents describe it. It sends whatever it is asked to, as often as it is asked."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import jwt

from tests.support.outside.local_server import Answer, LocalServer

SERVICE, SECRET = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
KEY = f"tests-{SERVICE}-{SECRET}"
TEMPLATE = str(uuid.UUID(int=3))


class NotifyServer(LocalServer):
    """Keeps what it sent: `sent` in order."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[dict[str, Any]] = []
        self.status = "sending"

    def answer(self, method: str, path: str, query: Mapping[str, str], body: dict[str, Any]) -> Answer:
        token = self.headers[-1].get("authorization", "").removeprefix("Bearer ")
        assert jwt.decode(token, SECRET, algorithms=["HS256"])["iss"] == SERVICE
        if method == "GET":
            found = [each for each in self.sent if each["reference"] == query.get("reference")]
            return 200, {"notifications": found, "links": {"current": path}}
        if body.get("template_id") != TEMPLATE:
            return 400, {"status_code": 400, "errors": [{"error": "BadRequestError", "message": "Template not found"}]}
        made = {
            "id": str(uuid.uuid4()),
            "reference": body.get("reference"),
            "status": self.status,
            "type": path.rpartition("/")[2],
            "to": body.get("email_address") or body.get("phone_number"),
            "personalisation": body.get("personalisation"),
        }
        self.sent.append(made)
        return 201, {name: made[name] for name in ("id", "reference")} | {"content": {"body": "x"}}
