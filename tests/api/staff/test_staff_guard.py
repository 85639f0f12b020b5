"""Who may open what, and forms that only our own pages may send."""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute

from api.casework.pages.case_routes import router as case_routes
from api.kernel.permissions import TABLE, Permission
from api.settings import Role
from api.staff.routers import routers as staff_routers
from tests.support.staff.desk import PASSWORD, SITE, Browser, Desk

ALL = frozenset(Role)
WORKERS = ALL - {Role.AUDITOR}
OVERSEERS = frozenset({Role.SUPERVISOR, Role.ADMIN})
READERS_OF_AUDIT = frozenset({Role.ADMIN, Role.AUDITOR})
ADMINS = frozenset({Role.ADMIN})
OPEN = None  # needs no session

MATRIX = {
    ("GET", "/staff"): OPEN,
    ("GET", "/staff/sign-in"): OPEN,
    ("POST", "/staff/sign-in"): OPEN,
    ("GET", "/staff/sign-in/provider"): OPEN,
    ("GET", "/staff/sign-in/provider/done"): OPEN,
    ("POST", "/staff/sign-out"): ALL,
    ("GET", "/staff/password"): ALL,
    ("POST", "/staff/password"): ALL,
    ("GET", "/staff/code"): ALL,
    ("POST", "/staff/code"): ALL,
    ("GET", "/staff/account"): ALL,
    ("POST", "/staff/account/end-session"): ALL,
    ("GET", "/staff/still-here"): ALL,
    ("GET", "/staff/second-factor"): ALL,
    ("POST", "/staff/second-factor/start"): ALL,
    ("POST", "/staff/second-factor/confirm"): ALL,
    ("POST", "/staff/second-factor/codes"): ALL,
    ("POST", "/staff/second-factor/off"): ALL,
    ("GET", "/staff/people"): ADMINS,
    ("POST", "/staff/people"): ADMINS,
    ("GET", "/staff/people/{username}"): ADMINS,
    ("POST", "/staff/people/{username}"): ADMINS,
    ("POST", "/staff/people/{username}/disable"): ADMINS,
    ("POST", "/staff/people/{username}/enable"): ADMINS,
    ("POST", "/staff/people/{username}/reset"): ADMINS,
    ("POST", "/staff/people/{username}/sign-out"): ADMINS,
    ("POST", "/staff/people/{username}/remove-factor"): ADMINS,
    ("GET", "/staff/audit"): READERS_OF_AUDIT,
    ("POST", "/staff/audit/export"): READERS_OF_AUDIT,
    ("GET", "/staff/crisis-numbers"): OVERSEERS,
    ("GET", "/staff/cases"): ALL,
    ("GET", "/staff/cases/{reference}"): ALL,
    ("POST", "/staff/cases/{reference}/claim"): WORKERS,
    ("POST", "/staff/cases/{reference}/reply"): WORKERS,
    ("POST", "/staff/cases/{reference}/hand-back"): WORKERS,
    ("POST", "/staff/cases/{reference}/close"): WORKERS,
    ("POST", "/staff/cases/{reference}/transfer"): WORKERS,
    ("POST", "/staff/cases/{reference}/reveal"): WORKERS,
    ("POST", "/staff/cases/{reference}/erase"): frozenset({Role.SUPERVISOR, Role.ADMIN}),
}
LAST = ("/staff/sign-out",)  # ends the session
CLOSED_ROUTES = sorted((each for each, roles in MATRIX.items() if roles is not OPEN), key=lambda each: each[1] in LAST)
FORMS = [path for method, path in CLOSED_ROUTES if method == "POST"]


def routes() -> set[tuple[str, str]]:
    """Every method and path of the staff pages."""
    found = [route for router in (*staff_routers, case_routes) for route in router.routes]
    return {(method, route.path) for route in found if isinstance(route, APIRoute) for method in route.methods}


async def test_the_matrix_names_every_route() -> None:
    assert routes() == set(MATRIX)


async def test_every_role_has_its_line_in_the_table() -> None:
    assert set(TABLE) == set(Role)
    assert not TABLE[Role.AUDITOR] & {Permission.WORK_CASES, Permission.REVEAL, Permission.OVERRULE}


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_opens_its_routes_and_no_others(desk: Desk, role: Role) -> None:
    browser = await desk.signed_in(role)
    places = await places_of(desk)
    for method, path in CLOSED_ROUTES:
        answer = await ask(browser, method, path.format(**places))
        allowed = MATRIX[method, path]
        assert allowed is not OPEN
        assert (answer != 403) == (role in allowed), (method, path, answer)
        assert answer not in (401, 405, 500), (method, path, answer)
        assert answer != 404 or path.endswith("end-session"), (method, path)


async def test_without_a_session_every_route_leads_to_sign_in(desk: Desk) -> None:
    browser = desk.browser()
    browser.http.cookies.set("reeve_staff", "not-a-session")
    places = await places_of(desk)
    for method, path in CLOSED_ROUTES:
        full = path.format(**places)
        answer = await (browser.http.get(full) if method == "GET" else browser.post(full))
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/staff/sign-in"), path


@pytest.mark.parametrize(
    ("csrf", "headers"),
    [
        ("", {"Origin": SITE}),
        ("wrong", {"Origin": SITE}),
        ("right", {}),
        ("right", {"Origin": "null"}),
        ("right", {"Origin": "https://evil.example"}),
        ("right", {"Origin": SITE, "Sec-Fetch-Site": "cross-site"}),
        ("right", {"Origin": SITE, "Sec-Fetch-Site": "same-site"}),
    ],
)
async def test_a_form_from_elsewhere_changes_nothing(desk: Desk, csrf: str, headers: dict[str, str]) -> None:
    browser = await desk.signed_in(Role.ADMIN)
    places = await places_of(desk)
    token = browser.csrf if csrf == "right" else csrf
    fields = {"csrf": token, "current": PASSWORD, "new": "another horse battery", "again": "another horse battery"}
    for path in FORMS:
        answer = await browser.http.post(path.format(**places), data=fields, headers=headers)
        assert answer.status_code == 403, path
        assert "nothing was changed" in answer.text, path
    case, _, _ = await desk.stored(places["reference"])
    assert case.status == "open"
    assert (await browser.get("/staff/cases")).status_code == 200


async def test_a_form_from_our_own_page_is_taken_by_either_sign_of_the_browser(desk: Desk) -> None:
    browser = await desk.signed_in()
    for headers in ({"Origin": SITE}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}):
        path = f"/staff/cases/{await desk.case()}/claim"
        assert (await browser.http.post(path, data={"csrf": browser.csrf}, headers=headers)).status_code == 303


async def test_the_token_of_one_session_does_not_fit_another(desk: Desk) -> None:
    mine, theirs = await desk.signed_in(), await desk.signed_in()
    mine.csrf = theirs.csrf
    assert (await mine.post("/staff/sign-out")).status_code == 403


@pytest.mark.parametrize(
    ("csrf", "headers"),
    [("wrong", {"Origin": SITE}), ("right", {"Origin": "https://evil.example"}), ("right", {})],
)
async def test_nobody_is_signed_in_by_another_site(desk: Desk, csrf: str, headers: dict[str, str]) -> None:
    username, browser = await desk.member(), desk.browser()
    await browser.get("/staff/sign-in")
    fields = {"csrf": browser.csrf if csrf == "right" else csrf, "username": username, "password": PASSWORD}
    answer = await browser.http.post("/staff/sign-in", data=fields, headers=headers)
    assert answer.status_code == 403
    assert "reeve_staff" not in browser.http.cookies


async def test_sign_in_without_the_page_before_it_is_refused(desk: Desk) -> None:
    browser = desk.browser()
    answer = await browser.post("/staff/sign-in", username=await desk.member(), password=PASSWORD)
    assert answer.status_code == 403


async def ask(browser: Browser, method: str, path: str) -> int:
    """The status of a request with a good token, or 403."""
    answer = await (browser.get(path) if method == "GET" else browser.post(path))
    return answer.status_code


async def places_of(desk: Desk) -> dict[str, str]:
    """A case and a person that are there, for the paths."""
    return {"reference": await desk.case(), "username": await desk.member()}
