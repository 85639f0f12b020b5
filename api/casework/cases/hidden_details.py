"""A resident's hidden details, on the record: one of them revealed, or all of them erased."""

from __future__ import annotations

from api.casework.cases import typed_text as written
from api.casework.life.locked_case import CaseLocks
from api.casework.wording import say
from api.conversation import hidden_words as hidden
from api.conversation.erase import erase
from api.kernel import audit
from api.kernel.errors import Unavailable
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member, Permission
from api.vault.keys import Sealed
from api.vault.service import Safe


class CaseDetails:
    """Reveals and erases, each with who asked and why on record."""

    def __init__(self, case_locks: CaseLocks) -> None:
        self._case_locks = case_locks

    async def reveal(self, member: Member, reference: str, placeholder: str, reason: str) -> str:
        """One value in clear, once it is on record who asked and why. Raises FormProblem or NotFound."""
        if not hidden.is_placeholder(placeholder):
            raise FormProblem("placeholder", say("details.which"))
        why = written.reason(reason, "reason", say("details.why_needed"))
        async with self._case_locks.open(member, reference, Permission.REVEAL) as work:
            safe = await self._case_locks.vault.open(work.session, work.conversation.id)
            value = await _revealed(safe, placeholder)
            safe_why = await self._case_locks.redacted(safe, why, "reason")
            work.record(audit.Action.VALUE_REVEALED, placeholder=placeholder, reason=safe_why)
        return value

    async def erase(self, member: Member, reference: str, reason: str) -> bool:
        """Erases the case's conversation; whether the case went too, because nothing is under way.

        Who asked and why stays on record, without personal data. Raises FormProblem.
        """
        why = written.reason(reason, "erase-reason", say("details.who_asked"))
        safe_why = self._case_locks.without_details(why, "erase-reason")
        async with self._case_locks.open(member, reference, Permission.ERASE) as work:
            kept = await erase(work.session, self._case_locks.vault, work.conversation)
            work.record(audit.Action.CONVERSATION_ERASED, reason=safe_why, cases_kept=len(kept))
        return not kept


async def _revealed(safe: Safe, placeholder: str) -> str:
    try:
        return await safe.reveal(placeholder)
    except Sealed:
        raise Unavailable(say("details.not_opened")) from None
