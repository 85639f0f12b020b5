"""Signing in, sessions and passwords, through the front door."""

from __future__ import annotations

import asyncio

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from api.db.tables.staff import StaffMember
from api.kernel.audit import account
from api.settings import Role
from api.staff.accounts.accounts import NewAccount
from api.staff.accounts.passwords import Passwords
from tests.support.staff.desk import PASSWORD, SITE, Desk

WRONG = "wrong horse battery"


async def test_signing_in_leads_to_the_cases_and_is_on_record(desk: Desk) -> None:
    username = await desk.member()
    browser = desk.browser()
    answer = await browser.sign_in(username)
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/cases")
    assert (await browser.get("/staff/cases")).status_code == 200
    assert [event.action for event in await desk.audited(account(username))][-1] == "signed_in"


async def test_the_username_may_be_typed_with_capitals_and_spaces(desk: Desk) -> None:
    username = await desk.member()
    assert (await desk.browser().sign_in(f" {username.upper()} ")).status_code == 303


async def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(desk: Desk) -> None:
    username = await desk.member()
    wrong_password = await desk.browser().sign_in(username, WRONG)
    wrong_name = await desk.browser().sign_in("nobody-here", WRONG)
    assert wrong_password.status_code == wrong_name.status_code == 401
    assert _same_page(wrong_password.text, username) == _same_page(wrong_name.text, "nobody-here")


async def test_an_unknown_name_costs_one_hash_like_a_known_one(desk: Desk) -> None:
    counting = CountingHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords = Passwords(counting)
    stored = await passwords.hash(PASSWORD)
    await passwords.check(None, WRONG)
    before = counting.verified
    await passwords.check(None, WRONG)
    await passwords.check(stored, WRONG)
    assert counting.verified - before == 2


async def test_five_failures_lock_the_account_and_each_further_one_doubles_the_wait(desk: Desk) -> None:
    username = await desk.member()
    browser = desk.browser()
    for _ in range(5):
        assert (await browser.sign_in(username, WRONG)).status_code == 401
    assert (await browser.sign_in(username)).status_code == 401, "locked: even the right password is refused"
    desk.clock.forward(minutes=1)
    assert (await browser.sign_in(username, WRONG)).status_code == 401
    desk.clock.forward(minutes=1)
    assert (await browser.sign_in(username)).status_code == 401, "the second lock lasts two minutes"
    desk.clock.forward(minutes=1)
    assert (await browser.sign_in(username)).status_code == 303


async def test_a_locked_account_looks_like_one_that_is_not_there(desk: Desk) -> None:
    username = await desk.member()
    for _ in range(5):
        await desk.browser().sign_in(username, WRONG)
    locked = await desk.browser().sign_in(username, WRONG)
    unknown = await desk.browser().sign_in("nobody-here", WRONG)
    assert _same_page(locked.text, username) == _same_page(unknown.text, "nobody-here")


async def test_attempts_at_the_same_moment_all_count(desk: Desk) -> None:
    username = await desk.member()
    tries = [desk.browser().sign_in(username, WRONG) for _ in range(8)]
    await asyncio.gather(*tries)
    assert (await desk.browser().sign_in(username)).status_code == 401


async def test_success_forgives_earlier_failures(desk: Desk) -> None:
    username = await desk.member()
    for password in (WRONG, WRONG, WRONG, WRONG, PASSWORD, WRONG, WRONG, WRONG, WRONG):
        await desk.browser().sign_in(username, password)
    assert (await desk.browser().sign_in(username)).status_code == 303


async def test_failures_are_on_record_without_the_password(desk: Desk) -> None:
    username = await desk.member()
    await desk.browser().sign_in(username, WRONG)
    event = (await desk.audited(account(username)))[-1]
    assert (event.action, event.details) == ("sign_in_failed", {"failures": 1})
    assert WRONG not in str(event.details)


async def test_a_one_time_password_opens_nothing_but_the_password_page(desk: Desk) -> None:
    once = await desk.accounts.create("test", NewAccount("new-starter", "New Starter", Role.AGENT, ("waste",)))
    browser = desk.browser()
    assert (await browser.sign_in("new-starter", once)).headers["location"] == "/staff/password"
    assert (await browser.get("/staff/cases")).headers["location"] == "/staff/password"
    await browser.get("/staff/password")
    answer = await browser.post("/staff/password", current=once, new=PASSWORD, again=PASSWORD)
    assert answer.status_code == 303
    assert (await browser.get("/staff/cases")).status_code == 200
    assert (await desk.browser().sign_in("new-starter", once)).status_code == 401


async def test_changing_the_password_ends_every_other_session(desk: Desk) -> None:
    username = await desk.member()
    here, there = desk.browser(), desk.browser()
    await here.sign_in(username)
    await there.sign_in(username)
    new = "another horse battery"
    assert (await here.post("/staff/password", current=PASSWORD, new=new, again=new)).status_code == 303
    assert (await here.get("/staff/cases")).status_code == 200
    assert (await there.get("/staff/cases")).status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "again", "field"),
    [
        (PASSWORD, "short", "short", "new"),
        (PASSWORD, "aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "new"),
        (PASSWORD, "Password12345!", "Password12345!", "new"),
        (PASSWORD, PASSWORD, PASSWORD, "new"),
        (PASSWORD, "another horse battery", "another house battery", "again"),
        (WRONG, "another horse battery", "another horse battery", "current"),
    ],
)
async def test_a_password_that_will_not_do_is_refused_beside_its_field(
    desk: Desk, current: str, new: str, again: str, field: str
) -> None:
    browser = await desk.signed_in()
    answer = await browser.post("/staff/password", current=current, new=new, again=again)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text and f'id="{field}-error"' in answer.text
    assert "<title>Error: " in answer.text
    assert new not in answer.text


async def test_the_current_password_cannot_be_guessed_from_an_open_session(desk: Desk) -> None:
    browser = await desk.signed_in()
    new = "another horse battery"
    for _ in range(5):
        await browser.post("/staff/password", current=WRONG, new=new, again=new)
    assert (await browser.post("/staff/password", current=PASSWORD, new=new, again=new)).status_code == 422


async def test_an_old_hash_is_renewed_at_sign_in(desk: Desk) -> None:
    username = await desk.member()
    old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    async with desk.database.transaction() as session:
        row = await session.scalar(select(StaffMember).where(StaffMember.username == username))
        assert row is not None
        row.password_hash = old
    assert (await desk.browser().sign_in(username)).status_code == 303
    async with desk.database.transaction() as session:
        row = await session.scalar(select(StaffMember).where(StaffMember.username == username))
    assert row is not None and "m=8," in row.password_hash
    assert (await desk.browser().sign_in(username)).status_code == 303


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/staff/cases",
        "//evil.example",
        "/\\evil.example",
        "/staff//evil.example",
        "/staff/../../evil",
        "javascript:alert(1)",
        "/chat",
        "/staff/cases\r\nSet-Cookie: a=b",
        "/staff/cases?next=https://evil.example",
    ],
)
async def test_sign_in_never_leads_to_another_site(desk: Desk, target: str) -> None:
    answer = await desk.browser().sign_in(await desk.member(), next=target)
    assert answer.headers["location"] == "/staff/cases"


async def test_sign_in_leads_on_to_the_page_that_was_asked_for(desk: Desk) -> None:
    browser = desk.browser()
    answer = await browser.get("/staff/audit?who=sam&action=signed_in")
    assert answer.headers["location"] == "/staff/sign-in?next=%2Fstaff%2Faudit%3Fwho%3Dsam%26action%3Dsigned_in"
    page = await browser.get(answer.headers["location"])
    assert 'name="next" value="/staff/audit?who=sam&amp;action=signed_in"' in page.text
    target = "/staff/audit?who=sam&action=signed_in"
    answer = await browser.sign_in(await desk.member(Role.ADMIN), next=target)
    assert answer.headers["location"] == target


async def test_odd_characters_in_the_form_are_just_wrong(desk: Desk) -> None:
    for name in ("\x00", "' or 1=1 --", "é" * 300, "\ud83d\ude00"[:0] + "😀"):
        assert (await desk.browser().sign_in(name, "x\x00y")).status_code == 401


async def test_staff_pages_are_kept_by_no_browser(desk: Desk) -> None:
    browser = await desk.signed_in()
    for path in (
        "/staff/sign-in",
        "/staff/cases",
        "/staff/password",
        "/staff/cases/NB-NONE-HERE",
        "/staff/audit",
    ):
        assert (await browser.get(path)).headers["cache-control"] == "no-store"


async def test_two_accounts_cannot_share_a_name(desk: Desk) -> None:
    from api.kernel.errors import Conflict

    username = await desk.member()
    with pytest.raises(Conflict):
        await desk.accounts.create("test", NewAccount(username, "Somebody", Role.ADMIN))


class CountingHasher(PasswordHasher):
    """Counts how often it verifies."""

    verified = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002
        self.verified += 1
        return super().verify(hash, password)


def _same_page(html: str, username: str) -> str:
    """The page without what differs by nature: the name that was typed, and the form's token."""
    import re

    return re.sub(r'name="csrf" value="[^"]+"', "", html.replace(username, "NAME").replace(SITE, ""))
