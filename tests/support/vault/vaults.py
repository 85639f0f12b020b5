"""A vault that tests fill: conversations with a wrapped key each."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from api.db.session import Database
from api.db.tables.conversations import Conversation
from api.db.tables.staff import AuditEvent
from api.db.tables.vault import VaultKey
from api.vault.keyring import Keyring
from api.vault.service import Vault


@dataclass
class KeptVault:
    """A database, and the master keys of its vault."""

    database: Database

    async def fill(self, masters: Keyring, count: int) -> list[UUID]:
        """Conversations, each with a key."""
        made = []
        async with self.database.transaction() as session:
            for _ in range(count):
                conversation = Conversation(token_digest=secrets.token_hex(32))
                session.add(conversation)
                await session.flush()
                await Vault(masters).open(session, conversation.id)
                made.append(conversation.id)
        return made

    async def masters(self) -> set[str]:
        """The names of the master keys that have wrapped any key here."""
        async with self.database.transaction() as session:
            return set((await session.scalars(select(VaultKey.master))).all())

    async def opens(self, masters: Keyring, conversations: list[UUID]) -> bool:
        """Whether every one of these conversations' keys opens."""
        async with self.database.transaction() as session:
            for each in conversations:
                await Vault(masters).open(session, each)
        return True

    async def audited(self) -> list[tuple[str, dict[str, object]]]:
        """What is on record, oldest first."""
        async with self.database.transaction() as session:
            events = (await session.scalars(select(AuditEvent).order_by(AuditEvent.id))).all()
        return [(event.action, event.details) for event in events]
