"""GOV.UK Pay as its documents describe it: payments with a life, cancelling, refunds guarded by what is available."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from typing import Any

from tests.support.outside.local_server import Answer, LocalServer

KEY = "api_test_key-for-tests"
WEBHOOK_SECRET = "signing-secret-for-tests"
FINISHED = ("success", "failed", "cancelled", "error")


def signature(body: bytes, secret: str = WEBHOOK_SECRET) -> str:
    """What GOV.UK Pay puts into `Pay-Signature`."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class PayServer(LocalServer):
    """Keeps payments by id. `payer` does what a resident does on Pay's own pages."""

    def __init__(self) -> None:
        super().__init__()
        self.payments: dict[str, dict[str, Any]] = {}
        self.keys: set[str] = set()
        self.refunds: list[tuple[str, int]] = []

    def payer(self, payment_id: str, ends: str, code: str | None = None) -> bool:
        """Ends a payment, if it is still open; whether it was."""
        payment = self.payments[payment_id]
        if payment["status"] in FINISHED:
            return False
        payment["status"], payment["code"] = ends, code
        return True

    def charged(self, reference: str) -> int:
        """Pence taken for a booking, in all."""
        return sum(
            each["amount"] for each in self.payments.values()
            if each["reference"] == reference and each["status"] == "success"
        )  # fmt: skip

    def message(self, payment_id: str, event: str = "card_payment_succeeded") -> bytes:
        """A webhook message."""
        payment = self._shown(self.payments[payment_id])
        told = {
            "webhook_message_id": uuid.uuid4().hex,
            "api_version": 1,
            "created_date": "2026-06-01T12:00:00.000Z",
            "resource_id": payment_id,
            "resource_type": "payment",
            "event_type": event,
            "resource": payment,
        }
        return json.dumps(told).encode()

    def answer(self, method: str, path: str, query: Mapping[str, str], body: dict[str, Any]) -> Answer:
        assert self.headers[-1]["authorization"] == f"Bearer {KEY}"
        parts = path.removeprefix("/v1/payments").strip("/").split("/")
        if parts == [""]:
            return self._create(body) if method == "POST" else self._search(query)
        payment = self.payments.get(parts[0])
        if payment is None:
            return 404, {"code": "P0200", "description": "Not found"}
        if parts[1:] == ["cancel"]:
            return (204, None) if self.payer(parts[0], "cancelled", "P0040") else (400, {"code": "P0501"})
        if parts[1:] == ["refunds"]:
            return self._refund(payment, body)
        return 200, self._shown(payment)

    def _create(self, body: dict[str, Any]) -> Answer:
        key = self.headers[-1].get("idempotency-key", "")
        assert key
        if key in self.keys:
            return 409, {"code": "P0191", "description": "The `Idempotency-Key` was used before"}
        assert {"amount", "reference", "description", "return_url"} <= set(body)
        self.keys.add(key)
        made = {**body, "id": uuid.uuid4().hex[:26], "status": "created", "code": None, "refunded": 0}
        self.payments[made["id"]] = made
        return 201, self._shown(made)

    def _search(self, query: Mapping[str, str]) -> Answer:
        found = [each for each in self.payments.values() if each["reference"] == query.get("reference")]
        return 200, {"total": len(found), "count": len(found), "page": 1, "results": [self._shown(p) for p in found]}

    def _refund(self, payment: dict[str, Any], body: dict[str, Any]) -> Answer:
        available = payment["amount"] - payment["refunded"]
        if body["refund_amount_available"] != available:
            return 412, {"code": "P0604", "description": "Refund amount available mismatch"}
        if payment["status"] != "success" or not 0 < body["amount"] <= available:
            return 400, {"code": "P0603", "description": "Not refundable"}
        payment["refunded"] += body["amount"]
        self.refunds.append((payment["id"], body["amount"]))
        return 202, {"refund_id": uuid.uuid4().hex[:26], "amount": body["amount"], "status": "submitted"}

    def _shown(self, payment: dict[str, Any]) -> dict[str, Any]:
        left, open_ = payment["amount"] - payment["refunded"], payment["status"] not in FINISHED
        state = {"status": payment["status"], "finished": not open_}
        if payment["code"]:
            state |= {"code": payment["code"], "message": "x"}
        refundable = "available" if payment["status"] == "success" and left else "full" if not left else "pending"
        link = {"next_url": {"href": f"https://pay.example/secure/{uuid.uuid4()}", "method": "GET"}} if open_ else {}
        return {
            "payment_id": payment["id"],
            "amount": payment["amount"],
            "reference": payment["reference"],
            "description": payment["description"],
            "metadata": payment["metadata"],
            "state": state,
            "refund_summary": {"status": refundable, "amount_available": left, "amount_submitted": payment["refunded"]},
            "_links": link,
        }
