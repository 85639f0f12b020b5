"""What bookings call: a notice is queued in the booking's own transaction, and goes when that is committed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversation.repository import ChatRepository
from api.db.base import now
from api.db.tables.notice_kinds import NOT_SAFE, Channel, NoticeKind
from api.kernel.jobs import defer
from api.outside.notices.repository import NoticeRepository
from redaction.text.labels import Label
from redaction.text.placeholders import Placeholder, read

DELIVER = "notices.deliver"
NOTICE_GIVEN_UP_AFTER = timedelta(days=3)  # a notice that could not be handed over for so long has failed
REMINDER_GIVEN_UP_AFTER = timedelta(hours=20)  # a reminder that late would confuse
ADDRESSED: Mapping[Channel, Label] = {Channel.EMAIL: "EMAIL_ADDRESS", Channel.SMS: "PHONE_NUMBER"}
FACT_OF = {Channel.EMAIL: "email", Channel.SMS: "phone"}


@dataclass(frozen=True)
class Notices:
    """Queues notices. Facts are redacted text: what is personal in them stands as placeholders.

    The facts `email` and `phone` say where the notice goes: each the placeholder of the resident's own conversation.
    With both it goes by email. With neither the resident wants none, and there is none.
    """

    clock: Callable[[], datetime] = now

    async def send(
        self,
        session: AsyncSession,
        kind: str,
        reference: str,
        conversation_id: UUID | None,
        facts: Mapping[str, str],
        *,
        key: str = "",
        due: datetime | None = None,
    ) -> UUID | None:
        """Queues one notice for now, or for `due`; None when there is nowhere to send it, or it was queued before.

        A confirmation and a cancellation go once for a reference, a reminder once for a reference and its `date`, a
        change once for what it says; a transcript as often as it is asked for with another `key`. `key` tells apart
        what would else be the same. A change and a cancellation take back the reminders that have not gone yet. Without
        a conversation, or when it was erased, nobody knows where to send it. Raises ValueError for a kind that there is
        not, and for an address that is no placeholder.
        """
        of, channel = NoticeKind(kind), _channel(facts)
        notices, at = NoticeRepository(session), self.clock()
        if of in (NoticeKind.CHANGE, NoticeKind.CANCELLATION):
            for stale in (NoticeKind.REMINDER, NoticeKind.BALANCE):
                await notices.withdraw(reference, stale, at)
        if channel is None or conversation_id is None or not await notices.knows(conversation_id):
            return None
        due = due or at
        told = {name: value for name, value in facts.items() if name not in FACT_OF.values()} | {"reference": reference}
        made = await notices.add(
            id=uuid4(),
            key=_key(of, reference, facts, key),
            kind=of,
            reference=reference,
            conversation_id=conversation_id,
            channel=channel,
            recipient=facts[FACT_OF[channel]],
            facts=told,
            created_at=at,
            due_at=due,
            give_up_at=due + (REMINDER_GIVEN_UP_AFTER if of is NoticeKind.REMINDER else NOTICE_GIVEN_UP_AFTER),
        )
        if made is not None and due <= at:
            await defer(session, DELIVER, notice=str(made))
        return made

    async def newest(self, session: AsyncSession, conversation_id: UUID, kind: str) -> datetime | None:
        """When the conversation's newest notice of this kind was queued; None where there is none."""
        return await NoticeRepository(session).newest(conversation_id, NoticeKind(kind))

    async def held_back(self, session: AsyncSession, conversation_id: UUID) -> bool:
        """Whether nothing goes to this resident: they told of danger, and have not said since that it is safe."""
        return await ChatRepository(session).told_of_danger(conversation_id)

    async def say_safe(self, session: AsyncSession, conversation_id: UUID) -> None:
        """The resident says that nobody else reads their email and texts: what was held back goes now."""
        await ChatRepository(session).say_safe(conversation_id, self.clock())
        await NoticeRepository(session).bring_back(conversation_id, NOT_SAFE, self.clock())


def _channel(facts: Mapping[str, str]) -> Channel | None:
    """How a notice can go. Raises ValueError for an address in clear: it must never reach a table."""
    for channel, label in ADDRESSED.items():
        if address := facts.get(FACT_OF[channel]):
            found = read(address)
            if found is None or found.label != label:
                raise ValueError(
                    f"The fact `{FACT_OF[channel]}` must be a placeholder such as {Placeholder(label, 1)}."
                )
            return channel
    return None


def _key(kind: NoticeKind, reference: str, facts: Mapping[str, str], more: str) -> str:
    told = ""
    if more:
        told = more
    elif kind is NoticeKind.REMINDER:
        told = facts.get("date", "")
    elif kind in (NoticeKind.CHANGE, NoticeKind.REFUND):
        told = hashlib.sha256(json.dumps(dict(facts), sort_keys=True).encode()).hexdigest()[:16]
    return ":".join((kind.value, reference, told))[:200]
