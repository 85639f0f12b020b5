"""Every page there is: what must stand in the database to see it, and where it is seen.

A route that shows a page needs a line in `pages`; one that shows none needs a line in NO_PAGE. The walk in
test_accessibility.py fails for a route that has neither.
"""

from __future__ import annotations

import json
import re
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import psycopg
from lxml import html

from tests.support.journeys.caseworker import Caseworker
from tests.support.journeys.conversation import Resident, choices, replies

if TYPE_CHECKING:
    from tests.conftest import Site

NO_PAGE = {  # they answer with a file, with data, or lead on
    "/bin-days/calendar/{round_slug}.ics",
    "/bookings/{reference}/{signature}/calendar.ics",
    "/chat/files/{code}",
    "/chat/leave",
    "/chat/transcript",
    "/favicon.ico",
    "/health",
    "/metrics",
    "/ready",
    "/staff",
    "/staff/audit/export.csv",
    "/staff/bookings/export.csv",
    "/staff/bookings/export.ics",
    "/staff/cases/{reference}/attachments/{code}",
    "/staff/cases/{reference}/photos/{photo_id}",
    "/staff/corrections/nlu.yml",
    "/staff/events",
    "/staff/reports/{kind}.csv",
    "/staff/sign-in/provider",
    "/staff/still-here",
}
NO_PAGES = ("/api/", "/open311/")

MISSED = "my bin was not emptied, my phone number is 01632 960123"
CRISIS = "my husband hits me and I am afraid he will kill me"
BOOKING = ("I want to book a bulky waste collection for a sofa", "yes", "no", "12 Mill Lane, NB2 4QP")
PAYMENT = """insert into payment (id, reference, pence, description, return_path, provider, state, created_at)
             values (%s, %s, 3350, 'A walk over every page', '/', %s, 'created', now())"""
IMPORT = """insert into kb_import_run (kind, settings, state, counts, report, started_by, started_at, finished_at)
            values ('sitemap', %s, 'done', %s, %s, 'walk', now(), now()) returning id"""


@dataclass(frozen=True)
class Seeds:
    """What the walk finds on its way."""

    opened: str  # cases, by what became of them
    claimed: str
    closed: str
    urgent: str
    merged: str
    booking: str  # path of the resident's page
    booked: str  # its reference
    pay: Sequence[str]
    on_behalf: str  # path of a form that is filled in for a resident
    review: int
    run: int
    version: int
    username: str


def pages(seeds: Seeds) -> Mapping[str, Sequence[str]]:
    """Where each page is seen that somebody sees who is an administrator, by route."""
    case, staff_page = "/staff/cases/{reference}", "/staff/pages/{page_id}"
    cases = (seeds.opened, seeds.claimed, seeds.closed, seeds.urgent, seeds.merged, "NB-NONE-HERE")
    return {
        "/": ["/"],
        "/a-to-z": ["/a-to-z"],
        "/a-to-z/{letter}": ["/a-to-z/b"],
        "/bin-days": ["/bin-days", "/bin-days?postcode=NB2+4QP"],
        "/bookings": ["/bookings"],
        "/bookings/{reference}/{signature}": [seeds.booking],
        "/bookings/{reference}/{signature}/change": [f"{seeds.booking}/change"],
        "/chat": ["/chat"],
        "/pay/{payment_id}": [f"/pay/{payment}" for payment in seeds.pay],
        "/pay/{payment_id}/continue": [f"/pay/{seeds.pay[1]}/continue"],
        "/pay/{payment_id}/return": [f"/pay/{seeds.pay[0]}/return"],
        "/services": ["/services", "/services?q=bin"],
        "/services/{page_id}": ["/services/missed-bin", "/services/contact-us", "/services/no-such-page"],
        "/staff/account": ["/staff/account"],
        "/staff/audit": ["/staff/audit"],
        "/staff/bookings": ["/staff/bookings"],
        "/staff/bookings/capacity": ["/staff/bookings/capacity"],
        "/staff/bookings/week": ["/staff/bookings/week"],
        "/staff/bookings/{reference}": [f"/staff/bookings/{seeds.booked}"],
        "/staff/canned-texts": ["/staff/canned-texts"],
        "/staff/cases": ["/staff/cases", "/staff/cases?status=closed", "/staff/cases?done=claimed"],
        case: [f"/staff/cases/{reference}" for reference in cases],
        f"{case}/on-behalf/{{form_id}}": [seeds.on_behalf],
        f"{case}/on-behalf/{{form_id}}/confirm": [f"{seeds.on_behalf}/confirm"],
        f"{case}/suggestions": [f"/staff/cases/{seeds.claimed}/suggestions"],
        "/staff/corrections": ["/staff/corrections"],
        "/staff/crisis-numbers": ["/staff/crisis-numbers"],
        "/staff/duty": ["/staff/duty"],
        "/staff/integrations": ["/staff/integrations"],
        "/staff/integrations/undelivered": ["/staff/integrations/undelivered"],
        "/staff/knowledge/banners": ["/staff/knowledge/banners"],
        "/staff/knowledge/imports": ["/staff/knowledge/imports"],
        "/staff/knowledge/imports/{run_id}": [f"/staff/knowledge/imports/{seeds.run}"],
        "/staff/knowledge/insights": ["/staff/knowledge/insights"],
        "/staff/knowledge/search": ["/staff/knowledge/search"],
        "/staff/listen/{reference}": [f"/staff/listen/{seeds.claimed}"],
        "/staff/mentions": ["/staff/mentions"],
        "/staff/outbox": ["/staff/outbox"],
        "/staff/pages": ["/staff/pages"],
        "/staff/pages/new": ["/staff/pages/new"],
        staff_page: ["/staff/pages/missed-bin"],
        f"{staff_page}/compare": [f"/staff/pages/missed-bin/compare?old={seeds.version}&new={seeds.version + 1}"],
        f"{staff_page}/edit": ["/staff/pages/missed-bin/edit"],
        f"{staff_page}/retire": ["/staff/pages/missed-bin/retire"],
        f"{staff_page}/review": ["/staff/pages/missed-bin/review"],
        f"{staff_page}/versions/{{number}}": [f"/staff/pages/missed-bin/versions/{seeds.version}"],
        "/staff/pass-on": [f"/staff/pass-on?chosen={seeds.opened}"],
        "/staff/password": ["/staff/password"],
        "/staff/people": ["/staff/people"],
        "/staff/people/{username}": [f"/staff/people/{seeds.username}"],
        "/staff/reports": ["/staff/reports"],
        "/staff/reviews": ["/staff/reviews"],
        "/staff/reviews/{review_id}": [f"/staff/reviews/{seeds.review}"],
        "/staff/second-factor": ["/staff/second-factor"],
        "/staff/sign-in/provider/done": ["/staff/sign-in/provider/done"],
        "/staff/wallboard": ["/staff/wallboard"],
    }


OTHER_THAN_200 = {"no-such-page": 404, "NB-NONE-HERE": 404, "done": 404, "continue": 503}  # by the address's last part
BY_HAND = {"/staff/sign-in", "/staff/code"}  # seen without a whole session: the walk goes there on its way in


def shows_page(path: str) -> bool:
    """Whether a route shows a page."""
    return path not in NO_PAGE and not path.startswith(NO_PAGES)


def seeded(site: Site, worker: Caseworker, connection: psycopg.Connection[Any]) -> Seeds:
    """A case in each state, a booking, payments, a low rating and an import."""
    with site.client() as client:
        return _seeded(site, client, worker, connection)


def _seeded(site: Site, client: httpx.Client, worker: Caseworker, connection: psycopg.Connection[Any]) -> Seeds:
    opened, claimed, closed, other = (_case(site, client, MISSED) for _ in range(4))
    urgent = _case(site, client, CRISIS)
    worker.act(claimed[0], "claim")
    worker.act(claimed[0], "reply", text="Hello.\n\n* We come on [Friday](/services/missed-bin).")
    worker.act(claimed[0], "note", note=f"Ask @{worker.username} first.")
    worker.act(claimed[0], "tags", tags="noise, call-back")
    worker.act(closed[0], "claim")
    worker.act(closed[0], "close", reason="resolved", outcome="done", end_chat="true")
    worker.act(other[0], "merge", other=opened[0])
    _rate(closed[1])
    connection.execute('update "case" set escalated_at = now() where reference = %s', (claimed[0],))
    version = _one(connection, "select published_version from kb_page where id = 'missed-bin'")
    _send_for_review(worker)
    booking = _book(client)
    report = ["new: A page (a-page)", "error: Another page: It has no title."]
    settings = json.dumps({"source": "https://www.example.org", "dry_run": False})
    return Seeds(
        *(each[0] for each in (opened, claimed, closed, urgent, other)),
        booking=booking,
        booked=booking.split("/")[2],
        pay=[_payment(connection, provider) for provider in ("demonstration", "govuk_pay")],
        on_behalf=_begin(worker, claimed[0]),
        review=_one(connection, "select max(id) from review"),
        run=_one(connection, IMPORT, settings, json.dumps({"new": 1, "gone": 0}), json.dumps(report)),
        version=version,
        username=worker.username,
    )


def _begin(worker: Caseworker, reference: str) -> str:
    """Begins a booking for a resident, and says where it is filled in."""
    return str(worker.act(reference, "on-behalf", service="bulky-waste").headers["location"])


def _case(site: Site, client: httpx.Client, text: str) -> tuple[str, Resident]:
    resident = Resident(client)
    resident.say(text, None if text == CRISIS else "person")
    ((reference,),) = site.rows('select reference from "case" where conversation_id = %s', uuid.UUID(resident.id))
    return str(reference), resident


def _rate(resident: Resident) -> None:
    body = {"score": 1, "comment": "Nobody rang me."}
    path = f"/api/v1/conversations/{resident.id}/rating"
    resident.client.post(path, json=body, headers=resident.headers).raise_for_status()


def _book(client: httpx.Client) -> str:
    """Books a collection, and says where the resident sees it."""
    resident = Resident(client)
    turn = [resident.say(text) for text in BOOKING][-1]
    turn = resident.say("that one", choices(turn)[0])
    for text in ("Ada Lovelace", "ada@example.org", "skip", "yes"):
        turn = resident.say(text)
    found = re.search(r"/bookings/NB-[\w-]+/[\w-]+", replies(turn)[-1]["text"])
    assert found is not None, turn
    return found[0]


def _send_for_review(worker: Caseworker) -> None:
    """The editor's form as it stands, with a note and without a change."""
    path = "/staff/pages/missed-bin/edit"
    forms = html.fromstring(worker.get(path).text).forms
    fields = next(dict(form.form_values()) for form in forms if "body" in form.fields)
    answer = worker.post(path, **{**fields, "note": "A walk over every page", "do": "submit"})
    assert answer.status_code == 303, answer.text


def _payment(connection: psycopg.Connection[Any], provider: str) -> str:
    payment_id = secrets.token_urlsafe(18)
    connection.execute(PAYMENT, (payment_id, f"NB-WALK-{provider}", provider))
    return payment_id


def _one(connection: psycopg.Connection[Any], query: str, *values: object) -> int:
    row = connection.execute(query, values).fetchone()
    assert row is not None
    return int(row[0])


def cookies(client: httpx.Client, site: Site) -> list[Any]:
    """A client's session, for a browser."""
    return [{"name": each.name, "value": each.value or "", "url": site.url} for each in client.cookies.jar]
