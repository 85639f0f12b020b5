"""GOV.UK Pay, version 1 of its API.

Formats: https://docs.payments.service.gov.uk/api_reference/ : `POST /v1/payments` (create), `GET /v1/payments/{id}`
(strongly consistent), `POST /v1/payments/{id}/cancel`, `POST /v1/payments/{id}/refunds` with `amount` and
`refund_amount_available`, the meaning of `state.status`, and error codes such as P0191 (an `Idempotency-Key` that was
used before) and 412 (another amount can be refunded than was said). An address to pay at is good for one visit: asking
for the payment gives a fresh one.

What is sent: the amount, the booking's reference, the description, the address to come back to, and our own id of the
payment. Nothing of the resident: they give their card and e-mail address to GOV.UK Pay alone.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from pydantic import SecretStr

from api.db.tables.payments import PaymentState
from api.kernel.outside_faults import Later, Refused
from api.outside.http import ServiceClient
from api.outside.payments.provider import Bill, ProviderPayment, Refunded

STATES: Mapping[str, PaymentState] = {
    "created": PaymentState.CREATED,
    "started": PaymentState.CREATED,
    "submitted": PaymentState.CREATED,
    "capturable": PaymentState.CREATED,
    "success": PaymentState.PAID,
    "failed": PaymentState.FAILED,
    "error": PaymentState.FAILED,
    "cancelled": PaymentState.CANCELLED,
}
CANCELLED_BY_THE_PAYER = "P0030"
USED_BEFORE = "P0191"


@dataclass(frozen=True)
class GovukPay:
    """A payment provider over GOV.UK Pay."""

    caller: ServiceClient
    name = "govuk_pay"

    async def open(self, bill: Bill, return_address: str) -> ProviderPayment:
        """Creates the payment. The key makes Pay refuse a second one for the same bill; then the first is looked up."""
        body = {
            "amount": bill.pence,
            "reference": bill.reference,
            "description": bill.description,
            "return_url": return_address,
            "metadata": {"payment": bill.id},
        }
        key = hashlib.sha256(bill.id.encode()).hexdigest()[:32]
        try:
            return _found(await self.caller.post("/v1/payments", body, {"Idempotency-Key": key}))
        except Refused as refused:
            if refused.reason != USED_BEFORE:
                raise
        return await self._opened_before(bill)

    async def _opened_before(self, bill: Bill) -> ProviderPayment:
        answer = await self.caller.get("/v1/payments", {"reference": bill.reference})
        results = answer.get("results")
        for result in results if isinstance(results, list) else []:
            metadata = result.get("metadata") if isinstance(result, dict) else None
            if isinstance(metadata, dict) and metadata.get("payment") == bill.id:
                return await self.ask(_found(result).provider_id)
        raise Later("not_listed_yet")  # the list is only consistent in the end

    async def ask(self, provider_id: str) -> ProviderPayment:
        """The payment as GOV.UK Pay has it."""
        return _found(await self.caller.get(_path(provider_id)))

    async def cancel(self, provider_id: str) -> None:
        """Cancels it at Pay, so that nobody can pay it any more."""
        await self.caller.post(f"{_path(provider_id)}/cancel")

    async def refund(self, provider_id: str, pence: int, refundable: int) -> Refunded:
        """Asks Pay to give it back. `refund_amount_available` guards against asking twice."""
        body = {"amount": pence, "refund_amount_available": refundable}
        answer = await self.caller.post(f"{_path(provider_id)}/refunds", body)
        return Refunded(str(answer.get("refund_id", ""))[:60], failed=answer.get("status") == "error")


def signed(body: bytes, signature: str, secret: SecretStr) -> bool:
    """Whether GOV.UK Pay signed this webhook message: the header `Pay-Signature` is the HMAC-SHA256 of the body under
    the webhook's signing secret, in lower-case hexadecimal (https://docs.payments.service.gov.uk/webhooks/)."""
    expected = hmac.new(secret.get_secret_value().encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode())


def about(message: Mapping[str, Any]) -> str | None:
    """Which payment a webhook message is about. What else it says is not believed: Pay is asked."""
    resource = message.get("resource")
    inside = resource.get("payment_id") if isinstance(resource, dict) else None
    found = message.get("resource_id") if str(message.get("resource_type")).upper() == "PAYMENT" else inside
    return found if isinstance(found, str) and 0 < len(found) <= 60 else None


def _path(provider_id: str) -> str:
    return f"/v1/payments/{quote(provider_id, safe='')}"


def _found(answer: Mapping[str, Any]) -> ProviderPayment:
    """The payment in Pay's words. Raises Later when they are not what the documents say."""
    try:
        state, payment_id, pence = answer["state"], answer["payment_id"], answer["amount"]
        status = STATES[state["status"]]
        code = state.get("code")
        refunds = answer.get("refund_summary") or {}
        next_url = (answer.get("_links") or {}).get("next_url") or {}
        address, left = next_url.get("href"), refunds.get("amount_available")
        available = refunds.get("status") == "available"
    except (KeyError, TypeError, AttributeError):
        raise Later("unreadable_answer", doubtful=True) from None
    if not isinstance(payment_id, str) or type(pence) is not int or not 0 < len(payment_id) <= 60:
        raise Later("unreadable_answer", doubtful=True)
    if status is PaymentState.FAILED and code == CANCELLED_BY_THE_PAYER:
        status = PaymentState.CANCELLED
    return ProviderPayment(
        provider_id=payment_id,
        state=status,
        pence=pence,
        address=address if isinstance(address, str) and status is PaymentState.CREATED else None,
        refundable=left if available and type(left) is int else None,
        reason=code[:20] if isinstance(code, str) else None,
    )
