"""The staff's page on which the number of places is changed for a day or longer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from api.bookings.engine.capacity import MOST, Capacity, CapacityChange
from api.bookings.pages.booking_words import weekday
from api.bookings.pages.staff_routes import PAGE, Day, Diary, Text, Worker
from api.bookings.wording import say
from api.kernel.form_problems import FormProblem
from api.kernel.times import LONDON
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.route_values import RowId
from api.web.staff_route import StaffRoute

router = APIRouter(prefix=f"{PAGE}/capacity", route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)
Short = Annotated[str, Form(max_length=20)]


@router.get("")
async def capacity_page(
    request: Request, diary: Diary, member: Worker, on: Day, resource: Annotated[str, Query(max_length=40)] = ""
) -> Response:
    """The form on which staff take units of a resource out, or put some in."""
    typed = {"resource": resource, "first": on.isoformat(), "change": "fewer"}
    return pages.show(
        request, "staff/bookings/capacity.html", resources=diary.resources(member), typed=typed, title=weekday(on),
        units=diary.context.units, problem=None,
    )  # fmt: skip


@router.post("")
async def change(
    request: Request,
    diary: Diary,
    member: Worker,
    resource: Text = "",
    change: Short = "",
    first: Short = "",
    last: Short = "",
    since: Annotated[str, Form(alias="from", max_length=20)] = "",
    until: Short = "",
    units: Short = "",
    why: Text = "",
) -> Response:
    """Puts places in or takes them out."""
    try:
        begins, ends = _span(first, last, since, until)
        wanted = CapacityChange(resource, begins, ends, _more(change), _units(units), why)
        over = await Capacity(diary).change(member, wanted)
    except FormProblem as problem:
        typed = {"resource": resource, "change": change, "first": first, "last": last, "from": since, "until": until}
        return pages.show(
            request, "staff/bookings/capacity.html", problem.status, resources=diary.resources(member),
            typed=typed | {"units": units, "why": why}, title="", units=diary.context.units, problem=problem,
        )  # fmt: skip
    return _done(begins.date(), over)


@router.post("/{number}/end")
async def undo(
    diary: Diary,
    member: Worker,
    on: Annotated[str, Form(alias="day", max_length=10)],
    number: RowId,
) -> Response:
    """Undoes a change of a resource's capacity."""
    over = await Capacity(diary).undo(member, number)
    return _done(_date("day", on), over)


def _done(on: date, over: int) -> Response:
    crowded = f"crowded&over={over}" if over > 0 else "capacity"
    return pages.go(f"{PAGE}?day={on}&done={crowded}")


def _span(first: str, last: str, since: str, until: str) -> tuple[datetime, datetime]:
    """From a time on the first day until a time on the last; without times, whole days. Raises FormProblem."""
    begins = _date("first", first)
    ends = _date("last", last) if last.strip() else begins
    start = datetime.combine(begins, _time("from", since) or time(), LONDON)
    end = _time("until", until)
    return start, datetime.combine(ends if end else ends + timedelta(days=1), end or time(), LONDON)


def _date(field: str, typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise FormProblem(field, say("errors.date")) from None


def _time(field: str, typed: str) -> time | None:
    try:
        return time.fromisoformat(typed.strip()).replace(tzinfo=None) if typed.strip() else None
    except ValueError:
        raise FormProblem(field, say("errors.time")) from None


def _more(typed: str) -> bool:
    if typed not in ("more", "fewer"):
        raise FormProblem("change", say("errors.more_or_fewer"))
    return typed == "more"


def _units(typed: str) -> int | None:
    """How many; None where nothing was typed. Raises FormProblem."""
    if not typed.strip():
        return None
    if not typed.strip().isdecimal() or not 0 < int(typed) <= MOST:
        raise FormProblem("units", say("errors.how_many", most=MOST))
    return int(typed)
