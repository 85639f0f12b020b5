"""The desk as one part of the application: its services, put together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from api.casework.cases import read_record as reading
from api.casework.cases.board import Board, Boards, CaseDesk
from api.casework.life.assignment import Assignment
from api.casework.life.case_actions import CaseWork
from api.casework.life.case_upkeep import CaseUpkeep
from api.casework.life.desk_round import DeskRound
from api.casework.pages.resident_desk import ResidentDesk
from api.casework.queue.desk_policy import DeskPolicy
from api.casework.queue.presence import OPENED, Presence
from api.casework.queue.ringing import Ringing
from api.conversation.repository import ChatRepository
from api.db.base import now
from api.db.session import Database
from api.kernel.permissions import Member
from api.vault.service import Vault
from bot.council import Council
from bot.ports import Redacts


@dataclass(frozen=True)
class Desk:
    """What routes and jobs use of the desk."""

    database: Database
    policy: DeskPolicy
    clock: Callable[[], datetime]
    presence: Presence
    boards: Boards
    ringing: Ringing
    assignment: Assignment
    case_upkeep: CaseUpkeep
    round: DeskRound
    resident: ResidentDesk

    async def board(self, member: Member, shown: Sequence[str]) -> Board:
        """What stands above the list; whoever opens it is there."""
        await self.presence.seen(member, OPENED)
        async with self.database.transaction() as session:
            return await self.boards.board(session, member, shown, self.clock())

    async def case(self, member: Member, reference: str) -> CaseDesk:
        """What a case's page shows; that it was read goes on record. Raises CaseNotFound."""
        async with self.database.transaction() as session:
            await self.boards.opened(session, member, reference)
            shown = await self.boards.case(session, member, reference, self.clock())
            await reading.record(session, member, reference, self.clock())
            return shown

    async def answer_ring(self, member: Member, reference: str) -> None:
        """Stops an urgent case from ringing. Raises CaseNotFound for one that the member may not see."""
        async with self.database.transaction() as session:
            await self.boards.case(session, member, reference, self.clock())
            await self.ringing.answer(session, member, reference, self.clock())

    async def rings(self, member: Member) -> list[str]:
        """The references of what rings for the member."""
        async with self.database.transaction() as session:
            return [rung.reference for rung in await self.ringing.for_member(session, member)]

    async def conversation(self, member: Member, reference: str) -> UUID:
        """The conversation of a case. Raises CaseNotFound."""
        async with self.database.transaction() as session:
            return await self.boards.conversation(session, member, reference)

    async def types(self, member: Member, reference: str) -> None:
        """Tells the resident that whoever holds their case types. Raises CaseNotFound."""
        async with self.database.transaction() as session:
            held = await self.boards.held(session, member, reference)
            if held is not None:
                await ChatRepository(session).announce_typing(held, "staff")


def make_desk(
    database: Database,
    vault: Vault,
    redactor: Redacts,
    council: Council,
    policy: DeskPolicy,
    work: CaseWork,
    languages: Collection[str] = (),
    clock: Callable[[], datetime] = now,
) -> Desk:
    """The desk around the case work."""
    presence, ringing = Presence(database, policy, languages, clock), Ringing(policy)
    return Desk(
        database=database,
        policy=policy,
        clock=clock,
        presence=presence,
        boards=Boards(policy, council, presence, ringing),
        ringing=ringing,
        assignment=Assignment(work),
        case_upkeep=CaseUpkeep(work),
        round=DeskRound(database, policy, tuple(council.teams), clock),
        resident=ResidentDesk(database, vault, redactor, clock),
    )
