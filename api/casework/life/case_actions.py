"""Working cases: each act locks, changes, tells the resident and goes on record, or does none of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from api.casework.cases import case_words as words
from api.casework.cases import typed_text as written
from api.casework.cases.hidden_details import CaseDetails
from api.casework.cases.notes import Notes
from api.casework.life import case as life
from api.casework.life.apply_case import CaseChanges, Doing
from api.casework.life.case import Change
from api.casework.life.case_state import Status
from api.casework.life.locked_case import CaseLocks, CaseTaken, LockedCase
from api.casework.pages.mentions import tell
from api.casework.queue.desk_policy import DeskPolicy, plain_desk
from api.casework.replies import pending_replies as pending
from api.casework.wording import say
from api.conversation.ownership import Owner
from api.conversation.repository import ChatRepository
from api.db.base import now
from api.db.session import Database
from api.kernel import audit
from api.kernel.errors import Conflict
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member
from api.vault.service import Vault
from bot.council import Council
from bot.ports import Redacts

__all__ = ["CaseTaken", "CaseWork"]


class CaseWork:
    """The desk's writing side: taking a case, answering, and letting go of it."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        redactor: Redacts,
        council: Council,
        clock: Callable[[], datetime] = now,
        policy: DeskPolicy | None = None,
    ) -> None:
        self.case_locks = CaseLocks(database, vault, redactor, council, clock)
        self.policy = policy or plain_desk()
        self.changes = CaseChanges(self.policy)
        self.clocks = self.changes.clocks
        self.details = CaseDetails(self.case_locks)
        self.reveal, self.erase = self.details.reveal, self.details.erase

    async def claim(self, member: Member, reference: str) -> None:
        """The case is the member's, and the bot falls silent. Raises CaseTaken when somebody was quicker."""
        async with self.case_locks.open(member, reference) as work:
            case = work.case
            if case.status == Status.CLAIMED and case.claimed_by == member.id:
                return
            work.refuse_closed()
            if case.status == Status.CLAIMED:
                raise CaseTaken(say("life.claimed_already", name=await work.holder()))
            await self.apply(work, life.claimed(work.state, member.id))

    async def apply(
        self,
        work: LockedCase,
        change: Change,
        said: Mapping[str, str] | None = None,
        details: Mapping[str, audit.Detail] | None = None,
    ) -> None:
        """Carries a change of the case out in the member's name; the notice names them and the case's team."""
        member, team = work.member, self.case_locks.team(change.after.team)
        doing = Doing(
            at=self.case_locks.clock(),
            actor=member.username,
            conversation=work.conversation,
            address=member.address,
            said={"name": member.display_name, "team": team, **(said or {})},
            details=details or {},
        )
        await self.changes.apply(work.session, work.case, change, doing)

    async def reply(self, member: Member, reference: str, text: str, key: str | None = None) -> None:
        """A message to the resident, redacted before it is stored. Raises FormProblem or Conflict.

        `key` is that of the form it was typed in: sent twice, it arrives once.
        """
        typed = written.message(text)
        async with self.case_locks.open(member, reference) as work:
            await self.say(work, typed, key)

    async def say(self, work: LockedCase, typed: str, key: str | None = None) -> None:
        """The same within an act that does more."""
        if key and await ChatRepository(work.session).has_form_key(work.conversation.id, key):
            return
        await self.refuse_silence(work)
        await self.send_pending(work)
        safe = await self.case_locks.vault.open(work.session, work.conversation.id)
        said = await self.case_locks.redacted_reply(safe, typed, work)
        await work.add("staff", said, work.member.display_name, key)
        await self.clocks.answered(work.session, work.case, self.case_locks.clock())
        work.record(audit.Action.CASE_REPLIED)

    async def hand_back(self, member: Member, reference: str) -> None:
        """The bot answers again and the case waits in the queue."""
        async with self.case_locks.open(member, reference) as work:
            await work.refuse_not_holding()
            await self.apply(work, life.released(work.state))

    async def close(
        self,
        member: Member,
        reference: str,
        reason: str = words.RESOLVED,
        outcome: str = words.DONE,
        *,
        end_chat: bool = False,
    ) -> None:
        """The case is done, why and how; the bot answers again, unless the chat ends with it. Raises FormProblem."""
        if reason not in words.CLOSE_REASONS:
            raise FormProblem("close-reason", say("life.close_reason"))
        if outcome not in words.CLOSE_OUTCOMES:
            raise FormProblem("close-outcome", say("life.close_outcome"))
        async with self.case_locks.open(member, reference) as work:
            await self.finish(work, reason, outcome, end_chat=end_chat)

    async def finish(self, work: LockedCase, reason: str, outcome: str, *, end_chat: bool) -> None:
        """The same within an act that does more."""
        work.refuse_closed()
        await work.refuse_not_holding()
        at, by = self.case_locks.clock(), work.member.id
        change = life.closed(work.state, at, by, reason, outcome, end_chat=end_chat)
        await self.apply(work, change, details={"reason": reason, "outcome": outcome})

    async def transfer(self, member: Member, reference: str, team: str, note: str = "") -> None:
        """The case waits in another team's queue, and so does a resident who was talking to somebody."""
        async with self.case_locks.open(member, reference) as work:
            case = work.case
            if team not in self.case_locks.council.teams or team == case.team:
                raise FormProblem("team", say("life.no_team"))
            await work.refuse_not_yours()
            change = life.transferred(work.state, team)
            await self.apply(work, change, details={"before": case.team, "after": team})
            await self.note(work, note)

    async def note(self, work: LockedCase, text: str, key: str | None = None) -> None:
        """A word among staff about the case, if there is one, redacted. Raises FormProblem."""
        if text.strip():
            safe = await self.case_locks.vault.open(work.session, work.conversation.id)
            typed = written.message(text, "note")
            redacted = await self.case_locks.redacted(safe, typed, "note")
            noted = await Notes(work.session).add(work.case.reference, work.member.display_name, redacted, key)
            if noted is not None:
                await tell(work.session, noted, typed, work.case.team)

    async def send_pending(self, work: LockedCase) -> None:
        """A reply that could still be taken back goes now: what follows must not overtake it."""
        at = self.case_locks.clock()
        await pending.deliver(work.session, work.case, work.conversation, self.clocks, at, early=True)

    async def refuse_silence(self, work: LockedCase) -> None:
        """Raises Conflict unless the member's words would reach the resident."""
        work.refuse_closed()
        if work.case.status != Status.CLAIMED:
            raise Conflict(say("life.claim_before_reply"))
        if work.case.claimed_by != work.member.id:
            raise CaseTaken(say("life.only_they_reply", name=await work.holder()))
        if work.conversation.owner == Owner.CLOSED:
            raise Conflict(say("life.chat_ended"))
