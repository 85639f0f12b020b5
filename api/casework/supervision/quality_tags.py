"""Quality tags: a supervisor's words for the work on a case."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.life.locked_case import CaseLocks
from api.casework.wording import WORDING
from api.db.base import now
from api.db.tables.supervision import Quality
from api.kernel import audit
from api.kernel.permissions import Member, Permission

TAGS: Mapping[str, str] = WORDING.section("quality_tags")


class QualityTags:
    """Tags cases for quality, on record. The case itself does not change, and its caseworker is not told."""

    def __init__(self, case_locks: CaseLocks) -> None:
        self._case_locks = case_locks

    async def tag(self, member: Member, reference: str, tags: Collection[str]) -> None:
        """Replaces the case's quality tags; unknown ones are left out. Raises NotAllowed or CaseNotFound."""
        async with self._case_locks.open(member, reference, Permission.OVERRULE) as work:
            await put_tags(work.session, member, reference, tags)


async def put_tags(session: AsyncSession, member: Member, reference: str, tags: Collection[str]) -> None:
    """Tags a case for quality in a transaction of the caller's, who has looked at the permission."""
    known = [tag for tag in TAGS if tag in tags]
    values = {"reference": reference, "tags": known, "tagged_by": member.username, "tagged_at": now()}
    row = insert(Quality).values(**values)
    changed = {name: row.excluded[name] for name in ("tags", "tagged_by", "tagged_at")}
    await session.execute(row.on_conflict_do_update(index_elements=["reference"], set_=changed))
    subject, details = audit.case(reference), {"tags": ", ".join(known)}
    audit.record(session, member.username, audit.Action.CASE_QUALITY_TAGGED, subject, details, member.address)


async def tags_of(session: AsyncSession, reference: str) -> frozenset[str]:
    """The quality tags of a case."""
    return frozenset(await session.scalar(select(Quality.tags).where(Quality.reference == reference)) or ())
