"""A council that takes bookings, on a real database: rules, a clock to turn, a payment provider in memory."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID, uuid4

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.bookings.engine.bookings import Bookings
from api.bookings.engine.confirm import ConfirmedDetails
from api.bookings.engine.context import BookingContext
from api.bookings.engine.digests import DIGEST_KEY, DigestKeeper
from api.bookings.engine.hold import HoldRequest
from api.bookings.engine.slot_search import SlotWish
from api.bookings.engine.slots import Timetable
from api.bookings.ports import PaymentListener
from api.bookings.rules.load import load_bookings
from api.bookings.rules.rules import BookingRules
from api.db.session import Database
from api.db.tables.bookings import Booking, LanePlace
from api.kernel.times import LONDON
from api.settings import Settings
from api.vault.keyring import Keyring
from api.vault.keys import Key
from api.vault.secrets import Secrets
from bot.reception.references import NewReference
from knowledge.pack.load import CouncilPack, load_pack

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)  # a Monday
BULKY = {"items": "sofa=1", "own": "yes", "concession": "no", "address": "<ADDRESS_1>", "name": "<PERSON_1>"}
MASTERS = Keyring(Key(bytes(32)))  # other processes of a test open the same secrets

TWENTY = BookingRules.model_validate(
    {
        "resources": {"hall": {"title": "Hall", "units": "20"}},
        "services": {
            "talk": {
                "title": "Talk",
                "fields": [{"name": "slot", "kind": "slot", "label": "Day", "ask": "Which day?"}],
                "slots": [{"name": "talk", "uses": ["hall"], "times": ["18:00"], "lasts": "60 minutes"}],
                "change": {"notice": "1 days"},
                "cancel": {"notice": "1 days"},
            }
        },
    }
)


@cache
def pack() -> CouncilPack:
    """The council pack, read once."""
    return load_pack(Settings(_env_file=None).council_pack)


@cache
def northbridge() -> BookingRules:
    """The pack's own rules."""
    slugs = {service.slug for service in pack().services}
    return load_bookings(Settings(_env_file=None).council_pack, pack().facts, slugs)


@dataclass(frozen=True)
class GivenBack:
    """A refund that was given as soon as it was asked for."""

    pence: int
    asked_at: datetime
    given_at: datetime | None
    failed: bool = False


@dataclass
class Clock:
    """A clock that only moves when told."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **how_far: float) -> None:
        """Moves it on, in the words of `timedelta`."""
        self.at += timedelta(**how_far)


@dataclass
class Post:
    """Keeps the notices of transactions, in memory."""

    sent: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)
    in_danger: set[UUID] = field(default_factory=set)

    async def send(
        self,
        session: AsyncSession,
        kind: str,
        reference: str,
        conversation_id: UUID | None,
        facts: Mapping[str, str],
        *,
        key: str = "",
    ) -> None:
        """Takes one down."""
        self.sent.append((kind, reference, facts))

    async def held_back(self, session: AsyncSession, conversation_id: UUID) -> bool:
        """Whether this resident told of danger."""
        return conversation_id in self.in_danger

    async def say_safe(self, session: AsyncSession, conversation_id: UUID) -> None:
        """They say that it is safe."""
        self.in_danger.discard(conversation_id)


@dataclass
class Till:
    """A payment provider in memory."""

    states: dict[str, str] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    refunds: dict[str, tuple[str, int]] = field(default_factory=dict)

    async def start(self, session: AsyncSession, reference: str, pence: int, description: str, return_path: str) -> str:
        """Where to pay."""
        self.states.setdefault(reference, "created")
        self.asked[reference] = pence
        return f"/pay/{reference}"

    async def close(self, reference: str) -> str:
        """Nobody can pay it any more, unless somebody has."""
        if self.states.get(reference) != "paid":
            self.states[reference] = "cancelled"
        return self.states[reference]

    async def refund(self, session: AsyncSession, reference: str, pence: int, key: str) -> None:
        """Gives money back, once for each key."""
        self.refunds[key] = (reference, pence)

    async def returned(self, session: AsyncSession, references: Collection[str]) -> list[GivenBack]:
        """What was given back, on the spot."""
        return [GivenBack(pence, NOW, NOW) for reference, pence in self.refunds.values() if reference in references]

    def tell(self, listener: PaymentListener) -> None:
        """Nobody is told: tests tell the bookings themselves."""


@dataclass(frozen=True)
class Home:
    """An address of the gazetteer."""

    uprn: str
    line: str
    postcode: str
    ward: str = "Mill"
    score: float = 1.0


@dataclass
class Streets:
    """A gazetteer of three homes."""

    homes: tuple[Home, ...] = (
        Home("100000000001", "1 Mill Lane", "NB1 2CD"),
        Home("100000000002", "2 Mill Lane", "NB1 2CD"),
        Home("100000000003", "Flat 1, 3 Mill Lane", "NB1 2CD"),
    )

    async def match(self, text: str) -> list[Home]:
        """Homes whose line stands in the text."""
        return [home for home in self.homes if home.line.casefold() in text.casefold()]

    async def at_postcode(self, postcode: str) -> list[Home]:
        """Homes of a postcode."""
        return [home for home in self.homes if home.postcode == postcode]


class Counter:
    """Everything a test of bookings needs."""

    def __init__(
        self, database_url: str, rules: BookingRules | None = None, paying: bool = True, pool: int = 5
    ) -> None:
        self.database = Database(database_url, pool)
        self.clock, self.post, self.till = Clock(), Post(), Till()
        engine = Database(database_url, pool)
        self.context = BookingContext(
            engine,
            Timetable(rules or northbridge()),
            DigestKeeper(Secrets(MASTERS), engine),
            NewReference("NB"),
            self.post,
            self.till if paying else None,
            self.clock,
        )
        self.bookings = Bookings(self.context)

    async def close(self) -> None:
        """Closes every connection."""
        await self.database.close()
        await self.context.database.close()

    async def slot(self, service: str, answers: Mapping[str, str], number: int = 0) -> str:
        """The code of one of the soonest free slots."""
        return (await self.bookings.free(service, answers, SlotWish(most=number + 1)))[number].code

    async def hold(
        self,
        service: str = "bulky-waste",
        answers: Mapping[str, str] = BULKY,
        slot: str | None = None,
        conversation: UUID | None = None,
    ) -> Booking:
        """A hold of the soonest slot, unless another is named."""
        code = slot or await self.slot(service, answers)
        return await self.bookings.hold(
            HoldRequest(service, code, secrets.token_hex(8), answers, conversation or uuid4())
        )

    async def book(
        self,
        service: str = "bulky-waste",
        answers: Mapping[str, str] = BULKY,
        slot: str | None = None,
        home: str = "",
        pay: bool = True,
    ) -> Booking:
        """A booking, paid for."""
        held = await self.hold(service, answers, slot)
        agreed = ConfirmedDetails(answers, home or secrets.token_hex(6), "NB1 2CD")
        booking = await self.bookings.confirm(held.reference, secrets.token_hex(8), agreed)
        if pay and booking.state == "unpaid":
            await self.pay(booking.reference)
        return (await self.bookings.account(booking.reference)).booking

    async def pay(self, payment: str) -> None:
        """The resident pays."""
        self.till.states[payment] = "paid"
        await self.bookings.paid(payment)

    async def places(self, reference: str | None = None) -> int:
        """How many places a booking, or everybody, has taken."""
        query = select(func.count()).select_from(LanePlace)
        async with self.database.transaction() as session:
            found = query if reference is None else query.where(LanePlace.reference == reference)
            return await session.scalar(found) or 0

    def kinds(self, reference: str) -> list[str]:
        """The notices about a booking, oldest first."""
        return [kind for kind, about, _ in self.post.sent if about == reference]


TABLES = "booking_place, booking_event, booking_payment, booking_block, booking_lane, booking"


async def empty(made: Counter) -> None:
    """Forgets every booking."""
    async with made.database.transaction() as session:
        await session.execute(text(f"truncate {TABLES} restart identity cascade"))
        await session.execute(text("delete from kept_secret where name = :name"), {"name": DIGEST_KEY})
