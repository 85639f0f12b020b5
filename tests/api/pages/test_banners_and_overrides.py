"""Banners, corrected searches and imports."""

from __future__ import annotations

from datetime import timedelta

import pytest

from api.db.base import now
from api.kernel.errors import NotAllowed, NotFound
from api.kernel.form_problems import FormProblem
from api.pages.editing.imports import ImportedPages
from api.pages.editing.page_problems import PageNotFound
from tests.support.pages.newsroom import ALEX, CASEY, Newsroom, draft


async def test_a_banner_is_on_every_page_until_somebody_ends_it(newsroom: Newsroom) -> None:
    banner_id = await newsroom.knowledge.banners.show(ALEX, "The tip is  closed.", "/services/bins")
    shown = newsroom.live.edition.banner(now())
    assert shown is not None
    assert (shown.text, shown.link) == ("The tip is closed.", "/services/bins")
    await newsroom.knowledge.banners.end(ALEX, banner_id)
    assert newsroom.live.edition.banner(now()) is None


async def test_a_banner_keeps_its_hours_and_the_latest_wins(newsroom: Newsroom) -> None:
    at, hour = now(), timedelta(hours=1)
    await newsroom.knowledge.banners.show(ALEX, "All week.", None, at - hour)
    await newsroom.knowledge.banners.show(ALEX, "Tonight.", None, at + hour, at + 2 * hour)
    edition = newsroom.live.edition
    texts = [edition.banner(at + n * hour) for n in (-2, 0, 1, 2)]
    assert [banner and banner.text for banner in texts] == [None, "All week.", "Tonight.", "All week."]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//elsewhere.example", "http://plain.example", "/a b"])
async def test_a_banner_links_only_where_it_is_safe(newsroom: Newsroom, link: str) -> None:
    with pytest.raises(FormProblem):
        await newsroom.knowledge.banners.show(ALEX, "Text.", link)


async def test_a_banner_that_is_over_cannot_be_ended(newsroom: Newsroom) -> None:
    with pytest.raises(NotFound):
        await newsroom.knowledge.banners.end(ALEX, 99)
    with pytest.raises(NotAllowed):
        await newsroom.knowledge.banners.show(CASEY, "Text.")


async def test_a_pinned_page_comes_first_for_that_question_alone(newsroom: Newsroom) -> None:
    def first(question: str) -> tuple[str, str | None]:
        found = newsroom.live.searcher().search(question)
        return found.ranked[0].page.id, found.pinned

    before = first("about trees")
    last = newsroom.live.searcher().search("About Trees").ranked[-1].page.id
    override_id = await newsroom.knowledge.overrides.set(ALEX, "About Trees?", last, "pin")
    assert first("about trees") == (last, last)
    assert first("about bins, please")[1] is None
    await newsroom.knowledge.overrides.remove(ALEX, override_id)
    assert first("about trees") == before


async def test_an_excluded_page_is_left_out_for_that_question_alone(newsroom: Newsroom) -> None:
    await newsroom.knowledge.overrides.set(ALEX, "about trees", "trees", "exclude")
    found = [
        [hit.page.id for hit in newsroom.live.searcher().search(text).ranked] for text in ("ABOUT trees!", "trees")
    ]
    assert "trees" not in found[0]
    assert "trees" in found[1]


async def test_a_question_has_one_pinned_page_and_no_name_in_it(newsroom: Newsroom) -> None:
    for page_id in ("bins", "parks"):
        await newsroom.knowledge.overrides.set(ALEX, "I am Ada Lovelace, where are the trees", page_id, "pin")
    (only,) = await newsroom.knowledge.overrides.listing(ALEX)
    assert (only.page_id, only.kind) == ("parks", "pin")
    assert "lovelace" not in only.phrase
    assert newsroom.live.searcher().search("Where are the trees?").pinned == "parks"


async def test_only_a_published_page_can_be_pinned(newsroom: Newsroom) -> None:
    with pytest.raises(PageNotFound):
        await newsroom.knowledge.overrides.set(ALEX, "trees", "nothing", "pin")


async def test_an_import_makes_drafts_and_doing_it_again_changes_only_what_changed(newsroom: Newsroom) -> None:
    imports = newsroom.knowledge.imports
    run = await imports.start(ALEX, "files", {"folder": "pages"})
    assert await imports.keep(run, "cms/1", "roads", draft("roads")) == ("roads", ImportedPages.NEW)
    assert await imports.keep(run, "cms/2", "bins", draft("bins", service=None)) == ("bins-2", ImportedPages.NEW)
    again = await imports.start(ALEX, "files", {})
    assert await imports.keep(again, "cms/1", "roads", draft("roads")) == ("roads", ImportedPages.SAME)
    assert await imports.keep(again, "cms/2", "bins", draft("bins", body="New.")) == ("bins-2", ImportedPages.CHANGED)
    await newsroom.editing.save(CASEY, "roads", 1, draft("roads", body="Ours."))
    assert await imports.keep(again, "cms/1", "roads", draft("roads", body="Theirs.")) == (
        "roads",
        ImportedPages.EDITED_HERE,
    )
    await imports.finish(again, {"changed": 1}, ["Changed bins-2."])
    assert [(each.state, each.counts) for each in await imports.listing(ALEX)] == [
        ("done", {"changed": 1}),
        ("running", {}),
    ]


async def test_whoever_started_an_import_may_publish_what_it_brought(newsroom: Newsroom) -> None:
    run = await newsroom.knowledge.imports.start(ALEX, "files", {})
    await newsroom.knowledge.imports.keep(run, "cms/1", "roads", draft("roads"))
    await newsroom.editing.submit(ALEX, "roads", 1)
    await newsroom.publishing.publish(ALEX, "roads", 1)
    assert "roads" in newsroom.live.edition.pages
    await newsroom.knowledge.imports.keep(run, "cms/1", "roads", draft("roads", body="Newer."))
    assert await newsroom.states("roads") == ["published", "draft"]
