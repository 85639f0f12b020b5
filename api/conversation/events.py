"""Live news of conversations: one LISTEN connection a process, any number of listeners."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg

from api.conversation.repository import CHANNEL, DESK_CHANNEL, TYPING_CHANNEL
from api.db.session import CONNECT_SECONDS, CONNECTION_FAULTS, plain_url
from api.kernel.retries.keep_running import keep_running

LONGEST_QUEUE = 500  # lines that somebody at the desk may be behind
MISSED = "missed"  # there was more than was kept: look at everything again
TYPING_SECONDS = 6.0  # after the last key somebody no longer types
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 10.0  # seconds between attempts to reconnect


class EventHub:
    """Wakes whoever waits for a conversation. After a lost connection everybody is woken, so nothing is missed."""

    def __init__(self, database_url: str) -> None:
        self._url = plain_url(database_url)
        self._waiting: dict[UUID, set[asyncio.Event]] = defaultdict(set)
        self._desk: set[asyncio.Queue[str]] = set()
        self._typed: dict[tuple[UUID, str], float] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to listen, in the running loop."""
        listening = keep_running(
            self._listen, CONNECTION_FAULTS, event="events_reconnecting", shortest=SHORTEST_PAUSE, longest=LONGEST_PAUSE
        )
        self._task = asyncio.create_task(listening, name="event-hub")

    async def stop(self) -> None:
        """Stops listening for the database's notices."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @contextmanager
    def subscribe(self, conversation_id: UUID) -> Iterator[asyncio.Event]:
        """An event that is set whenever the conversation has news; the caller clears it."""
        signal = asyncio.Event()
        self._waiting[conversation_id].add(signal)
        try:
            yield signal
        finally:
            self._waiting[conversation_id].discard(signal)
            if not self._waiting[conversation_id]:
                del self._waiting[conversation_id]

    @contextmanager
    def desk_news(self) -> Iterator[asyncio.Queue[str]]:
        """What happens to cases, one line each: `case TEAM REFERENCE`, `ring TEAM REFERENCE`, or MISSED."""
        queue: asyncio.Queue[str] = asyncio.Queue(LONGEST_QUEUE)
        self._desk.add(queue)
        try:
            yield queue
        finally:
            self._desk.discard(queue)

    def typed(self, conversation_id: UUID, who: str) -> float:
        """When that side (`resident`, `staff`) was last seen typing, by this process's own clock; 0 for never."""
        return self._typed.get((conversation_id, who), 0.0)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True, connect_timeout=CONNECT_SECONDS)
        async with connection:
            for channel in (CHANNEL, DESK_CHANNEL, TYPING_CHANNEL):
                await connection.execute(f'LISTEN "{channel}"')
            self._wake_all()
            async for news in connection.notifies():
                self._tell(news.channel, news.payload)

    def _tell(self, channel: str, payload: str) -> None:
        if channel == CHANNEL:
            self._wake(payload)
        elif channel == DESK_CHANNEL:
            self._tell_desk(payload)
        else:
            self._note_typing(payload)

    def _tell_desk(self, line: str) -> None:
        """Hands a line to everybody at the desk. Whoever is slow loses lines, and is told that they did."""
        for queue in self._desk:
            if queue.qsize() < LONGEST_QUEUE - 1:
                queue.put_nowait(line)
            elif not queue.full():
                queue.put_nowait(MISSED)

    def _note_typing(self, payload: str) -> None:
        conversation, _, who = payload.partition(" ")
        with contextlib.suppress(ValueError):
            at, oldest = time.monotonic(), time.monotonic() - TYPING_SECONDS
            self._typed = {key: when for key, when in self._typed.items() if when > oldest}
            self._typed[UUID(conversation), who] = at
            self._wake(conversation)

    def _wake(self, payload: str) -> None:
        with contextlib.suppress(ValueError):  # anybody with the database's password may notify anything
            for signal in self._waiting.get(UUID(payload), ()):
                signal.set()

    def _wake_all(self) -> None:
        for signals in self._waiting.values():
            for signal in signals:
                signal.set()
        self._tell_desk(MISSED)
