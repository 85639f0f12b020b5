"""The outbox page, the receipts of GOV.UK Notify, and the job that delivers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from api.db.base import now
from api.db.tables.staff import AuditEvent
from api.kernel.job_queue import make_queue
from api.outside.build import make_ports
from api.outside.notices.jobs import notice_jobs
from api.outside.notices.outbox_view import NoticeDesk
from api.outside.notices.receipts import Receipts
from api.outside.notices.routes import router as receipt_routes
from api.outside.notices.staff_routes import router as outbox_routes
from api.outside.payments.refunds import Refunds
from api.settings import Role, Settings
from tests.support.outside.post_room import EMAIL, FACTS, NAME, PHONE, PostRoom
from tests.support.staff.desk import SITE, Desk

TOKEN = "a-token-for-tests-only"


@pytest.fixture
async def desk(database_url: str, room: PostRoom) -> AsyncIterator[Desk]:
    """The staff side of the site, with an outbox; `room` empties it."""
    made = Desk(database_url)
    made.settings = made.settings.model_copy(update={"notify_callback_token": SecretStr(TOKEN)})
    made.app.include_router(outbox_routes)
    made.app.include_router(receipt_routes)
    ports = make_ports(made.settings, made.database, made.vault)
    made.app.state.parts |= {NoticeDesk: ports.notice_desk, Refunds: ports.refunds, Receipts: ports.receipts}
    made.app.state.parts[Settings] = made.settings
    yield made
    await made.database.close()


async def test_staff_see_what_residents_are_told_but_none_of_their_details(room: PostRoom, desk: Desk) -> None:
    await room.embedded().deliver(await room.one())
    page = (await (await desk.signed_in(Role.SUPERVISOR)).get("/staff/outbox")).text
    assert "No notice leaves this site" in page
    assert 'Email to <span class="chip">[email address 1 hidden]</span>' in page
    assert 'Hello <span class="chip">[name 1 hidden]</span>,' in page
    assert "Your booking NB-1: Bulky waste" in page
    assert [value for value in (EMAIL, PHONE, NAME) if value in page] == []


async def test_what_did_not_arrive_is_counted_found_and_sent_again_once(room: PostRoom, desk: Desk) -> None:
    bounced = await room.one()
    await room.delivery.deliver(bounced)
    await room.receipts.take(room.server.sent[0]["id"], str(bounced), "permanent-failure")
    await room.one(reference="NB-2")
    browser = await desk.signed_in(Role.SUPERVISOR)
    page = (await browser.get("/staff/outbox?state=bounced")).text
    assert "bounced (1)" in page
    assert "There is no such address or number." in page
    assert "NB-2" not in page
    for _ in range(2):
        answer = await browser.post(f"/staff/outbox/{bounced}/again")
        assert answer.status_code == 303
    page = (await browser.get(answer.headers["location"])).text
    assert "The notice is queued" in page
    assert "Send again" not in page
    room.at = now()  # the page goes by the real clock; for NB-2 it is too late then
    await room.delivery.sweep()
    assert [sent["to"] for sent in room.server.sent] == [EMAIL, EMAIL]
    async with desk.database.transaction() as session:
        query = select(AuditEvent).where(AuditEvent.action == "notice_resent", AuditEvent.subject == "booking NB-1")
        assert len((await session.scalars(query)).all()) == 1


async def test_a_notice_that_went_well_is_not_sent_again(room: PostRoom, desk: Desk) -> None:
    made = await room.one()
    browser = await desk.signed_in(Role.SUPERVISOR)
    await browser.get("/staff/outbox")
    assert (await browser.post(f"/staff/outbox/{made}/again")).status_code == 409
    assert (await browser.post(f"/staff/outbox/{uuid4()}/again")).status_code == 404


@pytest.mark.parametrize(
    ("role", "sees", "resends"),
    [(Role.AGENT, 403, 403), (Role.AUDITOR, 200, 403), (Role.SUPERVISOR, 200, 404), (Role.ADMIN, 200, 404)],
)
async def test_the_outbox_is_for_those_who_may(desk: Desk, role: Role, sees: int, resends: int) -> None:
    browser = await desk.signed_in(role)
    assert (await browser.get("/staff/outbox")).status_code == sees
    assert (await browser.post(f"/staff/outbox/{uuid4()}/again")).status_code == resends


async def test_many_notices_come_in_pages_and_by_reference(room: PostRoom, desk: Desk) -> None:
    conversation = await room.resident()
    for number in range(52):
        await room.send(reference=f"NB-{number:03}", conversation=conversation)
    browser = await desk.signed_in(Role.AUDITOR)
    first, second = (await browser.get("/staff/outbox")).text, (await browser.get("/staff/outbox?page=2")).text
    assert (first.count("<tr"), second.count("<tr")) == (51, 3)
    assert 'rel="next"' in first and 'rel="prev"' in second
    assert (await browser.get("/staff/outbox?reference=nb-007")).text.count("<tr") == 2
    assert (await browser.get("/staff/outbox?state=nonsense&reference=%00")).status_code == 200


def receipt(reference: str, **more: str) -> dict[str, str | int]:
    """What Notify posts: see its documents."""
    return {
        "id": "740e5834-3a29-46b4-9a6f-16142fde533a",
        "reference": reference,
        "to": EMAIL,
        "status": "delivered",
        "created_at": "2026-06-01T12:15:30.000000Z",
        "completed_at": "2026-06-01T12:15:31.000000Z",
        "notification_type": "email",
        "template_version": 1,
        **more,
    }


async def test_a_receipt_with_the_token_is_taken_as_often_as_it_comes(room: PostRoom, desk: Desk) -> None:
    made = await room.one()
    await room.delivery.deliver(made)
    http = desk.browser().http
    for _ in range(2):
        answer = await http.post(
            "/api/v1/notices/receipts", json=receipt(str(made)), headers={"Authorization": f"Bearer {TOKEN}"}
        )
        assert (answer.status_code, answer.text) == (204, "")
    assert (await room.row(made)).state == "delivered"


@pytest.mark.parametrize("token", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x"])
async def test_a_receipt_without_the_token_changes_nothing(room: PostRoom, desk: Desk, token: str) -> None:
    made = await room.one()
    headers = {"Authorization": token} if token else {}
    answer = await desk.browser().http.post("/api/v1/notices/receipts", json=receipt(str(made)), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_trusted")
    assert (await room.row(made)).state == "waiting"


async def test_without_a_token_in_the_settings_no_receipt_is_taken(desk: Desk) -> None:
    desk.app.state.parts[Settings] = desk.settings.model_copy(update={"notify_callback_token": None})
    headers = {"Authorization": "Bearer "}
    answer = await desk.browser().http.post("/api/v1/notices/receipts", json=receipt("x"), headers=headers)
    assert answer.status_code == 401


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"id": 7}', b'{"id": "x", "status": null}'])
async def test_a_receipt_that_is_malformed_is_refused_without_repeating_it(desk: Desk, content: bytes) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    answer: httpx.Response = await desk.browser().http.post(
        "/api/v1/notices/receipts", content=content, headers=headers
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


async def test_the_worker_delivers_what_was_queued_with_a_booking(room: PostRoom) -> None:
    queue = make_queue(room.database.url, notice_jobs(room.delivery))
    await room.send(facts={**FACTS, "phone": "<PHONE_NUMBER_1>"})
    async with queue.open_async():
        await queue.run_worker_async(wait=False, install_signal_handlers=False)
    assert [sent["to"] for sent in room.server.sent] == [EMAIL]
    assert SITE not in str(room.server.sent)
