"""The staff's pages of bookings: a day, a week, one booking, the crew's list, exports."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response

from api.bookings.engine.amend import Amendment
from api.bookings.engine.slot_search import SlotWish
from api.bookings.pages.booking_words import slot_in_words, weekday
from api.bookings.pages.day_list import as_csv
from api.bookings.pages.money_words import money_lines
from api.bookings.pages.shown_booking import as_shown, entry_of, ics
from api.bookings.pages.staff_diary import StaffDiary, history
from api.bookings.wording import WORDING, say
from api.db.base import now
from api.kernel.errors import Conflict, ReeveError
from api.kernel.form_problems import FormProblem
from api.kernel.parts import part
from api.kernel.permissions import Member, Permission
from api.kernel.times import day, moment
from api.web import staff_pages as pages
from api.web.request_guards import FORM_BYTES
from api.web.route_values import Done
from api.web.staff_guard import needs
from api.web.staff_route import StaffRoute
from bot.forms.form import SummaryLine

PAGE = "/staff/bookings"
OFFERED = 30

router = APIRouter(prefix=PAGE, route_class=StaffRoute, include_in_schema=False, max_body_size=FORM_BYTES)


def chosen_day(on: Annotated[str, Query(alias="day", max_length=10)] = "") -> date:
    """The day of the address, else today. Raises FormProblem."""
    try:
        return date.fromisoformat(on) if on else day(now())
    except ValueError:
        raise FormProblem("day", say("errors.date")) from None


Diary = Annotated[StaffDiary, part(StaffDiary)]
Reader = Annotated[Member, Depends(needs(Permission.SEE_BOOKINGS))]
Worker = Annotated[Member, Depends(needs(Permission.WORK_BOOKINGS))]
Revealer = Annotated[Member, Depends(needs(Permission.REVEAL))]
Day = Annotated[date, Depends(chosen_day)]
Service = Annotated[str, Query(max_length=80)]
Reference = Annotated[str, Path(max_length=20)]
Text = Annotated[str, Form(max_length=1000)]


@router.get("")
async def day_page(
    request: Request,
    diary: Diary,
    member: Reader,
    on: Day,
    service: Service = "",
    done: Done = "",
    over: Annotated[int, Query(ge=0, lt=10_000)] = 0,
) -> Response:
    """The diary of one day."""
    told = WORDING.banner(done)
    return pages.show(
        request,
        "staff/bookings/day.html",
        view=await diary.day(member, on, service),
        title=weekday(on),
        services=diary.services(member),
        resources=diary.resources(member),
        service=service,
        before=on - timedelta(days=1),
        after=on + timedelta(days=1),
        moment=moment,
        done=say("crowded.fullest", done=told, count=over) if told and over else told,
    )


@router.get("/week")
async def week_page(request: Request, diary: Diary, member: Reader, on: Day, service: Service = "") -> Response:
    """The diary of a week, from its Monday."""
    monday = on - timedelta(days=on.weekday())
    return pages.show(
        request,
        "staff/bookings/week.html",
        week=[(each, weekday(each.day)) for each in await diary.week(member, monday, service)],
        services=diary.services(member),
        service=service,
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
    )


@router.get("/export.csv")
async def export_csv(diary: Diary, member: Reader, on: Day, service: Service = "") -> Response:
    """The bookings of a day as CSV."""
    sheet = as_csv(diary.bookings.context, await diary.found(member, on, service))
    headers = {"Content-Disposition": f'attachment; filename="bookings-{on}.csv"'}
    return Response(sheet, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/export.ics")
async def export_ics(request: Request, diary: Diary, member: Reader, on: Day, service: Service = "") -> Response:
    """The bookings of a day as a calendar file."""
    found = [entry_of(diary.bookings.context, each) for each in await diary.found(member, on, service)]
    return ics(request, [each for each in found if each is not None], f"bookings-{on}")


@router.post("/print")
async def print_list(
    request: Request, diary: Diary, member: Worker, on: Annotated[str, Form(alias="day")] = "", service: Text = ""
) -> Response:
    """The crew's list with names and addresses, in this response only."""
    wanted = chosen_day(on)
    listed = await diary.printed(member, wanted, service)
    title = diary.services(member).get(service, "")
    return pages.show(request, "staff/bookings/print.html", listed=listed, title=title, day=weekday(wanted))


@router.get("/{reference}")
async def booking_page(
    request: Request, diary: Diary, member: Reader, reference: Reference, done: Done = ""
) -> Response:
    """The staff's page of one booking."""
    return await _booking(request, diary, member, reference, done=WORDING.banner(done))


@router.post("/{reference}/move")
async def move(
    request: Request, diary: Diary, member: Worker, reference: Reference, slot: Text = "", key: Text = ""
) -> Response:
    """Moves it to another slot, whatever the deadlines say."""
    await diary.account(member, reference)
    try:
        if not slot:
            raise FormProblem("slot", say("errors.choose_time"))
        await diary.bookings.amend(reference, f"staff:{key}", Amendment(slot), by=member.username)
    except (FormProblem, Conflict) as problem:
        return await _booking(request, diary, member, reference, problem=problem)
    return pages.go(f"{PAGE}/{reference}?done=changed")


@router.post("/{reference}/cancel")
async def cancel(request: Request, diary: Diary, member: Worker, reference: Reference) -> Response:
    """Cancels it for the council: all money goes back."""
    await diary.account(member, reference)
    try:
        await diary.bookings.cancel(reference, f"staff:{reference}", by=member.username)
    except Conflict as problem:
        return await _booking(request, diary, member, reference, problem=problem)
    return pages.go(f"{PAGE}/{reference}?done=cancelled")


@router.post("/{reference}/missed")
async def missed(request: Request, diary: Diary, member: Worker, reference: Reference) -> Response:
    """Notes that nobody was at home for a booking."""
    await diary.account(member, reference)
    try:
        await diary.bookings.missed(reference, member.username)
    except Conflict as problem:
        return await _booking(request, diary, member, reference, problem=problem)
    return pages.go(f"{PAGE}/{reference}?done=missed")


@router.post("/{reference}/reveal")
async def reveal(
    request: Request, diary: Diary, member: Revealer, reference: Reference, field: Text = "", reason: Text = ""
) -> Response:
    """Shows one hidden answer, in this response only."""
    try:
        line = await diary.reveal(member, reference, field, reason)
    except FormProblem as problem:
        return await _booking(request, diary, member, reference, problem=problem)
    return await _booking(request, diary, member, reference, revealed=line)


async def _booking(
    request: Request,
    diary: StaffDiary,
    member: Member,
    reference: str,
    *,
    done: str | None = None,
    problem: ReeveError | None = None,
    revealed: SummaryLine | None = None,
) -> Response:
    account = await diary.account(member, reference)
    booking, context = account.booking, diary.bookings.context
    free = []
    if booking.state == "confirmed" and booking.slot and member.may(Permission.WORK_BOOKINGS):
        free = await diary.bookings.free(booking.service, booking.answers, SlotWish(most=OFFERED), reference)
    begun = booking.starts_at is not None and booking.starts_at <= context.clock()
    return pages.show(
        request,
        "staff/bookings/booking.html",
        problem.status if problem else HTTPStatus.OK,
        booking=as_shown(context, booking),
        money=money_lines(context, account),
        hidden=diary.hidden(booking),
        slots=[(slot.code, slot_in_words(slot)) for slot in free if slot.code != booking.slot],
        events=[(moment(at), what, who) for at, what, who in history(account.events)],
        begun=begun,
        revealed=revealed,
        key=secrets.token_hex(12),
        problem=problem,
        done=done,
    )
