"""The vault: the one place where personal data is kept, and only as ciphertext."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.vault import VaultFingerprint, VaultKey, VaultValue
from api.kernel.errors import NotFound
from api.kernel.wording import say
from api.vault.keyring import Keyring
from api.vault.keys import Key
from redaction import Finding, Placeholders


class Vault:
    """Opens the safe of a conversation. Holds the master keys, and nothing else."""

    def __init__(self, masters: Keyring | Key) -> None:
        self._masters = Keyring(masters) if isinstance(masters, Key) else masters

    async def open(self, session: AsyncSession, conversation_id: UUID) -> Safe:
        """The conversation's safe, made on first use. Raises Sealed when no master key opens it."""
        known, about = await self.known(session, conversation_id), str(conversation_id)
        if known is not None:
            return known
        key, master = Key.new(), self._masters.current
        wrapped = master.wrap(key, about)
        session.add(VaultKey(conversation_id=conversation_id, wrapped=wrapped, master=master.name))
        await session.flush()
        return Safe(session, conversation_id, key)

    async def known(self, session: AsyncSession, conversation_id: UUID) -> Safe | None:
        """The conversation's safe, unless it has none or it was erased. Raises Sealed when no master key opens it."""
        stored = await session.get(VaultKey, conversation_id)
        if stored is None:
            return None
        key = self._masters.named(stored.master).unwrap(stored.wrapped, str(conversation_id))
        return Safe(session, conversation_id, key)

    async def erase(self, session: AsyncSession, conversation_id: UUID) -> None:
        """Deletes the key and the values. A copy of the values opens for nobody who has no copy of the key too."""
        for table in (VaultValue, VaultFingerprint):
            await session.execute(delete(table).where(table.conversation_id == conversation_id))
        await session.execute(delete(VaultKey).where(VaultKey.conversation_id == conversation_id))


class Safe:
    """The values of one conversation, within one transaction."""

    def __init__(self, session: AsyncSession, conversation_id: UUID, key: Key) -> None:
        self._session, self._conversation_id, self._key = session, conversation_id, key

    def fingerprint(self, value: str) -> str:
        """A keyed digest under this conversation's key."""
        return self._key.fingerprint(value)

    async def placeholders(self) -> Placeholders:
        """The conversation's memory: which fingerprint has which placeholder. Decrypts nothing."""
        known = select(VaultFingerprint.fingerprint, VaultFingerprint.placeholder).where(
            VaultFingerprint.conversation_id == self._conversation_id
        )
        rows = (await self._session.execute(known)).all()
        return Placeholders(self.fingerprint, {row[0]: row[1] for row in rows})

    def keep(
        self,
        raw: str,
        findings: Iterable[Finding],
        placeholders: Placeholders,
        offered: Mapping[str, str] | None = None,
    ) -> None:
        """Seals the values that are new in this message, and those that an office offered; remembers all of them."""
        fresh = set(placeholders.new.values())
        for placeholder, value in (offered or {}).items():
            if placeholder in fresh:
                fresh.remove(placeholder)
                self._seal(placeholder, value)
        for fingerprint, placeholder in placeholders.new.items():
            self._session.add(
                VaultFingerprint(
                    conversation_id=self._conversation_id, fingerprint=fingerprint, placeholder=placeholder
                )
            )
        for finding in findings:
            if finding.placeholder in fresh:
                fresh.remove(finding.placeholder)
                self._seal(finding.placeholder, raw[finding.start : finding.end])

    async def reveal(self, placeholder: str) -> str:
        """The value in clear. Only for a booking or case of this resident, or a caseworker who is recorded."""
        query = select(VaultValue.sealed).where(
            VaultValue.conversation_id == self._conversation_id, VaultValue.placeholder == placeholder
        )
        sealed = await self._session.scalar(query)
        if sealed is None:
            raise NotFound(say("errors.detail_gone"))
        return self._key.decrypt(sealed, self._about(placeholder)).decode()

    def seal_file(self, name: str, content: bytes) -> bytes:
        """A file's content as ciphertext, for that file's name alone."""
        return self._key.encrypt(content, self._about(f"file {name}"))

    def open_file(self, name: str, sealed: bytes) -> bytes:
        """A file's content in clear. Only for a caseworker who is recorded."""
        return self._key.decrypt(sealed, self._about(f"file {name}"))

    def _seal(self, placeholder: str, value: str) -> None:
        sealed = self._key.encrypt(value.encode(), self._about(placeholder))
        self._session.add(VaultValue(conversation_id=self._conversation_id, placeholder=placeholder, sealed=sealed))

    def _about(self, placeholder: str) -> str:
        return f"{self._conversation_id}|{placeholder}"


async def kept_placeholders(session: AsyncSession, conversation_id: UUID) -> frozenset[str]:
    """The placeholders of a conversation that stand for a value. Needs no key."""
    query = select(VaultValue.placeholder).where(VaultValue.conversation_id == conversation_id)
    return frozenset((await session.scalars(query)).all())
