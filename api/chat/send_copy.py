"""Sends a resident a copy of their conversation by email, when they ask for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.chat.ports import CopyNotices
from api.chat.wording import say
from api.conversation.admission import authorised
from api.conversation.repository import ChatRepository
from api.conversation.schemas import CopyTo
from api.db.base import now
from api.db.session import Database
from api.db.tables.notice_kinds import NoticeKind
from api.kernel.errors import BadRequest, Conflict, TooMany
from api.vault.service import Vault
from bot.ports import Redacts
from redaction import RedactionFailed

LONGEST = 254  # of an email address
PAUSE = timedelta(minutes=10)  # between two copies of one conversation


class AskFirst(Conflict):
    """The conversation told of danger, and the resident has not said that an email is safe."""

    code = "ask_first"
    detail = say("copies.is_it_safe")


@dataclass(frozen=True)
class CopyByEmail:
    """Queues copies as notices. The address goes into the conversation's vault; the copy is made when it goes."""

    database: Database
    vault: Vault
    redactor: Redacts
    notices: CopyNotices
    council: str
    clock: Callable[[], datetime] = now

    async def send(self, conversation_id: UUID, token: str, to: CopyTo) -> None:
        """Queues one copy. Raises ConversationNotFound, BadRequest, AskFirst, or TooMany within ten minutes."""
        email = _checked(to.email)
        async with self.database.transaction() as session:
            chat = ChatRepository(session)
            await authorised(chat, conversation_id, token, lock=True)
            if await chat.told_of_danger(conversation_id):
                if not to.safe:
                    raise AskFirst()
                await self.notices.say_safe(session, conversation_id)
            await self._require_pause(session, conversation_id)
            facts = {"email": await self._hidden(session, conversation_id, email), "council": self.council}
            about, key = str(conversation_id), self.clock().isoformat()
            await self.notices.send(session, NoticeKind.TRANSCRIPT, about, conversation_id, facts, key=key)

    async def _require_pause(self, session: AsyncSession, conversation_id: UUID) -> None:
        """Refuses a second copy soon after the first. The conversation is locked, so nobody else asks meanwhile."""
        last = await self.notices.newest(session, conversation_id, NoticeKind.TRANSCRIPT)
        if last is not None and (wait := last + PAUSE - self.clock()) > timedelta():
            raise TooMany(wait.total_seconds(), "copies")

    async def _hidden(self, session: AsyncSession, conversation_id: UUID, email: str) -> str:
        """The placeholder of the address, its value in the vault."""
        safe = await self.vault.open(session, conversation_id)
        known = await safe.placeholders()
        try:
            redaction = self.redactor.redact(email, "EMAIL_ADDRESS", known)
        except RedactionFailed:
            raise BadRequest(say("copies.not_kept")) from None
        safe.keep(email, redaction.findings, known)
        return str(redaction.text)


def _checked(typed: str) -> str:
    email = typed.strip()
    plain = not any(sign.isspace() or not sign.isprintable() or sign in "<>,;" for sign in email)
    if not plain or len(email) > LONGEST or email.count("@") != 1 or "@" not in email.strip("@"):
        raise BadRequest(say("copies.email"))
    return email
