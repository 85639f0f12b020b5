"""Residents say once how it went, and what they write is redacted; a low rating opens a review."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from api.casework.supervision import reviews
from api.casework.supervision.build import Supervision
from api.casework.supervision.ratings import CommentNotRedacted, NothingToRate
from api.conversation.admission import ConversationNotFound
from api.conversation.schemas import Satisfaction
from api.db.tables.supervision import Rating, Review
from api.settings import Role
from tests.support.casework.floor import Floor, Resident
from tests.support.staff.desk import NAME, Desk


async def asked(resident: Resident) -> bool:
    return (await resident.chat.transcript(resident.id, resident.token)).rate


async def ended(floor: Floor, text: str = "my bin was missed") -> Resident:
    resident = await floor.resident()
    await resident.says(text)
    await floor.chat.close(resident.id, resident.token)
    return resident


async def reviews_of(floor: Floor, resident: Resident) -> int:
    return len(await floor.rows(select(Review).where(Review.conversation_id == resident.id)))


async def test_a_resident_is_asked_once_it_has_ended_and_only_once(floor: Floor, oversight: Supervision) -> None:
    resident = await floor.resident()
    await resident.says("hello")
    assert not await asked(resident)
    with pytest.raises(NothingToRate):
        await oversight.ratings.rate(resident.id, resident.token, Satisfaction(score=5))
    assert (await floor.chat.close(resident.id, resident.token)).rate
    assert await asked(resident)
    await oversight.ratings.rate(resident.id, resident.token, Satisfaction(score=5))
    assert not await asked(resident)


async def test_who_said_nothing_is_not_asked(floor: Floor) -> None:
    resident = await floor.resident()
    assert not (await floor.chat.close(resident.id, resident.token)).rate


async def test_a_closed_case_asks_though_the_chat_goes_on_and_the_rating_is_its_teams(
    floor: Floor, oversight: Supervision
) -> None:
    resident, case = await floor.waiting()
    sam = await floor.member()
    await floor.work.claim(sam, case.reference)
    assert not await asked(resident)
    await floor.work.close(sam, case.reference)
    assert await asked(resident)
    await oversight.ratings.rate(resident.id, resident.token, Satisfaction(score=4))
    kept = (await floor.rows(select(Rating).where(Rating.conversation_id == resident.id)))[0][0]
    assert (kept.reference, kept.team, kept.score) == (case.reference, "waste", 4)
    assert await reviews_of(floor, resident) == 0


async def test_a_comment_is_redacted_and_sent_again_the_first_stands(floor: Floor, oversight: Supervision) -> None:
    resident = await ended(floor, f"I am {NAME}")
    said = Satisfaction(score=1, comment=f"{NAME} was not helped")
    first = await oversight.ratings.rate(resident.id, resident.token, said)
    again = await oversight.ratings.rate(resident.id, resident.token, Satisfaction(score=5, comment="Other words"))
    assert first == again and first.comment == "<PERSON_1> was not helped" and first.score == 1
    assert await reviews_of(floor, resident) == 1


async def test_five_at_once_keep_one_rating_and_open_one_review(floor: Floor, oversight: Supervision) -> None:
    resident = await ended(floor)
    rate = oversight.ratings.rate
    await asyncio.gather(*(rate(resident.id, resident.token, Satisfaction(score=2)) for _ in range(5)))
    assert await reviews_of(floor, resident) == 1


async def test_when_redaction_fails_nothing_is_kept(floor: Floor, oversight: Supervision, desk: Desk) -> None:
    resident = await ended(floor)
    desk.redactor.broken = True
    with pytest.raises(CommentNotRedacted):
        await oversight.ratings.rate(resident.id, resident.token, Satisfaction(score=1, comment="words"))
    assert await floor.rows(select(Rating).where(Rating.conversation_id == resident.id)) == []
    assert (await oversight.ratings.rate(resident.id, resident.token, Satisfaction(score=1))).score == 1


async def test_a_comment_that_tells_of_danger_is_reviewed_whatever_the_score(
    floor: Floor, oversight: Supervision
) -> None:
    resident = await ended(floor)
    await oversight.ratings.rate(resident.id, resident.token, Satisfaction(score=5), danger=True)
    assert await reviews_of(floor, resident) == 1


async def test_another_token_rates_nothing(floor: Floor, oversight: Supervision) -> None:
    resident = await ended(floor)
    with pytest.raises(ConversationNotFound):
        await oversight.ratings.rate(resident.id, "another", Satisfaction(score=1))


async def test_a_supervisor_reviews_it_with_a_note_and_quality_tags(floor: Floor, oversight: Supervision) -> None:
    resident, case = await floor.waiting()
    sam, lea = await floor.member(), await floor.member(Role.SUPERVISOR, name="Lea Marsh")
    await floor.work.claim(sam, case.reference)
    await floor.work.close(sam, case.reference)
    await oversight.ratings.rate(resident.id, resident.token, Satisfaction(score=2, comment="Slow"))
    browser = await floor.desk.signed_in(Role.SUPERVISOR)
    listing = (await browser.get("/staff/reviews")).text
    assert "Slow" in listing and case.reference in listing
    review_id = (await floor.rows(select(Review.id).where(Review.conversation_id == resident.id)))[0][0]
    assert "Mark as reviewed" in (await browser.get(f"/staff/reviews/{review_id}")).text
    done = await browser.post(f"/staff/reviews/{review_id}", note=f"Spoke to {NAME}", tags="too_slow")
    assert done.headers["location"] == "/staff/reviews?done=reviewed"
    shown = await oversight.reviews.show(lea, review_id)
    assert shown.tags == {"too_slow"} and "[name hidden]" in shown.note
    assert "Too slow" in (await browser.get(f"/staff/reviews/{review_id}")).text
    assert (await browser.post(f"/staff/reviews/{review_id}")).status_code == 409
    actions = [event.action for event in await floor.desk.audited(f"case {case.reference}", reads=True)]
    reading = actions.count("case_read")  # two supervisors, once each
    assert reading == 2
    assert [each for each in actions if each != "case_read"][-2:] == ["rating_reviewed", "case_quality_tagged"]


async def test_a_review_and_its_tags_are_written_together_or_not_at_all(
    floor: Floor, oversight: Supervision, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident, case = await floor.waiting()
    sam, lea = await floor.member(), await floor.member(Role.SUPERVISOR)
    await floor.work.claim(sam, case.reference)
    await floor.work.close(sam, case.reference)
    await oversight.ratings.rate(resident.id, resident.token, Satisfaction(score=1, comment=""))
    review_id = (await floor.rows(select(Review.id).where(Review.conversation_id == resident.id)))[0][0]

    async def fails(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(reviews, "put_tags", fails)
        with pytest.raises(ConnectionError):
            await oversight.reviews.mark(lea, review_id, "Slow", ["too_slow"])
    shown = await oversight.reviews.show(lea, review_id)
    assert (shown.line.reviewed, shown.tags) == ("", frozenset())
    await oversight.reviews.mark(lea, review_id, "Slow", ["too_slow"])
    assert (await oversight.reviews.show(lea, review_id)).tags == {"too_slow"}
