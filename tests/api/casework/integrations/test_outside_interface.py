"""Cases and conversations for other systems: by scope, by team, redacted, and on record."""

from __future__ import annotations

import re
import uuid

import pytest

from api.casework.integrations.tokens import TokenScope
from api.kernel.audit import case
from api.kernel.limits.allowances import OwnAllowances
from api.kernel.limits.limits import Limits
from api.settings import Role, Settings
from tests.support.casework.crm import ADMIN, Crm
from tests.support.staff.desk import NAME, PHONE

ROUTES = [
    ("GET", "/cases", TokenScope.READ_CASES),
    ("GET", "/cases/{reference}", TokenScope.READ_CASES),
    ("POST", "/cases/{reference}/notes", TokenScope.WRITE_CASES),
    ("POST", "/cases/{reference}/status", TokenScope.WRITE_CASES),
    ("GET", "/transcripts/{conversation}", TokenScope.READ_CONVERSATIONS),
]
BODIES = {"notes": {"text": "rang back"}, "status": {"status": "closed"}}


@pytest.mark.parametrize(("method", "path", "needed"), ROUTES)
async def test_each_route_takes_its_scope_and_no_other(crm: Crm, method: str, path: str, needed: TokenScope) -> None:
    reference = await crm.desk.case()
    conversation = (await crm.desk.stored(reference))[1].id
    full = path.format(reference=reference, conversation=conversation)
    body = BODIES.get(path.rpartition("/")[2])
    for scope in TokenScope:
        answer = await crm.ask(method, full, await crm.token(scope), json=body)
        assert answer.status_code == (403 if scope is not needed else 201 if path.endswith("notes") else 200)
        if scope is not needed:
            assert answer.json()["code"] == "scope_missing"
    for token in (None, "reeve_unknown", ""):
        answer = await crm.ask(method, full, token, json=body)
        assert (answer.status_code, answer.json()["code"]) == (401, "token_refused")


async def test_a_token_ends_when_revoked_and_on_its_day_and_is_stored_as_a_digest(crm: Crm) -> None:
    token, later = await crm.token(days=1), await crm.token(days=2)
    assert (await crm.ask("GET", "/cases", token)).status_code == 200
    rows = await crm.tokens.listed()
    assert token not in str([vars(row) for row in rows])
    assert rows[1].last_used_at == crm.desk.clock()
    crm.desk.clock.forward(days=1)
    assert (await crm.ask("GET", "/cases", token)).status_code == 401
    assert (await crm.ask("GET", "/cases", later)).status_code == 200
    await crm.tokens.revoke(ADMIN, rows[0].id)
    assert (await crm.ask("GET", "/cases", later)).status_code == 401


async def test_a_token_that_asks_too_often_is_told_how_long_to_wait_and_others_are_not(crm: Crm) -> None:
    settings = Settings(_env_file=None, limit_token_requests=2)
    crm.desk.app.state.parts[Limits] = Limits(settings, OwnAllowances(crm.seconds))
    eager, patient = await crm.token(), await crm.token()
    asked = [await crm.ask("GET", "/cases", eager) for _ in range(3)]
    assert [each.status_code for each in asked] == [200, 200, 429]
    assert asked[2].headers["content-type"] == "application/problem+json"
    assert (asked[2].json()["code"], asked[2].headers["retry-after"]) == ("too_many_requests", "30")
    assert (await crm.ask("GET", "/cases", patient)).status_code == 200
    crm.desk.clock.forward(seconds=30)
    assert (await crm.ask("GET", "/cases", eager)).status_code == 200


async def test_what_a_token_of_one_team_may_not_see_is_not_found(crm: Crm) -> None:
    reference = await crm.desk.case("waste")
    conversation = (await crm.desk.stored(reference))[1].id
    theirs, other = await crm.token(teams=("waste",)), await crm.token(teams=("libraries",))
    for method, path, _ in ROUTES[1:]:
        full = path.format(reference=reference, conversation=conversation)
        body = BODIES.get(path.rpartition("/")[2])
        assert (await crm.ask(method, full, other, json=body)).status_code == 404, path
        assert (await crm.ask(method, full, theirs, json=body)).status_code < 300, path
    listed = (await crm.ask("GET", "/cases?limit=200", other)).json()["cases"]
    assert {each["team"] for each in listed} <= {"libraries"}
    assert (await crm.ask("GET", "/cases?team=waste", other)).json()["cases"] == []


async def test_nothing_personal_is_in_what_other_systems_read(crm: Crm) -> None:
    reference = await crm.desk.case(said=f"I am {NAME}, call {PHONE}")
    conversation = (await crm.desk.stored(reference))[1].id
    token = await crm.token()
    await crm.ask("POST", f"/cases/{reference}/notes", token, json={"text": f"{NAME} rang from {PHONE}"})
    for path in ("/cases?limit=200", f"/cases/{reference}", f"/transcripts/{conversation}"):
        answer = await crm.ask("GET", path, token)
        assert NAME not in answer.text and PHONE not in answer.text
        assert "<PERSON_1>" in answer.text
    notes = (await crm.ask("GET", f"/cases/{reference}", token)).json()["notes"]
    assert notes[0]["text"] == "[name hidden] rang from [phone number hidden]"


async def test_a_case_is_closed_and_opened_again_on_record_and_the_resident_is_told(crm: Crm) -> None:
    reference, token = await crm.desk.case(), await crm.token()
    for status in ("closed", "closed", "open", "open"):
        answer = await crm.ask("POST", f"/cases/{reference}/status", token, json={"status": status})
        assert answer.json()["status"] == status
    row, conversation, messages = await crm.desk.stored(reference)
    assert (row.status, row.closed_at, row.close_reason, conversation.owner) == ("open", None, None, "waiting")
    told = [each.text for each in messages if each.sender == "system"]
    assert ["has closed your enquiry" in told[0], "has opened your enquiry" in told[1], len(told)] == [True, True, 2]
    actions = [(event.action, event.actor[:10]) for event in await crm.desk.audited(case(reference))]
    assert actions == [("case_closed", "token crm-"), ("case_reopened", "token crm-")]


async def test_what_somebody_here_works_on_is_left_to_them(crm: Crm) -> None:
    reference, token = await crm.desk.case(), await crm.token()
    browser = await crm.desk.signed_in()
    await browser.post(f"/staff/cases/{reference}/claim")
    for status in ("open", "closed"):
        answer = await crm.ask("POST", f"/cases/{reference}/status", token, json={"status": status})
        assert answer.status_code == 409
    answer = await crm.ask("POST", f"/cases/{reference}/status", token, json={"status": "claimed"})
    assert answer.status_code == 422


async def test_pages_of_cases_hold_each_case_once(crm: Crm) -> None:
    made = {await crm.desk.case("libraries") for _ in range(5)}
    token, seen, after = await crm.token(teams=("libraries",)), [], ""
    while True:
        page = (await crm.ask("GET", f"/cases?limit=2{after}", token)).json()
        seen += [each["reference"] for each in page["cases"]]
        if not page["next"]:
            break
        after = f"&after={page['next']}"
    assert len(seen) == len(set(seen)) and made <= set(seen)


@pytest.mark.parametrize(
    "query", ["after=xyz", "after=AAAA", "limit=0", "limit=1000", "status=lost", "updated_since=2026-01-01T00:00:00"]
)
async def test_odd_questions_are_refused(crm: Crm, query: str) -> None:
    assert (await crm.ask("GET", f"/cases?{query}", await crm.token())).status_code == 422


async def test_what_is_not_there_is_not_found(crm: Crm) -> None:
    token = await crm.token()
    for path in ("/cases/NB-NONE-HERE", "/cases/%00", f"/transcripts/{uuid.uuid4()}"):
        assert (await crm.ask("GET", path, token)).status_code == 404


async def test_an_administrator_makes_a_token_that_is_shown_once(crm: Crm) -> None:
    admin = await crm.desk.signed_in(Role.ADMIN)
    await admin.get("/staff/integrations")
    answer = await admin.post("/staff/integrations/tokens", name="", scopes="read_cases", days="90")
    assert answer.status_code == 422 and "Name the system" in answer.text
    answer = await admin.post("/staff/integrations/tokens", name="CRM", scopes="read_cases", days="x")
    assert answer.status_code == 422
    page = await admin.post("/staff/integrations/tokens", name="CRM", scopes="read_cases", days="90")
    token = re.findall(r'id="secret">([^<]+)<', page.text)[0]
    assert token.startswith("reeve_") and (await crm.ask("GET", "/cases", token)).status_code == 200
    page = await admin.get("/staff/integrations")
    assert token not in page.text and "CRM" in page.text
    newest = re.findall(r"/tokens/(\d+)/revoke", page.text)[0]
    assert (await admin.post(f"/staff/integrations/tokens/{newest}/revoke")).status_code == 303
    assert (await crm.ask("GET", "/cases", token)).status_code == 401
