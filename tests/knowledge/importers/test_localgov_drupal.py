"""LocalGov Drupal: JSON:API page by page, its sitemap where that is off, and a line for every fault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from knowledge.importers.collect import ImportRun, collect, diff
from knowledge.importers.fetch import Fetcher
from knowledge.importers.imported import ImportProgress, KnownPage
from knowledge.importers.localgov_drupal import LocalgovDrupal
from tests.support.knowledge.council_site import Answer, CouncilSite

FIRST = "/jsonapi/node/localgov_services_page?page%5Blimit%5D=50&sort=drupal_internal__nid"
SECOND = "/jsonapi/node/localgov_services_page?page%5Boffset%5D=50"
TYPE = "application/vnd.api+json"


def node(number: int, **more: Any) -> dict[str, Any]:
    attributes = {
        "drupal_internal__nid": number,
        "langcode": "en",
        "status": True,
        "title": f"Page {number}",
        "changed": "2026-09-14T10:30:00+01:00",
        "path": {"alias": f"/services/page-{number}", "pid": number, "langcode": "en"},
        "body": {"value": "<p>raw</p>", "format": "wysiwyg", "processed": "<p>Words.</p>", "summary": "In short."},
        **more,
    }
    return {"type": "node--localgov_services_page", "id": f"uuid-{number}", "attributes": attributes}


def listing(*nodes: dict[str, Any], following: str | None = None) -> str:
    links = {"self": {"href": "x"}, **({"next": {"href": following}} if following else {})}
    return json.dumps({"jsonapi": {"version": "1.0"}, "data": nodes, "links": links})


def run(council: CouncilSite, fetcher: Fetcher) -> ImportRun:
    return collect(LocalgovDrupal(f"{council.url}/", fetcher), {})


def said(result: ImportRun) -> str:
    return "\n".join(map(str, result.report.lines))


def test_all_lists_are_followed_and_the_fields_are_read(council: CouncilSite, fetcher: Fetcher) -> None:
    body = {"processed": "<h2>When</h2><p>See <a href='/tax'>tax</a>.<script>x()</script></p>", "summary": "Short"}
    council.put(FIRST, listing(node(1, body=body), following=council.url + SECOND), content_type=TYPE)
    more = [node(2, path={"alias": None}), node(1, body=body), node(3, status=False), node(4, field_lgsl=524)]
    council.put(SECOND, listing(*more), content_type=TYPE)
    importer = LocalgovDrupal(council.url, fetcher)
    result = collect(importer, {})
    one, two, four = result.pages
    assert (one.key, one.title, one.summary) == (f"{council.url}/services/page-1", "Page 1", "Short")
    assert one.body_markdown == f"## When\n\nSee [tax]({council.url}/tax)."
    assert one.updated_at is not None
    assert one.updated_at.isoformat() == "2026-09-14T09:30:00+00:00"
    assert (two.key, four.lgsl) == (f"{council.url}/node/2", 524)
    assert "came twice" in said(result)
    assert (result.complete, importer.progress) == (True, ImportProgress(5, None))


@pytest.mark.parametrize(
    "answer", [Answer(status=404), Answer(status=403), Answer(b"<html>Page</html>"), Answer(status=406)]
)
def test_the_sitemap_is_read_where_json_api_is_off(council: CouncilSite, fetcher: Fetcher, answer: Answer) -> None:
    council.answers[FIRST] = answer
    council.sitemap("/services/page-1")
    council.page("/services/page-1", "Page 1")
    importer = LocalgovDrupal(council.url, fetcher)
    result = collect(importer, {})
    assert [page.key for page in result.pages] == [f"{council.url}/services/page-1"]
    assert "JSON:API is switched off" in said(result)
    assert importer.progress == ImportProgress(1, 1)


FAULTS = {
    "status 500": Answer(status=500),
    "not well-formed": Answer(b'{"data": [', content_type=TYPE),
    "well-formed JSON": Answer(b"[" * 200_000, content_type=TYPE),
    "not of the kind": Answer(b'"words"', content_type=TYPE),
    "come back in": Answer(status=429, headers={"Retry-After": "999"}),
    "not a public address": Answer(status=302, headers={"Location": "http://10.0.0.1/"}),
}


@pytest.mark.parametrize("words", FAULTS)
def test_a_fault_in_the_first_list_or_a_later_one_retires_nothing(
    council: CouncilSite, fetcher: Fetcher, words: str
) -> None:
    council.answers[FIRST] = FAULTS[words]
    result = run(council, fetcher)
    assert (result.pages, result.complete) == ((), False)
    assert words in said(result)
    council.put(FIRST, listing(*map(node, range(5)), following=council.url + SECOND), content_type=TYPE)
    council.answers[SECOND] = FAULTS[words]
    later = run(council, fetcher)
    assert (len(later.pages), later.complete) == (5, False)
    known = {page.key: KnownPage(page.digest) for page in later.pages} | {"old": KnownPage("x")}
    assert diff(known, later).gone == ()


@pytest.mark.parametrize("following", [FIRST, "https://elsewhere.example/x", "http://169.254.169.254/", "file:///etc"])
def test_a_list_that_leads_in_a_circle_or_away_is_not_followed(
    council: CouncilSite, fetcher: Fetcher, following: str
) -> None:
    council.put(FIRST, listing(node(1), following=following), content_type=TYPE)
    result = run(council, fetcher)
    assert (len(result.pages), result.complete) == (1, False)
    assert "in a circle or off the site" in said(result)


@pytest.mark.parametrize(
    "odd",
    [{"title": None}, {"title": ["x"]}, {"body": None}, {"body": "words"}, {"body": {"processed": 5.5}}, {"body": {}},
     {"path": "x"}, {"path": {"alias": "//169.254.169.254/x"}}, {"changed": 5}, {"title": "\ud800"},
     {"path": {"alias": "/" + "x" * 3000}}, {"body": {"processed": "<p>x</p>" * 20_000}}],
)  # fmt: skip
def test_odd_fields_harm_nothing(council: CouncilSite, fetcher: Fetcher, odd: dict[str, Any]) -> None:
    council.put(FIRST, listing(node(1, **odd), node(2)), content_type=TYPE)
    result = run(council, fetcher)
    assert result.complete
    assert result.pages[-1].title == "Page 2"
    assert all(page.key.startswith(council.url) for page in result.pages)
    assert isinstance(said(result).encode(), bytes)  # no half signs
