"""A case and its conversation, locked for one act: everything that staff do to a case happens inside this."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases.case_reader import REFERENCE, CaseNotFound
from api.casework.cases.repository import CaseRepository
from api.casework.life.apply_case import state_of
from api.casework.life.case_state import CaseState, Status
from api.casework.wording import say
from api.conversation.repository import ChatRepository
from api.db.base import now
from api.db.session import Database
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation, MessageRecord
from api.kernel import audit
from api.kernel.errors import Conflict, NotAllowed
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member, Permission, teams_visible
from api.vault.service import Safe, Vault
from bot.council import Council
from bot.ports import Redacts
from redaction import Label, Placeholders, Redacted, Redaction, RedactionFailed
from redaction.text.placeholders import find

AS_STAFF = text("select set_config('reeve.by', 'staff', true)")  # the trigger on ownership asks for it


class CaseTaken(Conflict):
    """Somebody else has the case."""

    code = "case_taken"


@dataclass(frozen=True, slots=True)
class LockedCase:
    """A case and its conversation, both locked for this transaction, and who is at work."""

    session: AsyncSession
    member: Member
    case: Case
    conversation: Conversation

    async def holder(self) -> str:
        """Who has the case, for words."""
        return await CaseRepository(self.session).holder(self.case) or say("life.somebody_else")

    @property
    def state(self) -> CaseState:
        """How the case stands now."""
        return state_of(self.case)

    async def add(
        self, sender: str, said: str, name: str | None = None, key: str | None = None, extras: Mapping[str, Any] = {}
    ) -> MessageRecord:
        """A message in the conversation; `extras` is what is shown beside it."""
        message = MessageRecord(
            conversation_id=self.conversation.id,
            sender=sender,
            sender_name=name,
            text=said,
            extras=dict(extras),
            form_key=key,
        )
        await ChatRepository(self.session).add_messages([message])
        return message

    def record(self, action: audit.Action, **details: audit.Detail) -> None:
        """Puts the act on record."""
        member, subject = self.member, audit.case(self.case.reference)
        audit.record(self.session, member.username, action, subject, details, member.address)

    def refuse_closed(self) -> None:
        """Raises Conflict when the case is done."""
        if self.case.status == Status.CLOSED:
            raise Conflict(say("life.case_closed"))

    async def refuse_not_holding(self) -> None:
        """Raises Conflict or CaseTaken unless the member has the case, or may overrule whoever has it."""
        if self.case.status != Status.CLAIMED:
            raise Conflict(say("life.not_claimed"))
        if self.case.claimed_by != self.member.id and not self.member.may(Permission.OVERRULE):
            raise CaseTaken(say("life.only_they_may", name=await self.holder()))

    async def refuse_not_yours(self) -> None:
        """Raises Conflict or CaseTaken for a closed case, and for one that somebody else has, as above."""
        self.refuse_closed()
        if self.case.status == Status.CLAIMED:
            await self.refuse_not_holding()


class CaseLocks:
    """Opens cases for work. One transaction an act; what the member may not see is not found."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        redactor: Redacts,
        council: Council,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self.database, self.vault, self._redactor = database, vault, redactor
        self.council, self.clock = council, clock

    @asynccontextmanager
    async def open(
        self, member: Member, reference: str, permission: Permission = Permission.WORK_CASES
    ) -> AsyncIterator[LockedCase]:
        """The case, locked after its conversation, as in a resident's turn: neither waits for ever."""
        if not member.may(permission):
            raise NotAllowed()
        async with self.database.transaction() as session:
            await session.execute(AS_STAFF)
            cases, chat, teams = CaseRepository(session), ChatRepository(session), teams_visible(member)
            known = await cases.conversation_of(reference, teams) if REFERENCE.fullmatch(reference) else None
            conversation = await chat.find(known, lock=True) if known else None
            case = await cases.find(reference, teams, lock=True) if conversation else None
            if conversation is None or case is None:
                raise CaseNotFound()
            yield LockedCase(session, member, case, conversation)
            if permission is Permission.WORK_CASES:
                case.updated_at = conversation.updated_at = self.clock()
                await chat.announce(conversation.id)

    async def redacted(
        self, safe: Safe, written: str, field: str, ours: Collection[str] = (), expecting: Label | None = None
    ) -> Redacted:
        """`written` without its personal data, which goes to the vault; `ours` may stand. Raises FormProblem.

        So may a placeholder that stands for a value of this conversation: whoever writes it quotes the value. With
        `expecting`, all else is taken for that and hidden.
        """
        known = await safe.placeholders()
        try:
            redaction = self._redactor.redact(written, expecting, known, ours=[*ours, *_quoted(written, known)])
        except RedactionFailed:
            raise FormProblem(
                field,
                say("life.not_checked_not_sent"),
            ) from None
        safe.keep(written, redaction.findings, known)
        return redaction.text

    async def redacted_reply(self, safe: Safe, written: str, work: LockedCase) -> Redacted:
        """The same for a reply, in which the case's reference and the writer's own name may stand."""
        return await self.redacted(safe, written, "text", (work.case.reference, work.member.display_name))

    def without_details(self, written: str, field: str) -> Redacted:
        """`written` with words for its personal data, which is kept nowhere. Raises FormProblem."""
        return self._once(written, field).unkept

    def to_search(self, written: str, field: str) -> Redacted:
        """`written` with placeholders for its personal data, for a search that keeps nothing. Raises FormProblem."""
        return self._once(written, field).text

    def _once(self, written: str, field: str) -> Redaction:
        try:
            return self._redactor.redact(written, None, None)
        except RedactionFailed:
            raise FormProblem(field, say("life.not_checked")) from None

    def team(self, slug: str) -> str:
        """A team's name, for words."""
        known = self.council.teams.get(slug)
        return known.name if known else self.council.name


def _quoted(written: str, known: Placeholders) -> list[str]:
    """The placeholders in `written` that stand for a value of the conversation."""
    return [str(each) for each in find(written) if str(each) in known]
