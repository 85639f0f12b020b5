"""The pay page without JavaScript, the way back, and the webhook of GOV.UK Pay."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from api.db.tables.payments import PaymentState
from api.kernel import errors
from api.kernel.errors import RendersPages
from api.outside.payments.routes import router, webhook_router
from api.outside.payments.service import Payments
from api.outside.payments.watch import PaymentWatch
from api.settings import Settings
from api.web.pages import Pages
from tests.support.outside.pay_server import WEBHOOK_SECRET, signature
from tests.support.outside.till import SITE, Till
from tests.support.staff.desk import pages

OURS = {"Origin": SITE}


@dataclass
class PaySite:
    """The pay pages of a site, and somebody's browser."""

    till: Till
    http: httpx.AsyncClient
    app: FastAPI

    async def webhook(self, body: bytes, signed: str | None = None) -> httpx.Response:
        headers = {"Pay-Signature": signature(body) if signed is None else signed, "Content-Type": "application/json"}
        return await self.http.post("/api/v1/payments/webhook", content=body, headers=headers)


@pytest.fixture
async def site(till: Till) -> AsyncIterator[PaySite]:
    """The pay pages."""
    app = FastAPI()
    errors.install(app)
    app.include_router(router)
    app.include_router(webhook_router)
    secret = SecretStr(WEBHOOK_SECRET)
    app.state.parts = {
        Settings: Settings(_env_file=None, public_url=SITE, pay_webhook_secret=secret),
        Pages: pages(),
        RendersPages: pages(),
        Payments: till.payments,
        PaymentWatch: till.watch,
    }
    browser = httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url=SITE,
        headers={"Accept": "text/html", "Sec-Fetch-Site": "same-origin"},
    )
    async with browser:
        yield PaySite(till, browser, app)


@pytest.fixture
def embedded(till: Till) -> None:
    """Payments are for demonstration."""
    object.__setattr__(till.payments, "current", "demonstration")


@pytest.mark.usefixtures("embedded")
async def test_the_embedded_page_says_what_it_is_and_asks_for_no_card(site: PaySite) -> None:
    answer = await site.http.get(f"/pay/{await site.till.start('NB-1')}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    text = answer.text
    assert "This is a demonstration. No money is taken" in text
    assert "£33.50" in text and "Bulky waste" in text and "NB-1" in text
    assert re.findall(r"<input", text) == []
    assert "autocomplete" not in text


@pytest.mark.usefixtures("embedded")
@pytest.mark.parametrize(
    ("button", "state", "says"),
    [
        ("pay", PaymentState.PAID, None),
        ("fail", PaymentState.FAILED, "did not go through"),
        ("cancel", PaymentState.CANCELLED, "was cancelled"),
    ],
)
async def test_each_button_ends_the_payment_and_leads_back(
    site: PaySite, button: str, state: PaymentState, says: str | None
) -> None:
    payment_id = await site.till.start("NB-1")
    await site.http.get(f"/pay/{payment_id}")
    for _ in range(2):
        pressed = await site.http.post(f"/pay/{payment_id}", data={"button": button}, headers=OURS)
        assert pressed.headers["location"] == f"/pay/{payment_id}/return"
    back = await site.http.get(f"/pay/{payment_id}/return")
    if says is None:
        assert (back.status_code, back.headers["location"]) == (303, "/bookings/NB-1")
    else:
        assert says in back.text
    assert site.till.heard == [("NB-1", state)]


@pytest.mark.usefixtures("embedded")
async def test_another_sites_form_and_other_buttons_are_refused(site: PaySite) -> None:
    payment_id = await site.till.start("NB-1")
    await site.http.get(f"/pay/{payment_id}")
    foreign = await site.http.post(
        f"/pay/{payment_id}", data={"button": "pay"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert foreign.status_code == 403
    assert (await site.http.post(f"/pay/{payment_id}", data={"button": "win"}, headers=OURS)).status_code == 422
    assert await site.till.payments.state("NB-1") is PaymentState.CREATED


async def test_the_embedded_buttons_do_nothing_to_a_payment_at_govuk_pay(site: PaySite) -> None:
    payment, _ = await site.till.opened("NB-1")
    assert (await site.http.post(f"/pay/{payment.id}", data={"button": "pay"}, headers=OURS)).status_code == 404
    assert await site.till.payments.state("NB-1") is PaymentState.CREATED


async def test_a_link_leads_to_govuk_pay_and_back(site: PaySite) -> None:
    payment_id = await site.till.start("NB-1")
    page = await site.http.get(f"/pay/{payment_id}")
    assert "demonstration" not in page.text
    assert f'href="/pay/{payment_id}/continue"' in page.text
    on = await site.http.get(f"/pay/{payment_id}/continue")
    assert on.headers["location"].startswith("https://pay.example/secure/")
    (provider_id,) = site.till.server.payments
    unfinished = await site.http.get(f"/pay/{payment_id}/return")
    assert "Continue to pay" in unfinished.text
    site.till.server.payer(provider_id, "success")
    back = await site.http.get(f"/pay/{payment_id}/return")
    assert back.headers["location"] == "/bookings/NB-1"
    again = await site.http.get(f"/pay/{payment_id}/continue")
    assert again.headers["location"] == f"/pay/{payment_id}/return"
    assert "You have paid" in (await site.http.get(f"/pay/{payment_id}")).text


async def test_while_govuk_pay_is_down_nobody_is_told_to_pay_again(site: PaySite) -> None:
    payment, provider_id = await site.till.opened("NB-1")
    site.till.server.payer(provider_id, "success")
    site.till.server.faults.append("500")
    answer = await site.http.get(f"/pay/{payment.id}/return")
    assert answer.status_code == 503
    assert "Do not pay again" in answer.text
    assert "Continue to pay" not in answer.text
    other = await site.till.start("NB-2")
    site.till.server.faults.append("drop_before")
    answer = await site.http.get(f"/pay/{other}/continue")
    assert (answer.status_code, "Nothing was taken" in answer.text) == (503, True)


@pytest.mark.parametrize("payment_id", ["x" * 24, "short", "x" * 60, "..%2f..%2fetc"])
async def test_a_payment_that_is_not_there_is_not_found(site: PaySite, payment_id: str) -> None:
    for path in ("", "/continue", "/return"):
        assert (await site.http.get(f"/pay/{payment_id}{path}")).status_code in (404, 422)


async def test_a_webhook_has_pay_asked_and_duplicates_and_late_ones_are_harmless(site: PaySite) -> None:
    payment, provider_id = await site.till.opened("NB-1")
    site.till.server.payer(provider_id, "success")
    for event in ("card_payment_captured", "card_payment_succeeded", "card_payment_succeeded"):
        answer = await site.webhook(site.till.server.message(provider_id, event))
        assert (answer.status_code, answer.content) == (204, b"")
    assert site.till.heard == []  # the message itself is not believed
    await site.till.watch.sweep()
    site.till.forward(days=9)
    await site.webhook(site.till.server.message(provider_id))
    await site.till.watch.sweep()
    assert site.till.heard == [("NB-1", PaymentState.PAID)]
    assert (await site.till.row(payment.id)).ask_at is None


async def test_a_forged_or_changed_webhook_changes_nothing(site: PaySite) -> None:
    _, provider_id = await site.till.opened("NB-1")
    body = site.till.server.message(provider_id)
    for forged in ("", "0" * 64, signature(body, "another secret"), signature(body + b" "), signature(body).upper()):
        answer = await site.webhook(body, forged)
        assert (answer.status_code, answer.json()["code"]) == (401, "not_trusted")
    assert await site.till.watch.sweep() == 0


async def test_a_message_that_says_paid_when_pay_says_otherwise_is_not_believed(site: PaySite) -> None:
    _, provider_id = await site.till.opened("NB-1")
    body = site.till.server.message(provider_id).replace(b'"created"', b'"success"')
    assert (await site.webhook(body)).status_code == 204
    await site.till.watch.sweep()
    assert site.till.heard == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff"])
async def test_a_signed_message_that_is_malformed_is_refused(site: PaySite, body: bytes) -> None:
    answer = await site.webhook(body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


@pytest.mark.parametrize("body", [b"{}", b'{"resource_id": "nobody", "resource_type": "PAYMENT"}'])
async def test_a_message_about_nothing_of_ours_is_taken_and_changes_nothing(site: PaySite, body: bytes) -> None:
    assert (await site.webhook(body)).status_code == 204
    assert await site.till.watch.sweep() == 0
