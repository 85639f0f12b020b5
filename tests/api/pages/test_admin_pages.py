"""The admin pages over HTTP: list, editor, review, versions, retiring, several at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from fastapi.routing import APIRoute

from api.pages.admin.routes import routers
from api.settings import Role
from tests.support.pages.editors import PAGES, Editors, fields, words
from tests.support.pages.newsroom import ALEX, draft
from tests.support.staff.desk import SITE

READERS = frozenset(Role) - {Role.AGENT}
WRITERS = frozenset({Role.SUPERVISOR, Role.ADMIN})
PUBLISHERS = frozenset({Role.ADMIN})
MATRIX = {
    ("GET", ""): READERS,
    ("POST", "/bulk"): WRITERS,
    ("POST", "/bulk/do"): WRITERS,
    ("GET", "/new"): WRITERS,
    ("POST", "/new"): WRITERS,
    ("POST", "/preview"): WRITERS,
    ("GET", "/{page_id}/edit"): WRITERS,
    ("POST", "/{page_id}/edit"): WRITERS,
    ("GET", "/{page_id}"): READERS,
    ("GET", "/{page_id}/versions/{number}"): READERS,
    ("GET", "/{page_id}/compare"): READERS,
    ("POST", "/{page_id}/submit"): WRITERS,
    ("POST", "/{page_id}/withdraw"): WRITERS,
    ("GET", "/{page_id}/review"): READERS,
    ("POST", "/{page_id}/publish"): PUBLISHERS,
    ("POST", "/{page_id}/reject"): PUBLISHERS,
    ("GET", "/{page_id}/retire"): PUBLISHERS,
    ("POST", "/{page_id}/retire"): PUBLISHERS,
    ("POST", "/{page_id}/restore"): WRITERS,
    ("POST", "/{page_id}/roll-back"): WRITERS,
}


def test_the_matrix_names_every_route() -> None:
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    assert {(method, route.path.removeprefix(PAGES)) for route in routes for method in route.methods} == set(MATRIX)


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_opens_its_routes_and_no_others(editors: Editors, role: Role) -> None:
    somebody = await editors.somebody(role)
    for (method, path), roles in MATRIX.items():
        there = f"{PAGES}{path}".format(page_id="bins", number=1)
        answer = await (somebody.browser.get(there) if method == "GET" else somebody.browser.post(there))
        assert (answer.status_code != 403) == (role in roles), (method, path, answer.status_code)
        assert answer.status_code not in (401, 405, 500), (method, path, answer.text)


async def test_without_a_session_every_route_leads_to_sign_in(editors: Editors) -> None:
    browser = editors.desk.browser()
    for method, path in MATRIX:
        there = f"{PAGES}{path}".format(page_id="bins", number=1)
        answer = await (browser.http.get(there) if method == "GET" else browser.post(there))
        assert answer.headers["location"].startswith("/staff/sign-in"), (method, path)


@pytest.mark.parametrize(
    ("csrf", "headers"), [("wrong", {"Origin": SITE}), ("right", {"Origin": "https://evil.example"}), ("right", {})]
)
async def test_a_form_from_elsewhere_changes_nothing(editors: Editors, csrf: str, headers: dict[str, str]) -> None:
    browser = (await editors.somebody()).browser
    token = browser.csrf if csrf == "right" else csrf
    for method, path in MATRIX:
        if method == "POST":
            form = fields("bins") | {"csrf": token, "number": "1", "do": "save", "chosen": "bins@1"}
            answer = await browser.http.post(f"{PAGES}{path}".format(page_id="bins"), data=form, headers=headers)
            assert answer.status_code == 403, path
    assert await editors.newsroom.states("bins") == ["published"]


async def test_the_list_filters_sorts_and_counts_what_is_overdue(editors: Editors) -> None:
    newsroom, admin = editors.newsroom, await editors.somebody()
    number = await newsroom.edited(ALEX, "bins", 1, review_due=date(2020, 1, 1), title="Zebra bins")
    page = await admin.get("?status=in_review")
    assert "Zebra bins" in page and "About parks" not in page
    second = await editors.somebody()
    await second.done("/bins/publish", number=number)
    page = await admin.get("?overdue=yes")
    assert "Zebra bins" in page and "About parks" not in page
    assert "1 page is overdue" in page and "Pages (1<" in page
    assert "Pages (1<" in (await admin.browser.get("/staff/cases")).text
    page = await admin.get("?sort=title")
    assert page.index("About parks") < page.index("About trees") < page.index("Zebra bins")
    assert "About parks" not in await admin.get("?q=zebra")
    assert "About parks" not in await admin.get("?service=trees")
    assert "No pages here" in await admin.get("?team=housing")
    assert "About parks" in await admin.get("?team=waste&status=published&sort=nonsense")


async def test_a_page_is_edited_reviewed_and_published_by_two_people(editors: Editors) -> None:
    writer, reviewer = await editors.somebody(), await editors.somebody()
    assert "{{ waste.days }}" in await writer.get("/bins/edit")
    page = await writer.done("/bins/edit", **fields("bins", body="Bins go out at 6am.", note="New hour", do="submit"))
    assert "sent for review" in page and "New hour" in page
    own = await writer.get("/bins/review")
    assert "somebody else must publish it" in own and "Approve and publish" not in own
    refused = await writer.post("/bins/publish", number=2)
    assert refused.status_code == 409 and "somebody else must publish it" in refused.text
    review = await reviewer.get("/bins/review")
    assert "[removed: " in review and "[added: " in review and "Bins go out at 6am." in review
    page = await reviewer.done("/bins/publish", number=2)
    assert "Residents and the assistant have the new words now" in page
    assert editors.newsroom.body("bins") == "Bins go out at 6am."
    assert "Page published" in page and "Page submitted" in page and "Page saved" in page


async def test_two_people_edit_one_page_and_nothing_is_lost(editors: Editors) -> None:
    first, second = await editors.somebody(), await editors.somebody()
    await first.get("/bins/edit")
    await second.get("/bins/edit")
    await first.done("/bins/edit", **fields("bins", body="The first text."))
    mine = fields("bins", body="The second text.", title="My own title")
    told = await second.post("/bins/edit", **mine)
    assert told.status_code == 409
    page = words(told.text)
    assert "saved version 2 of this page on" in page and "Your text was not saved" in page
    assert "The second text." in page and "The first text." in page and 'value="My own title"' in told.text
    assert (await second.post("/bins/edit", **mine)).status_code == 409
    assert await editors.newsroom.states("bins") == ["published", "draft"]
    await second.done("/bins/edit", **mine, joined="2")
    versions = (await editors.newsroom.knowledge.history(ALEX, "bins")).versions
    assert [each.body for each in versions][:2] == ["The second text.", "The first text."]
    assert (await second.post("/bins/edit", **mine, joined="2")).status_code == 409


async def test_what_is_wrong_is_told_with_its_line_and_leads_to_its_field(editors: Editors) -> None:
    admin = await editors.somebody()
    bad = fields("bins", body="Fine.\r\n\r\nSee [this](/services/nowhere) and {{ no.such }}.", title="", do="submit")
    answer = await admin.post("/bins/edit", **bad)
    assert answer.status_code == 422
    assert 'href="#title"' in answer.text and 'href="#body" data-line="3"' in answer.text
    assert "Line 3: There is no fact called" in answer.text and "Nothing was saved yet" in answer.text
    assert await editors.newsroom.states("bins") == ["published"]
    page = await admin.done("/bins/edit", **(bad | {"do": "save", "title": "Still a draft"}))
    assert "To put right before version 2 can be published" in page and "Line 3" in page
    answer = await admin.post("/bins/edit", **fields("bins", 2, review_due="soon"))
    assert answer.status_code == 422 and 'href="#review_due"' in answer.text


@pytest.mark.parametrize("path", ["/preview", "/bins/edit"])
async def test_the_preview_fills_in_facts_and_is_safe(editors: Editors, path: str) -> None:
    admin = await editors.somebody()
    body = "Within {{ waste.days }}. <script>alert(1)</script> [x](javascript:alert(1))"
    answer = await admin.post(path, **fields("bins", id="bins", do="preview", body=body))
    assert answer.status_code == 200
    assert "javascript:alert(1)" in answer.text and 'href="javascript' not in answer.text
    good = await admin.post(path, **fields("bins", id="bins", do="preview", body="<b>In</b> {{ waste.days }}."))
    assert "&lt;b&gt;In&lt;/b&gt; 2 working days." in good.text and "<script>alert" not in answer.text
    assert await editors.newsroom.states("bins") == ["published"]


async def test_a_new_page_is_written_and_its_address_is_checked(editors: Editors) -> None:
    admin = await editors.somebody()
    for page_id, told in (("bins", "already"), ("Not This", "small letters"), ("new", "ourselves"), ("", "small")):
        answer = await admin.post("/new", **fields("roads", 0, id=page_id))
        assert answer.status_code in (422, 409) and told in answer.text and 'href="#id"' in answer.text
    page = await admin.done("/new", **fields("roads", 0, id="roads", reviewed="yes"))
    assert "Your draft of the new page was saved" in page
    version = (await editors.newsroom.knowledge.history(ALEX, "roads")).versions[0]
    assert version.synonyms == ["roads help", "my roads"] and version.reviewed_on is not None
    assert version.review_due is not None and (version.review_due - version.reviewed_on).days == 365


async def test_a_version_is_sent_back_with_a_reason_and_taken_back_from_review(editors: Editors) -> None:
    writer, reviewer = await editors.somebody(), await editors.somebody()
    await writer.done("/bins/edit", **fields("bins", do="submit"))
    assert "Send for review" in await writer.done("/bins/withdraw", number=2)
    await writer.done("/bins/submit", number=2)
    short = await reviewer.post("/bins/reject", number=2, reason="no")
    assert short.status_code == 422 and 'href="#reason"' in short.text
    page = await reviewer.done("/bins/reject", number=2, reason="Name the fee.")
    assert "Name the fee." in page and "Page withdrawn" in page and "Page rejected" in page
    assert (await reviewer.post("/bins/publish", number=2)).status_code == 409


async def test_versions_are_compared_and_one_may_go_back(editors: Editors) -> None:
    admin = await editors.somebody()
    await admin.done("/bins/edit", **fields("bins", body="Other words."))
    page = await admin.get("/bins/compare?old=1&new=2")
    assert "<ins>" in page and "<del>" in page
    assert "There is no difference" in await admin.get("/bins/compare?old=1&new=1")
    assert "Go back to version 1" in await admin.get("/bins/versions/1")
    assert "old words were sent for review" in await admin.done("/bins/roll-back", number=1)
    assert await editors.newsroom.states("bins") == ["published", "superseded", "in_review"]
    for missing in ("/bins/versions/99", "/bins/compare?old=1&new=99", "/none", "/none/edit"):
        assert (await admin.browser.get(f"{PAGES}{missing}")).status_code == 404


async def test_a_page_is_retired_with_a_page_that_stands_in_and_restored(editors: Editors) -> None:
    admin, other = await editors.somebody(), await editors.somebody()
    assert "About parks" in await admin.get("/bins/retire")
    itself = await admin.post("/bins/retire", redirect_to="bins")
    assert itself.status_code == 409 and "must be another one" in itself.text
    assert "Residents cannot read it" in await admin.done("/bins/retire", redirect_to="parks")
    assert editors.newsroom.live.edition.leads == {"bins": "parks"}
    assert "sent for review" in await admin.done("/bins/restore")
    await other.done("/bins/publish", number=2)
    assert "bins" in editors.newsroom.live.edition.pages
    assert (await admin.post("/bins/restore")).status_code == 409


async def test_several_pages_are_changed_at_once_and_refusals_are_told(editors: Editors) -> None:
    admin, other = await editors.somebody(), await editors.somebody()
    chosen: dict[str, Any] = {"chosen": ["bins@1", "parks@1"], "do": "reviewed"}
    confirm = await admin.post("/bulk", **chosen)
    assert "Mark these pages as checked today" in confirm.text and 'value="parks@1"' in confirm.text
    assert await editors.newsroom.states("bins") == ["published"]
    assert "All the pages you chose were changed" in await admin.done("/bulk/do", **chosen)
    again = await admin.post("/bulk/do", **chosen)
    assert again.status_code == 200 and "Somebody is changing this page" in again.text
    stale = await other.post("/bulk/do", do="publish", chosen=["bins@1", "parks@2"])
    assert "Could not be changed" in stale.text and "already published" in stale.text
    assert await editors.newsroom.states("parks") == ["superseded", "published"]
    assert await editors.newsroom.states("bins") == ["published", "in_review"]
    await other.done("/bulk/do", do="retire", chosen=["parks@2", "trees@1"], redirect_to="bins")
    assert set(editors.newsroom.live.edition.leads) == {"parks", "trees"}
    for bad in ({"do": "retire"}, {"do": "nothing", "chosen": ["bins@1"]}, {"do": "submit", "chosen": ["x"]}):
        assert (await admin.post("/bulk", **bad)).status_code == 422
    supervisor = await editors.somebody(Role.SUPERVISOR)
    assert (await supervisor.post("/bulk/do", do="retire", chosen=["bins@2"])).status_code == 403


async def test_drafts_are_sent_for_review_together(editors: Editors) -> None:
    admin = await editors.somebody()
    for page_id in ("bins", "parks"):
        await editors.newsroom.editing.save(ALEX, page_id, 1, draft(page_id, body="New."))
    await admin.done("/bulk/do", do="submit", chosen=["bins@2", "parks@2"])
    assert await editors.newsroom.states("parks") == ["published", "in_review"]
