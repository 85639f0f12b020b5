"""Webhooks: told of what happens, signed, tried again, and given up where somebody sees it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import procrastinate
import pytest
from sqlalchemy import delete

from api.casework.integrations.webhook_delivery import DeliveryRefused, WebhookDelivery, check_address, signature
from api.casework.integrations.webhook_jobs import DeliveryRetries, webhook_jobs
from api.casework.integrations.webhooks import MOST_ATTEMPTS, Event
from api.db.tables.integrations import Delivery, OutboxEvent, Webhook
from api.kernel.form_problems import FormProblem
from api.kernel.job_queue import make_queue
from api.settings import Role
from tests.support.casework.crm import ADMIN, Crm, Listener, listening
from tests.support.staff.desk import NAME, PHONE


@pytest.fixture
def listener() -> Iterator[Listener]:
    """The other system."""
    with listening() as made:
        yield made


@pytest.fixture
async def empty(crm: Crm) -> AsyncIterator[Crm]:
    """No webhooks from other tests, and none afterwards."""
    for _ in range(2):
        async with crm.desk.database.transaction() as session:
            for table in (Delivery, OutboxEvent, Webhook):
                await session.execute(delete(table))
        if _ == 0:
            yield crm


async def work(crm: Crm) -> None:
    """A worker does what is waiting, and does not wait between attempts."""
    queue = make_queue(crm.database_url, webhook_jobs(crm.webhooks, first_wait=timedelta()))
    await crm.webhooks.collect()
    async with queue.open_async():
        await queue.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)


async def test_what_happens_to_a_case_is_told_signed_and_without_personal_data(empty: Crm, listener: Listener) -> None:
    secret = await empty.webhooks.create(ADMIN, "CRM", listener.url, tuple(Event))
    reference = await empty.desk.case(said=f"I am {NAME}, call {PHONE}")
    browser = await empty.desk.signed_in()
    await browser.post(f"/staff/cases/{reference}/claim")
    await browser.post(f"/staff/cases/{reference}/close")
    await empty.desk.close_chat((await empty.desk.stored(reference))[1].id)
    await work(empty)
    told = [json.loads(body) for _, body in listener.taken]
    assert sorted(each["event"] for each in told) == sorted(Event)
    opened = next(each for each in told if each["event"] == "case.opened")
    assert opened["data"] | {"conversation": ""} == {
        "reference": reference,
        "conversation": "",
        "team": "waste",
        "service": "missed-bin",
        "kind": "routed",
        "priority": "normal",
        "status": "open",
    }
    for headers, body in listener.taken:
        assert NAME not in body and PHONE not in body and "PERSON" not in body and "bin was" not in body
        at, made = (part.partition("=")[2] for part in headers["reeve-signature"].split(","))
        right = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
        assert hmac.compare_digest(made, right)
        assert headers["reeve-event-id"] == json.loads(body)["id"]
    await work(empty)
    assert len(listener.taken) == 4, "nothing is told twice"


async def test_what_is_not_taken_is_tried_again_with_the_same_words(empty: Crm, listener: Listener) -> None:
    await empty.webhooks.create(ADMIN, "CRM", listener.url, [Event.CASE_OPENED])
    listener.answers = [500, 302, 429]
    await empty.desk.case()
    await work(empty)
    assert len(listener.taken) == 4
    assert len({body for _, body in listener.taken}) == 1
    assert await empty.webhooks.dead() == []


async def test_what_is_given_up_is_on_a_page_and_can_be_sent_again(empty: Crm, listener: Listener) -> None:
    await empty.webhooks.create(ADMIN, "CRM", listener.url, [Event.CASE_OPENED])
    listener.answers = [503] * MOST_ATTEMPTS
    await empty.desk.case()
    await work(empty)
    assert len(listener.taken) == MOST_ATTEMPTS
    ((dead, _),) = await empty.webhooks.dead()
    admin = await empty.desk.signed_in(Role.ADMIN)
    page = await admin.get("/staff/integrations/undelivered")
    assert "It answered with status 503." in page.text and "case.opened" in page.text
    assert (await admin.post(f"/staff/integrations/undelivered/{dead.id}/resend")).status_code == 303
    await work(empty)
    assert len(listener.taken) == MOST_ATTEMPTS + 1 and await empty.webhooks.dead() == []
    assert (await admin.post(f"/staff/integrations/undelivered/{dead.id}/resend")).status_code == 404


async def test_a_rolled_back_deed_is_told_to_nobody(empty: Crm, listener: Listener) -> None:
    await empty.webhooks.create(ADMIN, "CRM", listener.url, tuple(Event))
    reference = await empty.desk.case()
    await work(empty)
    with pytest.raises(RuntimeError):
        async with empty.desk.database.transaction() as session:
            case = (await empty.desk.stored(reference))[0]
            case.status = "closed"
            await session.merge(case)
            await session.flush()
            raise RuntimeError("the deed failed")
    await work(empty)
    assert len(listener.taken) == 1


async def test_without_a_webhook_nothing_is_kept(empty: Crm) -> None:
    await empty.desk.case()
    assert await empty.webhooks.collect() == []


async def test_a_delivery_whose_job_was_lost_is_found_again(empty: Crm, listener: Listener) -> None:
    await empty.webhooks.create(ADMIN, "CRM", listener.url, [Event.CASE_OPENED])
    await empty.desk.case()
    made = await empty.webhooks.collect()
    assert await empty.webhooks.collect() == []
    empty.desk.clock.forward(minutes=6)
    assert await empty.webhooks.collect() == made


async def test_a_removed_webhook_is_told_nothing_more(empty: Crm, listener: Listener) -> None:
    await empty.webhooks.create(ADMIN, "CRM", listener.url, [Event.CASE_OPENED])
    await empty.desk.case()
    (hook,) = await empty.webhooks.listed()
    await empty.webhooks.remove(ADMIN, hook.id)
    await work(empty)
    assert listener.taken == []


@pytest.mark.parametrize(
    "url",
    [
        "http://crm.example.org/",
        "http://127.0.0.2/",
        "http://10.0.5.7/",
        "ftp://crm.example.org",
        "https://",
        "https://user:secret@crm.example.org/",
        "https://[::1",
        "javascript:alert(1)",
        "https://x.example/\n",
        "https://" + "x" * 600,
    ],
)
def test_only_https_is_taken_or_loopback_by_setting(url: str) -> None:
    with pytest.raises(FormProblem):
        check_address(url if url != "https://x.example/\n" else "https://x.exa\nmple/", frozenset({"127.0.0.1"}))


def test_a_webhook_never_leads_into_the_network(listener: Listener) -> None:
    for url in (listener.url, "https://localhost/", "https://169.254.169.254/", "https://[::ffff:10.0.0.1]/"):
        with pytest.raises(DeliveryRefused, match="inside a network"):
            WebhookDelivery().send(url, "secret", "{}", {})
    assert listener.taken == []


def test_a_signature_covers_moment_and_body() -> None:
    made = {signature("s", 1, "{}"), signature("s", 2, "{}"), signature("s", 1, "{ }"), signature("t", 1, "{}")}
    assert len(made) == 4


def test_waits_grow_to_six_hours_and_end() -> None:
    job = procrastinate.jobs.Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=0)
    retry, waits = DeliveryRetries(), []
    for attempts in range(MOST_ATTEMPTS):
        decision = retry.get_retry_decision(exception=DeliveryRefused(), job=job.evolve(attempts=attempts))
        assert decision is not None and decision.retry_at is not None
        waits.append(round((decision.retry_at - datetime.now(UTC)).total_seconds()))
    assert waits == [15, 60, 240, 960, 3840, 15360, 21600, 21600]  # what docs/integrations.md promises
    assert retry.get_retry_decision(exception=DeliveryRefused(), job=job.evolve(attempts=MOST_ATTEMPTS)) is None
    assert retry.get_retry_decision(exception=ValueError(), job=job) is None
