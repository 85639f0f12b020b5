"""Rotation: every conversation's key wrapped again under a new master key, while the site runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from api.db.session import Database
from api.kernel import audit
from api.vault.keyring import KeyFile, Keyring
from api.vault.keys import KeyProblem, Sealed
from api.vault.repository import KeyRepository
from api.vault.survey import batches, opens, reads, survey

BATCH = 500  # keys wrapped again in one transaction
BY = "command line"
RETRY_SECONDS = 0.2  # seconds before looking again for a key that somebody was erasing


class RotationRefused(Exception):
    """Nothing was changed; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did: whether it made a new master key, that key's name, and how many keys it wrapped again."""

    made: bool
    master: str
    rewrapped: int


async def rotate(database: Database, masters: Keyring) -> Rotated:
    """Wraps every key under the newest master key, which is made if there is none that waits for it.

    Stopped at any moment, it goes on where it was when it is called again. Raises RotationRefused.
    """
    async with _alone(database):
        found = await survey(database, masters)
        if found.sealed:
            raise RotationRefused(
                f"{found.sealed:,} keys were wrapped by a master key that is not here. "
                "Add it and try again; `reeve vault check` counts."
            )
        made = not found.waiting
        if made:
            _make(masters)
        count = await _rewrap_all(database, masters)
        await _record(database, audit.Action.MASTER_KEY_ROTATED, masters, count)
    return Rotated(made, masters.current.name, count)


async def retire(database: Database, masters: Keyring) -> int:
    """Takes the earlier keys out of the key file once nothing needs them; returns how many. Raises RotationRefused.

    From then on a copy of the vault's keys from before the rotation opens for nobody.
    """
    if not isinstance(masters, KeyFile):
        raise RotationRefused("The master key is a setting. Remove REEVE_PREVIOUS_MASTER_KEY and restart.")
    async with _alone(database):
        earlier = len(masters.at_hand()) - 1
        async with database.transaction() as session:
            if count := await KeyRepository(session).count_not_under(masters.current.name):
                raise RotationRefused(
                    f"{count:,} keys are not under the newest master key yet. Run reeve vault rotate."
                )
            if earlier:
                masters.keep_current()
        if earlier:
            await _record(database, audit.Action.MASTER_KEY_RETIRED, masters, earlier)
    return earlier


async def discard(database: Database, masters: Keyring) -> int:
    """Erases the details that no master key here opens, for good; returns of how many conversations."""
    count = 0
    async with _alone(database):
        async for batch in batches(database):
            shut: list[UUID] = [row.conversation_id for row in batch if not opens(masters, row)]
            async with database.transaction() as session:
                await KeyRepository(session).discard(shut)
            count += len(shut)
        async with database.transaction() as session:
            for row in await KeyRepository(session).secrets():
                if not reads(masters, row):
                    await session.delete(row)
        if count:
            await _record(database, audit.Action.SEALED_DISCARDED, masters, count)
    return count


@asynccontextmanager
async def _alone(database: Database) -> AsyncIterator[None]:
    async with database.transaction() as session:
        if not await KeyRepository(session).alone():
            raise RotationRefused("Another command is changing the master keys just now. Wait for it to end.")
        yield


def _make(masters: Keyring) -> None:
    """A new master key in the file. In settings somebody has to put it."""
    if len(masters.at_hand()) > 1:
        raise RotationRefused(
            "Every key is under the newest master key already. Retire the earlier one before you rotate again."
        )
    if not isinstance(masters, KeyFile):
        raise RotationRefused(
            "The master key is a setting. Set REEVE_PREVIOUS_MASTER_KEY to the present key and REEVE_MASTER_KEY to a "
            "new one; the runbook tells in which order."
        )
    masters.add()


async def _rewrap_all(database: Database, masters: Keyring) -> int:
    count = 0
    while True:
        if done := await _rewrap_batch(database, masters) or await _reseal_batch(database, masters):
            count += done
            continue
        async with database.transaction() as session:
            if not await KeyRepository(session).count_not_under(masters.current.name):
                return count
        await asyncio.sleep(RETRY_SECONDS)


async def _rewrap_batch(database: Database, masters: Keyring) -> int:
    master = masters.current
    async with database.transaction() as session:
        rows = await KeyRepository(session).not_under(master.name, BATCH)
        for row in rows:
            about = str(row.conversation_id)
            try:
                key = masters.named(row.master).unwrap(row.wrapped, about)
            except Sealed:
                raise KeyProblem("A key of the vault does not open any more. Run reeve vault check.") from None
            row.wrapped, row.master = master.wrap(key, about), master.name
        return len(rows)


async def _reseal_batch(database: Database, masters: Keyring) -> int:
    async with database.transaction() as session:
        rows = await KeyRepository(session).secrets_not_under(masters.current.name, BATCH)
        for row in rows:
            try:
                clear = masters.named(row.master).decrypt(row.sealed, row.name)
            except Sealed:
                raise KeyProblem("A secret does not open any more. Run reeve vault check.") from None
            row.sealed, row.master = masters.current.encrypt(clear, row.name), masters.current.name
        return len(rows)


async def _record(database: Database, action: audit.Action, masters: Keyring, count: int) -> None:
    async with database.transaction() as session:
        audit.record(session, BY, action, f"master key {masters.current.name}", {"count": count})
