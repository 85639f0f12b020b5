"""The desk's services around one database, one clock and one policy; and a resident who writes to it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.casework.life.assignment import Assignment
from api.casework.life.case_upkeep import CaseUpkeep
from api.casework.life.desk_round import DeskRound
from api.casework.life.intake import Intake
from api.casework.queue.clock import ClockKind
from api.casework.queue.clocks import Clocks
from api.casework.queue.desk_policy import DeskPolicy, load_desk
from api.casework.queue.presence import OPENED, Presence
from api.casework.queue.queue_position import QueuePositions
from api.casework.queue.ringing import Ringing
from api.casework.supervision.rating_prompt import is_to_be_asked
from api.chat.ports import DeskOfChat
from api.chat.service import ChatService, SentMessage
from api.conversation.schemas import Answered
from api.db.session import Database
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation
from api.db.tables.desk import CaseClock
from api.db.tables.staff import StaffMember
from api.kernel.metrics import Metrics
from api.kernel.permissions import Member
from api.settings import Role, Settings
from bot.actions.say import Phrases
from bot.policy import load_policy
from bot.reception.reception import Reception
from bot.reception.references import NewReference
from bot.turn import Card, CaseDraft, Conclusion, DialogueState, Outcome, Priority, Reply, Response
from redaction import Redacted
from tests.support.staff.desk import Desk, FakeRedactor, council

REFERENCE = NewReference("NB")

HALF_FILLED: DialogueState = [
    {"event": "slot", "name": "filling", "value": {"service": "bulky-waste", "shown": {"items": "2"}}}
]


class Crisis:
    """Recognises one word."""

    def screen(self, raw: str) -> Card | None:
        """A card for `fire`."""
        return Card("fire", "Fire", "housing", ()) if "fire" in raw else None


class English:
    def recognise(self, text: str) -> str | None:
        return "pl" if "prosze" in text else None


class Bot:
    """Says thanks to thanks, hands over when asked, answers the rest; `team` is whose case it becomes."""

    team, priority = "waste", Priority.NORMAL

    async def respond(
        self, text: Redacted, choice: str | None, state: DialogueState, language: str | None = None
    ) -> Response:
        """One reply."""
        if "thanks" in text:
            return Response(Conclusion(Outcome.SMALL_TALK), (Reply("You are welcome."),), state)
        if choice != "person" and not language:
            return Response(Conclusion(Outcome.ANSWERED, "missed-bin"), (Reply("The bot speaks."),), state)
        reason = f"language_{language}" if language else "chose_person"
        draft = CaseDraft(REFERENCE(), self.team, "missed-bin", self.priority, reason, str(text))
        return Response(Conclusion(Outcome.ROUTED, "missed-bin"), (Reply("Wait.", case=draft),), HALF_FILLED)


@dataclass
class Resident:
    """Somebody in a chat."""

    chat: ChatService
    id: UUID
    token: str

    async def says(self, text: str, choice: str | None = None, key: str | None = None) -> Answered:
        """One message."""
        return await self.chat.send(self.id, self.token, SentMessage(text, choice, key or secrets.token_hex(8)))


class Floor:
    """Everything of the desk, as wiring would put it together. `line`: the database as staff and chat reach it."""

    def __init__(self, database_url: str, policy: DeskPolicy | None = None, line: Database | None = None) -> None:
        self.desk = Desk(database_url)
        self.clock, self.database = self.desk.clock, self.desk.database
        self.policy = policy or load_desk(Settings(_env_file=None).council_pack)
        self.work = self.desk.work.__class__(
            line or self.database, self.desk.vault, self.desk.redactor, council(), self.clock, self.policy
        )
        self.clocks, self.ringing = Clocks(self.policy), Ringing(self.policy)
        self.assignment, self.case_upkeep = Assignment(self.work), CaseUpkeep(self.work)
        self.presence = Presence(self.database, self.policy, ("pl", "cy"), self.clock)
        self.round = DeskRound(self.database, self.policy, tuple(council().teams), self.clock)
        self.bot = Bot()
        phrases = Phrases(load_policy(), council())
        reception = Reception(Crisis(), FakeRedactor(), English(), self.bot, phrases, council(), REFERENCE)
        intake = Intake(self.policy, self.clock)
        self.chat = ChatService(
            line or self.database,
            self.desk.vault,
            reception,
            phrases,
            council(),
            Metrics(),
            DeskOfChat(intake, QueuePositions(self.policy, council(), self.clock), is_to_be_asked),
        )

    async def member(
        self, role: Role = Role.AGENT, *teams: str, name: str = "Sam Okoro", there: bool = False
    ) -> Member:
        """A member of staff; who is `there` takes cases."""
        username = f"{role.value}-{secrets.token_hex(4)}"
        slugs = list(teams or (("waste",) if role is Role.AGENT else ()))
        person = StaffMember(username=username, display_name=name, role=role.value, teams=slugs, password_hash="-")
        async with self.database.transaction() as session:
            session.add(person)
        member = Member(person.id, username, name, role, tuple(slugs))
        if there:
            await self.presence.seen(member, OPENED)
            await self.presence.take_cases(member, available=True)
        return member

    async def resident(self) -> Resident:
        """Somebody who has just opened the chat."""
        started = await self.chat.start()
        return Resident(self.chat, started.id, started.token)

    async def waiting(self, text: str = "Nobody came for my bin") -> tuple[Resident, Case]:
        """A resident who has asked for a person, and the case."""
        resident = await self.resident()
        await resident.says(text)
        await resident.says("A person please", "person")
        return resident, await self.case_of(resident)

    async def case_of(self, resident: Resident) -> Case:
        """The resident's newest case, as it is now."""
        async with self.database.transaction() as session:
            query = select(Case).where(Case.conversation_id == resident.id).order_by(Case.created_at.desc()).limit(1)
            return (await session.scalars(query)).one()

    async def case(self, reference: str) -> Case:
        """A case, as it is now."""
        async with self.database.transaction() as session:
            return await session.get_one(Case, reference)

    async def owner(self, resident: Resident) -> str:
        """Who owns the resident's conversation."""
        async with self.database.transaction() as session:
            return (await session.get_one(Conversation, resident.id)).owner

    async def clocks_of(self, reference: str) -> dict[ClockKind, CaseClock]:
        """The clocks of a case."""
        async with self.database.transaction() as session:
            return await self.clocks.of(session, reference)

    async def rings_for(self, member: Member) -> list[str]:
        """What rings for somebody."""
        async with self.database.transaction() as session:
            return [rung.reference for rung in await self.ringing.for_member(session, member)]

    async def rows(self, query: Any) -> list[Any]:
        """What a query finds."""
        async with self.database.transaction() as session:
            return list((await session.execute(query)).all())
