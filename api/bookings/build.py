"""Puts the booking engine together."""

from __future__ import annotations

from dataclasses import dataclass

from api.bookings.crossing import Crossing
from api.bookings.digests import DigestKeeper
from api.bookings.ground import Ground
from api.bookings.load import load_bookings
from api.bookings.office import BookingOffice
from api.bookings.ports import Gazetteer, Notices, Payments
from api.bookings.service import Bookings
from api.bookings.slots import Timetable
from api.db.session import Database
from api.settings import Settings
from api.vault.keyring import Keyring
from bot.council import Council
from bot.references import NewReference


@dataclass(frozen=True)
class BookingDesk:
    """The engine, the office that the dialogue speaks to, and the way between their threads."""

    bookings: Bookings
    office: BookingOffice
    crossing: Crossing

    def open(self) -> None:
        """The application runs: the office may be asked."""
        self.crossing.open()

    async def close(self) -> None:
        """Ends the engine's own connections."""
        self.crossing.close()
        await self.bookings.ground.database.close()


def make_bookings(
    settings: Settings,
    url: str,
    council: Council,
    masters: Keyring,
    notices: Notices | None = None,
    payments: Payments | None = None,
    gazetteer: Gazetteer | None = None,
) -> BookingDesk:
    """The booking engine of a council. Raises PackError.

    It has connections of its own: a turn keeps one while it books, and must never wait for itself.
    """
    rules = load_bookings(settings.council_pack, council.pack.facts, council.slugs)
    timetable = Timetable(rules, str(council.pack.council.get("nation", "england")))
    database = Database(url, settings.database_pool_size)
    new = NewReference(council.reference_prefix)
    bookings = Bookings(Ground(database, timetable, DigestKeeper(masters), new, notices, payments))
    crossing = Crossing()
    return BookingDesk(bookings, BookingOffice(bookings, crossing, gazetteer), crossing)
