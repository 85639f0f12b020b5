"""Reeve's own secrets: what signs webhooks, and what is behind somebody's codes. Sealed under the master key."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.vault import KeptSecret
from api.vault.keyring import Keyring
from api.vault.keys import Key


class Secrets:
    """Keeps secrets by name, such as `totp 12`. A rotation of the master key seals them again."""

    def __init__(self, masters: Keyring | Key) -> None:
        self._masters = Keyring(masters) if isinstance(masters, Key) else masters

    async def keep(self, session: AsyncSession, name: str, clear: str) -> None:
        """Seals a secret, in the place of an earlier one of this name."""
        master = self._masters.current
        sealed = master.encrypt(clear.encode(), name)
        await session.merge(KeptSecret(name=name, sealed=sealed, master=master.name))
        await session.flush()

    async def read(self, session: AsyncSession, name: str) -> str | None:
        """The secret in clear, or None. Raises Sealed when no key here opens it."""
        row = await session.get(KeptSecret, name)
        return None if row is None else self._masters.named(row.master).decrypt(row.sealed, name).decode()

    async def forget(self, session: AsyncSession, name: str) -> None:
        """Deletes a secret by its name."""
        await session.execute(delete(KeptSecret).where(KeptSecret.name == name))

    def seal(self, clear: str, about: str) -> bytes:
        """Ciphertext that nobody else can make or read, to be kept elsewhere for a while: a cookie."""
        return self._masters.current.encrypt(clear.encode(), about)

    def unseal(self, sealed: bytes, about: str) -> str:
        """The secret in clear. Raises Sealed."""
        return self._masters.current.decrypt(sealed, about).decode()
