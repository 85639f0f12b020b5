"""An Open Referral UK feed, version 3 and the names of version 1, with the faults of real ones."""

from __future__ import annotations

import json
from typing import Any

import pytest

from knowledge.importers.collect import ImportRun, collect, diff
from knowledge.importers.fetch import Fetcher
from knowledge.importers.imported import KnownPage
from knowledge.importers.open_referral import OpenReferral
from tests.support.knowledge.council_site import Answer, CouncilSite

JSON = "application/json"
FULL: dict[str, Any] = {
    "id": "s1", "name": "Lunch club", "description": "A warm meal.\n\nBring <b>a friend</b> & 'more'.",
    "url": "https://lunch.northbridge.example/", "email": "lunch@northbridge.example", "status": "active",
    "alert": "Closed on 25 December.", "fees_description": "Pay what you can.", "minimum_age": 55, "maximum_age": None,
    "last_modified": "2026-03-15T10:30:45.123Z", "application_process": "Just come.",
    "eligibility_description": "People who live in Northbridge.",
    "schedules": [{"byday": "TU,FR", "opens_at": "12:00:00", "closes_at": "14:00:00", "description": None}],
    "cost_options": [{"option": "Meal", "amount": 4.5, "amount_description": "each"}],
    "contacts": [{"id": "c", "name": "A. Person", "phones": [{"number": "01632 960111"}]}],
    "phones": [{"number": "01632 960110"}],
    "service_at_locations": [{"location": {"name": "Town Hall", "addresses": [
        {"address_1": "1 High Street", "city": "Northbridge", "postal_code": "NB1 1AA"}]}}],
    "attributes": [{"taxonomy_term": {"code": "524", "taxonomy_detail": {"name": "LGSL"}}}],
}  # fmt: skip


def put(council: CouncilSite, path: str, value: object, **more: Any) -> None:
    council.put(path, json.dumps(value), content_type=JSON, **more)


def put_list(council: CouncilSite, page: int, of: int, *names: str, total: int | None = None) -> None:
    counts = {"total_items": total, "total_pages": of, "page_number": page, "size": len(names), "empty": False}
    ends = {"first_page": page == 1, "last_page": page == of}
    value = {**counts, **ends, "contents": [{"id": name, "name": name} for name in names]}
    put(council, f"/o/v3/services?page={page}", value)


def run(council: CouncilSite, fetcher: Fetcher) -> ImportRun:
    return collect(OpenReferral(f"{council.url}/o/v3/services", fetcher), {})


def said(result: ImportRun) -> str:
    return "\n".join(map(str, result.report.lines))


def test_a_service_becomes_a_page_without_the_names_of_persons(council: CouncilSite, fetcher: Fetcher) -> None:
    put_list(council, 1, 2, "s1", total=3)
    put_list(council, 2, 2, "s 2", "s3", total=3)
    put(council, "/o/v3/services/s1", FULL)
    put(council, "/o/v3/services/s%202", {**FULL, "id": "s 2", "name": "Closed", "status": "defunct"})
    put(council, "/o/v3/services/s3", {"id": "s3", "name": "Short", "description": "Only this."})
    result = run(council, fetcher)
    full, short = result.pages
    assert full.key == f"{council.url}/o/v3/services/s1"
    assert (full.title, full.url, full.lgsl) == ("Lunch club", "https://lunch.northbridge.example/", 524)
    assert full.summary == "A warm meal. Bring a friend & 'more'."
    assert full.updated_at is not None
    for words in ("Closed on 25 December.", "**a friend**", "## Who it is for", "Ages 55 and over.", "Meal, £4.5, each",
                  "Tuesday, Friday: 12:00 to 14:00", "Town Hall, 1 High Street, Northbridge, NB1 1AA", "Just come.",
                  "01632 960110", "01632 960111", "(mailto:lunch@northbridge.example)"):  # fmt: skip
        assert words in full.body_markdown, words
    assert "Person" not in full.body_markdown
    assert (short.body_markdown, short.updated_at) == ("Only this.", None)
    assert "closed, so it was skipped" in said(result)
    assert result.complete


def test_the_names_of_version_1_are_understood(council: CouncilSite, fetcher: Fetcher) -> None:
    value = {"totalElements": 1, "totalPages": 1, "number": 1, "last": True, "content": [{"id": 7}]}
    put(council, "/o/v3/services?page=1", value)
    old = {
        "id": 7, "name": "Club", "description": "Words.", "fees": "Free", "eligibilitys": [{"eligibility": "Adults"}],
        "regular_schedules": [{"byday": "MO", "opens_at": "09:00", "closes_at": "10:00"}],
        "service_at_locations": [{"location": {"physical_addresses": [{"address_1": "2 Mill Lane"}]}}],
        "service_taxonomys": [{"taxonomy": {"id": "LGSL:524", "vocabulary": "esdServices"}}],
    }  # fmt: skip
    put(council, "/o/v3/services/7", old)
    (page,) = run(council, fetcher).pages
    for words in ("Free", "Adults", "Monday: 09:00 to 10:00", "2 Mill Lane"):
        assert words in page.body_markdown
    assert page.lgsl == 524


def test_a_service_with_a_fault_is_kept_and_one_that_is_gone_is_not(council: CouncilSite, fetcher: Fetcher) -> None:
    names = [f"s{number}" for number in range(8)]
    put_list(council, 1, 1, *names, "s1")
    for name in names:
        put(council, f"/o/v3/services/{name}", {"id": name, "name": name, "description": "Words."})
    known = {page.key: KnownPage(page.digest) for page in run(council, fetcher).pages}
    assert len(known) == 8
    council.put("/o/v3/services/s0", status=404)
    council.put("/o/v3/services/s1", status=500)
    council.put("/o/v3/services/s2", b'{"id":', content_type=JSON)
    council.put("/o/v3/services/s3", "<p>Sorry</p>")
    council.put("/o/v3/services/s4", b"{" + b" " * 10_000_001, content_type=JSON)
    put(council, "/o/v3/services/s5", {"id": "s5"})
    result = run(council, fetcher)
    changes = diff(known, result)
    assert changes.gone == (f"{council.url}/o/v3/services/s0",)
    assert len(changes.missing) == 5
    for words in ("status 404", "status 500", "not well-formed", "text/html", "larger than 10 MB", "no name"):
        assert words in said(result)


@pytest.mark.parametrize(
    ("answer", "words"),
    [(Answer(status=500), "status 500"), (Answer(b"{]", content_type=JSON), "not well-formed"),
     (Answer(status=302, headers={"Location": "http://169.254.169.254/"}), "not a public address"),
     (Answer(b"x" * 99, drip=0.1, content_type=JSON), "too long")],
)  # fmt: skip
def test_a_list_with_a_fault_cuts_the_run_short(
    council: CouncilSite, fetcher: Fetcher, answer: Answer, words: str
) -> None:
    put_list(council, 1, 2, "s1")
    put(council, "/o/v3/services/s1", FULL)
    council.answers["/o/v3/services?page=2"] = answer
    result = run(council, fetcher)
    assert (len(result.pages), result.complete) == (1, False)
    assert words in said(result)


def test_a_feed_that_promises_more_than_it_lists_retires_nothing(council: CouncilSite, fetcher: Fetcher) -> None:
    put_list(council, 1, 1, "s1", total=40)
    put(council, "/o/v3/services/s1", FULL)
    result = run(council, fetcher)
    assert "says that it has 40 services, but lists 1" in said(result)
    assert not result.complete


def test_hostile_fields_become_harmless(council: CouncilSite, fetcher: Fetcher) -> None:
    put_list(council, 1, 1, "../../admin", "x")
    evil = {**FULL, "url": "javascript:alert(1)", "email": "a@b.example](javascript:1)", "name": "<script>x</script>",
            "description": "<p onclick=x>Hi<script>alert(1)</script></p>", "schedules": "x", "contacts": [5, None],
            "attributes": {"taxonomy_term": []}, "phones": {"number": "[x](javascript:1)"}}  # fmt: skip
    put(council, "/o/v3/services/x", evil)
    result = run(council, fetcher)
    (page,) = result.pages
    assert "/o/v3/services/..%2F..%2Fadmin" in council.asked
    assert page.url == ""
    assert "](javascript" not in page.body_markdown.replace(r"\](", "")
    assert "<" not in page.body_markdown
