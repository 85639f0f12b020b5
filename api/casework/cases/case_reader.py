"""Reading cases: the queue and the case page, for the teams that a member of staff sees."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases.repository import QUEUE_PAGE, CaseRepository
from api.casework.cases.views import CaseLine, CaseRecord, CaseView, CaseViews
from api.casework.pages.timeline import beside
from api.casework.wording import say
from api.conversation.photos.repository import PhotoRepository
from api.conversation.repository import PAGE, ChatRepository
from api.db.base import now
from api.db.session import Database
from api.db.tables.conversations import MessageRecord
from api.kernel.errors import NotAllowed, NotFound
from api.kernel.permissions import Member, Permission, teams_visible
from api.vault.service import kept_placeholders
from bot.council import Council

REFERENCE = re.compile(r"[A-Z0-9-]{1,20}")
STATUSES: Mapping[str, tuple[str, ...]] = {
    "live": ("open", "claimed"),
    "open": ("open",),
    "claimed": ("claimed",),
    "closed": ("closed",),
}


@dataclass(frozen=True, slots=True)
class CaseListQuery:
    """Which cases to list: a key of STATUSES, a team's slug or nothing, a page counted from 1."""

    status: str = "live"
    team: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the queue, the teams to choose from (slug to name), and how many cases wait in all."""

    lines: tuple[CaseLine, ...]
    teams: Mapping[str, str]
    waiting: int
    more: bool


class CaseNotFound(NotFound):
    """No such case, or it is another team's."""

    code = "case_not_found"
    detail = say("case.not_found")


class CaseService:
    """The desk's reading side. What a member may not see does not exist for them."""

    def __init__(self, database: Database, council: Council, clock: Callable[[], datetime] = now) -> None:
        self._database, self._council, self._clock = database, council, clock
        self._views = CaseViews(council)

    async def listing(self, member: Member, wanted: CaseListQuery) -> Listing:
        """Cases of the member's teams: urgent first, then those that wait longest."""
        _require(member, Permission.SEE_CASES)
        visible = teams_visible(member)
        chosen = [wanted.team] if wanted.team and (visible is None or wanted.team in visible) else visible
        async with self._database.transaction() as session:
            cases = CaseRepository(session)
            found = await cases.queue(chosen, STATUSES.get(wanted.status, STATUSES["live"]), wanted.page)
            waiting = await cases.waiting(visible)
        lines = tuple(self._views.line(queued, self._clock()) for queued in found[:QUEUE_PAGE])
        return Listing(lines, self.teams(visible), waiting, len(found) > QUEUE_PAGE)

    async def case(self, member: Member, reference: str) -> CaseView:
        """A case as its page shows it. Raises CaseNotFound."""
        _require(member, Permission.SEE_CASES)
        async with self._database.transaction() as session:
            found = await self._read(session, member, reference)
        return self._views.case(found, member, self._clock())

    def teams(self, slugs: Sequence[str] | None = None) -> Mapping[str, str]:
        """Teams by slug with their names, in order of name; None for all."""
        known = {slug: team.name for slug, team in self._council.teams.items() if slugs is None or slug in slugs}
        return dict(sorted(known.items(), key=lambda item: item[1]))

    async def _read(self, session: AsyncSession, member: Member, reference: str) -> CaseRecord:
        cases, chat, visible = CaseRepository(session), ChatRepository(session), teams_visible(member)
        case = await cases.find(reference, visible) if REFERENCE.fullmatch(reference) else None
        conversation = await chat.find(case.conversation_id) if case else None
        if case is None or conversation is None:
            raise CaseNotFound()
        return CaseRecord(
            case=case,
            conversation=conversation,
            messages=await _all_messages(chat, case.conversation_id),
            holder=await cases.holder(case),
            outcome=await cases.outcome(case),
            siblings=await cases.siblings(case, visible),
            kept=await kept_placeholders(session, case.conversation_id),
            beside=await beside(session, case.reference),
            photos=[photo.id for photo in await PhotoRepository(session).of(case.reference)],
        )


async def _all_messages(chat: ChatRepository, conversation_id: UUID) -> Sequence[MessageRecord]:
    messages = list(await chat.messages(conversation_id))
    while messages and len(messages) % PAGE == 0:
        more = await chat.messages(conversation_id, messages[-1].id)
        if not more:
            break
        messages.extend(more)
    return messages


def _require(member: Member, permission: Permission) -> None:
    if not member.may(permission):
        raise NotAllowed()
