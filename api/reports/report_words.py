"""What is said of a report: how old it is, how it stands, and what its team reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from api.db.base import now
from api.kernel.times import day, moment
from api.reports.repository import ReportStatus
from api.reports.wording import WORDING, say
from bot.forms.form import SummaryLine


def ago(at: datetime, until: datetime | None = None) -> str:
    """`today`, `yesterday` or `3 days ago`, by the calendar here."""
    days = (day(until or now()) - day(at)).days
    if days > 1:
        return say("nearby.days_ago", days=days)
    return say("nearby.yesterday") if days == 1 else say("nearby.today")


def case_summary(title: str, lines: Iterable[SummaryLine]) -> str:
    """What the team reads first: a line for each answer, redacted."""
    shown = (say("case.line", label=line.label, shown=line.shown) for line in lines)
    return "\n".join([say("case.title", title=title), *shown])


def status_words(standing: ReportStatus, title: str, team: str) -> str:
    """How a report stands, in a sentence or two."""
    report, case = standing.report, standing.case
    reported = moment(report.created_at)
    if case.status == "closed" and case.closed_at:
        closed = moment(case.closed_at)
        return say("status.closed_on", title=title, reported=reported, team=team, closed=closed)
    if case.status == "closed":
        return say("status.closed", title=title, reported=reported, team=team)
    claimed = case.status == "claimed"
    stage = say("status.claimed" if claimed else "status.waiting", title=title, reported=reported, team=team)
    outside = WORDING.section("contractor").get(standing.forward.status or "") if standing.forward else None
    return f"{stage} {outside or ''}".strip()
