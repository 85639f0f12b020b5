"""The SQL of forwarding: which reports are to go, and which are due for another step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.cases import Case
from api.db.tables.reports import Report, ReportForward

MOST = 200
ENROLLED_WITHIN = timedelta(days=7)  # older reports, from before forwarding was set up, stay here
UNDER_WAY = ("waiting", "unsure", "token", "sent")


@dataclass(frozen=True, slots=True)
class DueForward:
    """A report that is due, as it was before it was claimed."""

    report: Report
    forward: ReportForward
    was: str


class ForwardRepository:
    """Reads and writes how reports are forwarded, within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def enrol(self, codes: Mapping[str, str], at: datetime) -> None:
        """Reports of services that are forwarded, once they have their case; `codes` by service."""
        query = (
            select(Report.reference, Report.service)
            .join(Case, Case.reference == Report.reference)
            .outerjoin(ReportForward, ReportForward.reference == Report.reference)
            .where(Report.service.in_(codes), Report.created_at > at - ENROLLED_WITHIN)
            .where(ReportForward.reference.is_(None), Case.status != "closed", ~Report.key.startswith("open311:"))
            .limit(MOST)
        )
        for reference, service in (await self._session.execute(query)).all():
            values = {"reference": reference, "code": codes[service], "next_at": at}
            await self._session.execute(insert(ReportForward).values(**values).on_conflict_do_nothing())

    async def claim(self, at: datetime, until: datetime) -> DueForward | None:
        """The report that has been due longest; nobody else gets it before `until`.

        One that waits to be sent is claimed as unsure: whoever dies while sending leaves it so.
        """
        query = (
            select(ReportForward, Report)
            .join(Report, Report.reference == ReportForward.reference)
            .where(ReportForward.state.in_(UNDER_WAY), ReportForward.next_at <= at)
            .order_by(ReportForward.next_at)
            .limit(1)
            .with_for_update(of=ReportForward, skip_locked=True)
        )
        row = (await self._session.execute(query)).first()
        if row is None:
            return None
        forward, report = row[0], row[1]
        was, forward.next_at = forward.state, until
        forward.attempts += 1
        if was == "waiting":
            forward.state, forward.first_sent_at = "unsure", forward.first_sent_at or at
        return DueForward(report, forward, was)

    async def find(self, reference: str) -> ReportForward | None:
        """The forward of a report, locked; None once it was erased."""
        query = select(ReportForward).where(ReportForward.reference == reference).with_for_update()
        return await self._session.scalar(query)
