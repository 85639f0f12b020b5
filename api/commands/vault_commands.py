"""Keeping the vault from the command line: its master keys, and erasing a conversation."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from api.casework.cases.case_reader import REFERENCE
from api.casework.cases.repository import CaseRepository
from api.conversation.erase import erase as erase_conversation
from api.conversation.repository import ChatRepository
from api.db.server import DatabaseServer
from api.db.session import Database
from api.kernel import audit
from api.settings import Settings
from api.staff.audit.audit_chain import Head
from api.staff.audit.audit_chain import verify as verify_chain
from api.vault import rotate as masters_of
from api.vault.keyring import Keyring
from api.vault.keys import KeyProblem
from api.vault.rotate import RotationRefused
from api.vault.service import Vault
from api.vault.survey import survey
from api.wiring import make_masters

T = TypeVar("T")
BY = "command line"


def check(settings: Settings) -> tuple[str, bool]:
    """How many of the vault's keys each master key opens, a line each; and whether every key opens."""
    found = _run(settings, survey)
    return "\n".join(found.lines()), not found.sealed


def rotate(settings: Settings) -> str:
    """Wraps every key of the vault under a new master key; returns a line that says how many."""
    done = _run(settings, masters_of.rotate)
    begun = "New master key" if done.made else "Master key"
    return (
        f"{begun} {done.master}: {done.rewrapped:,} keys wrapped again, none left under an earlier one. "
        "Back the new key up. Earlier keys still open what is in backups, until `reeve vault retire`."
    )


def retire(settings: Settings) -> str:
    """Takes earlier master keys out of the key file; returns a line that says how many."""
    count = _run(settings, masters_of.retire)
    return f"{count} earlier master {'key was' if count == 1 else 'keys were'} taken out of the key file."


def discard(settings: Settings) -> str:
    """Erases what no master key here opens; returns a line that says how much."""
    count = _run(settings, masters_of.discard)
    return f"The details of {count:,} conversations were erased: no master key here opened them."


def verify_audit(settings: Settings, noted: str) -> tuple[str, bool]:
    """What following the chain of the audit trail found, in a line; and whether it is whole."""
    position, _, digest = noted.partition(":")
    if noted and not (position.isdigit() and digest):
        raise SystemExit("Give --noted as it was printed: a number, a colon and the digest.")
    head = Head(int(position), digest) if noted else None
    found = _run(settings, lambda database, _: verify_chain(database, head))
    if found.broken:
        return f"The audit trail was tampered with. {found.broken}", False
    return f"The audit trail is whole: {found.head.position:,} events. Note its head elsewhere: {found.head}", True


def erase(settings: Settings, which: str) -> str:
    """Erases the conversation with this id or with a case of this reference; returns a line that says what is left."""

    async def run(database: Database, masters: Keyring) -> str:
        async with database.transaction() as session:
            cases, chat = CaseRepository(session), ChatRepository(session)
            conversation_id = _as_id(which)
            if conversation_id is None and REFERENCE.fullmatch(which):
                conversation_id = await cases.conversation_of(which, None)
            conversation = await chat.find(conversation_id, lock=True) if conversation_id else None
            if conversation is None:
                raise SystemExit("There is no such case or conversation. It may have been erased already.")
            kept = await erase_conversation(session, Vault(masters), conversation)
            subject = f"conversation {conversation.id}" if _as_id(which) else audit.case(which)
            audit.record(session, BY, audit.Action.CONVERSATION_ERASED, subject, {"cases_kept": len(kept)})
        if kept:
            return f"The details were erased for good. Under way, so kept without them until closed: {', '.join(kept)}."
        return "The conversation was erased, with its details, messages and cases."

    return _run(settings, run)


def _as_id(which: str) -> UUID | None:
    try:
        return UUID(which)
    except ValueError:
        return None


def _run(settings: Settings, act: Callable[[Database, Keyring], Awaitable[T]]) -> T:
    """Does it; a problem that a person can solve ends the command with its words."""

    async def run(url: str) -> T:
        database = Database(url, pool_size=3)
        try:
            return await act(database, make_masters(settings))
        except (KeyProblem, RotationRefused) as problem:
            raise SystemExit(str(problem)) from None
        finally:
            await database.close()

    with DatabaseServer(settings) as url:
        return asyncio.run(run(url))
