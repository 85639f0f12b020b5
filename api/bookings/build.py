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
from api.bookings.staff_diary import StaffDiary
from api.db.session import Database
from api.settings import Settings
from api.vault.keyring import Keyring
from api.vault.secrets import Secrets
from api.vault.service import Vault
from bot.council import Council
from bot.ports import Redacts
from bot.references import NewReference


@dataclass(frozen=True)
class BookingDesk:
    """The engine, the office that the dialogue speaks to, the staff's diary, and the way between threads."""

    bookings: Bookings
    office: BookingOffice
    diary: StaffDiary
    crossing: Crossing

    def open(self) -> None:
        """The application runs: the office may be asked."""
        self.crossing.open()

    async def close(self) -> None:
        """Ends the engine's own connections."""
        self.crossing.close()
        await self.bookings.ground.database.close()


def make_booking_engine(
    settings: Settings,
    url: str,
    council: Council,
    masters: Keyring,
    notices: Notices | None = None,
    payments: Payments | None = None,
) -> Bookings:
    """The engine alone, as the worker needs it. Raises PackError.

    It has connections of its own: a turn keeps one while it books, and must never wait for itself.
    """
    rules = load_bookings(settings.council_pack, council.pack.facts, council.slugs)
    timetable = Timetable(rules, str(council.pack.council.get("nation", "england")))
    database, new = Database(url, settings.database_pool_size), NewReference(council.reference_prefix)
    return Bookings(Ground(database, timetable, DigestKeeper(Secrets(masters), database), new, notices, payments))


def make_bookings(
    bookings: Bookings, vault: Vault, redactor: Redacts, council: Council, gazetteer: Gazetteer | None = None
) -> BookingDesk:
    """The engine with everything that people and the dialogue meet."""
    crossing = Crossing()
    office = BookingOffice(bookings, crossing, gazetteer)
    return BookingDesk(bookings, office, StaffDiary(bookings, vault, redactor, council), crossing)
