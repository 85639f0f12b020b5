"""Staff sessions: how long they last, what ends them, and what a cookie gives away."""

from __future__ import annotations

from sqlalchemy import select

from api.db.tables.staff import StaffMember, StaffSession
from tests.support.staff.desk import Desk


async def test_a_session_ends_after_an_hour_without_use(desk: Desk) -> None:
    browser = await desk.signed_in()
    for _ in range(3):
        desk.clock.forward(minutes=59)
        assert (await browser.get("/staff/cases")).status_code == 200
    desk.clock.forward(minutes=60)
    answer = await browser.get("/staff/cases")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/sign-in")


async def test_a_session_ends_after_ten_hours_in_any_case(desk: Desk) -> None:
    browser = await desk.signed_in()
    for _ in range(11):
        desk.clock.forward(minutes=50)
        assert (await browser.get("/staff/cases")).status_code == 200
    desk.clock.forward(minutes=50)
    assert (await browser.get("/staff/cases")).status_code == 303


async def test_last_use_is_written_at_most_once_a_minute(desk: Desk) -> None:
    username = await desk.member()
    browser = desk.browser()
    await browser.sign_in(username)
    first = await _last_seen(desk, username)
    desk.clock.forward(seconds=59)
    await browser.get("/staff/cases")
    assert await _last_seen(desk, username) == first
    desk.clock.forward(seconds=1)
    await browser.get("/staff/cases")
    assert await _last_seen(desk, username) == desk.clock()


async def test_signing_out_ends_the_session_for_good(desk: Desk) -> None:
    browser = await desk.signed_in()
    cookie = browser.http.cookies["reeve_staff"]
    assert (await browser.post("/staff/sign-out")).headers["location"] == "/staff/sign-in"
    browser.http.cookies.set("reeve_staff", cookie)
    assert (await browser.get("/staff/cases")).status_code == 303


async def test_signing_in_makes_a_new_session_even_if_a_cookie_was_planted(desk: Desk) -> None:
    browser = desk.browser()
    browser.http.cookies.set("reeve_staff", "planted", domain="reeve.test", path="/")
    await browser.sign_in(await desk.member())
    assert "planted" not in browser.http.cookies.jar.__repr__()


async def test_the_token_is_stored_as_a_digest_only(desk: Desk) -> None:
    browser = await desk.signed_in()
    async with desk.database.transaction() as session:
        digests = (await session.scalars(select(StaffSession.token_digest))).all()
    assert browser.http.cookies["reeve_staff"] not in digests


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(desk: Desk) -> None:
    answer = await desk.browser().sign_in(await desk.member())
    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith("reeve_staff="))
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie and "Max-Age" not in cookie


async def test_over_https_the_cookie_is_secure_and_bound_to_the_host(database_url: str) -> None:
    desk = Desk(database_url, secure=True)
    page = await desk.browser().http.get("/staff/sign-in")
    cookie = page.headers["set-cookie"]
    await desk.database.close()
    assert cookie.startswith("__Host-reeve_sign_in=") and "Secure" in cookie.split("; ")


async def test_deactivated_staff_lose_their_session_at_once(desk: Desk) -> None:
    username = await desk.member()
    browser = desk.browser()
    await browser.sign_in(username)
    await desk.accounts.deactivate("test", username)
    assert (await browser.get("/staff/cases")).status_code == 303
    assert (await browser.sign_in(username)).status_code == 401


async def test_a_session_survives_nowhere_when_only_the_flag_changes(desk: Desk) -> None:
    username = await desk.member()
    browser = desk.browser()
    await browser.sign_in(username)
    async with desk.database.transaction() as session:
        row = await session.scalar(select(StaffMember).where(StaffMember.username == username))
        assert row is not None
        row.active = False
    assert (await browser.get("/staff/cases")).status_code == 303


async def _last_seen(desk: Desk, username: str) -> object:
    async with desk.database.transaction() as session:
        query = select(StaffSession.last_seen_at).join(StaffMember, StaffMember.id == StaffSession.staff_id)
        return await session.scalar(query.where(StaffMember.username == username))
