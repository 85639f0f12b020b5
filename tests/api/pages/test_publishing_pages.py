"""Publishing, retiring, and bringing the pack in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from api.kernel.errors import NotAllowed
from api.pages.editing.page_problems import NotNow, Unpublishable
from tests.support.pages.newsroom import ALEX, BLAKE, CASEY, PACK, CountingEncoder, Newsroom, draft, source


async def test_what_is_published_is_live_at_once_with_its_facts(newsroom: Newsroom) -> None:
    number = await newsroom.edited(ALEX, "bins", 1, body="Now within {{ waste.days }}.")
    release = await newsroom.publishing.publish(BLAKE, "bins", number)
    assert newsroom.live.edition.release == release
    assert newsroom.body("bins") == "Now within 2 working days."
    assert await newsroom.states("bins") == ["superseded", "published"]


async def test_only_the_changed_page_is_encoded(newsroom: Newsroom) -> None:
    assert isinstance(newsroom.encoder, CountingEncoder)
    number = await newsroom.edited(ALEX, "bins", 1, body="Quite new.")
    newsroom.encoder.encoded.clear()
    await newsroom.publishing.publish(BLAKE, "bins", number)
    assert newsroom.encoder.encoded == ["About bins. Quite new."]


async def test_whoever_began_with_an_edition_can_finish_with_it(newsroom: Newsroom) -> None:
    before = newsroom.live.searcher()
    number = await newsroom.edited(ALEX, "bins", 1, body="Quite new.")
    await newsroom.publishing.publish(BLAKE, "bins", number)
    bodies = {hit.page.id: hit.page.body for hit in before.search("bins").ranked}
    assert bodies["bins"] == "We look after bins within 2 working days."
    assert newsroom.live.searcher() is not before


async def test_nobody_publishes_what_they_wrote(newsroom: Newsroom) -> None:
    number = await newsroom.edited(ALEX, "bins", 1, body="Two.")
    with pytest.raises(NotNow, match="page_not_ready") as told:
        await newsroom.publishing.publish(ALEX, "bins", number)
    assert told.value.detail == "You wrote part of this version, so somebody else must publish it."
    assert await newsroom.states("bins") == ["published", "in_review"]


async def test_where_one_person_may_do_both_they_can(newsroom: Newsroom, empty_database: str, tmp_path: Path) -> None:
    single = Newsroom(empty_database, tmp_path / "other", alone=True)
    number = await single.edited(ALEX, "bins", 1, body="Two.")
    await single.publishing.publish(ALEX, "bins", number)
    assert single.body("bins") == "Two."
    await single.close()


async def test_a_supervisor_writes_and_an_administrator_publishes(newsroom: Newsroom) -> None:
    number = await newsroom.edited(CASEY, "bins", 1, body="Two.")
    with pytest.raises(NotAllowed):
        await newsroom.publishing.publish(CASEY, "bins", number)
    await newsroom.publishing.publish(ALEX, "bins", number)


async def test_a_page_with_a_fault_is_refused_with_its_line_and_nothing_changes(newsroom: Newsroom) -> None:
    number = await newsroom.edited(ALEX, "bins", 1, body="Fine.\n\nCall {{ waste.nobody }}.")
    with pytest.raises(Unpublishable) as told:
        await newsroom.publishing.publish(BLAKE, "bins", number)
    assert "bins: body, line 3: There is no fact called `waste.nobody`." in told.value.detail
    assert await newsroom.states("bins") == ["published", "in_review"]
    assert newsroom.live.edition.release == 1


async def test_several_are_published_in_one_release_without_those_that_cannot_be(newsroom: Newsroom) -> None:
    for page_id in ("parks", "trees"):
        await newsroom.edited(ALEX, page_id, 1, body="New.")
    await newsroom.edited(ALEX, "bins", 1, body="{{ broken }}")
    done = await newsroom.publishing.publish_all(BLAKE, {"bins": 2, "parks": 2, "trees": 2, "nothing": 1})
    assert (done.release, done.done, sorted(done.refused)) == (2, ("parks", "trees"), ["bins", "nothing"])
    assert newsroom.body("trees") == "New."


async def test_a_retired_page_leads_to_another(newsroom: Newsroom) -> None:
    await newsroom.publishing.retire(ALEX, "trees", "parks")
    edition = newsroom.live.edition
    assert sorted(edition.pages) == ["bins", "parks"]
    assert edition.leads == {"trees": "parks"}
    assert await newsroom.states("trees") == ["superseded"]


async def test_a_page_that_stands_in_may_be_retired_too(newsroom: Newsroom) -> None:
    await newsroom.publishing.retire(ALEX, "trees", "parks")
    await newsroom.publishing.retire(ALEX, "parks", "bins")
    assert newsroom.live.edition.leads == {"trees": "bins", "parks": "bins"}


async def test_a_retired_page_can_come_back(newsroom: Newsroom) -> None:
    await newsroom.publishing.retire(ALEX, "trees", "parks")
    number = await newsroom.editing.roll_back(ALEX, "trees", 1)
    await newsroom.publishing.publish(BLAKE, "trees", number)
    assert "trees" in newsroom.live.edition.pages
    assert newsroom.live.edition.leads == {}


@pytest.mark.parametrize("target", ["trees", "nothing"])
async def test_only_another_published_page_can_stand_in(newsroom: Newsroom, target: str) -> None:
    with pytest.raises(NotNow):
        await newsroom.publishing.retire(ALEX, "trees", target)


async def test_a_draft_is_retired_without_a_release(newsroom: Newsroom) -> None:
    await newsroom.editing.create(CASEY, "roads", draft("roads"))
    assert await newsroom.publishing.retire(ALEX, "roads") is None


async def test_seeding_twice_changes_nothing(newsroom: Newsroom) -> None:
    again = await newsroom.seed()
    assert (again.added, again.updated, again.left_alone, again.release) == ((), (), (), None)
    assert newsroom.live.edition.release == 1


async def test_a_newer_pack_is_published(newsroom: Newsroom) -> None:
    seeded = await newsroom.seed([replace(PACK[0], body="From a newer pack."), *PACK[1:], source("roads")])
    assert (seeded.added, seeded.updated, seeded.release) == (("roads",), ("bins",), 2)
    assert newsroom.body("bins") == "From a newer pack."
    assert await newsroom.states("bins") == ["superseded", "published"]


@pytest.mark.parametrize("published", [True, False])
async def test_a_newer_pack_leaves_a_page_alone_that_somebody_edited(newsroom: Newsroom, published: bool) -> None:
    number = await newsroom.edited(ALEX, "bins", 1, body="Ours.")
    if published:
        await newsroom.publishing.publish(BLAKE, "bins", number)
    before = newsroom.body("bins")
    seeded = await newsroom.seed([replace(PACK[0], body="From a newer pack."), *PACK[1:]])
    assert (seeded.updated, seeded.left_alone) == ((), ("bins",))
    assert newsroom.body("bins") == before


async def test_a_newer_pack_does_not_bring_a_retired_page_back(newsroom: Newsroom) -> None:
    await newsroom.publishing.retire(ALEX, "trees", "parks")
    seeded = await newsroom.seed([*PACK[:2], replace(PACK[2], body="Again.")])
    assert seeded.left_alone == ("trees",)
    assert "trees" not in newsroom.live.edition.pages


async def test_a_page_that_the_pack_no_longer_has_stays_and_is_told(newsroom: Newsroom) -> None:
    seeded = await newsroom.seed(PACK[:2])
    assert seeded.gone == ("trees",)
    assert "trees" in newsroom.live.edition.pages
