"""Codes from an app: set up, asked for, used once, and got round by nobody."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from api.kernel.audit import account
from api.settings import Role
from api.staff.sign_in import totp
from api.staff.sign_in.service import SignInRules
from tests.support.staff.desk import PASSWORD, Browser, Desk


async def set_up(desk: Desk, browser: Browser) -> tuple[pyotp.TOTP, list[str]]:
    """Turns codes on, as a person would; returns their app and the recovery codes."""
    await browser.get("/staff/second-factor")
    page = await browser.post("/staff/second-factor/start")
    assert "<svg" in page.text and "style=" not in page.text
    key = re.search(r'<code id="key">([A-Z2-7 ]+)</code>', page.text)
    assert key is not None
    app = pyotp.TOTP(key[1].replace(" ", ""))
    page = await browser.post("/staff/second-factor/confirm", code=code(desk, app))
    assert page.status_code == 200, page.text
    desk.clock.forward(seconds=30)
    return app, re.findall(r"<li><code>([a-z0-9-]+)</code></li>", page.text)


def code(desk: Desk, app: pyotp.TOTP) -> str:
    """What the app shows now."""
    return str(app.at(desk.clock()))


async def with_codes(desk: Desk, role: Role = Role.AGENT) -> tuple[str, pyotp.TOTP, list[str]]:
    """A member of staff who uses codes: username, app, recovery codes."""
    username, browser = await desk.member(role), desk.browser()
    await browser.sign_in(username)
    return username, *await set_up(desk, browser)


async def test_the_password_alone_opens_nothing(desk: Desk) -> None:
    username, app, _ = await with_codes(desk)
    browser = desk.browser()
    assert (await browser.sign_in(username)).headers["location"] == "/staff/code"
    for path in ("/staff/cases", "/staff/password", "/staff/account", "/staff/second-factor", "/staff/still-here"):
        assert (await browser.get(path)).headers["location"] == "/staff/code", path
    assert (await browser.post("/staff/second-factor/off", code=code(desk, app))).headers["location"] == "/staff/code"
    await browser.get("/staff/code")
    cookie = browser.http.cookies["reeve_staff"]
    assert (await browser.post("/staff/code", code=code(desk, app))).status_code == 303
    assert (await browser.get("/staff/cases")).status_code == 200
    assert browser.http.cookies["reeve_staff"] != cookie, "a whole session is a new one"
    event = (await desk.audited(account(username)))[-1]
    assert (event.action, event.details) == ("signed_in", {"factor": "app"})


async def test_a_code_works_once_and_no_earlier_one_after_it(desk: Desk) -> None:
    username, app, _ = await with_codes(desk)
    earlier, now = str(app.at(desk.clock() - timedelta(seconds=30))), code(desk, app)
    assert await signs_in(desk, username, now)
    assert not await signs_in(desk, username, now)
    assert not await signs_in(desk, username, earlier)
    desk.clock.forward(seconds=30)
    assert await signs_in(desk, username, code(desk, app))


async def test_the_same_code_sent_twice_at_once_opens_one_session(desk: Desk) -> None:
    username, app, _ = await with_codes(desk)
    browsers = [desk.browser(), desk.browser()]
    for browser in browsers:
        await browser.sign_in(username)
        await browser.get("/staff/code")
    answers = await asyncio.gather(*(each.post("/staff/code", code=code(desk, app)) for each in browsers))
    assert sorted(answer.status_code for answer in answers) == [303, 401]


async def test_a_recovery_code_works_once_however_it_is_typed(desk: Desk) -> None:
    username, _, codes = await with_codes(desk)
    assert len(codes) == totp.RECOVERY_CODES
    assert await signs_in(desk, username, codes[0].upper().replace("-", " "))
    assert not await signs_in(desk, username, codes[0])
    other, _, _ = await with_codes(desk)
    assert not await signs_in(desk, other, codes[1]), "it is one person's own"


async def test_wrong_codes_lock_like_wrong_passwords_and_the_right_password_forgives_none(desk: Desk) -> None:
    username, app, _ = await with_codes(desk)
    for _ in range(4):
        assert not await signs_in(desk, username, "000000")
    browser = desk.browser()
    await browser.sign_in(username)
    assert (await browser.post("/staff/code", code="000000")).status_code == 401
    assert (await browser.get("/staff/code")).headers["location"].startswith("/staff/sign-in"), "start again"
    assert not await signs_in(desk, username, code(desk, app)), "locked"
    desk.clock.forward(minutes=1)
    assert await signs_in(desk, username, code(desk, app))


async def test_a_session_that_waits_for_its_code_ends_after_ten_minutes(desk: Desk) -> None:
    username, app, _ = await with_codes(desk)
    browser = desk.browser()
    await browser.sign_in(username)
    desk.clock.forward(minutes=10)
    answer = await browser.post("/staff/code", code=code(desk, app))
    assert answer.headers["location"].startswith("/staff/sign-in")


async def test_a_role_that_needs_codes_opens_nothing_else_until_they_are_set_up(database_url: str) -> None:
    desk = Desk(database_url, rules=SignInRules(factor_roles=frozenset({Role.ADMIN})))
    browser = await desk.signed_in(Role.ADMIN)
    assert (await browser.get("/staff/cases")).headers["location"] == "/staff/second-factor"
    app, _ = await set_up(desk, browser)
    assert (await browser.get("/staff/cases")).status_code == 200
    await browser.get("/staff/second-factor")
    assert (await browser.post("/staff/second-factor/off", code=code(desk, app))).status_code == 409
    assert (await (await desk.signed_in()).get("/staff/cases")).status_code == 200, "agents need none"
    await desk.database.close()


async def test_turning_codes_off_takes_a_code(desk: Desk) -> None:
    username, app, codes = await with_codes(desk)
    browser = desk.browser()
    await browser.sign_in(username)
    await browser.get("/staff/code")
    await browser.post("/staff/code", code=codes[0])
    await browser.get("/staff/second-factor")
    assert (await browser.post("/staff/second-factor/off", code="000000")).status_code == 422
    page = await browser.post("/staff/second-factor/codes", code=code(desk, app))
    fresh = re.findall(r"<li><code>([a-z0-9-]+)</code></li>", page.text)
    assert not await signs_in(desk, username, codes[1]), "the old ones are void"
    assert (await browser.post("/staff/second-factor/off", code=fresh[0])).status_code == 303
    assert (await desk.browser().sign_in(username)).headers["location"] == "/staff/cases"


async def test_setting_up_ends_other_sessions_and_cannot_be_begun_anew(desk: Desk) -> None:
    username, here, there = await desk.member(), desk.browser(), desk.browser()
    await here.sign_in(username)
    await there.sign_in(username)
    await set_up(desk, here)
    assert (await there.get("/staff/cases")).status_code == 303
    assert (await here.post("/staff/second-factor/start")).status_code == 409


async def test_a_wrong_first_code_turns_nothing_on(desk: Desk) -> None:
    username, browser = await desk.member(), desk.browser()
    await browser.sign_in(username)
    await browser.post("/staff/second-factor/start")
    page = await browser.post("/staff/second-factor/confirm", code="12345")
    assert page.status_code == 422 and 'id="code-error"' in page.text
    assert (await desk.browser().sign_in(username)).headers["location"] == "/staff/cases"


async def test_an_administrator_removes_it_for_somebody_whose_phone_is_gone(desk: Desk) -> None:
    username, _, _ = await with_codes(desk)
    admin = await desk.signed_in(Role.ADMIN)
    assert (await admin.post(f"/staff/people/{username}/remove-factor")).status_code == 303
    assert (await desk.browser().sign_in(username)).headers["location"] == "/staff/cases"
    assert "second_factor_removed" in [event.action for event in await desk.audited(account(username))]


@pytest.mark.parametrize(("seconds", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_phone_may_be_one_step_off(seconds: int, fits: bool) -> None:
    secret, at = totp.new_secret(), datetime(2026, 7, 1, 12, 0, 10, tzinfo=UTC)
    shown = pyotp.TOTP(secret).at(int(at.timestamp()) + seconds)
    assert (totp.step_of(secret, shown, at, 0) is not None) == fits


async def signs_in(desk: Desk, username: str, given: str) -> bool:
    """Whether this code opens a session after the right password."""
    browser = desk.browser()
    if (await browser.sign_in(username, PASSWORD)).status_code != 303:
        return False
    await browser.get("/staff/code")
    return (await browser.post("/staff/code", code=given)).headers.get("location") == "/staff/cases"
