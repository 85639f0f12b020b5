"""Writing and reviewing pages."""

from __future__ import annotations

import asyncio

import pytest

from api.kernel.errors import NotAllowed
from api.kernel.form_problems import FormProblem
from api.pages.editing.page_problems import EditedMeanwhile, NotNow, PageExists, PageNotFound
from api.pages.editing.repository import PageFilter
from tests.support.pages.newsroom import AGENT, ALEX, BLAKE, CASEY, Newsroom, draft


async def test_a_new_page_is_a_draft_that_residents_do_not_see(newsroom: Newsroom) -> None:
    assert await newsroom.editing.create(CASEY, "bins-flats", draft("bins-flats")) == 1
    await newsroom.replica.catch_up()
    assert (await newsroom.knowledge.history(CASEY, "bins-flats")).page.status == "draft"
    assert "bins-flats" not in newsroom.live.edition.pages


@pytest.mark.parametrize("page_id", ["Bins", "bins_flats", "", "../bins", "b" * 81])
async def test_an_address_that_is_no_slug_is_refused(newsroom: Newsroom, page_id: str) -> None:
    with pytest.raises(FormProblem):
        await newsroom.editing.create(CASEY, page_id, draft("bins"))


async def test_an_address_that_is_taken_is_refused(newsroom: Newsroom) -> None:
    with pytest.raises(PageExists):
        await newsroom.editing.create(CASEY, "bins", draft("bins"))


async def test_of_two_who_edit_the_same_version_the_second_is_told(newsroom: Newsroom) -> None:
    await newsroom.editing.save(ALEX, "bins", 1, draft("bins", body="Alex's text."))
    with pytest.raises(EditedMeanwhile) as told:
        await newsroom.editing.save(BLAKE, "bins", 1, draft("bins", body="Blake's text."))
    assert told.value.detail.startswith("alex saved version 2 of this page on ")
    history = await newsroom.knowledge.history(ALEX, "bins")
    assert [version.body for version in history.versions] == [
        "Alex's text.",
        "We look after bins within {{ waste.days }}.",
    ]


async def test_of_two_who_save_at_the_same_moment_one_is_told(newsroom: Newsroom) -> None:
    saves = [newsroom.editing.save(who, "bins", 1, draft("bins", body=f"{who.username}.")) for who in (ALEX, BLAKE)]
    came_of_it = await asyncio.gather(*saves, return_exceptions=True)
    assert sorted(type(each).__name__ for each in came_of_it) == ["EditedMeanwhile", "int"]
    assert len((await newsroom.knowledge.history(ALEX, "bins")).versions) == 2


async def test_saving_again_supersedes_the_draft_and_takes_it_out_of_review(newsroom: Newsroom) -> None:
    await newsroom.edited(ALEX, "bins", 1, body="Two.")
    await newsroom.editing.save(BLAKE, "bins", 2, draft("bins", body="Three."))
    assert await newsroom.states("bins") == ["published", "superseded", "draft"]


async def test_a_rejected_version_says_why_and_can_be_improved(newsroom: Newsroom) -> None:
    number = await newsroom.edited(CASEY, "bins", 1, body="Two.")
    await newsroom.editing.reject(ALEX, "bins", number, "The second step is missing.")
    version = (await newsroom.knowledge.history(CASEY, "bins")).versions[0]
    assert (version.state, version.reviewer, version.verdict) == ("rejected", "alex", "The second step is missing.")
    assert await newsroom.editing.save(CASEY, "bins", number, draft("bins", body="Three.")) == 3


async def test_a_rejection_needs_a_reason(newsroom: Newsroom) -> None:
    number = await newsroom.edited(CASEY, "bins", 1, body="Two.")
    with pytest.raises(FormProblem):
        await newsroom.editing.reject(ALEX, "bins", number, "no")


async def test_going_back_is_a_new_version_that_waits_for_review(newsroom: Newsroom) -> None:
    number = await newsroom.edited(ALEX, "bins", 1, body="Two.")
    await newsroom.publishing.publish(BLAKE, "bins", number)
    back = await newsroom.editing.roll_back(ALEX, "bins", 1)
    assert await newsroom.states("bins") == ["superseded", "published", "in_review"]
    await newsroom.publishing.publish(BLAKE, "bins", back)
    assert newsroom.body("bins") == "We look after bins within 2 working days."


async def test_only_those_who_may_write_can(newsroom: Newsroom) -> None:
    with pytest.raises(NotAllowed):
        await newsroom.editing.save(AGENT, "bins", 1, draft("bins"))
    with pytest.raises(NotAllowed):
        await newsroom.editing.reject(CASEY, "bins", 1, "Not good enough.")
    with pytest.raises(NotAllowed):
        await newsroom.knowledge.listing(AGENT, PageFilter())


async def test_what_is_not_there_is_not_found(newsroom: Newsroom) -> None:
    with pytest.raises(PageNotFound):
        await newsroom.editing.save(ALEX, "nothing", 1, draft("bins"))
    with pytest.raises(PageNotFound):
        await newsroom.editing.submit(ALEX, "bins", 9)


async def test_a_published_version_cannot_be_sent_for_review(newsroom: Newsroom) -> None:
    with pytest.raises(NotNow):
        await newsroom.editing.submit(ALEX, "bins", 1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"body": "x" * 60_001}, "body"),
        ({"service": "nonsense"}, "service"),
        ({"synonyms": tuple(f"word {n}" for n in range(61))}, "synonyms"),
    ],
)
async def test_what_cannot_be_kept_is_told_by_field(newsroom: Newsroom, changed: dict[str, object], field: str) -> None:
    with pytest.raises(FormProblem) as told:
        await newsroom.editing.save(ALEX, "bins", 1, draft("bins", **changed))
    assert told.value.field == field


async def test_windows_line_ends_and_nulls_are_cleaned(newsroom: Newsroom) -> None:
    await newsroom.editing.save(ALEX, "bins", 1, draft("bins", body="One.\r\n\x00Two.\r\n", synonyms=("Bin ", "bin")))
    version = (await newsroom.knowledge.history(ALEX, "bins")).versions[0]
    assert (version.body, version.synonyms) == ("One.\nTwo.", ["bin"])


async def test_everything_is_on_record(newsroom: Newsroom) -> None:
    number = await newsroom.edited(ALEX, "bins", 1, body="Two.")
    await newsroom.publishing.publish(BLAKE, "bins", number)
    events = await newsroom.audited("bins")
    assert [(event.actor, event.action, event.details["version"]) for event in events] == [
        ("alex", "page_saved", 2),
        ("alex", "page_submitted", 2),
        ("blake", "page_published", 2),
    ]
    assert events[0].address == "192.0.2.1"


async def test_pages_can_be_listed_and_found(newsroom: Newsroom) -> None:
    await newsroom.edited(ALEX, "bins", 1, body="A rare word: zeugma.")
    listed = await newsroom.knowledge.listing(CASEY, PageFilter())
    assert [each.page.id for each in listed.pages] == ["bins", "parks", "trees"]
    assert listed.counts == {"published": 3}
    for wanted in (PageFilter(waiting=True), PageFilter(words="ZEUGMA"), PageFilter(service="bins")):
        assert [each.newest.number for each in (await newsroom.knowledge.listing(CASEY, wanted)).pages] == [2]
    assert (await newsroom.knowledge.listing(CASEY, PageFilter(status="retired"))).pages == ()


def faults_of(found: object) -> list[str]:
    assert isinstance(found, tuple)
    return [str(fault) for fault in found]


async def test_a_preview_shows_the_page_or_what_is_wrong_with_it(newsroom: Newsroom) -> None:
    good = newsroom.knowledge.preview("bins", draft("bins", body="Within {{ waste.days }}. See [p](/services/parks)."))
    assert getattr(good, "body", None) == "Within 2 working days. See [p](/services/parks)."
    bad = newsroom.knowledge.preview("bins", draft("bins", body="Fine.\n[x](/services/no)"))
    assert faults_of(bad) == ["body, line 2: The link `/services/no` leads to no page of this pack."]
