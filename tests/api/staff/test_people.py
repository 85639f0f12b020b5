"""Sessions that their owners and administrators end, waits by address, and what happens when somebody leaves."""

from __future__ import annotations

import re

from api.kernel.audit import account, case
from api.settings import Role
from api.staff.sign_in.browser_names import in_words
from api.staff.sign_in.service import SignInRules
from tests.support.staff.desk import PASSWORD, Desk

WRONG = "wrong horse battery"


async def test_somebody_sees_their_sessions_and_ends_one_or_all_others(desk: Desk) -> None:
    username = await desk.member()
    browsers = [desk.browser(), desk.browser(), desk.browser()]
    for each in browsers:
        each.http.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
        await each.sign_in(username)
        desk.clock.forward(minutes=1)
    here = browsers[0]
    page = await here.get("/staff/account")
    assert page.text.count("Firefox on Linux</th>") == 3 and "This one" in page.text
    newest = re.findall(r'name="which" value="([0-9a-f]{16})"', page.text)[0]
    assert (await here.post("/staff/account/end-session", which=newest)).status_code == 303
    assert (await browsers[2].get("/staff/cases")).status_code == 303
    assert (await browsers[1].get("/staff/cases")).status_code == 200
    await here.post("/staff/account/end-session", which="others")
    assert (await browsers[1].get("/staff/cases")).status_code == 303
    assert (await here.get("/staff/cases")).status_code == 200


async def test_nobody_ends_anothers_session(desk: Desk) -> None:
    theirs, mine = await desk.signed_in(), await desk.signed_in()
    page = await theirs.get("/staff/account")
    await desk.browser().sign_in(re.findall(r"__value\">(agent-[0-9a-f]+)<", page.text)[0])
    handle = re.findall(r'name="which" value="([0-9a-f]{16})"', (await theirs.get("/staff/account")).text)[0]
    for which in (handle, handle[:8], "%", "", "x" * 16):
        assert (await mine.post("/staff/account/end-session", which=which)).status_code == 404


async def test_the_page_says_how_long_the_session_lasts_and_a_word_keeps_it(desk: Desk) -> None:
    browser = await desk.signed_in()
    assert 'data-seconds="3600"' in (await browser.get("/staff/cases")).text
    for _ in range(3):
        desk.clock.forward(minutes=59)
        assert (await browser.get("/staff/still-here")).json() == {"seconds": 3600}
    assert (await browser.get("/staff/cases")).status_code == 200


async def test_a_leaver_is_out_at_once_and_their_cases_are_back_in_the_queue(desk: Desk) -> None:
    username, leaver = await desk.member(), desk.browser()
    await leaver.sign_in(username)
    talking, quiet, done = await desk.case(), await desk.case(), await desk.case()
    for reference in (talking, quiet, done):
        await leaver.post(f"/staff/cases/{reference}/claim")
    await leaver.post(f"/staff/cases/{done}/close")
    _, conversation, _ = await desk.stored(quiet)
    await desk.close_chat(conversation.id)
    admin = await desk.signed_in(Role.ADMIN)
    assert (await admin.post(f"/staff/people/{username}/disable")).status_code == 303
    assert (await leaver.get("/staff/cases")).status_code == 303
    assert (await desk.browser().sign_in(username)).status_code == 401
    for reference, owner in ((talking, "waiting"), (quiet, "closed")):
        row, conversation, messages = await desk.stored(reference)
        assert (row.status, row.claimed_by, conversation.owner) == ("open", None, owner)
        assert ("Someone else will take it up" in messages[-1].text) == (owner == "waiting")
        assert (await desk.audited(case(reference)))[-1].action == "case_returned"
    assert (await desk.stored(done))[0].status == "closed"
    assert "Disabled" in (await admin.get(f"/staff/people/{username}")).text
    page = await admin.post(f"/staff/people/{username}/enable")
    once = re.findall(r'id="one-time-password">([^<]+)<', page.text)[0]
    assert (await desk.browser().sign_in(username, once)).headers["location"] == "/staff/password"


async def test_an_administrator_makes_and_changes_an_account(desk: Desk) -> None:
    admin, username = await desk.signed_in(Role.ADMIN), f"new-{id(desk)}"
    await admin.get("/staff/people")
    answer = await admin.post("/staff/people", username=username, name="Rosa Lind", role="agent")
    assert answer.status_code == 422 and "An agent needs at least one team." in answer.text and username in answer.text
    fields = {"name": "Rosa Lind", "role": "agent", "teams": "waste"}
    page = await admin.post("/staff/people", username=username, **fields)
    once = re.findall(r'id="one-time-password">([^<]+)<', page.text)[0]
    assert (await admin.post("/staff/people", username=username, **fields)).status_code == 422
    newcomer = desk.browser()
    assert (await newcomer.sign_in(username, once)).headers["location"] == "/staff/password"
    await newcomer.post("/staff/password", current=once, new=PASSWORD, again=PASSWORD)
    assert (await newcomer.get("/staff/audit")).status_code == 403
    await admin.post(f"/staff/people/{username}", name="Rosa Lind", role="auditor")
    assert (await newcomer.get("/staff/audit")).status_code == 200, "from the next request on"
    actions = [event.action for event in await desk.audited(account(username))]
    assert {"account_created", "account_changed"} <= set(actions)
    assert (await admin.get("/staff/people/nobody-here")).status_code == 404


async def test_administrators_cannot_lock_themselves_out(desk: Desk) -> None:
    username, admin = await desk.member(Role.ADMIN), desk.browser()
    await admin.sign_in(username)
    assert (await admin.post(f"/staff/people/{username}/disable")).status_code == 409
    assert (await admin.post(f"/staff/people/{username}", name="Me", role="auditor")).status_code == 422


async def test_an_address_waits_longer_each_time_whatever_names_it_tries(database_url: str) -> None:
    desk = Desk(database_url, rules=SignInRules(network_failures=3))
    username = await desk.member()
    for number in range(4):
        assert (await desk.browser().sign_in(f"nobody-{number}", WRONG)).status_code == 401
    refused = await desk.browser().sign_in(username)
    assert refused.status_code == 429 and "Wait 1 minute and try again" in refused.text
    assert refused.headers["retry-after"] == "60"
    desk.clock.forward(minutes=1)
    assert (await desk.browser().sign_in("nobody-5", WRONG)).status_code == 401
    assert "Wait 2 minutes" in (await desk.browser().sign_in(username)).text
    desk.clock.forward(minutes=2)
    assert (await desk.browser().sign_in(username)).status_code == 303
    desk.clock.forward(hours=2)
    assert (await desk.browser().sign_in("nobody-6", WRONG)).status_code == 401
    assert (await desk.browser().sign_in(username)).status_code == 303, "two hours later it begins anew"
    await desk.database.close()


async def test_local_accounts_can_be_switched_off(database_url: str, desk: Desk) -> None:
    username = await desk.member()
    open_session = desk.browser()
    await open_session.sign_in(username)
    shut = Desk(database_url, rules=SignInRules(local_accounts=False), clock=desk.clock)
    browser = shut.browser()
    assert 'name="password"' not in (await browser.get("/staff/sign-in")).text
    browser.csrf = browser.http.cookies["reeve_sign_in"]
    answer = await browser.post("/staff/sign-in", username=username, password=PASSWORD)
    assert answer.status_code == 401, "a form of one's own making is refused too"
    browser = shut.browser()
    browser.http.cookies.update(open_session.http.cookies)
    assert (await browser.get("/staff/cases")).status_code == 303, "what was open counts no more"
    await shut.database.close()


def test_browsers_are_told_apart_and_nothing_of_their_header_is_shown() -> None:
    assert in_words("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0") == "Edge on Windows"
    assert in_words("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Version/18 Safari/604") == "Safari on iPhone"
    assert in_words("<script>") == "A browser"
