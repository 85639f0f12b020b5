"""Puts the booking engine together."""

from __future__ import annotations

from dataclasses import dataclass

from api.bookings.chat.form_backend import BookingBackend
from api.bookings.engine.bookings import Bookings
from api.bookings.engine.context import BookingContext
from api.bookings.engine.digests import DigestKeeper
from api.bookings.engine.slots import Timetable
from api.bookings.pages.staff_diary import StaffDiary
from api.bookings.ports import BookingNotices, Payments
from api.bookings.rules.load import load_bookings
from api.db.session import Database
from api.kernel.addresses import Gazetteer
from api.kernel.event_loop_bridge import EventLoopBridge
from api.settings import Settings
from api.vault.keyring import Keyring
from api.vault.secrets import Secrets
from api.vault.service import Vault
from bot.council import Council
from bot.ports import Redacts
from bot.reception.references import NewReference


@dataclass(frozen=True)
class BookingDesk:
    """The engine, the back end that the dialogue speaks to, and the staff's diary."""

    bookings: Bookings
    backend: BookingBackend
    diary: StaffDiary

    async def close(self) -> None:
        """Closes the booking engine's own database connections."""
        await self.bookings.context.database.close()


def make_booking_engine(
    settings: Settings,
    url: str,
    council: Council,
    masters: Keyring,
    notices: BookingNotices | None = None,
    payments: Payments | None = None,
) -> Bookings:
    """The engine alone, as the worker needs it. Raises PackError.

    It has connections of its own: a turn keeps one while it books, and must never wait for itself.
    """
    rules = load_bookings(settings.council_pack, council.pack.facts, council.slugs)
    timetable = Timetable(rules, council.calendar)
    database, new = Database(url, settings.database_pool_size), NewReference(council.reference_prefix)
    keeper, site = DigestKeeper(Secrets(masters), database), settings.public_url.rstrip("/")
    bookings = Bookings(BookingContext(database, timetable, keeper, new, notices, payments, public_url=site))
    if payments is not None:
        payments.tell(bookings.payment_events.payment_ended)
    return bookings


def make_bookings(
    bookings: Bookings,
    vault: Vault,
    redactor: Redacts,
    council: Council,
    bridge: EventLoopBridge,
    gazetteer: Gazetteer | None = None,
) -> BookingDesk:
    """The engine with everything that people and the dialogue meet."""
    backend = BookingBackend(bookings, bridge, gazetteer)
    return BookingDesk(bookings, backend, StaffDiary(bookings, vault, redactor, council))
