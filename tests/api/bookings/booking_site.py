"""The residents' and the staff's pages of bookings, on the staff desk of the other tests."""

from __future__ import annotations

import httpx
from counter import Counter, northbridge, pack
from desk import NAME, SITE, Desk

from api.bookings.build import make_bookings
from api.bookings.capacity_routes import router as capacity_routes
from api.bookings.manage_routes import router as manage_routes
from api.bookings.staff_routes import router as staff_booking_routes
from api.chat.models import Conversation
from api.chat.repository import ChatRepository
from api.crossing import Crossing
from bot.council import Council


class BookingSite(Desk):
    """A site with bookings; its counter books at it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.counter = Counter(self.database_url, northbridge())
        desk = make_bookings(self.counter.bookings, self.vault, self.redactor, Council(pack()), Crossing())
        self.app.include_router(manage_routes)
        self.app.include_router(capacity_routes)
        self.app.include_router(staff_booking_routes)
        self.app.state.parts.bookings = desk

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
