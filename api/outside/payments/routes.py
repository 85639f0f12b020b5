"""The pay page, the way back from the provider, and where GOV.UK Pay tells that something happened."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import RedirectResponse, Response

from api.db.tables.payments import Payment, PaymentState
from api.kernel.errors import BadRequest, Conflict, NotFound, problems
from api.kernel.outside_faults import Fault
from api.kernel.parts import parts_of
from api.outside.payments.demonstration import Demonstration
from api.outside.payments.govuk_pay import GovukPay, about, signed
from api.outside.payments.service import Payments
from api.outside.payments.watch import PaymentWatch
from api.outside.trust import NotTrusted
from api.outside.wording import say
from api.settings import Settings
from api.web import csrf
from api.web.pages import Pages

FORM_BYTES = 4096
BUTTONS = {"pay": PaymentState.PAID, "fail": PaymentState.FAILED, "cancel": PaymentState.CANCELLED}

router = APIRouter(prefix="/pay", include_in_schema=False, max_body_size=FORM_BYTES)
webhook_router = APIRouter(prefix="/api/v1/payments", tags=["Outside services"])

PaymentId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{10,40}$")]


def _payments(request: Request) -> Payments:
    payments: Payments = parts_of(request)[Payments]
    return payments


@router.get("/{payment_id}")
async def pay_page(request: Request, payment_id: PaymentId) -> Response:
    """What is to be paid, and the way to do it; the embedded page has its buttons here."""
    payments = _payments(request)
    payment = await payments.payment(payment_id)
    problem = None
    if payment.provider == Demonstration.name and payment.state == PaymentState.CREATED:
        try:
            await payments.way_to_pay(payment_id)
        except (Fault, Conflict):
            problem = say("payments.cannot_open")
        payment = await payments.payment(payment_id)
    return _page(request, payment, problem)


@router.post("/{payment_id}")
async def press(request: Request, payment_id: PaymentId, button: Annotated[str, Form(max_length=10)] = "") -> Response:
    """A button of the embedded page."""
    csrf.check_source(request, parts_of(request)[Settings].public_url)
    payments = _payments(request)
    payment = await payments.payment(payment_id)
    demonstration = payments.providers.get(Demonstration.name)
    if payment.provider != Demonstration.name or not isinstance(demonstration, Demonstration):
        raise NotFound()
    if button not in BUTTONS:
        raise BadRequest(say("payments.button"))
    await demonstration.press(payment.provider_id or "", BUTTONS[button])
    return _private(RedirectResponse(f"/pay/{payment_id}/return", HTTPStatus.SEE_OTHER))


@router.get("/{payment_id}/continue")
async def go_to_provider(request: Request, payment_id: PaymentId) -> Response:
    """On to the provider's own pages. A link and no form: a form may not lead to another site here."""
    payments = _payments(request)
    payment = await payments.payment(payment_id)
    try:
        address = await payments.way_to_pay(payment_id)
    except Conflict as conflict:
        return _page(request, payment, conflict.detail)
    except Fault:
        return _page(request, payment, say("payments.cannot_open"))
    return _private(RedirectResponse(address or f"/pay/{payment_id}/return", HTTPStatus.SEE_OTHER))


@router.get("/{payment_id}/return")
async def come_back(request: Request, payment_id: PaymentId) -> Response:
    """Back from the provider, which is asked what happened: what the browser says counts for nothing."""
    payments = _payments(request)
    problem = None
    try:
        state = await payments.ask(payment_id)
    except Fault:
        state, problem = None, say("payments.cannot_ask")
    payment = await payments.payment(payment_id)
    if state is PaymentState.PAID:
        return _private(RedirectResponse(payment.return_path, HTTPStatus.SEE_OTHER))
    return _page(request, payment, problem)


@webhook_router.post(
    "/webhook", status_code=204, summary="Take a webhook message of GOV.UK Pay", responses=problems(401, 422, 503)
)
async def take_webhook(request: Request) -> None:
    """Has GOV.UK Pay asked about the payment, soon. Messages may come late, twice and in any order.

    The message is signed: `Pay-Signature`, https://docs.payments.service.gov.uk/webhooks/.
    """
    body, secret = await request.body(), parts_of(request)[Settings].pay_webhook_secret
    if secret is None or not signed(body, request.headers.get("pay-signature", ""), secret):
        raise NotTrusted()
    provider_id = about(_message(body))
    if provider_id is not None:
        watch: PaymentWatch = parts_of(request)[PaymentWatch]
        await watch.announced(GovukPay.name, provider_id)


def _message(body: bytes) -> dict[str, Any]:
    try:
        message = json.loads(body)
    except ValueError:
        raise BadRequest(say("payments.not_json")) from None
    if not isinstance(message, dict):
        raise BadRequest(say("payments.not_an_object"))
    return message


def _page(request: Request, payment: Payment, problem: str | None) -> Response:
    pages: Pages = parts_of(request)[Pages]
    shown: dict[str, Any] = {
        "payment": payment,
        "price": f"£{payment.pence / 100:,.2f}",
        "state": payment.state,
        "demonstration": payment.provider == Demonstration.name,
        "problem": problem,
    }
    return _private(pages.render(request, "pay.html", 200 if problem is None else 503, **shown))


def _private(response: Response) -> Response:
    """Browsers and search engines keep nothing of it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
