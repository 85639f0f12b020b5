"""Residents who answer the questions of a report, as the dialogue would pass their answers on."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from uuid import UUID

from api.casework.cases.repository import CaseRepository
from api.db.session import Database
from api.db.tables.conversations import Conversation
from api.kernel.event_loop_bridge import EventLoopBridge
from api.reports.form_backend import Check, ReportBackend
from api.reports.kinds import ReportKinds
from api.reports.read_kinds import read_kinds
from api.reports.service import ReportService
from api.vault.keys import Key
from api.vault.service import Vault
from bot.council import Council
from bot.forms.form import AcceptedAnswer, Completed, ResidentContext
from bot.reception.references import NewReference
from knowledge.pack.load import load_pack

NORTHBRIDGE = Path(__file__).parents[3] / "knowledge/councils/northbridge"


@cache
def council() -> Council:
    return Council(load_pack(NORTHBRIDGE))


@cache
def kinds() -> ReportKinds:
    return read_kinds(NORTHBRIDGE, council().pack)


@dataclass
class Resident:
    """A conversation, and what its placeholders stand for."""

    conversation: UUID | None
    knows: dict[str, str] = field(default_factory=dict)
    key: str = "key-1"

    @property
    def resident_context(self) -> ResidentContext:
        async def reveal(placeholder: str) -> str | None:
            return self.knows.get(placeholder)

        return ResidentContext(self.conversation, self.key, reveal)


@dataclass
class Town:
    """An office with everything behind it."""

    database: Database
    vault: Vault
    reports: ReportService
    backend: ReportBackend

    @classmethod
    def open(cls, database: Database, checks: Mapping[str, Check] | None = None) -> Town:
        vault = Vault(Key.new())
        reports = ReportService(database, vault, NewReference("NB"))
        bridge = EventLoopBridge()
        bridge.open()
        backend = ReportBackend(kinds(), reports, council(), bridge, checks)
        return cls(database, vault, reports, backend)

    async def resident(self, **knows: str) -> Resident:
        """Somebody who has started a conversation."""
        async with self.database.transaction() as session:
            made = Conversation(token_digest=secrets.token_hex(32))
            session.add(made)
            await session.flush()
            await self.vault.open(session, made.id)
            return Resident(made.id, {f"<{name}>": value for name, value in knows.items()})

    async def answered(self, resident: Resident, service: str, **said: str) -> dict[str, str]:
        """The answers, each checked by the office."""
        answers: dict[str, str] = {}
        for name in self.backend.missing(service, {}):
            if name in said:
                checked = await self.backend.check(service, name, said[name], answers, resident.resident_context)
                assert isinstance(checked, AcceptedAnswer), checked
                answers[name] = checked.value
        return answers

    async def reported(self, resident: Resident, service: str, **said: str) -> Completed:
        """A report, with its case as the resident's turn would write it."""
        answers = await self.answered(resident, service, **said)
        done = await self.backend.complete(service, answers, resident.resident_context)
        assert isinstance(done, Completed), done
        await self.opened(resident, done)
        return done

    async def opened(self, resident: Resident, done: Completed) -> None:
        if done.case is None or resident.conversation is None:
            return
        async with self.database.transaction() as session:
            await CaseRepository(session).open(resident.conversation, "reported", done.case)
