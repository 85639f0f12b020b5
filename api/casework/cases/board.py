"""What the desk's pages show beside the list and the case itself: my cases, what rings, clocks, hand-over, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases import case_words as words
from api.casework.cases.case_reader import REFERENCE, CaseNotFound
from api.casework.cases.notes import WHISPER, Notes
from api.casework.cases.repository import CaseRepository, ListedCase
from api.casework.cases.views import CaseLine, CaseViews
from api.casework.pages.desk_words import CLOCKS, CONTACT, skill_words
from api.casework.queue.clocks import Clocks
from api.casework.queue.desk_policy import DeskPolicy
from api.casework.queue.presence import PersonAtDesk, Presence
from api.casework.queue.queue import ORDER, Queue
from api.casework.queue.ringing import Ringing, RingingCase
from api.casework.wording import say
from api.conversation import hidden_words as hidden
from api.conversation.repository import ChatRepository
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation
from api.db.tables.desk import CaseClock, CaseNote, ClockState
from api.kernel.permissions import Member, Permission, teams_visible
from api.kernel.times import LONDON, moment, waited
from bot.council import Council
from bot.reception.languages import language_name

MOST_MINE = 50


@dataclass(frozen=True, slots=True)
class DueClock:
    """A clock in words: `First answer`, `due in 12 minutes`; `state` picks the colour."""

    kind: str
    state: str
    said: str
    at: str


@dataclass(frozen=True, slots=True)
class Board:
    """The counts and notices that stand above the list of cases."""

    me: PersonAtDesk | None
    mine: tuple[CaseLine, ...]
    rings: tuple[RingingCase, ...]
    offered: frozenset[str]  # of mine, those that I have not accepted yet
    due: Mapping[str, DueClock]
    snoozed: Mapping[str, str]
    breached: int


@dataclass(frozen=True, slots=True)
class HandOverView:
    """What the bot knew, in words."""

    reasons: tuple[str, ...]
    summary: tuple[Markup, ...]
    outcomes: tuple[str, ...]
    language: str | None
    services: tuple[str, ...]
    form: str
    answers: tuple[tuple[str, Markup], ...]
    contact: tuple[tuple[str, Markup], ...]


@dataclass(frozen=True, slots=True)
class CaseDesk:
    """What a case's page shows of the desk."""

    handover: HandOverView
    clocks: tuple[DueClock, ...]
    whisper: tuple[str, str, Markup] | None  # a supervisor's last one: who, when, what
    linked: tuple[tuple[str, str], ...]  # reference, status
    tags: str
    needs: tuple[str, ...]
    people: tuple[tuple[int, str], ...]
    snoozed: str | None
    merged_into: str | None
    closed_as: str
    offered: bool
    holding: bool
    rings: bool
    read: bool
    escalated: str | None
    earliest: str  # of a time to put it off to, as the form writes it


class Boards:
    """Reads for the desk's pages. What a member may not see does not exist for them."""

    def __init__(self, policy: DeskPolicy, council: Council, presence: Presence, ringing: Ringing) -> None:
        self._policy, self._council, self._presence, self._ringing = policy, council, presence, ringing
        self._clocks, self._views = Clocks(policy), CaseViews(council)

    async def board(self, session: AsyncSession, member: Member, shown: Sequence[str], at: datetime) -> Board:
        """What stands above the list of the cases `shown`."""
        mine = await self._mine(session, member)
        references = [*shown, *(queued.case.reference for queued in mine)]
        clocks = await self._clocks.of_many(session, references)
        put_off = await session.execute(
            select(Case.reference, Case.snoozed_until).where(Case.reference.in_(references), Case.snoozed_until > at)
        )
        return Board(
            me=await self._presence.of(session, member),
            mine=tuple(self._views.line(queued, at) for queued in mine),
            rings=tuple(await self._ringing.for_member(session, member)),
            offered=frozenset(queued.case.reference for queued in mine if queued.case.status == "open"),
            due={reference: _worst(rows, at) for reference, rows in clocks.items()},
            snoozed={reference: moment(until) for reference, until in put_off.all() if until},
            breached=await self._breached(session, member),
        )

    async def case(self, session: AsyncSession, member: Member, reference: str, at: datetime) -> CaseDesk:
        """What a case's page shows. Raises CaseNotFound."""
        teams = teams_visible(member)
        case = await CaseRepository(session).find(reference, teams) if REFERENCE.fullmatch(reference) else None
        if case is None:
            raise CaseNotFound()
        notes = Notes(session)
        rings = {rung.reference for rung in await self._ringing.for_member(session, member)}
        clocks = await self._clocks.of(session, reference)
        people = await Queue(session).people(case.team, at) if case.status != "closed" else []
        return CaseDesk(
            handover=self._hand_over(case),
            clocks=tuple(_due(row, at) for row in clocks.values()),
            whisper=_last_whisper(await notes.of(reference)),
            linked=tuple((each.reference, each.status) for each in await notes.linked(reference, teams)),
            tags=", ".join(case.tags),
            needs=tuple(skill_words(skill) for skill in case.needs),
            people=tuple((p.id, p.display_name) for p in people if p.id not in (case.claimed_by, case.assigned_to)),
            snoozed=moment(case.snoozed_until) if case.snoozed_until and case.snoozed_until > at else None,
            merged_into=case.merged_into,
            closed_as=_closed_as(case),
            offered=case.status == "open" and case.assigned_to == member.id,
            holding=case.claimed_by == member.id,
            rings=reference in rings,
            read=await _read(session, case),
            escalated=moment(case.escalated_at) if case.escalated_at else None,
            earliest=at.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M"),
        )

    async def opened(self, session: AsyncSession, member: Member, reference: str) -> None:
        """The member looks at the case; whoever holds it has thereby read what is there."""
        case = await CaseRepository(session).find(reference, teams_visible(member))
        if case is not None and case.claimed_by == member.id and case.status == "claimed":
            chat = ChatRepository(session)
            await chat.mark_read(case.conversation_id, "staff", await chat.newest_message(case.conversation_id))

    async def conversation(self, session: AsyncSession, member: Member, reference: str) -> UUID:
        """The conversation of a case. Raises CaseNotFound."""
        valid = REFERENCE.fullmatch(reference)
        found = await CaseRepository(session).conversation_of(reference, teams_visible(member)) if valid else None
        if found is None:
            raise CaseNotFound()
        return found

    async def held(self, session: AsyncSession, member: Member, reference: str) -> UUID | None:
        """The conversation of a case that the member holds. Raises CaseNotFound."""
        valid = REFERENCE.fullmatch(reference)
        case = await CaseRepository(session).find(reference, teams_visible(member)) if valid else None
        if case is None:
            raise CaseNotFound()
        return case.conversation_id if case.claimed_by == member.id and case.status == "claimed" else None

    async def _mine(self, session: AsyncSession, member: Member) -> Sequence[ListedCase]:
        mine = or_(Case.claimed_by == member.id, Case.assigned_to == member.id)
        query = select(Case).where(mine, Case.status != "closed").order_by(Case.status.desc(), *ORDER).limit(MOST_MINE)
        return [ListedCase(case, None) for case in (await session.scalars(query)).all()]

    async def _breached(self, session: AsyncSession, member: Member) -> int:
        """How many cases are past a target, for those who oversee."""
        if not member.may(Permission.OVERRULE):
            return 0
        late = CaseClock.breached_at.is_not(None) & CaseClock.met_at.is_(None)
        query = select(func.count(func.distinct(CaseClock.reference))).where(late)
        return await session.scalar(query) or 0

    def _hand_over(self, case: Case) -> HandOverView:
        packet = case.handover
        form = packet.get("form") or {}
        return HandOverView(
            reasons=tuple(words.reason(code) for code in packet.get("reasons", [case.reason])),
            summary=tuple(hidden.chips(line) for line in packet.get("summary", [])),
            outcomes=tuple(words.OUTCOMES.get(code, code) for code in packet.get("outcomes", [])),
            language=language_name(case.language) if case.language else None,
            services=tuple(self._service(each["slug"]) for each in packet.get("services", [])),
            form=self._service(form["service"]) if form else "",
            answers=tuple(
                (name.replace("_", " "), hidden.chips(value)) for name, value in form.get("answers", {}).items()
            ),
            contact=tuple((CONTACT.get(name, name), hidden.chips(value)) for name, value in case.contact.items()),
        )

    def _service(self, slug: str) -> str:
        known = self._council.services.get(slug)
        return known.name if known else slug


async def _read(session: AsyncSession, case: Case) -> bool:
    """Whether the resident has seen the newest message."""
    conversation = await session.get_one(Conversation, case.conversation_id)
    newest = await ChatRepository(session).newest_message(conversation.id)
    return 0 < newest <= conversation.read_by_resident


def _closed_as(case: Case) -> str:
    if case.status != "closed" or not case.close_reason:
        return ""
    outcome = words.CLOSE_OUTCOMES.get(case.close_outcome or "", "")
    return f"{words.CLOSE_REASONS.get(case.close_reason, case.close_reason)}. {outcome}".strip()


def _worst(rows: Sequence[CaseClock], at: datetime) -> DueClock:
    """The clock to look at first: one that is late, else the one due next, else one that stands still."""
    return _due(min(rows, key=lambda row: (row.due_at is None and not row.breached_at, row.due_at or at)), at)


def _last_whisper(notes: Sequence[CaseNote]) -> tuple[str, str, Markup] | None:
    whispers = [note for note in notes if note.author.endswith(WHISPER)]
    if not whispers:
        return None
    last = whispers[-1]
    return last.author, moment(last.created_at), hidden.chips(last.text)


def _due(row: CaseClock, at: datetime) -> DueClock:
    state = row.state(at)
    due = row.due_at
    match state:
        case ClockState.MET:
            said = say("desk.in_time")
        case ClockState.BREACHED if row.met_at:
            said = say("desk.late")
        case ClockState.BREACHED:
            said = say("desk.late_by", time=waited(due, at)) if due else say("desk.late")
        case ClockState.PAUSED:
            said = say("desk.paused")
        case _:
            said = say("desk.due_in", time=waited(at, due)) if due else ""
    return DueClock(CLOCKS[row.kind], state.value, said, moment(due) if due and not row.met_at else "")
