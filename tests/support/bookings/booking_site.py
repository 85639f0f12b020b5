"""The residents' and the staff's pages of bookings, on the staff desk of the other tests."""

from __future__ import annotations

import httpx

from api.bookings.build import make_bookings
from api.bookings.engine.bookings import Bookings
from api.bookings.pages.capacity_routes import router as capacity_routes
from api.bookings.pages.manage_routes import router as manage_routes
from api.bookings.pages.staff_diary import StaffDiary
from api.bookings.pages.staff_routes import router as staff_booking_routes
from api.conversation.repository import ChatRepository
from api.db.tables.conversations import Conversation
from api.kernel.event_loop_bridge import EventLoopBridge
from bot.council import Council
from tests.support.bookings.counter import Counter, northbridge, pack
from tests.support.staff.desk import NAME, SITE, Desk


class BookingSite(Desk):
    """A site with bookings; its counter books at it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.counter = Counter(self.database_url, northbridge())
        desk = make_bookings(self.counter.bookings, self.vault, self.redactor, Council(pack()), EventLoopBridge())
        self.app.include_router(manage_routes)
        self.app.include_router(capacity_routes)
        self.app.include_router(staff_booking_routes)
        self.app.state.parts |= {Bookings: desk.bookings, StaffDiary: desk.diary}

    def resident(self) -> httpx.AsyncClient:
        """A resident's browser."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=SITE)

    async def chatted(self) -> Conversation:
        """A conversation in which a resident gave a name, which the vault keeps."""
        said = f"I am {NAME}"
        async with self.database.transaction() as session:
            conversation = Conversation(token_digest="x" * 64)
            await ChatRepository(session).add(conversation)
            safe = await self.vault.open(session, conversation.id)
            known = await safe.placeholders()
            safe.keep(said, self.redactor.redact(said, None, known).findings, known)
        return conversation
