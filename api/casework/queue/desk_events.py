"""Live news for the desk: which cases changed, what rings, who types. It says where to look, never what was said."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select

from api.casework.pages.desk import Desk
from api.conversation.events import MISSED, EventHub
from api.db.base import now
from api.db.session import Database
from api.db.tables.staff import StaffMember, StaffSession
from api.kernel.errors import DATABASE_DOWN
from api.kernel.permissions import Member, teams_visible

BEAT = 25.0  # seconds between signs of life: a comment to the browser, presence, and whether the session still lives


@dataclass(frozen=True, slots=True)
class Watcher:
    """Somebody at the desk: who, the digest of their session, and the conversation of the case on their screen."""

    member: Member
    session: str
    conversation: UUID | None = None
    looks: Callable[[], Awaitable[None]] | None = None  # says that the case is still on their screen


class DeskEvents:
    """Streams of the desk's news. A stream ends with its session, and looks at the session without prolonging it."""

    def __init__(
        self, database: Database, desk: Desk, hub: EventHub, idle: timedelta, clock: Callable[[], datetime] = now
    ) -> None:
        self._database, self._desk, self._hub = database, desk, hub
        self._idle, self._clock = idle, clock

    async def follow(self, watcher: Watcher) -> AsyncIterator[str]:
        """Server-sent events: `ring` (references), `case` (team, reference), `look` (news of this page), `typing`."""
        news: asyncio.Queue[str] = asyncio.Queue()
        with self._hub.desk_news() as lines:
            tasks = [asyncio.create_task(_pass_on(lines, news))]
            if watcher.conversation is not None:
                tasks.append(asyncio.create_task(self._talk(watcher.conversation, news)))
            try:
                async for event in self._events(watcher, news):
                    yield event
            except DATABASE_DOWN:
                return  # the browser connects again
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _events(self, watcher: Watcher, news: asyncio.Queue[str]) -> AsyncIterator[str]:
        yield await self._rings(watcher.member)
        yield event("look", {})  # what happened while nobody listened
        beat = 0.0
        while True:
            if time.monotonic() - beat >= BEAT:
                beat = time.monotonic()
                if not await self._alive(watcher.session):
                    yield event("signed-out", {})
                    return
                await self._desk.presence.seen(watcher.member)
                if watcher.looks is not None:
                    await watcher.looks()
                yield ": here\n\n"
            with suppress(TimeoutError):
                line = await asyncio.wait_for(news.get(), BEAT - (time.monotonic() - beat))
                async for told in self._told(watcher.member, line):
                    yield told

    async def _told(self, member: Member, line: str) -> AsyncIterator[str]:
        what, _, rest = line.partition(" ")
        team, _, reference = rest.partition(" ")
        visible = teams_visible(member)
        if what in ("look", "typing"):
            yield event(what, {})
        elif what == MISSED:
            yield await self._rings(member)
            yield event("look", {})
        elif visible is None or team in visible:
            if what == "ring":
                yield await self._rings(member)
            yield event("case", {"team": team, "reference": reference})

    async def _rings(self, member: Member) -> str:
        return event("ring", {"references": await self._desk.rings(member)})

    async def _talk(self, conversation: UUID, news: asyncio.Queue[str]) -> None:
        """Says when the conversation on the screen has news, or the resident types."""
        typed = time.monotonic()
        with self._hub.subscribe(conversation) as signal:
            while True:
                await signal.wait()
                signal.clear()
                last = self._hub.typed(conversation, "resident")
                news.put_nowait("typing" if last > typed else "look")
                typed = max(typed, last)

    async def _alive(self, digest: str) -> bool:
        at = self._clock()
        query = select(
            exists().where(
                StaffSession.token_digest == digest,
                StaffSession.expires_at > at,
                StaffSession.last_seen_at > at - self._idle,
                StaffMember.id == StaffSession.staff_id,
                StaffMember.active,
            )
        )
        async with self._database.transaction() as session:
            return bool(await session.scalar(query))


async def _pass_on(lines: asyncio.Queue[str], news: asyncio.Queue[str]) -> None:
    while True:
        news.put_nowait(await lines.get())


def event(name: str, data: dict[str, object]) -> str:
    """One server-sent event as it goes over the wire."""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
