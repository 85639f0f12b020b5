"""What the nightly job erases, and what it leaves for whoever is at work."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from api.background.upkeep import Upkeep
from api.casework.cases.repository import CaseRepository
from api.db.base import now
from api.db.session import Database
from api.db.tables.conversations import Conversation
from api.db.tables.vault import VaultKey
from api.settings import Settings
from api.vault.keys import Key
from api.vault.service import Vault
from bot.reception.references import NewReference
from bot.turn import CaseDraft, Priority


@pytest.fixture
def upkeep(database_url: str) -> Upkeep:
    """The jobs, with a retention of thirty days."""
    return Upkeep(Database(database_url, 3), Vault(Key.new()), Settings(_env_file=None, retention_days=30))


async def conversation(upkeep: Upkeep, days: int, owner: str = "closed", case: str = "", token: str = "x" * 64) -> UUID:
    """A conversation with a key, touched last so many days ago; with a case in this state."""
    async with upkeep.database.transaction() as session:
        made = Conversation(token_digest=token, owner=owner, updated_at=now() - timedelta(days=days))
        session.add(made)
        await session.flush()
        await upkeep.vault.open(session, made.id)
        if case:
            draft = CaseDraft(NewReference("NB")(), "waste", None, Priority.NORMAL, "ask_person", secrets.token_hex(4))
            cases = CaseRepository(session)
            await cases.open(made.id, "routed", draft)
            found = await cases.find(draft.reference)
            assert found is not None
            found.status = case
        return made.id


async def left(upkeep: Upkeep, conversation_id: UUID) -> tuple[bool, bool]:
    """Whether the conversation is there, and its key."""
    async with upkeep.database.transaction() as session:
        chat = await session.scalar(select(Conversation.id).where(Conversation.id == conversation_id))
        return chat is not None, await session.get(VaultKey, conversation_id) is not None


@pytest.mark.parametrize(
    ("days", "owner", "case", "token", "stays"),
    [
        (31, "closed", "", "x" * 64, False),
        (29, "closed", "", "x" * 64, True),
        (31, "closed", "closed", "x" * 64, False),
        (31, "closed", "open", "x" * 64, True),
        (31, "person", "claimed", "x" * 64, True),
        (31, "waiting", "open", "x" * 64, True),
        (31, "bot", "", "x" * 64, True),  # it is closed for being idle first
        (0, "closed", "closed", "", False),  # erased on request, and its case has been closed since
        (0, "closed", "claimed", "", True),
    ],
)
async def test_closed_conversations_go_with_their_keys_after_their_time_unless_a_case_is_under_way(
    upkeep: Upkeep, days: int, owner: str, case: str, token: str, stays: bool
) -> None:
    made = await conversation(upkeep, days, owner, case, token)
    await upkeep.erase_old()
    assert await left(upkeep, made) == (stays, stays)
    await upkeep.database.close()


async def test_what_is_kept_too_long_for_work_that_nobody_ends_is_counted(upkeep: Upkeep) -> None:
    before = await upkeep.overdue()
    await conversation(upkeep, 40, "waiting", "open")
    await upkeep.erase_old()
    assert await upkeep.overdue() == before + 1
    await upkeep.database.close()
