"""What a resident does while they wait or talk: leave contact details, carry on with the bot, type, read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.wording import say
from api.conversation.admission import authorised
from api.conversation.change_owner import change_owner
from api.conversation.forget import cases_under_way
from api.conversation.ownership import By, Move, Owner
from api.conversation.repository import ChatRepository
from api.conversation.schemas import Contact
from api.db.base import now
from api.db.session import Database
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation, MessageRecord
from api.kernel.errors import BadRequest, Conflict
from api.vault.service import Safe, Vault
from bot.ports import Redacts
from redaction import Label, Placeholders, Redaction, RedactionFailed

CALL_BACK = "call-back"
LABELS: dict[str, Label] = {"name": "PERSON", "phone": "PHONE_NUMBER", "email": "EMAIL_ADDRESS"}
DIGITS = 7  # fewer are no phone number


@dataclass(frozen=True)
class ResidentDesk:
    """The resident's side of the desk. One transaction a call."""

    database: Database
    vault: Vault
    redactor: Redacts
    clock: Callable[[], datetime] = now

    async def carry_on(self, conversation_id: UUID, token: str) -> None:
        """The resident goes on with the bot instead of waiting; the case stays. Raises Conflict once a person is there.

        Doing it twice is no error.
        """
        async with self.database.transaction() as session:
            chat = ChatRepository(session)
            conversation = await authorised(chat, conversation_id, token, lock=True)
            if conversation.owner == Owner.BOT:
                return
            change_owner(conversation, Move.CARRY_ON, By.RESIDENT, self.clock())
            references = await cases_under_way(session, conversation_id)
            await _say(chat, conversation, say("residents.carried_on", reference=" ".join(references[-1:])))

    async def leave_contact(self, conversation_id: UUID, token: str, contact: Contact) -> None:
        """Keeps the details in the vault and marks the case. The same again changes nothing. Raises BadRequest."""
        _check(contact)
        async with self.database.transaction() as session:
            chat = ChatRepository(session)
            conversation = await authorised(chat, conversation_id, token, lock=True)
            case = await _live_case(session, conversation_id)
            if case is None:
                raise Conflict(say("call_back.no_enquiry"))
            kept = await self._kept(await self.vault.open(session, conversation_id), contact)
            if kept == case.contact:
                return
            case.contact, case.updated_at = kept, self.clock()
            case.tags = [*dict.fromkeys([*case.tags, CALL_BACK])]
            how = ", ".join(kept[field] for field in ("name", "phone", "email", "when") if field in kept)
            await _say(chat, conversation, say("residents.call_back", how=how, reference=case.reference))

    async def typing(self, conversation_id: UUID, token: str) -> None:
        """Tells whoever talks to the resident that they type. It is written down nowhere."""
        async with self.database.transaction() as session:
            chat = ChatRepository(session)
            conversation = await authorised(chat, conversation_id, token)
            if conversation.owner in (Owner.PERSON, Owner.WAITING):
                await chat.announce_typing(conversation_id, "resident")

    async def read(self, conversation_id: UUID, token: str, newest: int) -> None:
        """The resident has seen messages up to this one."""
        async with self.database.transaction() as session:
            chat = ChatRepository(session)
            await authorised(chat, conversation_id, token)
            await chat.mark_read(conversation_id, "resident", newest)

    async def _kept(self, safe: Safe, contact: Contact) -> dict[str, str]:
        """What may be stored in clear: placeholders, with the values in the vault."""
        kept: dict[str, str] = {}
        for field, typed in contact.model_dump().items():
            if typed.strip():
                known = await safe.placeholders()
                redaction = self._safe(typed.strip(), LABELS.get(field), known)
                safe.keep(typed.strip(), redaction.findings, known)
                kept[field] = str(redaction.text)
        return kept

    def _safe(self, typed: str, label: Label | None, known: Placeholders) -> Redaction:
        try:
            return self.redactor.redact(typed, label, known)
        except RedactionFailed:
            raise BadRequest(say("call_back.not_kept")) from None


async def _live_case(session: AsyncSession, conversation_id: UUID) -> Case | None:
    query = select(Case).where(Case.conversation_id == conversation_id, Case.status != "closed")
    return await session.scalar(query.order_by(Case.created_at.desc()).limit(1).with_for_update())


async def _say(chat: ChatRepository, conversation: Conversation, said: str) -> None:
    await chat.add_messages([MessageRecord(conversation_id=conversation.id, sender="system", text=said, extras={})])
    await chat.announce(conversation.id)


def _check(contact: Contact) -> None:
    """Raises BadRequest unless there is a way to reach the resident."""
    if any("\x00" in typed for typed in contact.model_dump().values()):
        raise BadRequest(say("call_back.not_text"))
    phone, email = contact.phone.strip(), contact.email.strip()
    if not phone and not email:
        raise BadRequest(say("call_back.no_way"))
    if phone and sum(map(str.isdigit, phone)) < DIGITS:
        raise BadRequest(say("call_back.phone"))
    if email and ("@" not in email.strip("@") or " " in email):
        raise BadRequest(say("call_back.email"))
