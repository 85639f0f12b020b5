"""The reports' SQL. A report counts once there is a case of its reference; until then nobody finds it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from uuid import UUID

from sqlalchemy import Select, delete, exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.base import now
from api.db.tables.cases import Case
from api.db.tables.reports import Report, ReportFollower, ReportForward
from api.reports.place import Point

METRES_A_DEGREE = 111_000
MOST_NEAR = 50
DRAFT_LIVES = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReportStatus:
    """A report with its case, and how it stands at an outside server if it went to one."""

    report: Report
    case: Case
    forward: ReportForward | None

    @property
    def open(self) -> bool:
        """Whether work is still to be done."""
        return self.case.status != "closed"


class ReportRepository:
    """Reads and writes reports within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, report: Report) -> str:
        """Writes a report down, once for its conversation and key; returns the reference that it has."""
        columns = {column.name: getattr(report, column.name) for column in Report.__table__.columns}
        values = {name: value for name, value in columns.items() if value is not None}
        await self._session.execute(
            insert(Report).values(**values).on_conflict_do_nothing(index_elements=["conversation_id", "key"])
        )
        query = select(Report.reference).where(
            Report.conversation_id == report.conversation_id, Report.key == report.key
        )
        return (await self._session.scalars(query)).one()

    async def find(self, reference: str) -> ReportStatus | None:
        """The report with this reference."""
        row = (await self._session.execute(_standing().where(Report.reference == reference))).first()
        return ReportStatus(row[0], row[1], row[2]) if row else None

    async def near(self, service: str, point: Point, metres: int, since: datetime) -> Sequence[Report]:
        """Open reports of a service whose points lie in a box around `point`, newest first; the corners are further."""
        high = metres / METRES_A_DEGREE
        wide = high / max(cos(radians(point.latitude)), 0.01)
        query = (
            self._open(service, since)
            .where(Report.latitude.between(point.latitude - high, point.latitude + high))
            .where(Report.longitude.between(point.longitude - wide, point.longitude + wide))
        )
        return (await self._session.scalars(query)).all()

    async def at_same_place(self, service: str, same_place: str, since: datetime) -> Sequence[Report]:
        """Open reports of a service whose words for the place come down to the same, newest first."""
        return (await self._session.scalars(self._open(service, since).where(Report.same_place == same_place))).all()

    async def follow(self, reference: str, conversation_id: UUID) -> None:
        """The conversation follows the report; doing so twice is no error."""
        values = {"reference": reference, "conversation_id": conversation_id, "created_at": now()}
        await self._session.execute(insert(ReportFollower).values(**values).on_conflict_do_nothing())

    async def follows(self, reference: str, conversation_id: UUID) -> bool:
        """Whether the conversation follows the report."""
        return await self._session.get(ReportFollower, (reference, conversation_id)) is not None

    async def followers(self, reference: str) -> Sequence[UUID]:
        """The conversations that follow the report."""
        query = select(ReportFollower.conversation_id).where(ReportFollower.reference == reference)
        return (await self._session.scalars(query)).all()

    async def page(
        self,
        services: Collection[str],
        between: tuple[datetime, datetime],
        statuses: Collection[str],
        limits: tuple[int, int],
    ) -> Sequence[ReportStatus]:
        """Reports of some services made in a time, newest first; `statuses` are open and closed, `limits` offset and
        count."""
        closed = Case.status == "closed"
        wanted = [closed] * ("closed" in statuses) + [~closed] * ("open" in statuses)
        query = (
            _standing()
            .where(Report.service.in_(services), Report.created_at.between(*between), or_(*wanted))
            .order_by(Report.created_at.desc(), Report.reference)
            .offset(limits[0])
            .limit(limits[1])
        )
        return [ReportStatus(row[0], row[1], row[2]) for row in (await self._session.execute(query)).all()]

    async def with_references(self, references: Collection[str], services: Collection[str]) -> Sequence[ReportStatus]:
        """Reports by their references, if they are of these services."""
        query = _standing().where(Report.reference.in_(references), Report.service.in_(services))
        return [ReportStatus(row[0], row[1], row[2]) for row in (await self._session.execute(query)).all()]

    async def sweep(self) -> int:
        """Deletes what nobody finds: reports whose case never came, or has gone; returns how many."""
        has_case = exists().where(Case.reference == Report.reference)
        query = delete(Report).where(~has_case, Report.created_at < now() - DRAFT_LIVES)
        return len((await self._session.execute(query.returning(Report.reference))).all())

    def _open(self, service: str, since: datetime) -> Select[Report]:
        return (
            select(Report)
            .join(Case, Case.reference == Report.reference)
            .where(Report.service == service, Report.created_at >= since, Case.status != "closed")
            .order_by(Report.created_at.desc())
            .limit(MOST_NEAR)
        )


def _standing() -> Select[Report, Case, ReportForward]:
    return (
        select(Report, Case, ReportForward)
        .join(Case, Case.reference == Report.reference)
        .outerjoin(ReportForward, ReportForward.reference == Report.reference)
    )
