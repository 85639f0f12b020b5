"""Which master key opens how many of the vault's keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from api.db.session import Database
from api.db.tables.vault import KeptSecret, VaultKey
from api.vault.keyring import Keyring
from api.vault.keys import KeyProblem, Sealed
from api.vault.repository import KeyRepository

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Survey:
    """Keys that each master opens (by the master's name, the one that wraps first), and keys that none opens."""

    opened: Mapping[str, int]
    sealed: int

    @property
    def waiting(self) -> int:
        """Keys that open, but not with the master that wraps now."""
        return sum(list(self.opened.values())[1:])

    def lines(self) -> list[str]:
        """For people: a line for each master, and one for what stays shut."""
        first, *others = self.opened
        said = [f"master key {first} (in use) opens {self.opened[first]:,}"]
        said += [f"master key {name} (earlier) opens {self.opened[name]:,}" for name in others]
        return [*said, f"none of them opens {self.sealed:,}"]


async def survey(database: Database, masters: Keyring) -> Survey:
    """Tries every key of the vault, and every secret of Reeve's own."""
    opened, sealed = Counter(dict.fromkeys((key.name for key in masters.at_hand()), 0)), 0
    async for batch in batches(database):
        for row in batch:
            if opens(masters, row):
                opened[row.master] += 1
            else:
                sealed += 1
    async with database.transaction() as session:
        for secret in await KeyRepository(session).secrets():
            if reads(masters, secret):
                opened[secret.master] += 1
            else:
                sealed += 1
    return Survey(opened, sealed)


async def batches(database: Database) -> AsyncIterator[Sequence[VaultKey]]:
    """Every wrapped key, some at a time, each time in a transaction of its own."""
    last = None
    while True:
        async with database.transaction() as session:
            batch = await KeyRepository(session).after(last, BATCH)
        if not batch:
            return
        yield batch
        last = batch[-1].conversation_id


def opens(masters: Keyring, row: VaultKey) -> bool:
    """Whether a master key at hand opens this key."""
    try:
        masters.named(row.master).unwrap(row.wrapped, str(row.conversation_id))
    except Sealed:
        return False
    return True


def reads(masters: Keyring, secret: KeptSecret) -> bool:
    """Whether a master key at hand opens this secret."""
    try:
        masters.named(secret.master).decrypt(secret.sealed, secret.name)
    except Sealed:
        return False
    return True


async def require_right_keys(database: Database, masters: Keyring) -> None:
    """Raises KeyProblem unless the newest key under each master in the vault opens. For the start: it is quick."""
    async with database.transaction() as session:
        samples = await KeyRepository(session).samples()
    shut = [row.master for row in samples if not opens(masters, row)]
    if shut:
        have = ", ".join(key.name for key in masters.at_hand())
        raise KeyProblem(
            f"The vault holds keys wrapped by the master key {', '.join(shut)}, but the one here is {have}. "
            "Put the right key in place, or see the runbook: The master key."
        )
