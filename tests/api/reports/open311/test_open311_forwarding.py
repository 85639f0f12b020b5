"""Forwarding to an outside GeoReport server: whatever goes wrong, a report arrives once and its status comes back."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import httpx
import pytest
from sqlalchemy import delete, select

from api.db.base import now
from api.db.tables.conversations import MessageRecord
from api.db.tables.reports import Report, ReportForward
from api.reports.open311.client import Open311Client
from api.reports.open311.forward import FORWARDING_GIVEN_UP_AFTER, Forwarder
from tests.support.services.contractor import Contractor, working_contractor
from tests.support.services.residents import Town, kinds


@pytest.fixture
def contractor() -> Iterator[Contractor]:
    with working_contractor() as working:
        yield working


@dataclass
class Clock:
    """The time, which tests move on."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Forwarding:
    """A forwarder with its contractor, and a clock that goes as fast as tests like."""

    town: Town
    contractor: Contractor
    forwarder: Forwarder
    clock: Clock

    async def reported(self, **more: str) -> str:
        said = {"what": "hole", "danger": "no", "details": "no", "photo": "no", "email": "no"}
        where = f"Road {secrets.token_hex(6)}"
        resident = await self.town.resident()
        return (await self.town.reported(resident, "pothole", **{**said, "where": where, **more})).reference

    async def run(self, *waits: timedelta) -> None:
        """A run, and another one after each wait."""
        await self.forwarder.run()
        for wait in waits:
            self.clock.at += wait
            await self.forwarder.run()

    async def stands(self, reference: str) -> ReportForward:
        async with self.town.database.transaction() as session:
            found = await session.get(ReportForward, reference)
            assert found is not None
            return found

    async def told(self, reference: str) -> list[str]:
        async with self.town.database.transaction() as session:
            ours = select(Report.conversation_id).where(Report.reference == reference).scalar_subquery()
            query = select(MessageRecord.text).where(MessageRecord.conversation_id == ours)
            return list(await session.scalars(query))


def forwarder(town: Town, contractor: Contractor, clock: Clock) -> Forwarder:
    client = Open311Client(contractor.url, "their-key", "contractor.example", timeout=0.3)
    return Forwarder(town.database, client, kinds(), "Northbridge Council", clock)


@pytest.fixture
async def forwarding(town: Town, contractor: Contractor) -> AsyncIterator[Forwarding]:
    async with town.database.transaction() as session:  # what other tests reported is not for this contractor
        await session.execute(delete(Report))
    clock = Clock(now())
    yield Forwarding(town, contractor, forwarder(town, contractor, clock), clock)


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def test_a_report_is_sent_once_without_personal_data_and_with_our_reference(forwarding: Forwarding) -> None:
    reference = await forwarding.reported(
        where="outside <ADDRESS_1>, by the bus stop",
        details="Ring <PHONE_NUMBER_1>, it is deep",
        email="<EMAIL_ADDRESS_1>",
    )
    await forwarding.run(MINUTE, HOUR)
    (post,) = forwarding.contractor.posts
    assert post == {
        "api_key": "their-key",
        "jurisdiction_id": "contractor.example",
        "service_code": "POTHOLE",
        "address_string": "outside , by the bus stop",
        "description": f"What is wrong: A hole\nRing , it is deep\nNorthbridge Council reference: {reference}",
    }
    assert (await forwarding.stands(reference)).state == "sent"


@pytest.mark.parametrize(
    "faults",
    [
        ["429"],
        ["403", "401"],
        ["302"],
        ["503", "503", "503"],
        ["500 after"],
        ["drop"],
        ["lost"],
        ["slow"],
        ["garbage"],
        ["bomb"],
        ["huge"],
        ["drop", "400", "404"],
        ["drop", "500", "lost", "bomb", "429", "garbage"],
    ],
    ids=" then ".join,
)
async def test_whatever_the_server_does_the_report_arrives_exactly_once(
    forwarding: Forwarding, faults: list[str]
) -> None:
    forwarding.contractor.faults = list(faults)
    reference = await forwarding.reported()
    await forwarding.run(*[HOUR] * 12, *[7 * HOUR] * 4)
    assert len(forwarding.contractor.taken) == 1
    forward = await forwarding.stands(reference)
    assert (forward.state, forward.outside_id) == ("sent", "1000")


async def test_a_server_that_asks_to_wait_is_left_alone_that_long(forwarding: Forwarding) -> None:
    forwarding.contractor.faults = ["429"]
    await forwarding.reported()
    await forwarding.run(*[5 * MINUTE] * 11)
    assert len(forwarding.contractor.posts) == 1
    await forwarding.run(10 * MINUTE)
    assert len(forwarding.contractor.taken) == 1


async def test_a_server_that_is_down_is_asked_less_and_less_often(forwarding: Forwarding, town: Town) -> None:
    gone = Contractor(url="http://127.0.0.1:9/open311/v2")
    forwarding.forwarder = forwarder(town, gone, forwarding.clock)
    reference = await forwarding.reported()
    waits = []
    for _ in range(12):
        await forwarding.run()
        stands = await forwarding.stands(reference)
        assert stands.state == "waiting"
        waits.append(stands.next_at - forwarding.clock.at)
        forwarding.clock.at = stands.next_at
    assert waits[0] < MINUTE < waits[5] < HOUR < waits[-1] < 8 * HOUR
    assert all(later > earlier for earlier, later in pairwise(waits[:9]))
    forwarding.forwarder = forwarder(town, forwarding.contractor, forwarding.clock)
    await forwarding.run()
    assert len(forwarding.contractor.taken) == 1


async def test_after_two_weeks_the_team_is_on_its_own(forwarding: Forwarding) -> None:
    forwarding.contractor.faults = ["429"] * 9
    reference = await forwarding.reported()
    await forwarding.run(FORWARDING_GIVEN_UP_AFTER + DAY)
    assert (await forwarding.stands(reference)).state == "given_up"


async def test_what_the_server_will_never_take_stays_with_the_team(forwarding: Forwarding) -> None:
    forwarding.contractor.faults = ["400"]
    refused, placeless = await forwarding.reported(), await forwarding.reported(where="<ADDRESS_1>")
    await forwarding.run(HOUR, DAY)
    assert (await forwarding.stands(refused)).state == "refused"
    assert (await forwarding.stands(placeless)).state == "refused"
    assert forwarding.contractor.taken == {}


async def test_a_token_becomes_an_id_when_the_server_has_one(forwarding: Forwarding) -> None:
    forwarding.contractor.gives_tokens = True
    reference = await forwarding.reported()
    await forwarding.run(MINUTE, HOUR)
    assert ((await forwarding.stands(reference)).state, len(forwarding.contractor.posts)) == ("token", 1)
    forwarding.contractor.tokens["t-1000"] = "1000"
    forwarding.contractor.faults = ["404", "500"]
    await forwarding.run(HOUR, HOUR, HOUR)
    forward = await forwarding.stands(reference)
    assert (forward.state, forward.outside_id, len(forwarding.contractor.posts)) == ("sent", "1000", 1)


async def test_the_resident_and_followers_hear_once_that_it_is_done_whatever_comes_late(
    forwarding: Forwarding,
) -> None:
    reference = await forwarding.reported()
    follower = await forwarding.town.resident()
    assert follower.conversation is not None
    await forwarding.town.reports.follow(reference, follower.conversation)
    await forwarding.run()
    forwarding.contractor.close("1000", "2026-11-23T10:00:00Z")
    forwarding.contractor.faults = ["500", "garbage"]
    await forwarding.run(HOUR, 2 * HOUR, 2 * HOUR)
    assert (await forwarding.stands(reference)).status == "closed"
    forwarding.contractor.close("1000", "2026-11-22T12:00:00Z", "open")  # older than what we know
    await forwarding.run(2 * DAY)
    assert (await forwarding.stands(reference)).status == "closed"
    assert [reference in text for text in await forwarding.told(reference)] == [True]
    said = await forwarding.town.backend.status(reference, "", follower.resident_context)
    assert said is not None
    assert "Our contractor says that it is done." in said
    forwarding.contractor.close("1000", "2026-11-26T12:00:00Z", "open")
    await forwarding.run(2 * DAY)
    assert (await forwarding.stands(reference)).status == "open"


async def test_two_workers_send_nothing_twice(forwarding: Forwarding) -> None:
    for _ in range(5):
        await forwarding.reported()
    other = forwarder(forwarding.town, forwarding.contractor, forwarding.clock)
    await asyncio.gather(forwarding.forwarder.run(), other.run())
    assert len(forwarding.contractor.posts) == len(forwarding.contractor.taken) == 5


async def test_a_worker_that_dies_while_sending_is_followed_by_one_that_looks_first(forwarding: Forwarding) -> None:
    reference = await forwarding.reported()
    await forwarding.run()
    async with forwarding.town.database.transaction() as session:
        forward = await session.get(ReportForward, reference)
        assert forward is not None
        forward.state, forward.outside_id = "unsure", None  # as it was claimed; the answer was never written down
    await forwarding.run(HOUR)
    assert ((await forwarding.stands(reference)).outside_id, len(forwarding.contractor.posts)) == ("1000", 1)


async def test_a_report_without_a_case_or_of_another_kind_is_not_forwarded(forwarding: Forwarding) -> None:
    resident = await forwarding.town.resident()
    answers = await forwarding.town.answered(resident, "pothole", what="hole", danger="no", where="Some Road")
    await forwarding.town.backend.complete("pothole", answers, resident.resident_context)
    parks = {"what": "bench", "danger": "no", "where": "Some Park", "details": "no", "photo": "no", "email": "no"}
    await forwarding.town.reported(await forwarding.town.resident(), "parks", **parks)
    await forwarding.run()
    assert forwarding.contractor.posts == []


async def test_our_own_server_understands_our_own_client(our_server: httpx.ASGITransport) -> None:
    client = Open311Client("http://site/open311/v2", "the-key-of-a-program", transport=our_server)
    street = f"Road {secrets.token_hex(6)}"
    fields = {"service_code": "pothole", "address_string": street, "attribute[what]": "hole"}
    taken = await client.post(fields)
    assert await client.id_of(taken.outside_id) == taken.outside_id
    (seen,) = await client.stand([taken.outside_id])
    made = await client.made("pothole", now() - DAY, now() + DAY)
    assert (seen.status, seen.outside_id in {each.outside_id for each in made}) == ("open", True)
