"""What other programs read over HTTP: pages, linked data, the Open Referral UK feed, the pack."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx

from knowledge.importers.collect import collect
from knowledge.importers.fetch import Fetcher
from knowledge.importers.kind import SourceKind
from knowledge.importers.sources import make_importer


def test_a_program_lists_pages_part_by_part_and_reads_one(client: httpx.Client) -> None:
    first = client.get("/api/v1/pages", params={"per_page": 3}).json()
    second = client.get("/api/v1/pages", params={"per_page": 3, "page": 2}).json()
    assert first["total"] > 100 and len(first["pages"]) == len(second["pages"]) == 3
    assert not {each["id"] for each in first["pages"]} & {each["id"] for each in second["pages"]}
    page = client.get("/api/v1/pages/missed-bin").json()
    assert page["title"] and "{{" not in page["body"] and page["url"].endswith("/services/missed-bin")
    assert client.get("/api/v1/pages/nothing").json()["code"] == "not_found"
    assert client.get("/api/v1/pages", params={"page": 0}).status_code == 422


def test_a_page_carries_linked_data_that_runs_nothing(client: httpx.Client) -> None:
    answer = client.get("/services/missed-bin")
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.DOTALL)
    linked = json.loads(found)
    assert linked["@type"] == "GovernmentService" and linked["identifier"]["value"] == "524"
    assert linked == client.get("/api/v1/pages/missed-bin.jsonld").json()
    assert "unsafe-inline" not in answer.headers["content-security-policy"]


def test_the_feed_is_read_by_our_own_importer(client: httpx.Client) -> None:
    base = f"{client.base_url}/api/v1/openreferral".replace("//api", "/api")
    listing = client.get("/api/v1/openreferral/services", params={"page": 1}).json()
    header = ("total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty")
    assert all(name in listing for name in header) and listing["first_page"] is True
    with Fetcher(allowed=frozenset({"127.0.0.1"}), pace=0.0) as fetcher:
        run = collect(make_importer(SourceKind.OPEN_REFERRAL, base, fetcher), {})
    assert run.complete and len(run.pages) == listing["total_items"]
    bin_page = next(page for page in run.pages if page.url.endswith("/services/missed-bin"))
    assert bin_page.lgsl == 524 and "<" not in bin_page.title
    assert client.get("/api/v1/openreferral/services/not-an-id").status_code == 422


def test_the_pack_of_the_site_is_imported_elsewhere(client: httpx.Client, tmp_path: Path) -> None:
    answer = client.get("/api/v1/pack.zip")
    assert answer.headers["content-type"] == "application/zip"
    (tmp_path / "pack.zip").write_bytes(answer.content)
    with Fetcher() as fetcher:
        run = collect(make_importer(SourceKind.FOLDER, str(tmp_path / "pack.zip"), fetcher), {})
    assert run.complete and len(run.pages) == client.get("/api/v1/pages").json()["total"]
    assert client.get("/api/v1/pack.zip").content == answer.content


def test_the_a_to_z_knows_other_names(client: httpx.Client) -> None:
    assert "A to Z: A" in client.get("/a-to-z").text
    page = client.get("/a-to-z/b").text
    assert re.search(r'B[a-z ]+: see <a class="govuk-link" href="/services/', page)
    assert client.get("/a-to-z/%3C", headers={"accept": "text/html"}).status_code == 404
