"""Imports from end to end: a form, a background job, a real web server, drafts, and what is gone."""

from __future__ import annotations

import asyncio
import dataclasses
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from api.db.session import Database
from api.kernel.job_queue import make_queue
from api.pages.sharing.pack import export_pack
from api.settings import Settings
from api.wiring import make_import_job
from knowledge.importers.fetch import Fetcher
from tests.support.knowledge.council_site import CouncilSite, serve
from tests.support.pages.staffed import as_staff

if TYPE_CHECKING:
    from tests.conftest import Site
    from tests.support.pages.staffed import Visitor

PAGE = "/staff/knowledge/imports"
LOOPBACK = frozenset({"127.0.0.1"})


@pytest.fixture
def council() -> Iterator[CouncilSite]:
    with serve() as made:
        made.put("/robots.txt", "User-agent: *\nAllow: /\n", content_type="text/plain")
        for name in ("beach-huts", "punting-licence", "moorings"):
            made.page(f"/services/{name}", f"About {name}", f"<p>You can rent {name} from the council by the week.</p>")
        made.sitemap("/services/beach-huts", "/services/punting-licence", "/services/moorings")
        yield made


@pytest.fixture
def admin(site: Site) -> Iterator[Visitor]:
    with as_staff(site, "admin") as visitor:
        visitor.get(PAGE)
        yield visitor


def work(site: Site, *, anywhere: bool = True) -> None:
    """A worker does what is waiting. `anywhere` lets it read from this machine, where the test's council is."""

    async def until_done() -> None:
        parts = site.parts
        database = Database(parts.database.url, 3)
        job = make_import_job(parts.settings, database, parts.assistant.council, parts.assistant.live)
        if anywhere:
            job = dataclasses.replace(job, fetcher=lambda: Fetcher(allowed=LOOPBACK, pace=0.0))
        queue = make_queue(parts.database.url, job.jobs())
        async with queue.open_async():
            await queue.run_worker_async(wait=False, install_signal_handlers=False)
        await database.close()

    asyncio.run(until_done())


def start(admin: Visitor, kind: str, source: str = "", files: object = None, **more: str) -> str:
    answer = admin.post(PAGE, kind=kind, source=source, files=files, **more)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_page_that_its_site_says_is_the_same_is_not_sent_again(
    site: Site, admin: Visitor, council: CouncilSite
) -> None:
    paths = ["/services/slipways", "/services/quay-tolls", "/services/boat-stores"]
    for path in paths:
        council.page(path, f"About {path[10:]}", f"<p>You pay for {path[10:]} by the month.</p>", etag=f'"{path}"')
    council.sitemap(*paths)
    for dry in ({"dry_run": "yes"}, {}):
        start(admin, "sitemap", council.url, **dry)
        work(site)
    council.page(paths[0], "About slipways", "<p>Slipways now cost a good deal more than they did.</p>")
    council.heard.clear()
    second = start(admin, "sitemap", council.url)
    work(site)
    shown = admin.get(second).text
    assert "1 changed" in shown and "2 unchanged" in shown
    assert {each.get("if-none-match") for each in council.heard} == {None, *(f'"{path}"' for path in paths)}


def test_a_website_comes_in_as_drafts_and_what_is_gone_is_proposed(
    site: Site, admin: Visitor, council: CouncilSite
) -> None:
    dry = start(admin, "sitemap", council.url, dry_run="yes")
    assert "Under way" in admin.get(dry).text
    work(site)
    shown = admin.get(dry).text
    assert "3 new" in shown and "new: About beach-huts" in shown
    assert site.rows("select count(*) from kb_page where id = 'beach-huts'") == [(0,)]

    first = start(admin, "sitemap", council.url)
    work(site)
    assert "3 new" in admin.get(first).text
    found = site.rows("select status, published_version from kb_page where id in ('beach-huts', 'moorings')")
    assert found == [("draft", None), ("draft", None)]
    assert 'href="/staff/pages/beach-huts"' in admin.get(first).text
    assert "Service, sure to" in admin.get(first).text
    assert admin.get("/services/beach-huts").status_code == 404

    council.page("/services/moorings", "About moorings", "<p>Moorings now cost more than they did.</p>")
    council.sitemap("/services/beach-huts", "/services/moorings")
    council.answers.pop("/services/punting-licence")
    second = start(admin, "sitemap", council.url)
    work(site)
    shown = admin.get(second).text
    assert "0 new" in shown and "1 changed" in shown and "1 unchanged" in shown and "1 gone" in shown
    done = admin.post(f"{second}/retire", page_id="punting-licence")
    assert done.headers["location"] == f"{second}?done=retired"
    assert site.rows("select status from kb_page where id = 'punting-licence'") == [("retired",)]
    assert admin.post(f"{second}/retire", page_id="beach-huts").status_code == 404


def test_the_pack_of_another_council_comes_in_as_drafts(site: Site, admin: Visitor) -> None:
    council = site.parts.assistant.council.pack
    some = [dataclasses.replace(each, title=f"Elsewhere: {each.title}") for each in council.sources[:3]]
    packed = export_pack(Settings(_env_file=None).council_pack, some)
    run = start(admin, "folder", files={"file": ("pack.zip", packed, "application/zip")})
    work(site)
    shown = admin.get(run).text
    assert "3 new" in shown and "Failed" not in shown
    assert "100%: The page names its service" in shown
    number = re.sub(r"\D", "", run.rpartition("/")[2])
    author = f"import:{number}"
    states = site.rows("select distinct v.state from kb_version v where v.author = %s", author)
    assert states == [("draft",)]
    assert not list((site.parts.settings.data_dir / "uploads").iterdir())


def test_a_source_on_our_own_network_is_not_read(site: Site, admin: Visitor, council: CouncilSite) -> None:
    run = start(admin, "sitemap", council.url)
    work(site, anywhere=False)
    shown = admin.get(run).text
    assert "Failed" in shown and "not a public address" in shown
    assert council.asked == []


@pytest.mark.parametrize(
    ("kind", "source", "field"),
    [("sitemap", "northbridge", "source"), ("telepathy", "", "kind"), ("csv", "", "file")],
)
def test_what_is_wrong_is_said_beside_the_field(admin: Visitor, kind: str, source: str, field: str) -> None:
    answer = admin.post(PAGE, kind=kind, source=source)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_nobody_without_the_permission_starts_one(site: Site) -> None:
    with as_staff(site, "supervisor") as supervisor:
        assert supervisor.get(PAGE).status_code == 200
        assert supervisor.post(PAGE, kind="sitemap", source="https://www.northbridge.example").status_code == 403
    file = {"file": ("a.csv", b"x" * 300_000, "text/csv")}
    with site.client() as stranger:
        answer = stranger.post(PAGE, data={"kind": "csv"}, files=file)
    assert answer.headers["location"].startswith("/staff/sign-in")


def test_a_file_over_the_limit_is_refused(admin: Visitor) -> None:
    file = {"file": ("a.csv", b"x" * 20_100_000, "text/csv")}
    assert admin.post(PAGE, kind="csv", files=file).status_code == 413
