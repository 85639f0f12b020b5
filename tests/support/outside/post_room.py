"""Notices with every part real: database, vault, GOV.UK Notify's client and a server that it speaks to."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import select, text

from api.db.session import Database
from api.db.tables.conversations import Conversation, TurnRecord
from api.db.tables.notice_kinds import Channel, NoticeKind
from api.db.tables.notices import Notice
from api.outside.notices.carrier import Carrier
from api.outside.notices.deliver import NoticeDelivery
from api.outside.notices.notify import Notify
from api.outside.notices.outbox import Outbox
from api.outside.notices.receipts import Receipts
from api.outside.notices.service import Notices
from api.vault.keys import Key
from api.vault.service import Vault
from redaction import Finding
from tests.support.outside.notify_server import KEY, TEMPLATE, NotifyServer

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
EMAIL, PHONE, NAME = "ada.l@example.org", "07700 900555", "Ada Lovelace"
FACTS = {"email": "<EMAIL_ADDRESS_1>", "name": "<PERSON_1>", "service": "Bulky waste", "date": "9 June 2026"}
TEMPLATES = {f"{kind.value}.{channel.value}": TEMPLATE for kind in NoticeKind for channel in Channel}


class PostRoom:
    """A database with a resident in it; `at` is the time, which only moves when told."""

    def __init__(self, database_url: str, server: NotifyServer) -> None:
        self.database = Database(database_url, 5)
        self.server = server
        self.vault = Vault(Key.new())
        self.at = NOON
        self.notices = Notices(self.clock)
        self.receipts = Receipts(self.database, self.clock)
        self.delivery = self.with_carrier(Notify(SecretStr(KEY), TEMPLATES, server.url, timeout=0.5))

    def clock(self) -> datetime:
        return self.at

    def forward(self, **how_far: float) -> None:
        self.at += timedelta(**how_far)

    def with_carrier(self, carrier: Carrier) -> NoticeDelivery:
        return NoticeDelivery(self.database, self.vault, carrier, self.clock)

    def embedded(self) -> NoticeDelivery:
        return self.with_carrier(Outbox())

    async def resident(self) -> UUID:
        """A conversation whose vault has a name, an email address and a phone number."""
        values = {"PERSON": NAME, "EMAIL_ADDRESS": EMAIL, "PHONE_NUMBER": PHONE}
        raw = " ".join(values.values())
        async with self.database.transaction() as session:
            conversation = Conversation(token_digest=secrets.token_hex(32))
            session.add(conversation)
            await session.flush()
            safe = await self.vault.open(session, conversation.id)
            known = await safe.placeholders()
            findings = []
            for label, value in values.items():
                start = raw.index(value)
                findings.append(Finding(start, start + len(value), label, 1.0, known.of(label, value)))
            safe.keep(raw, findings, known)
            return conversation.id

    async def danger(self, conversation: UUID) -> None:
        """A turn in which the crisis gate fired."""
        told = TurnRecord(
            conversation_id=conversation,
            idempotency_key=secrets.token_hex(16),
            request_digest="0" * 32,
            outcome="urgent",
            confidence=0.0,
            services=[],
            crisis="domestic_abuse",
            milliseconds=1,
            created_at=self.at,
        )
        async with self.database.transaction() as session:
            session.add(told)

    async def say_safe(self, conversation: UUID) -> None:
        """The resident says that nobody else reads their email and texts."""
        async with self.database.transaction() as session:
            await self.notices.say_safe(session, conversation)

    async def send(self, kind: str = "confirmation", reference: str = "NB-1", **more: Any) -> UUID | None:
        """Queues a notice to a resident, a new one unless it is named."""
        conversation = more.pop("conversation", None) or await self.resident()
        facts = more.pop("facts", FACTS)
        async with self.database.transaction() as session:
            return await self.notices.send(session, kind, reference, conversation, facts, **more)

    async def one(self, **more: Any) -> UUID:
        """A notice that is there now."""
        made = await self.send(**more)
        assert made is not None
        return made

    async def row(self, notice_id: UUID) -> Notice:
        async with self.database.transaction() as session:
            return await session.get_one(Notice, notice_id)

    async def rows(self) -> list[Notice]:
        async with self.database.transaction() as session:
            return list((await session.scalars(select(Notice).order_by(Notice.due_at, Notice.key))).all())

    async def jobs(self) -> int:
        async with self.database.transaction() as session:
            count = await session.scalar(
                text("select count(*) from procrastinate_jobs where task_name = 'notices.deliver'")
            )
            return int(count or 0)

    async def clear(self) -> None:
        async with self.database.transaction() as session:
            await session.execute(text("delete from notice"))
            await session.execute(text("delete from procrastinate_jobs where task_name = 'notices.deliver'"))
