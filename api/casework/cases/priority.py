"""How soon a case must be looked at, as a person sees it: with a reason, on record, and the clocks go by it."""

from __future__ import annotations

from api.casework.cases import case_words as words
from api.casework.cases import typed_text as written
from api.casework.life import case as life
from api.casework.life.case_actions import CaseWork
from api.casework.queue.ringing import Ringing
from api.casework.wording import say
from api.kernel import audit
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member
from bot.turn import Priority


class Priorities:
    """Changes the priority of cases."""

    def __init__(self, work: CaseWork) -> None:
        self._work, self._case_locks, self._ringing = work, work.case_locks, Ringing(work.policy)

    async def change(self, member: Member, reference: str, priority: str, reason: str) -> None:
        """The case has this priority; the same again changes nothing. Raises FormProblem or Conflict."""
        if priority not in words.PRIORITIES:
            raise FormProblem("priority", say("case.priority"))
        why = written.reason(reason, "priority-why", say("case.why_change"))
        async with self._case_locks.open(member, reference) as work:
            await work.refuse_not_yours()
            if (before := work.case.priority) == priority:
                return
            safe = await self._case_locks.vault.open(work.session, work.conversation.id)
            safe_why = await self._case_locks.redacted(safe, why, "priority-why")
            details: dict[str, audit.Detail] = {"before": before, "after": priority, "why": safe_why}
            await self._work.apply(work, life.prioritised(work.state, priority), details=details)
            if before == Priority.URGENT:  # it falls silent
                await self._ringing.answer(work.session, member, reference, self._case_locks.clock())
