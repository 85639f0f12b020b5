"""Every route of the application, walked as every role and as nobody."""

from __future__ import annotations

import asyncio
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.casework.integrations.tokens import NewToken, Tokens, TokenScope
from api.casework.life.leavers import return_cases
from api.db.session import Database
from api.kernel.permissions import TABLE, Member, Permission
from api.settings import Role
from api.staff.accounts.accounts import Accounts, NewAccount
from api.staff.accounts.passwords import Passwords
from api.web.staff_guard import any_session
from tests.support.journeys.conversation import Resident
from tests.support.journeys.route_table import (
    ANY_STAFF,
    EVERYBODY,
    OF_TEAMS,
    PERMISSIONS,
    PUBLIC,
    PUBLIC_PREFIXES,
    RESIDENTS,
    SLOW,
)
from tests.support.journeys.routes import LAST, routes

if TYPE_CHECKING:
    from tests.conftest import Site

PASSWORD = "four brown wheelie bins"


def mark(dependant: Dependant, name: str) -> Any:
    """What a route's dependencies say of it: `needs` a permission, or `scope`."""
    if (said := getattr(dependant.call, name, None)) is not None:
        return said
    return next((said for inner in dependant.dependencies if (said := mark(inner, name)) is not None), None)


def takes_session(dependant: Dependant) -> bool:
    """Whether somebody must be signed in."""
    return dependant.call is any_session or any(map(takes_session, dependant.dependencies))


def allowed(method: str, path: str, route: APIRoute) -> str | None:
    """The roles that may open a staff route, None for one that is not for staff. Fails for one nobody thought of."""
    permission, name = mark(route.dependant, "needs"), f"{method} {path}"
    if permission is not None:
        assert permission.value in PERMISSIONS, f"{permission.value} has no line in route_table.PERMISSIONS"
        return PERMISSIONS[permission.value]
    if takes_session(route.dependant):
        assert name in ANY_STAFF, f"{name} takes any member of staff: give it needs(...), or a line in ANY_STAFF"
        return EVERYBODY
    scoped = mark(route.dependant, "scope") is not None
    known = scoped or name in PUBLIC or path.startswith((*PUBLIC_PREFIXES, RESIDENTS))
    assert known, f"{name} is open to everybody: give it needs(...) or scoped(...), or a line in route_table.PUBLIC"
    return None


def filled(path: str) -> str:
    """The path with values that lead nowhere."""
    nowhere = str(uuid.uuid4())
    values = {
        "conversation_id": nowhere,
        "photo_id": nowhere,
        "form_id": nowhere,
        "reference": "NB-NONE-HERE",
        "username": "nobody-here",
    }

    def value(found: re.Match[str]) -> str:
        name = found[1].partition(":")[0]
        return values.get(name, "1" if name.endswith(("_id", "number", "version")) else "none-such")

    return re.sub(r"\{([^}]+)\}", value, path)


def said(path: str) -> dict[str, str]:
    """What another system may say there."""
    return {"text": "x"} if path.endswith("notes") else {"status": "open"}


def sent(path: str) -> dict[str, Any]:
    """What a resident may send there, as httpx takes it."""
    last = path.rsplit("/", 1)[-1]
    if last == "photos":
        return {"files": {"photo": ("hole.png", b"no picture", "image/png")}}
    bodies: dict[str, dict[str, object]] = {
        "contact": {"phone": "01632 960123"},
        "rating": {"score": 4},
        "read": {"id": 1},
        "transcript": {"email": "name@example.org"},
    }
    return {"json": bodies.get(last, {"text": "hello"})}


def in_thread(work: Any) -> Any:
    """A loop of its own, whatever runs in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


class Visitor:
    """Somebody at a browser, signed in with a role."""

    def __init__(self, site: Site, client: httpx.Client, role: Role, *teams: str) -> None:
        self.site, self.client, self.csrf = site, client, ""
        username, once = in_thread(_account(site, role, teams))
        self.post("/staff/sign-in", before="/staff/sign-in", username=username, password=once)
        answer = self.post("/staff/password", before="/staff/password", current=once, new=PASSWORD, again=PASSWORD)
        assert answer.status_code == 303, answer.text
        self.open("/staff/account")

    def open(self, path: str) -> None:
        found = re.search(r'name="csrf" value="([^"]+)"', self.client.get(path).text)
        self.csrf = found[1] if found else self.csrf

    def post(self, path: str, before: str = "", **fields: str) -> httpx.Response:
        if before:
            self.open(before)
        data = {"csrf": self.csrf, **fields}
        return self.client.post(path, data=data, headers={"Origin": self.site.url})

    def ask(self, method: str, path: str) -> httpx.Response:
        return self.post(path) if method == "POST" else self.client.request(method, path)


async def _account(site: Site, role: Role, teams: tuple[str, ...]) -> tuple[str, str]:
    database = Database(site.parts.database.url, 2)
    try:
        accounts = Accounts(database, Passwords(), frozenset(site.parts.assistant.council.teams), return_cases)
        username = f"{role.value}-{uuid.uuid4().hex[:8]}"
        return username, await accounts.create("test", NewAccount(username, "Sam Okoro", role, teams))
    finally:
        await database.close()


def test_every_route_is_thought_of_and_every_permission_has_the_roles_it_should(site: Site) -> None:
    found = routes(site)
    assert len(found) > 80
    names = {f"{method} {path}" for method, path, _ in found}
    assert set() == (PUBLIC | ANY_STAFF | SLOW) - names, "these are no routes any more"
    for method, path, route in found:
        assert (allowed(method, path, route) is not None) == (
            path.startswith("/staff") and f"{method} {path}" not in PUBLIC
        ), path
    for permission in Permission:
        roles = {role.value for role in Role if permission in TABLE[role]}
        assert roles == set(PERMISSIONS[permission.value].split()), permission


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_it_may_and_nothing_else(site: Site, client: httpx.Client, role: Role) -> None:
    visitor = Visitor(site, client, role, *(["waste"] if role is Role.AGENT else []))
    for method, path, route in routes(site):
        roles = allowed(method, path, route)
        if roles is None or (f"{method} {path}" in SLOW and role.value in roles.split()):
            continue
        answer = visitor.ask(method, filled(path))
        told = (role.value, method, path, answer.status_code)
        assert (answer.status_code == 403) == (role.value not in roles.split()), told
        assert answer.status_code not in (401, 405) and answer.status_code < 500, told
        assert not answer.headers.get("location", "").startswith("/staff/sign-in") or f"{method} {path}" == LAST, told


def test_nobody_opens_anything_but_what_is_public(site: Site, client: httpx.Client) -> None:
    for method, path, route in routes(site):
        name, full = f"{method} {path}", filled(path)
        if name in SLOW:
            continue
        if allowed(method, path, route) is not None:
            answer = client.request(method, full)
            assert answer.status_code == 303, name
            assert answer.headers["location"].startswith("/staff/sign-in"), name
        elif mark(route.dependant, "scope") is not None:
            assert client.request(method, full, json={}).status_code in (401, 422), name
            headers = {"Authorization": "Bearer reeve_wrong"}
            assert client.request(method, full, headers=headers, json={"text": "x", "status": "open"}).status_code in (
                401,
                422,
            )
        elif path.startswith(RESIDENTS):
            headers = {"Authorization": "Bearer wrong", "Idempotency-Key": uuid.uuid4().hex}
            assert client.request(method, full, headers=headers, **sent(path)).status_code == 404, name


def test_a_residents_or_staffs_session_opens_no_route_of_other_systems(site: Site, client: httpx.Client) -> None:
    resident = Resident(client)
    Visitor(site, client, Role.ADMIN)
    for method, path, route in routes(site):
        if mark(route.dependant, "scope") is not None:
            answer = client.request(method, filled(path), headers=resident.headers, json=said(path))
            assert answer.status_code == 401, path


@pytest.mark.parametrize("scope", list(TokenScope))
def test_a_token_opens_its_scope_and_nothing_else(site: Site, client: httpx.Client, scope: TokenScope) -> None:
    async def made() -> str:
        database = Database(site.parts.database.url, 2)
        try:
            tokens = Tokens(database, site.parts.assistant.council.teams)
            return await tokens.create(Member(0, "test", "Test", Role.ADMIN), NewToken("walk", [scope], [], 1))
        finally:
            await database.close()

    headers = {"Authorization": f"Bearer {in_thread(made())}", "Idempotency-Key": uuid.uuid4().hex}
    for method, path, route in routes(site):
        name, needed = f"{method} {path}", mark(route.dependant, "scope")
        if name in SLOW or not (needed or path.startswith(RESIDENTS) or takes_session(route.dependant)):
            continue
        body = sent(path) if path.startswith(RESIDENTS) else {"json": said(path)}
        status = client.request(method, filled(path), headers=headers, **body).status_code
        if needed is None:
            assert status == (404 if path.startswith(RESIDENTS) else 303), name
        else:
            assert (status == 403) == (needed is not scope) and status in (200, 403, 404), (name, status)


def test_another_teams_case_is_found_by_no_route(site: Site, client: httpx.Client) -> None:
    with site.client() as other:
        resident = Resident(other)
        resident.post("my bin was not emptied", "person").raise_for_status()
        ((reference, team),) = site.rows('select reference, team from "case" where conversation_id = %s', resident.id)
    stranger = next(slug for slug in sorted(site.parts.assistant.council.teams) if slug != team)
    visitor = Visitor(site, client, Role.AGENT, stranger)
    asked = 0
    for method, path, route in routes(site):
        if not path.startswith(OF_TEAMS) or "agent" not in (allowed(method, path, route) or ""):
            continue
        there = filled(path.replace("{reference}", str(reference)))
        answer = visitor.ask(method, there)
        fields = {"text": "hello", "team": stranger, "placeholder": "<PERSON_1>", "reason": "to ring them back"}
        if method == "POST":
            answer = visitor.post(there, **fields)
        assert answer.status_code == 404, (method, path, answer.status_code)
        asked += 1
    assert asked > 5
    assert site.rows('select status, team from "case" where reference = %s', reference) == [("open", team)]
