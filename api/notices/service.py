"""What bookings call: a notice is queued in the booking's own transaction, and goes when that is committed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from api.db.base import now
from api.jobs.defer import defer
from api.notices.kinds import REMINDERS, Channel, Kind
from api.notices.repository import NoticeRepository
from api.staff.times import LONDON
from redaction.placeholders import PLACEHOLDER

DELIVER = "notices.deliver"
PATIENCE = timedelta(days=3)  # a notice that could not be handed over for so long has failed
REMINDER_AT = time(10, 0, tzinfo=LONDON)
REMINDER_PATIENCE = timedelta(hours=20)  # a reminder that late would confuse
ADDRESSED = {Channel.EMAIL: "EMAIL_ADDRESS", Channel.SMS: "PHONE_NUMBER"}
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
        conversation_id: UUID,
        facts: Mapping[str, str],
        *,
        key: str = "",
        due: datetime | None = None,
    ) -> UUID | None:
        """Queues one notice for now, or for `due`; None when there is nowhere to send it, or it was queued before.

        A confirmation and a cancellation go once for a reference, a reminder once for a reference and its `date`, a
        change once for what it says; `key` tells apart what would else be the same. Raises ValueError for a kind that
        there is not, and for an address that is no placeholder.
        """
        of, channel = Kind(kind), _channel(facts)
        if channel is None:
            return None
        at = self.clock()
        due = due or at
        told = {name: value for name, value in facts.items() if name not in FACT_OF.values()} | {"reference": reference}
        made = await NoticeRepository(session).add(
            id=uuid4(),
            key=_key(of, reference, facts, key),
            kind=of,
            reference=reference,
            conversation_id=conversation_id,
            channel=channel,
            recipient=facts[FACT_OF[channel]],
            facts=told,
            due_at=due,
            give_up_at=due + (REMINDER_PATIENCE if of in REMINDERS else PATIENCE),
        )
        if made is not None and due <= at:
            await defer(session, DELIVER, notice=str(made))
        return made

    async def remind(
        self, session: AsyncSession, reference: str, conversation_id: UUID, facts: Mapping[str, str], when: datetime
    ) -> None:
        """Queues the reminders of a booking for `when`, at 10am 3 days and 1 day before; those of the past are left
        out. `facts` must have `date`, so that a booking that is moved is reminded of its new date."""
        for kind, days in REMINDERS.items():
            due = datetime.combine(when.astimezone(LONDON).date() - timedelta(days=days), REMINDER_AT)
            if due > self.clock():
                await self.send(session, kind, reference, conversation_id, facts, due=due)

    async def withdraw(self, session: AsyncSession, reference: str, kinds: Collection[Kind] = tuple(REMINDERS)) -> int:
        """Takes back the booking's reminders that have not gone yet: it was moved or cancelled. Returns how many."""
        return await NoticeRepository(session).withdraw(reference, kinds, self.clock())


def _channel(facts: Mapping[str, str]) -> Channel | None:
    """How a notice can go. Raises ValueError for an address in clear: it must never reach a table."""
    for channel, label in ADDRESSED.items():
        if address := facts.get(FACT_OF[channel]):
            found = PLACEHOLDER.fullmatch(address)
            if found is None or found[1] != label:
                raise ValueError(f"The fact `{FACT_OF[channel]}` must be a placeholder such as <{label}_1>.")
            return channel
    return None


def _key(kind: Kind, reference: str, facts: Mapping[str, str], more: str) -> str:
    told = ""
    if kind in REMINDERS:
        told = facts.get("date", "")
    elif kind is Kind.CHANGE and not more:
        told = hashlib.sha256(json.dumps(dict(facts), sort_keys=True).encode()).hexdigest()[:16]
    return ":".join((kind.value, reference, told, more))[:200]
