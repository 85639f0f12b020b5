"""Residents' photos as caseworkers see them: one of a case, on record."""

from __future__ import annotations

import asyncio
from uuid import UUID

from api.casework.cases.case_reader import CaseNotFound
from api.casework.cases.repository import CaseRepository
from api.conversation.photos.photos import Photos
from api.conversation.wording import say
from api.db.session import Database
from api.db.tables.reports import ReportPhoto
from api.kernel import audit
from api.kernel.errors import NotFound, Unavailable
from api.kernel.permissions import Member, teams_visible
from api.vault.keys import Sealed
from api.vault.service import Vault


class PhotoNotFound(NotFound):
    """No such photo, or it was erased."""

    detail = say("photos.not_found")


class ResidentsPhotos:
    """Shows photos to whoever may see the case."""

    def __init__(self, database: Database, vault: Vault, photos: Photos) -> None:
        self._database, self._vault, self._photos = database, vault, photos

    async def shown(self, member: Member, reference: str, photo_id: UUID) -> bytes:
        """A photo of a case that the member may see, once it is on record who looked. Raises NotFound."""
        async with self._database.transaction() as session:
            case = await CaseRepository(session).find(reference, teams_visible(member))
            if case is None:
                raise CaseNotFound()
            photo = await session.get(ReportPhoto, photo_id)
            safe = await self._vault.known(session, case.conversation_id)
            if photo is None or safe is None or photo.reference != reference:
                raise PhotoNotFound()
            try:
                content = safe.open_file(str(photo_id), await asyncio.to_thread(self._photos.read, photo_id))
            except FileNotFoundError:
                raise PhotoNotFound() from None
            except Sealed:
                raise Unavailable(say("photos.sealed")) from None
            audit.record(session, member.username, audit.Action.PHOTO_SEEN, audit.case(reference), {}, member.address)
        return content
