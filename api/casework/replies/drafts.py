"""What somebody has typed and not sent: drafts, sealed under the conversation's key, and read by nobody else."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases.case_reader import REFERENCE, CaseNotFound
from api.conversation.schemas import MESSAGE_LIMIT
from api.db.base import now
from api.db.session import Database
from api.db.tables.case_tools import ReplyDraft
from api.db.tables.cases import Case
from api.kernel.errors import NotAllowed
from api.kernel.permissions import Member, Permission, teams_visible
from api.vault.keys import Sealed
from api.vault.service import Vault


class ReplyDrafts:
    """One draft for each person and case. Erasing the conversation makes it unreadable, for its key goes."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault

    async def keep(self, member: Member, reference: str, text: str) -> None:
        """Keeps what is typed; nothing typed keeps nothing. Raises CaseNotFound."""
        if not member.may(Permission.WORK_CASES):
            raise NotAllowed()
        async with self._database.transaction() as session:
            case = await session.get(Case, reference) if REFERENCE.fullmatch(reference) else None
            visible = teams_visible(member)
            if case is None or (visible is not None and case.team not in visible):
                raise CaseNotFound()
            await self.put(session, member.id, case, text)

    async def put(self, session: AsyncSession, staff_id: int, case: Case, text: str) -> None:
        """Keeps a draft within a transaction of the caller's."""
        if not text.strip():
            return await drop(session, reference=case.reference, staff_id=staff_id)
        safe = await self._vault.known(session, case.conversation_id)
        if safe is None:
            return None  # erased: nothing of it is kept any more
        sealed = safe.seal_file(draft_name(case.reference, staff_id), text[: 2 * MESSAGE_LIMIT].encode())
        row = insert(ReplyDraft).values(reference=case.reference, staff_id=staff_id, sealed=sealed, updated_at=now())
        later = {"sealed": row.excluded.sealed, "updated_at": row.excluded.updated_at}
        await session.execute(row.on_conflict_do_update(index_elements=["reference", "staff_id"], set_=later))

    async def of(self, session: AsyncSession, staff_id: int, case: Case) -> str:
        """What the person has typed there and not sent."""
        row = await session.get(ReplyDraft, (case.reference, staff_id))
        if row is None:
            return ""
        try:
            safe = await self._vault.known(session, case.conversation_id)
            return safe.open_file(draft_name(case.reference, staff_id), row.sealed).decode() if safe else ""
        except Sealed:
            return ""


def draft_name(reference: str, staff_id: int) -> str:
    """What the ciphertext is bound to: nobody reads it as another case's or person's."""
    return f"draft {reference} {staff_id}"


async def drop(session: AsyncSession, reference: str, staff_id: int) -> None:
    """Deletes the draft that a member had for a case."""
    await session.execute(delete(ReplyDraft).where(ReplyDraft.reference == reference, ReplyDraft.staff_id == staff_id))
