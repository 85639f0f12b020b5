"""Files on a case: sealed under its conversation's key, kept beside the residents' photos, shown on record."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from typing import Literal
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.attachments.attachment_queries import RESIDENTS, TITLES, by_code
from api.casework.attachments.safe_file import FIELD, as_safe_file
from api.casework.cases import typed_text as written
from api.casework.cases.case_reader import REFERENCE, CaseNotFound
from api.casework.cases.notes import Notes
from api.casework.cases.repository import CaseRepository
from api.casework.life.case_actions import CaseWork
from api.casework.life.locked_case import LockedCase
from api.casework.wording import say
from api.conversation.photos.photos import Photos
from api.conversation.repository import ChatRepository
from api.db.tables.case_tools import Attachment
from api.db.tables.cases import Case
from api.kernel import audit
from api.kernel.errors import Conflict, NotAllowed, NotFound, Unavailable
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member, Permission, teams_visible
from api.vault.keys import Sealed

MOST = 20  # files of one case


class FileNotThere(NotFound):
    """No such file, or it was erased."""

    detail = say("files.not_found")


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of a case, decrypted for somebody who may see it."""

    kind: str
    content: bytes


class Attachments:
    """Adds files to notes and replies, and shows them to whoever may see them."""

    def __init__(self, work: CaseWork, store: Photos) -> None:
        self._work, self._case_locks, self._store = work, work.case_locks, store

    async def add(
        self, member: Member, reference: str, content: bytes, to: Literal["note", "reply"], text: str, key: str | None
    ) -> None:
        """Keeps a file with words for colleagues, or sends it to the resident; a form that is sent twice counts once.

        Raises FormProblem or Conflict.
        """
        if not member.may(Permission.WORK_CASES):
            raise NotAllowed()
        file = await asyncio.to_thread(as_safe_file, content)
        words = written.message(text, "attachment-text") if text.strip() else ""
        async with self._case_locks.open(member, reference) as work:
            if work.conversation.erased:
                raise Conflict(say("files.details_erased"))
            if await self._count(work) >= MOST:
                raise FormProblem(FIELD, say("files.too_many", most=MOST))
            row = Attachment(
                id=uuid4(),
                reference=reference,
                code=secrets.token_urlsafe(24),
                kind=file.kind,
                shown=to == "reply",
                added_by=member.display_name,
                created_at=self._case_locks.clock(),
            )
            safe = await self._case_locks.vault.open(work.session, work.conversation.id)
            safe_words = await self._case_locks.redacted(safe, words, "attachment-text") if words else ""
            added = await (self._send if row.shown else self._note)(work, row, safe_words, key)
            if added:
                work.session.add(row)
                await asyncio.to_thread(self._store.write, row.id, safe.seal_file(str(row.id), file.content))
                work.record(audit.Action.FILE_ATTACHED, kind=row.kind, shown=row.shown)

    async def _note(self, work: LockedCase, row: Attachment, words: str, key: str | None) -> bool:
        work.refuse_closed()
        text = words or say("files.attached", kind=TITLES[row.kind])
        row.note_id = await Notes(work.session).add(work.case.reference, work.member.display_name, text, key)
        return row.note_id is not None

    async def _send(self, work: LockedCase, row: Attachment, words: str, key: str | None) -> bool:
        if key and await ChatRepository(work.session).has_form_key(work.conversation.id, key):
            return False
        await self._work.refuse_silence(work)
        await self._work.send_pending(work)
        link = f"[{TITLES[row.kind]}]({RESIDENTS}/{row.code})"
        await work.add("staff", f"{words}\n\n{link}".strip(), work.member.display_name, key)
        await self._work.clocks.answered(work.session, work.case, self._case_locks.clock())
        work.record(audit.Action.CASE_REPLIED)
        return True

    async def for_staff(self, member: Member, reference: str, code: str) -> ShownFile:
        """A file of a case that the member may see, once it is on record who looked. Raises NotFound."""
        if not member.may(Permission.REVEAL):
            raise NotAllowed()
        async with self._case_locks.database.transaction() as session:
            valid = REFERENCE.fullmatch(reference)
            case = await CaseRepository(session).find(reference, teams_visible(member)) if valid else None
            if case is None:
                raise CaseNotFound()
            row = await by_code(session, code)
            if row is None or row.reference != reference:
                raise FileNotThere()
            found = await self._opened(session, case, row)
            audit.record(session, member.username, audit.Action.FILE_SEEN, audit.case(reference), {}, member.address)
        return found

    async def for_resident(self, code: str) -> ShownFile:
        """A file that was sent to whoever has its link, until their conversation is erased. Raises NotFound."""
        async with self._case_locks.database.transaction() as session:
            row = await by_code(session, code)
            case = await session.get(Case, row.reference) if row is not None and row.shown else None
            if row is None or case is None:
                raise FileNotThere()
            return await self._opened(session, case, row)

    async def _opened(self, session: AsyncSession, case: Case, row: Attachment) -> ShownFile:
        safe = await self._case_locks.vault.known(session, case.conversation_id)
        if safe is None:
            raise FileNotThere()
        try:
            return ShownFile(row.kind, safe.open_file(str(row.id), await asyncio.to_thread(self._store.read, row.id)))
        except FileNotFoundError:
            raise FileNotThere() from None
        except Sealed:
            raise Unavailable(say("files.not_opened")) from None

    async def _count(self, work: LockedCase) -> int:
        query = select(func.count()).select_from(Attachment).where(Attachment.reference == work.case.reference)
        return await work.session.scalar(query) or 0
