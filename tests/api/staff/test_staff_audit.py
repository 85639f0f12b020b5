"""The audit trail: written with the deed, read by few, changed by nobody."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api.kernel import audit
from api.kernel.audit_reading import AUDIT_PAGE
from api.kernel.times import LONDON
from api.settings import Role
from tests.support.staff.desk import Desk


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_event set actor = 'somebody else'",
        "delete from audit_event",
        "truncate audit_event",
    ],
)
async def test_the_table_refuses_every_change(desk: Desk, statement: str) -> None:
    await desk.member()
    with pytest.raises(DBAPIError, match="append-only"):
        async with desk.database.transaction() as session:
            await session.execute(text(statement))


async def test_an_event_is_written_only_if_the_deed_is(desk: Desk) -> None:
    with pytest.raises(RuntimeError):
        async with desk.database.transaction() as session:
            audit.record(session, "sam", audit.Action.CASE_CLAIMED, "case undone")
            await session.flush()
            raise RuntimeError("the deed failed")
    assert await desk.audited("case undone") == []


async def test_the_page_is_filtered_by_who_what_and_about(desk: Desk) -> None:
    browser = await desk.signed_in(Role.AUDITOR)
    username = await desk.member()
    await desk.browser().sign_in(username, "wrong horse battery")
    page = await browser.get(f"/staff/audit?about={username}&action=sign_in_failed")
    assert f"staff {username}" in page.text and "failures: 1" in page.text
    assert "Account created</td>" not in page.text
    page = await browser.get(f"/staff/audit?who={username}")
    assert "Sign in failed</td>" in page.text and "Account created</td>" not in page.text
    page = await browser.get("/staff/audit?who=nobody-at-all")
    assert "Nothing on record fits this." in page.text


async def test_older_entries_are_one_page_away(desk: Desk) -> None:
    browser = await desk.signed_in(Role.ADMIN)
    async with desk.database.transaction() as session:
        for number in range(AUDIT_PAGE + 1):
            audit.record(session, "pager", "tested", f"entry number {number:03}")
            await session.flush()
    first = await browser.get("/staff/audit?who=pager")
    assert "entry number 050" in first.text and "entry number 000" not in first.text
    older = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = await browser.get(older)
    assert "entry number 000" in second.text and "entry number 001" not in second.text
    assert 'rel="next"' not in second.text


async def test_odd_filters_find_nothing_and_break_nothing(desk: Desk) -> None:
    browser = await desk.signed_in(Role.AUDITOR)
    for query in ("who=%00", "about=%25", "about=%27%20or%201=1", "action=none-such", "before=1"):
        assert (await browser.get(f"/staff/audit?{query}")).status_code == 200
    assert (await browser.get("/staff/audit?before=x")).status_code == 422


async def test_what_is_shown_is_escaped(desk: Desk) -> None:
    browser = await desk.signed_in(Role.AUDITOR)
    page = await browser.get("/staff/audit?who=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page.text


async def test_days_are_counted_as_days_here(desk: Desk) -> None:
    browser = await desk.signed_in(Role.AUDITOR)
    async with desk.database.transaction() as session:
        audit.record(session, "dated", "tested", "entry of today")
    today = f"{datetime.now(LONDON):%Y-%m-%d}"
    assert "entry of today" in (await browser.get(f"/staff/audit?who=dated&since={today}&until={today}")).text
    assert "entry of today" not in (await browser.get("/staff/audit?who=dated&until=2020-01-01")).text
    assert "entry of today" not in (await browser.get("/staff/audit?who=dated&since=2999-01-01")).text
    for wrong in ("since=yesterday", "until=0001-01-01", "since=9999-12-31"):
        page = await browser.get(f"/staff/audit?{wrong}")
        assert page.status_code == 422 and "There is a problem" in page.text


async def test_what_was_found_can_be_taken_away_and_that_is_on_record(desk: Desk) -> None:
    browser = await desk.signed_in(Role.AUDITOR)
    async with desk.database.transaction() as session:
        for number in range(AUDIT_PAGE + 5):
            audit.record(session, "exporter", "tested", f"=entry {number}", {"note": "Zoë, “so”"})
            await session.flush()
    await browser.get("/staff/audit?who=exporter")
    answer = await browser.post("/staff/audit/export", who="exporter", form="csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == AUDIT_PAGE + 5 and answer.headers["content-disposition"].startswith("attachment")
    assert rows[0]["subject"].startswith("'=entry"), "no cell is a formula"
    assert json.loads(rows[0]["details"]) == {"note": "Zoë, “so”"}
    answer = await browser.post("/staff/audit/export", who="exporter", form="json")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert len(lines) == AUDIT_PAGE + 5 and lines[0]["subject"] == f"=entry {AUDIT_PAGE + 4}"
    recorded = (await desk.audited("audit trail"))[-1]
    assert (recorded.action, recorded.details) == ("audit_exported", {"form": "json", "who": "exporter"})
