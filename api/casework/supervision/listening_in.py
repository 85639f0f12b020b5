"""Listening in: a supervisor reads a live conversation, on record, and may whisper to whoever has the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases import read_record as reading
from api.casework.cases import typed_text as written
from api.casework.cases.case_reader import REFERENCE, CaseNotFound
from api.casework.cases.notes import WHISPER, Notes
from api.casework.cases.repository import CaseRepository
from api.casework.life.locked_case import CaseLocks
from api.casework.supervision.quality_tags import tags_of
from api.casework.supervision.reviews import shown
from api.casework.wording import say
from api.conversation import hidden_words as hidden
from api.conversation.repository import ChatRepository
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation
from api.db.tables.staff import StaffMember
from api.kernel import audit
from api.kernel.errors import NotAllowed
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member, Permission, teams_visible
from api.kernel.times import moment

MOST_LIVE = 50
WHISPER_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class LiveConversation:
    """A conversation that somebody is in now."""

    reference: str
    team: str
    holder: str
    since: str


@dataclass(frozen=True, slots=True)
class ListeningView:
    """What a listener has before them; no messages until they listen."""

    reference: str
    holder: str | None
    owner: str
    listening: bool
    messages: Sequence[tuple[str, str, Markup]]
    whispers: Sequence[tuple[str, str, Markup]]
    tags: frozenset[str]


class ListeningIn:
    """A supervisor's ear. The resident notices nothing; who listens on after an hour is on record anew."""

    def __init__(self, case_locks: CaseLocks) -> None:
        self._case_locks = case_locks

    async def live(self, session: AsyncSession) -> Sequence[LiveConversation]:
        """Conversations with a person in them now."""
        query = (
            select(Case, StaffMember.display_name)
            .join(Conversation, Conversation.id == Case.conversation_id)
            .join(StaffMember, StaffMember.id == Case.claimed_by)
            .where(Conversation.owner == "person", Case.status == "claimed")
            .order_by(Case.updated_at.desc())
            .limit(MOST_LIVE)
        )
        rows = (await session.execute(query)).all()
        return [
            LiveConversation(c.reference, self._case_locks.team(c.team), name, moment(c.created_at)) for c, name in rows
        ]

    async def listen(self, member: Member, reference: str) -> None:
        """Begins, on record. Raises NotAllowed or CaseNotFound."""
        async with self._case_locks.open(member, reference, Permission.OVERRULE) as work:
            work.record(audit.Action.CASE_LISTENED)

    async def view(self, member: Member, reference: str) -> ListeningView:
        """The case as its listener sees it. Raises NotAllowed or CaseNotFound."""
        if not member.may(Permission.OVERRULE):
            raise NotAllowed()
        async with self._case_locks.database.transaction() as session:
            cases = CaseRepository(session)
            case = await cases.find(reference, teams_visible(member)) if REFERENCE.fullmatch(reference) else None
            if case is None:
                raise CaseNotFound()
            conversation = await session.get_one(Conversation, case.conversation_id)
            at = self._case_locks.clock()
            listening = await reading.on_record(session, member, reference, audit.Action.CASE_LISTENED, at)
            said = await ChatRepository(session).messages(conversation.id) if listening else ()
            notes = await Notes(session).of(reference) if listening else ()
            return ListeningView(
                reference=reference,
                holder=await cases.holder(case),
                owner=conversation.owner,
                listening=listening,
                messages=[shown(each) for each in said],
                whispers=[shown_note(each.author, moment(each.created_at), each.text) for each in notes],
                tags=await tags_of(session, reference),
            )

    async def whisper(self, member: Member, reference: str, text: str, key: str | None = None) -> None:
        """A word to whoever has the case, at once on their page and never on the resident's. Raises FormProblem.

        Redacted like every note, and kept as one.
        """
        typed = written.message(text, "whisper")
        if len(typed) > WHISPER_LIMIT:
            raise FormProblem("whisper", say("supervision.whisper", most=f"{WHISPER_LIMIT:,}"))
        async with self._case_locks.open(member, reference, Permission.OVERRULE) as work:
            work.refuse_closed()
            safe = await self._case_locks.vault.open(work.session, work.conversation.id)
            redacted = await self._case_locks.redacted(safe, typed, "whisper")
            author = f"{member.display_name[: 80 - len(WHISPER)]}{WHISPER}"
            await Notes(work.session).add(reference, author, redacted, key)
            work.record(audit.Action.CASE_WHISPERED)
            await ChatRepository(work.session).announce(work.conversation.id)


def shown_note(author: str, at: str, text: str) -> tuple[str, str, Markup]:
    """A note among staff as a line: kind, who and when, words."""
    return "staff", f"{author}, {at}", hidden.chips(text)
