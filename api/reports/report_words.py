"""What is said of a report: how old it is, how it stands, and what its team reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from api.db.base import now
from api.kernel.times import day, moment
from api.reports.repository import ReportStatus
from bot.forms.form import SummaryLine

OUTSIDE = {"open": "Our contractor has it and is working on it.", "closed": "Our contractor says that it is done."}


def ago(at: datetime, until: datetime | None = None) -> str:
    """`today`, `yesterday` or `3 days ago`, by the calendar here."""
    days = (day(until or now()) - day(at)).days
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"


def case_summary(title: str, lines: Iterable[SummaryLine]) -> str:
    """What the team reads first: a line for each answer, redacted."""
    return "\n".join([f"Report: {title}.", *(f"{line.label}: {line.shown}" for line in lines)])


def status_words(standing: ReportStatus, title: str, team: str) -> str:
    """How a report stands, in a sentence or two."""
    report, case = standing.report, standing.case
    made = f"{title}, reported on {moment(report.created_at)}"
    if case.status == "closed":
        closed = f" on {moment(case.closed_at)}" if case.closed_at else ""
        return f"{made}: {team} closed it{closed}."
    stage = "somebody is working on it" if case.status == "claimed" else "it waits for somebody to look at it"
    outside = OUTSIDE.get(standing.forward.status or "", "") if standing.forward else ""
    return f"{made}: {team} has it, and {stage}. {outside}".strip()
