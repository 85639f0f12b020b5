"""Reports over a period: by team, service, hour, outcome and rating, each a table, a chart and a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases.case_words import OUTCOMES
from api.casework.supervision.report_queries import Counts, ReportPeriod
from api.casework.wording import WORDING, say
from api.kernel.audit_export import plain_cell
from bot.council import Council

DAYS = 28  # of a report that names no period
LONGEST = 366  # days
CHARTED = 20  # bars of a chart; the table has every row
SCORES = {int(score): words for score, words in WORDING.section("scores").items()}
KINDS: Mapping[str, str] = WORDING.section("report_kinds")
Cell = str | int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: `share` is its length, 0 to 1."""

    name: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class SupervisionReport:
    """A table; the second column is what the chart shows."""

    kind: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""

    @property
    def bars(self) -> Sequence[Bar]:
        """The chart's bars, scaled to the longest."""
        charted = self.rows if self.kind == "hour" else self.rows[:CHARTED]
        counts = [(str(row[0]), int(row[1])) for row in charted]
        most = max((count for _, count in counts), default=0) or 1
        return [Bar(name, count, count / most) for name, count in counts]

    @property
    def csv(self) -> str:
        """The table as a file (RFC 4180); no cell is a formula."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(self.heads)
        writer.writerows([plain_cell(str(cell)) for cell in row] for row in self.rows)
        return out.getvalue()


def period(first: str, last: str, today: date) -> ReportPeriod:
    """The period of a form's two dates, the last four weeks without them. Raises ValueError in words."""
    try:
        end = date.fromisoformat(last) if last else today
        begin = date.fromisoformat(first) if first else end - timedelta(days=DAYS - 1)
    except (ValueError, OverflowError):
        raise ValueError(say("reports.no_such_day")) from None
    if begin > end:
        raise ValueError(say("reports.first_after_last"))
    if (end - begin).days >= LONGEST:
        raise ValueError(say("reports.too_long", most=LONGEST))
    if not 2000 <= begin.year <= end.year <= 2999:
        raise ValueError(say("reports.year"))
    return ReportPeriod(begin, end)


class Reports:
    """Makes the supervision reports within one transaction."""

    def __init__(self, council: Council) -> None:
        self._council = council

    async def every(self, session: AsyncSession, over: ReportPeriod) -> Sequence[SupervisionReport]:
        """All supervision reports over a period, in the order of KINDS."""
        return [await self.one(session, over, kind) for kind in KINDS]

    async def one(self, session: AsyncSession, over: ReportPeriod, kind: str) -> SupervisionReport:
        """The report of one of KINDS."""
        counts = Counts(session, over)
        match kind:
            case "team":
                return await self._teams(counts)
            case "service":
                return await self._services(counts)
            case "hour":
                return await _hours(counts)
            case "outcome":
                rows = [(OUTCOMES.get(name, name), count) for name, count in await counts.outcomes()]
                return SupervisionReport(kind, KINDS[kind], (say("reports.outcome"), say("reports.enquiries")), rows)
            case _:
                found = {int(score): int(count) for score, count in await counts.ratings()}
                scores = [(words, found.get(score, 0)) for score, words in SCORES.items()]
                return SupervisionReport(
                    "rating", KINDS["rating"], (say("reports.rating"), say("reports.conversations")), scores
                )

    async def _teams(self, counts: Counts) -> SupervisionReport:
        heads = (
            say("reports.team"),
            say("reports.cases_opened"),
            say("reports.closed"),
            say("reports.in_time"),
            say("reports.late"),
            say("reports.ratings"),
            say("reports.average"),
        )
        rows = []
        for slug, opened, closed, in_time, answered, late, ratings, average in await counts.teams():
            team = self._council.teams.get(slug)
            share = f"{round(100 * in_time / answered)}%" if answered else "–"
            mean = f"{float(average):.1f}" if average is not None else "–"
            rows.append((team.name if team else slug, opened, closed, share, late, ratings, mean))
        note = say("reports.teams_note")
        return SupervisionReport("team", KINDS["team"], heads, rows, note)

    async def _services(self, counts: Counts) -> SupervisionReport:
        rows = []
        for slug, asked, answered, passed in await counts.services():
            service = self._council.services.get(slug)
            rows.append((service.name if service else slug, asked, answered, passed))
        heads = (say("reports.service"), say("reports.enquiries"), say("reports.answered"), say("reports.passed"))
        note = say("reports.services_note", most=CHARTED) if len(rows) > CHARTED else ""
        return SupervisionReport("service", KINDS["service"], heads, rows, note)


async def _hours(counts: Counts) -> SupervisionReport:
    asked = {int(hour): count for hour, count in await counts.hours()}
    opened = {int(hour): count for hour, count in await counts.hours_of_cases()}
    rows = [(f"{hour:02}:00", asked.get(hour, 0), opened.get(hour, 0)) for hour in range(24)]
    return SupervisionReport(
        "hour",
        KINDS["hour"],
        (say("reports.hour"), say("reports.enquiries"), say("reports.cases_opened")),
        rows,
        say("reports.uk_time"),
    )
