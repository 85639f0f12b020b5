"""A resident's own page of a booking: see, change, cancel, add to a calendar. Plain forms, no JavaScript.

A signed link opens it, or the reference with the postcode. Nothing personal is shown on it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.bookings.chat.answers import read_items, write_items
from api.bookings.chat.eligible import judge
from api.bookings.engine.amend import Amendment
from api.bookings.engine.bookings import Account, Bookings
from api.bookings.engine.context import PAGES
from api.bookings.engine.errors import BookingNotFound
from api.bookings.engine.slot_search import SlotWish
from api.bookings.pages.booking_words import slot_in_words
from api.bookings.pages.money_words import money_lines
from api.bookings.pages.shown_booking import BookingsOf, as_shown, entry_of, ics
from api.bookings.rules.owed import left
from api.bookings.rules.price import in_pounds
from api.bookings.rules.rules import FieldRule
from api.bookings.wording import WORDING, say
from api.db.tables.bookings import Booking
from api.kernel.errors import BadRequest, Conflict, NotFound, ReeveError, TooMany
from api.kernel.limits.limits import Limits
from api.kernel.parts import parts_of
from api.kernel.times import day
from api.web.pages import Pages
from api.web.staff_guard import Address
from bot.forms.form import FieldKind, RefusedAnswer

OFFERED = 12
Reference = Annotated[str, Path(max_length=20)]
Signature = Annotated[str, Path(max_length=64)]
Key = Annotated[str, Form(max_length=40)]

router = APIRouter(prefix=PAGES, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Counted:
    """A question about numbers: (name, label, value) of each number, and (value, title) of what can be added."""

    name: str
    label: str
    numbers: tuple[tuple[str, str, str], ...]
    others: tuple[tuple[str, str], ...] = ()


@router.get("")
async def find_page(request: Request) -> Response:
    """The form that asks for reference and postcode."""
    return _show(request, "bookings/find.html", error=None, reference="")


@router.post("")
async def find(
    request: Request,
    bookings: BookingsOf,
    address: Address,
    reference: Annotated[str, Form(max_length=40)] = "",
    postcode: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Leads to the booking, if both are right."""
    try:
        await parts_of(request)[Limits].lookup(address)
        found = await bookings.proven(reference, postcode)
    except (BookingNotFound, TooMany) as error:
        return _show(request, "bookings/find.html", error.status, error=error.detail, reference=reference)
    return _go(await bookings.link(found.reference))


@router.get("/{reference}/{signature}")
async def booking_page(
    request: Request,
    bookings: BookingsOf,
    reference: Reference,
    signature: Signature,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The resident's page of one booking, for whoever has its link."""
    account = await bookings.signed(reference, signature)
    return await _booking(request, bookings, account, signature, done=WORDING.banner(done, "done_resident"))


@router.get("/{reference}/{signature}/calendar.ics")
async def calendar(request: Request, bookings: BookingsOf, reference: Reference, signature: Signature) -> Response:
    """A booking as a calendar file."""
    entry = entry_of(bookings.context, (await bookings.signed(reference, signature)).booking)
    if entry is None:
        raise NotFound(say("errors.no_time"))
    return ics(request, [entry], reference)


@router.get("/{reference}/{signature}/change")
async def change_page(
    request: Request,
    bookings: BookingsOf,
    reference: Reference,
    signature: Signature,
    since: Annotated[str, Query(alias="from", max_length=10)] = "",
) -> Response:
    """Other times, and other numbers of things."""
    account = await bookings.signed(reference, signature)
    return await _change(request, bookings, account.booking, signature, since)


@router.post("/{reference}/{signature}/change")
async def change(
    request: Request,
    bookings: BookingsOf,
    reference: Reference,
    signature: Signature,
    key: Key,
    slot: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Changes time or numbers; where that costs more, the page asks for the difference."""
    booking = (await bookings.signed(reference, signature)).booking
    try:
        answers = _numbers(bookings, booking, {name: str(value) for name, value in (await request.form()).items()})
        if not slot and not answers:
            raise BadRequest(say("errors.nothing_changed"))
        amended = await bookings.amend(reference, key, Amendment(slot or None, answers or None))
    except (Conflict, BadRequest) as problem:
        return await _change(request, bookings, booking, signature, "", problem)
    return _go(f"{PAGES}/{reference}/{signature}?done={'pay' if amended.change else 'changed'}")


@router.post("/{reference}/{signature}/cancel")
async def cancel(
    request: Request, bookings: BookingsOf, reference: Reference, signature: Signature, key: Key
) -> Response:
    """Cancels a booking for whoever has its link."""
    account = await bookings.signed(reference, signature)
    try:
        await bookings.cancel(reference, key)
    except Conflict as problem:
        return await _booking(request, bookings, account, signature, problem=problem)
    return _go(f"{PAGES}/{reference}/{signature}?done=cancelled")


@router.post("/{reference}/{signature}/safe")
async def safe(request: Request, bookings: BookingsOf, reference: Reference, signature: Signature) -> Response:
    """The resident says that nobody else reads what is sent to them."""
    await bookings.say_safe((await bookings.signed(reference, signature)).booking)
    return _go(f"{PAGES}/{reference}/{signature}?done=safe")


@router.post("/{reference}/{signature}/balance")
async def balance(request: Request, bookings: BookingsOf, reference: Reference, signature: Signature) -> Response:
    """Leads to where the rest is paid."""
    account = await bookings.signed(reference, signature)
    try:
        return _go(await bookings.balance.pay_at(reference))
    except Conflict as problem:
        return await _booking(request, bookings, account, signature, problem=problem)


def _numbers(bookings: Bookings, booking: Booking, form: dict[str, str]) -> dict[str, str]:
    """The numbers that were typed, where they differ from the booking's. Raises BadRequest."""
    found: dict[str, str] = {}
    for field in _countable(bookings, booking):
        items = field.kind is FieldKind.ITEMS
        value = write_items(_items(field, booking, form)) if items else form.get(field.name, "")
        if value and value != booking.answers.get(field.name):
            context = bookings.context
            answers = {**booking.answers, **found}
            said = judge(field, value, answers, day(context.clock()), context.timetable.calendar)
            if isinstance(said, RefusedAnswer):
                raise BadRequest(said.say)
            found[field.name] = said.value
    return found


def _items(field: FieldRule, booking: Booking, form: dict[str, str]) -> dict[str, int]:
    """The items as they were typed, with the one that was added; what the form leaves out stays as it is."""
    counts = read_items(booking.answers.get(field.name, ""))
    for each in field.choices:
        typed = form.get(f"{field.name}.{each.value}", "")
        if typed.isdecimal() and len(typed) < 4:
            counts[each.value] = int(typed)
    added, many = form.get(f"{field.name}.add", ""), form.get(f"{field.name}.many", "").strip() or "1"
    if added and many.isdecimal() and len(many) < 4:
        counts[added] = counts.get(added, 0) + int(many)
    return counts


def _countable(bookings: Bookings, booking: Booking) -> list[FieldRule]:
    fields = bookings.context.service(booking.service).fields
    return [
        each for each in fields if each.kind in (FieldKind.ITEMS, FieldKind.NUMBER) and each.name in booking.answers
    ]


async def _booking(
    request: Request,
    bookings: Bookings,
    account: Account,
    signature: str,
    *,
    problem: ReeveError | None = None,
    done: str | None = None,
) -> Response:
    booking, amendments = account.booking, bookings.amendments
    waits = booking.state == "unpaid" or booking.change is not None
    extra = booking.change["due"] - booking.due if booking.change else booking.due
    may_cancel = amendments.may_cancel(booking)
    begun = booking.starts_at is not None and booking.starts_at <= bookings.context.clock()
    return _show(
        request,
        "bookings/booking.html",
        problem.status if problem else HTTPStatus.OK,
        booking=as_shown(bookings.context, booking),
        money=money_lines(bookings.context, account),
        balance=in_pounds(left(booking)) if left(booking) and bookings.context.payments and not begun else "",
        path=f"{PAGES}/{booking.reference}/{signature}",
        may_change=amendments.may_change(booking),
        may_cancel=may_cancel,
        refund=in_pounds(amendments.refund_due(booking)) if may_cancel and booking.paid else "",
        pay_at=await bookings.pay_at(booking.reference) if waits else "",
        owed=in_pounds(extra) if waits else "",
        key=secrets.token_hex(12),
        has_time=booking.starts_at is not None,
        held_back=await bookings.held_back(booking),
        error=problem.detail if problem else None,
        done=done,
    )


async def _change(
    request: Request,
    bookings: Bookings,
    booking: Booking,
    signature: str,
    since: str,
    problem: ReeveError | None = None,
) -> Response:
    try:
        first = date.fromisoformat(since) if since else None
    except ValueError:
        first, problem = None, BadRequest(say("errors.date"))
    free = []
    if booking.slot is not None and bookings.amendments.may_change(booking):
        wish = SlotWish(since=first, most=OFFERED)
        free = await bookings.free(booking.service, booking.answers, wish, booking.reference)
    return _show(
        request,
        "bookings/change.html",
        problem.status if problem else HTTPStatus.OK,
        booking=as_shown(bookings.context, booking),
        path=f"{PAGES}/{booking.reference}/{signature}",
        may_change=bookings.amendments.may_change(booking),
        slots=[(slot.code, slot_in_words(slot)) for slot in free if slot.code != booking.slot],
        fields=[_as_typed(field, booking) for field in _countable(bookings, booking)],
        since=since,
        key=secrets.token_hex(12),
        error=problem.detail if problem else None,
    )


def _as_typed(field: FieldRule, booking: Booking) -> Counted:
    """A question with number fields for what was chosen, and what else there is."""
    value = booking.answers.get(field.name, "")
    if field.kind is FieldKind.NUMBER:
        return Counted(field.name, field.label, ((field.name, field.label, value),))
    counts = read_items(value)
    chosen = [each for each in field.choices if each.value in counts]
    numbers = tuple((f"{field.name}.{each.value}", each.title, str(counts[each.value])) for each in chosen)
    others = tuple((each.value, each.title) for each in field.choices if not each.refuse and each.value not in counts)
    return Counted(field.name, field.label, numbers, others)


def _show(request: Request, template: str, status: int = HTTPStatus.OK, **context: object) -> Response:
    """A page that no browser keeps and whose address goes nowhere else."""
    page: Response = parts_of(request)[Pages].render(request, template, status, **context)
    page.headers.update({"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"})
    return page


def _go(path: str) -> Response:
    return RedirectResponse(path, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
