"""Cases and conversations for other systems. What a caller may not see is not found."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases import case_words as words
from api.casework.cases.case_reader import REFERENCE, CaseNotFound
from api.casework.cases.repository import CaseRepository
from api.casework.integrations.repository import CaseFilter, IntegrationRepository
from api.casework.integrations.schemas import (
    CasePage,
    CaseWithNotes,
    OutsideCase,
    OutsideNote,
    OutsideTranscript,
    TranscriptLine,
)
from api.casework.integrations.tokens import CallingSystem
from api.casework.life import case as life
from api.casework.life.apply_case import CaseChanges, Doing, state_of
from api.casework.life.case import Change
from api.casework.life.case_state import CaseState, Status
from api.casework.queue.desk_policy import DeskPolicy, plain_desk
from api.casework.wording import say
from api.conversation.admission import ConversationNotFound
from api.conversation.repository import PAGE, ChatRepository
from api.db.base import now
from api.db.session import Database
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation, MessageRecord
from api.db.tables.desk import CaseNote
from api.kernel import audit
from api.kernel.errors import BadRequest, Conflict
from api.vault.service import kept_placeholders
from bot.ports import Redacts
from redaction import Placeholders, RedactionFailed
from redaction.text.placeholders import find

COUNCIL = say("outside.council")


class CaseInterface:
    """The other systems' side of cases. Each change is one transaction and goes on record."""

    def __init__(
        self,
        database: Database,
        redactor: Redacts,
        clock: Callable[[], datetime] = now,
        policy: DeskPolicy | None = None,
    ) -> None:
        self._database, self._redactor, self._clock = database, redactor, clock
        self._changes = CaseChanges(policy or plain_desk())

    async def cases(self, wanted: CaseFilter) -> CasePage:
        """A page of the cases that another system asks for."""
        async with self._database.transaction() as session:
            found = await IntegrationRepository(session).cases(wanted)
        page, more = found[: wanted.limit], len(found) > wanted.limit
        last = page[-1] if more else None
        return CasePage(
            cases=[_case(each) for each in page], next=cursor(last.updated_at, last.reference) if last else None
        )

    async def case(self, caller: CallingSystem, reference: str) -> CaseWithNotes:
        """A case with its notes. Raises CaseNotFound."""
        async with self._database.transaction() as session:
            return await _with_notes(session, await _find(session, caller, reference))

    async def note(self, caller: CallingSystem, reference: str, text: str) -> CaseWithNotes:
        """Adds a note, with words for its details, which are not kept: they are in the caller's system.

        It may quote placeholders of the case's conversation. Raises CaseNotFound.
        """
        async with self._database.transaction() as session:
            kept = await kept_placeholders(session, (await _find(session, caller, reference)).conversation_id)
        quoted = {each: each for each in map(str, find(text)) if each in kept}
        try:
            safe = self._redactor.redact(text.replace("\x00", ""), None, Placeholders(taken=quoted), ours=quoted).unkept
        except RedactionFailed:
            raise BadRequest(say("outside.note_not_checked")) from None
        async with self._database.transaction() as session:
            case = await _find(session, caller, reference)
            session.add(CaseNote(reference=case.reference, author=caller.name, text=safe, outside=True))
            case.updated_at = self._clock()
            _record(session, caller, case, audit.Action.CASE_NOTED)
            await session.flush()
            return await _with_notes(session, case)

    async def change_status(self, caller: CallingSystem, reference: str, status: str) -> CaseWithNotes:
        """Closes a case, or opens a closed one again; twice is no error. Raises CaseNotFound and Conflict."""
        async with self._database.transaction() as session:
            conversation, case = await _locked(session, caller, reference)
            if (change := _change(state_of(case), status, self._clock())) is not None:
                doing = Doing(self._clock(), caller.actor, conversation, caller.address, {"name": COUNCIL})
                await self._changes.apply(session, case, change, doing)
            case.updated_at = conversation.updated_at = self._clock()
            await session.flush()
            await ChatRepository(session).announce(conversation.id)
            return await _with_notes(session, case)

    async def transcript(self, caller: CallingSystem, conversation_id: UUID) -> OutsideTranscript:
        """A conversation, redacted as it is stored. Raises ConversationNotFound."""
        async with self._database.transaction() as session:
            found = await IntegrationRepository(session).conversation(conversation_id, caller.teams)
            if found is None:
                raise ConversationNotFound()
            records = await _all_messages(ChatRepository(session), conversation_id)
        lines = [TranscriptLine.model_validate(record, from_attributes=True) for record in records]
        return OutsideTranscript(id=conversation_id, owner=found.owner, messages=lines)


def cursor(at: datetime, reference: str) -> str:
    """Where a page ended, for the next request."""
    return base64.urlsafe_b64encode(f"{at.isoformat()} {reference}".encode()).decode()


def place(text: str) -> tuple[datetime, str]:
    """What a cursor says. Raises BadRequest."""
    try:
        at, _, reference = base64.urlsafe_b64decode(text).decode().partition(" ")
        moment = datetime.fromisoformat(at)
    except (ValueError, binascii.Error):
        raise BadRequest(say("outside.cursor")) from None
    if moment.tzinfo is None or not REFERENCE.fullmatch(reference):
        raise BadRequest(say("outside.cursor"))
    return moment, reference


def _change(case: CaseState, status: str, at: datetime) -> Change | None:
    """What setting the status does; None where the case has it already. Raises Conflict when somebody here has it."""
    match case.status, status:
        case (Status.CLAIMED, "closed"):
            raise Conflict(say("outside.claimed_not_closed"))
        case (Status.CLAIMED, "open"):
            raise Conflict(say("outside.claimed_not_released"))
        case (Status.OPEN, "closed"):
            return life.closed_outside(case, at, words.RESOLVED, words.DONE)
        case (Status.CLOSED, "open"):
            return life.reopened_outside(case)
    return None


async def _find(session: AsyncSession, caller: CallingSystem, reference: str, *, lock: bool = False) -> Case:
    known = REFERENCE.fullmatch(reference)
    case = await CaseRepository(session).find(reference, caller.teams, lock=lock) if known else None
    if case is None:
        raise CaseNotFound()
    return case


async def _locked(session: AsyncSession, caller: CallingSystem, reference: str) -> tuple[Conversation, Case]:
    """The conversation is locked first and the case second, as everywhere."""
    case = await _find(session, caller, reference)
    conversation = await ChatRepository(session).find(case.conversation_id, lock=True)
    if conversation is None:
        raise CaseNotFound()
    await session.refresh(case, with_for_update=True)
    return conversation, case


async def _with_notes(session: AsyncSession, case: Case) -> CaseWithNotes:
    notes = await IntegrationRepository(session).notes(case.reference)
    shown = [OutsideNote.model_validate(note, from_attributes=True) for note in notes]
    return CaseWithNotes(**_case(case).model_dump(), notes=shown)


async def _all_messages(chat: ChatRepository, conversation_id: UUID) -> Sequence[MessageRecord]:
    found = list(await chat.messages(conversation_id))
    while found and len(found) % PAGE == 0 and (more := await chat.messages(conversation_id, found[-1].id)):
        found.extend(more)
    return found


def _case(case: Case) -> OutsideCase:
    fields = {name: getattr(case, name) for name in OutsideCase.model_fields if name != "conversation"}
    return OutsideCase(conversation=case.conversation_id, **fields)


def _record(session: AsyncSession, caller: CallingSystem, case: Case, action: audit.Action) -> None:
    audit.record(session, caller.actor, action, audit.case(case.reference), address=caller.address)
