"""Insights: pages nobody finds, questions with no page."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.kernel.parts import part
from api.kernel.times import moment
from api.pages.admin.access import Reader
from api.pages.tools.insights import Insights
from api.pages.tools.knowledge_tools import PREFIX
from api.web import staff_pages as pages
from api.web.staff_route import StaffRoute

DAYS = (7, 30, 90, 180)

router = APIRouter(prefix=f"{PREFIX}/insights", route_class=StaffRoute, include_in_schema=False)


@router.get("")
async def insights_page(
    request: Request,
    member: Reader,
    insights: Annotated[Insights, part(Insights)],
    days: Annotated[int, Query(ge=1, le=366)] = 30,
) -> Response:
    """The questions without a good answer, over some days."""
    found = await insights.lacking(days)
    questions = [(question, moment(question.last)) for question in found.questions]
    shown: dict[str, Any] = {"unread": found.unread, "questions": questions, "days": days, "choices": DAYS}
    return pages.show(request, "staff/knowledge/insights.html", **shown)
