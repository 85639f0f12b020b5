"""`reeve bench desk`: caseworkers and open conversations on a served application, all following live."""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import secrets
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import httpx

from api.casework.life import case as life
from api.casework.life.apply_case import CaseChanges, Doing, state_of
from api.casework.life.locked_case import AS_STAFF
from api.casework.queue.desk_policy import plain_desk
from api.conversation.admission import digest
from api.conversation.change_owner import change_owner
from api.conversation.ownership import By, Move
from api.db.base import now
from api.db.session import Database
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation
from api.db.tables.staff import StaffMember, StaffSession
from api.measuring.bench.spread import spread
from api.web.staff_cookie import SESSION
from bot.reception.references import NewReference

CASEWORKERS, CONVERSATIONS, REPLIES = 50, 500, 300
PACE = 0.05  # seconds between replies
SETTLE = 180.0  # seconds for every stream to stand
STEP = 0.05  # seconds between two looks
AGAIN = 5  # times that a reply is sent while the application is too busy
NEWS_SECONDS = 20.0  # seconds for the last news to arrive


@dataclass
class Seat:
    """A caseworker with a session."""

    staff_id: int
    token: str
    csrf: str


@dataclass
class Talk:
    """A conversation that a caseworker owns."""

    conversation: UUID
    token: str
    reference: str
    seat: Seat


@dataclass
class Arrivals:
    """What arrived where: milliseconds since it was written, and the moments at which news reached a desk."""

    residents: list[float] = field(default_factory=list)
    desk: list[tuple[str, datetime]] = field(default_factory=list)
    written: dict[str, datetime] = field(default_factory=dict)
    standing: set[object] = field(default_factory=set)
    replied: set[str] = field(default_factory=set)
    broken: int = 0
    busy: int = 0

    def at_desks(self) -> list[float]:
        """Milliseconds from the writing of a reply until its news was at each desk."""
        known = ((self.written.get(reference), at) for reference, at in self.desk)
        return [(at - written).total_seconds() * 1000 for written, at in known if written]


async def measure(base: str, database_url: str) -> dict[str, object]:
    """Replies at a steady pace; how long each took to reach the resident, and the news of it every caseworker."""
    database = Database(database_url, 4)
    try:
        talks = await _seed(database)
    finally:
        await database.close()
    arrived, limits = Arrivals(), httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=base, limits=limits, timeout=httpx.Timeout(60, read=None)) as client:
        seats = {talk.seat.staff_id: talk.seat for talk in talks}.values()
        following = [asyncio.create_task(_resident(client, talk, arrived)) for talk in talks]
        following += [asyncio.create_task(_caseworker(client, seat, arrived)) for seat in seats]
        await _until(lambda: len(arrived.standing) >= len(following), SETTLE)
        replies = random.Random(1).sample(talks, REPLIES)  # noqa: S311
        took = await _reply_all(client, base, replies, arrived)
        complete = REPLIES * len(seats)
        await _until(lambda: len(arrived.desk) >= complete and len(arrived.residents) >= REPLIES, NEWS_SECONDS)
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)
    return {
        "caseworkers": len(seats),
        "conversations": len(talks),
        "replies": REPLIES,
        "to_resident_ms": _times(arrived.residents),
        "to_caseworkers_ms": _times(arrived.at_desks()),
        "reply_request_ms": _times(took),
        "lost_to_residents": REPLIES - len(arrived.residents),
        "lost_to_caseworkers": REPLIES * len(seats) - len(arrived.desk),
        "streams_opened_again": arrived.broken,
        "replies_sent_again": arrived.busy,
    }


async def _seed(database: Database) -> list[Talk]:
    async with database.transaction() as session:
        people = [
            StaffMember(username=f"bench-{n}", display_name=f"Caseworker {n}", role="agent", teams=["waste"],
                        password_hash="", must_change_password=False)
            for n in range(CASEWORKERS)
        ]  # fmt: skip
        session.add_all(people)
        await session.flush()
        seats = [Seat(person.id, secrets.token_urlsafe(32), secrets.token_urlsafe(32)) for person in people]
        session.add_all(_session(seat) for seat in seats)
        tokens = [secrets.token_urlsafe(32) for _ in range(CONVERSATIONS)]
        chats = [Conversation(token_digest=digest(token)) for token in tokens]
        session.add_all(chats)
        await session.flush()
        await session.execute(AS_STAFF)
        for chat in chats:
            change_owner(chat, Move.JOIN, By.STAFF, now(), "Bench")
        reference = NewReference("NB")
        talks = [
            Talk(chat.id, token, reference(), seats[n % CASEWORKERS])
            for n, (chat, token) in enumerate(zip(chats, tokens, strict=True))
        ]
        cases, changes = [(_case(talk), talk.seat) for talk in talks], CaseChanges(plain_desk())
        session.add_all(case for case, _ in cases)
        await session.flush()
        for case, seat in cases:
            await changes.apply(session, case, life.claimed(state_of(case), seat.staff_id), Doing(now(), "bench"))
    return talks


def _session(seat: Seat) -> StaffSession:
    stored = hashlib.sha256(seat.token.encode()).hexdigest()
    return StaffSession(
        token_digest=stored, staff_id=seat.staff_id, csrf=seat.csrf, expires_at=now() + timedelta(hours=1)
    )


def _case(talk: Talk) -> Case:
    return Case(
        reference=talk.reference,
        conversation_id=talk.conversation,
        kind="routed",
        team="waste",
        priority="normal",
        reason="ask_person",
        summary="Bench",
    )


async def _follow(
    client: httpx.AsyncClient, path: str, headers: dict[str, str], arrived: Arrivals
) -> AsyncIterator[tuple[str, str]]:
    """Events as name and data. A stream that breaks is opened again after its last event, as browsers do."""
    last = ""
    while True:
        with suppress(httpx.HTTPError):
            more = {"Last-Event-ID": last} if last else {}
            async with client.stream("GET", path, headers={**headers, **more}) as stream:
                stream.raise_for_status()
                name = ""
                async for line in stream.aiter_lines():
                    kind, _, value = line.partition(": ")
                    name, last = (value if kind == "event" else name), (value if kind == "id" else last)
                    if kind == "data":
                        yield name, value
        arrived.broken += 1
        await asyncio.sleep(random.uniform(0.5, 1.5))  # noqa: S311


async def _resident(client: httpx.AsyncClient, talk: Talk, arrived: Arrivals) -> None:
    path, headers = f"/api/v1/conversations/{talk.conversation}/events", {"Authorization": f"Bearer {talk.token}"}
    async for name, value in _follow(client, path, headers, arrived):
        if name == "owner":
            arrived.standing.add(talk.conversation)
        elif name == "message":
            written = arrived.written[talk.reference] = datetime.fromisoformat(json.loads(value)["created_at"])
            arrived.residents.append((now() - written).total_seconds() * 1000)


async def _caseworker(client: httpx.AsyncClient, seat: Seat, arrived: Arrivals) -> None:
    async for name, value in _follow(client, "/staff/events", _cookie(seat), arrived):
        if name == "look":
            arrived.standing.add(seat.staff_id)
        elif name == "case" and (reference := json.loads(value)["reference"]) in arrived.replied:
            arrived.desk.append((reference, now()))


async def _reply_all(client: httpx.AsyncClient, base: str, talks: Sequence[Talk], arrived: Arrivals) -> list[float]:
    async def reply(talk: Talk) -> float:
        began = time.perf_counter()
        arrived.replied.add(talk.reference)
        words = {"csrf": talk.seat.csrf, "text": "We are on our way.", "key": secrets.token_hex(8)}
        headers = {**_cookie(talk.seat), "Origin": base}
        path = f"/staff/cases/{talk.reference}/reply"
        for _ in range(AGAIN):
            answer = await client.post(path, data=words, headers=headers)
            if answer.status_code == httpx.codes.SEE_OTHER:
                break
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                raise SystemExit(f"A reply was refused with status {answer.status_code}.")
            arrived.busy += 1  # no connection to the database was free in time: whoever sends again sends it once
            await asyncio.sleep(float(answer.headers.get("retry-after", 1)))
        return (time.perf_counter() - began) * 1000

    replies = []
    for talk in talks:
        replies.append(asyncio.create_task(reply(talk)))
        await asyncio.sleep(PACE)
    return list(await asyncio.gather(*replies))


def _times(milliseconds: Sequence[float]) -> dict[str, float]:
    return spread(milliseconds, "p50", "p95", "p99", "max")


def _cookie(seat: Seat) -> dict[str, str]:
    return {"Cookie": f"{SESSION}={seat.token}"}


async def _until(done: Callable[[], bool], seconds: float) -> None:
    """Waits for it, but not for ever."""
    for _ in range(int(seconds / STEP)):
        if done():
            return
        await asyncio.sleep(STEP)
