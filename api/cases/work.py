"""Working cases: each act locks, changes, tells the resident and goes on record, or does none of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import hidden, words
from api.cases.models import Case
from api.cases.repository import CaseRepository
from api.cases.service import REFERENCE, CaseNotFound
from api.chat.erase import erase
from api.chat.models import Conversation, MessageRecord
from api.chat.repository import ChatRepository
from api.chat.schemas import MESSAGE_LIMIT
from api.db.base import now
from api.db.session import Database
from api.errors import Conflict, NotAllowed, Unavailable
from api.staff import audit
from api.staff.permissions import Member, Permission, teams_visible
from api.staff.problems import FormProblem
from api.vault.keys import Sealed
from api.vault.service import Safe, Vault
from bot.council import Council
from bot.ports import Redacts
from redaction import Redacted, RedactionFailed

LEAST_REASON, LONGEST_REASON = 5, 300  # characters


class CaseTaken(Conflict):
    """Somebody else has the case."""

    code = "case_taken"


@dataclass(frozen=True, slots=True)
class _Open:
    """A case and its conversation, both locked for this transaction, and who is at work."""

    session: AsyncSession
    member: Member
    case: Case
    conversation: Conversation

    async def holder(self) -> str:
        return await CaseRepository(self.session).holder(self.case) or "Somebody else"

    async def say(self, text: str) -> None:
        """Tells the resident what happened; in a chat that has ended there is nobody to tell."""
        if self.conversation.owner != "closed":
            await self.add("system", text)

    async def add(self, sender: str, text: str, name: str | None = None) -> None:
        message = MessageRecord(
            conversation_id=self.conversation.id, sender=sender, sender_name=name, text=text, extras={}
        )
        await ChatRepository(self.session).add_messages([message])

    def record(self, action: audit.Action, **details: audit.Detail) -> None:
        member, subject = self.member, audit.case(self.case.reference)
        audit.record(self.session, member.username, action, subject, details, member.address)


class CaseWork:
    """The desk's writing side. One transaction a call; what the member may not see is not found."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        redactor: Redacts,
        council: Council,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._database, self._vault, self._redactor = database, vault, redactor
        self._council, self._clock = council, clock

    async def claim(self, member: Member, reference: str) -> None:
        """The case is the member's, and the bot falls silent. Raises CaseTaken when somebody was quicker."""
        async with self._at_work(member, reference) as work:
            case, conversation = work.case, work.conversation
            if case.status == "claimed" and case.claimed_by == member.id:
                return
            _refuse_closed(case)
            if case.status == "claimed":
                raise CaseTaken(f"{await work.holder()} has claimed this case already.")
            case.claimed_by, case.status = member.id, "claimed"
            if conversation.owner != "closed":
                conversation.owner, conversation.staff_name = "person", member.display_name
            await work.say(words.JOINED.format(name=member.display_name, team=self._team(case.team)))
            work.record(audit.Action.CASE_CLAIMED)

    async def reply(self, member: Member, reference: str, text: str) -> None:
        """A message to the resident, redacted before it is stored. Raises FormProblem or Conflict."""
        written = _written(text)
        async with self._at_work(member, reference) as work:
            _refuse_closed(work.case)
            if work.case.status != "claimed":
                raise Conflict("Claim this case before you reply.")
            if work.case.claimed_by != member.id:
                raise CaseTaken(f"{await work.holder()} has this case. Only they can reply.")
            if work.conversation.owner == "closed":
                raise Conflict("The resident has ended this chat, so they would not see a reply.")
            safe = await self._vault.open(work.session, work.conversation.id)
            await work.add("staff", await self._redacted(safe, written, "text"), member.display_name)
            work.record(audit.Action.CASE_REPLIED)

    async def hand_back(self, member: Member, reference: str) -> None:
        """The bot answers again and the case waits in the queue."""
        async with self._at_work(member, reference) as work:
            await self._refuse_not_holding(work)
            work.case.status, work.case.claimed_by = "open", None
            await self._leave(work, "bot")
            await work.say(words.HANDED_BACK.format(name=member.display_name, reference=work.case.reference))
            work.record(audit.Action.CASE_HANDED_BACK)

    async def close(self, member: Member, reference: str) -> None:
        """The case is done and the bot answers again."""
        async with self._at_work(member, reference) as work:
            _refuse_closed(work.case)
            await self._refuse_not_holding(work)
            work.case.status, work.case.closed_at = "closed", self._clock()
            await self._leave(work, "bot")
            await work.say(words.CLOSED.format(name=member.display_name, reference=work.case.reference))
            work.record(audit.Action.CASE_CLOSED)

    async def transfer(self, member: Member, reference: str, team: str) -> None:
        """The case waits in another team's queue, and so does a resident who was talking to somebody."""
        async with self._at_work(member, reference) as work:
            case = work.case
            if team not in self._council.teams or team == case.team:
                raise FormProblem("team", "Choose the team that should have this case.")
            _refuse_closed(case)
            if case.status == "claimed":
                await self._refuse_not_holding(work)
                await self._leave(work, "waiting")
            before, case.team, case.status, case.claimed_by = case.team, team, "open", None
            said = {"name": member.display_name, "reference": case.reference, "team": self._team(team)}
            await work.say(words.PASSED_ON.format(**said))
            work.record(audit.Action.CASE_TRANSFERRED, before=before, after=team)

    async def reveal(self, member: Member, reference: str, placeholder: str, reason: str) -> str:
        """One value in clear, once it is on record who asked and why. Raises FormProblem or NotFound."""
        if not hidden.is_placeholder(placeholder):
            raise FormProblem("placeholder", "Choose the value that you need to see.")
        why = _reason(reason, "reason", "Say why you need it")
        async with self._at_work(member, reference, Permission.REVEAL) as work:
            safe = await self._vault.open(work.session, work.conversation.id)
            value = await _revealed(safe, placeholder)
            safe_why = await self._redacted(safe, why, "reason")
            work.record(audit.Action.VALUE_REVEALED, placeholder=placeholder, reason=safe_why)
        return value

    async def erase(self, member: Member, reference: str, reason: str) -> bool:
        """Erases the case's conversation; whether the case went too, because nothing is under way.

        Who asked and why stays on record, without personal data. Raises FormProblem.
        """
        why = _reason(reason, "erase-reason", "Say who asked and why")
        safe_why = _without_details(self._redactor, why)
        async with self._at_work(member, reference, Permission.ERASE) as work:
            kept = await erase(work.session, self._vault, work.conversation)
            work.record(audit.Action.CONVERSATION_ERASED, reason=safe_why, cases_kept=len(kept))
        return not kept

    @asynccontextmanager
    async def _at_work(
        self, member: Member, reference: str, permission: Permission = Permission.WORK_CASES
    ) -> AsyncIterator[_Open]:
        """The case, locked after its conversation, as in a resident's turn: neither waits for ever."""
        if not member.may(permission):
            raise NotAllowed()
        async with self._database.transaction() as session:
            cases, chat, teams = CaseRepository(session), ChatRepository(session), teams_visible(member)
            known = await cases.conversation_of(reference, teams) if REFERENCE.fullmatch(reference) else None
            conversation = await chat.find(known, lock=True) if known else None
            case = await cases.find(reference, teams, lock=True) if conversation else None
            if conversation is None or case is None:
                raise CaseNotFound()
            yield _Open(session, member, case, conversation)
            if permission is Permission.WORK_CASES:
                case.updated_at = conversation.updated_at = self._clock()
                await chat.announce(conversation.id)

    async def _refuse_not_holding(self, work: _Open) -> None:
        if work.case.status != "claimed":
            raise Conflict("Nobody has claimed this case, so nothing was changed. Reload the page.")
        if work.case.claimed_by != work.member.id and not work.member.may(Permission.OVERRULE):
            raise CaseTaken(f"{await work.holder()} has this case. Only they or a supervisor can do that.")

    async def _leave(self, work: _Open, owner: str) -> None:
        """Gives the conversation on, unless the resident ended it or another caseworker is still in it."""
        if work.conversation.owner == "closed":
            return
        other = await CaseRepository(work.session).other_holder(work.case)
        work.conversation.owner = "person" if other else owner
        work.conversation.staff_name = other

    async def _redacted(self, safe: Safe, written: str, field: str) -> Redacted:
        """`written` without its personal data, which goes to the vault. Raises FormProblem."""
        known = await safe.placeholders()
        try:
            redaction = self._redactor.redact(written, None, known)
        except RedactionFailed:
            raise FormProblem(
                field,
                "We could not check this for personal details, so it was not sent or kept. Try other words.",
            ) from None
        safe.keep(written, redaction.findings, known)
        return redaction.text

    def _team(self, slug: str) -> str:
        known = self._council.teams.get(slug)
        return known.name if known else self._council.name


def _refuse_closed(case: Case) -> None:
    if case.status == "closed":
        raise Conflict("This case is closed.")


def _written(text: str) -> str:
    """What was typed, with plain line ends. Raises FormProblem."""
    written = text.replace("\r\n", "\n").strip()
    if not written:
        raise FormProblem("text", "Write a message before you send it.")
    if len(written) > MESSAGE_LIMIT:
        over = len(written) - MESSAGE_LIMIT
        raise FormProblem("text", f"Your message is {over:,} characters too long. The limit is {MESSAGE_LIMIT:,}.")
    if "\x00" in written:
        raise FormProblem("text", "Your message holds characters that are not text. Type it again.")
    return written


def _reason(typed: str, field: str, ask: str) -> str:
    """Why somebody does it, on one line. Raises FormProblem."""
    why = " ".join(typed.replace("\x00", "").split())
    if not LEAST_REASON <= len(why) <= LONGEST_REASON:
        raise FormProblem(field, f"{ask}, in {LEAST_REASON} to {LONGEST_REASON} characters.")
    return why


def _without_details(redactor: Redacts, written: str) -> str:
    """`written` without its personal data, which is kept nowhere. Raises FormProblem."""
    try:
        return redactor.redact(written, None, None).text
    except RedactionFailed:
        raise FormProblem("erase-reason", "We could not check this for personal details. Try other words.") from None


async def _revealed(safe: Safe, placeholder: str) -> str:
    try:
        return await safe.reveal(placeholder)
    except Sealed:
        raise Unavailable("This value cannot be opened with the present key. Tell your administrator.") from None
