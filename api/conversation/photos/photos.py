"""Photos of residents: sealed under their conversation's key, in files outside the web root named by random ids.

Erasing the conversation deletes the key, so a file left behind opens for nobody; the sweep removes it.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import secrets
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversation.admission import ConversationClosed, ConversationNotFound, digest
from api.conversation.photos.picture import PhotoRefused, cleaned
from api.conversation.photos.repository import PhotoRepository
from api.conversation.repository import ChatRepository
from api.conversation.wording import say
from api.db.session import Database
from api.db.tables.conversations import Conversation
from api.db.tables.reports import ReportPhoto
from api.vault.service import Vault

MOST = 6  # photos of one conversation
LETTERS = "bcdfghjklmnpqrstvwxz"  # nothing that spells a word, or that redaction takes for a number
GRACE = 3600.0  # seconds that a file may be without its row: its transaction may still be under way


class Photos:
    """Takes photos from residents, and keeps sealed files."""

    def __init__(self, database: Database, vault: Vault, folder: Path) -> None:
        self._database, self._vault, self._folder = database, vault, folder

    async def admit(self, conversation_id: UUID, token: str) -> None:
        """Refuses whoever may not add a photo, before it is read."""
        async with self._database.transaction() as session:
            await self._admitted(session, conversation_id, token)

    async def add(self, conversation_id: UUID, token: str, content: bytes) -> str:
        """Keeps a photo, and returns its code. Raises PhotoRefused."""
        picture = await asyncio.to_thread(cleaned, content)
        photo_id = uuid4()
        async with self._database.transaction() as session:
            await self._admitted(session, conversation_id, token)
            photos, safe = PhotoRepository(session), await self._vault.open(session, conversation_id)
            sealed = safe.seal_file(str(photo_id), picture.content)
            code = "".join(secrets.choice(LETTERS) for _ in range(16))
            await photos.add(
                ReportPhoto(
                    id=photo_id,
                    conversation_id=conversation_id,
                    code=code,
                    width=picture.width,
                    height=picture.height,
                )
            )
            await asyncio.to_thread(self.write, photo_id, sealed)
        return code

    async def _admitted(self, session: AsyncSession, conversation_id: UUID, token: str) -> Conversation:
        found = await ChatRepository(session).find(conversation_id)
        if found is None or not hmac.compare_digest(found.token_digest, digest(token)):
            raise ConversationNotFound()
        if found.owner == "closed":
            raise ConversationClosed()
        if await PhotoRepository(session).count(conversation_id) >= MOST:
            raise PhotoRefused(say("photos.too_many", most=MOST))
        return found

    async def sweep(self) -> int:
        """Deletes files that no row names any more; returns how many."""
        files = await asyncio.to_thread(self._old_files)
        async with self._database.transaction() as session:
            known = await PhotoRepository(session).known([UUID(file.name) for file in files])
        gone = [file for file in files if UUID(file.name) not in known]
        for file in gone:
            await asyncio.to_thread(file.unlink, missing_ok=True)
        return len(gone)

    def _old_files(self) -> Sequence[Path]:
        before = time.time() - GRACE
        return [file for file in self._folder.glob("*/*") if _is_id(file.name) and file.stat().st_mtime < before]

    def read(self, photo_id: UUID) -> bytes:
        """The sealed content of a photo's file. Raises FileNotFoundError."""
        return self._path(photo_id).read_bytes()

    def write(self, photo_id: UUID, sealed: bytes) -> None:
        """Keeps a sealed file, which a row of this transaction names."""
        path = self._path(photo_id)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(sealed)

    def _path(self, photo_id: UUID) -> Path:
        return self._folder / photo_id.hex[:2] / str(photo_id)


def _is_id(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
