"""Ratings that a supervisor has to look at: the list, one of them, and that it was looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases import read_record as reading
from api.casework.cases.case_words import SENDERS
from api.casework.cases.typed_text import message
from api.casework.life.locked_case import CaseLocks
from api.casework.supervision.quality_tags import TAGS, put_tags, tags_of
from api.casework.wording import say
from api.conversation import hidden_words as hidden
from api.conversation import shown_messages as present
from api.conversation.repository import ChatRepository
from api.db.base import now
from api.db.paging import one_page
from api.db.tables.conversations import MessageRecord
from api.db.tables.supervision import Rating, Review
from api.kernel import audit
from api.kernel.errors import Conflict, NotAllowed, NotFound
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member, Permission
from api.kernel.times import moment
from bot.council import Council

PAGE = 50
NOTE_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review in the list."""

    id: int
    score: int
    team: str
    about: str
    reference: str | None
    comment: Markup
    opened: str
    reviewed: str
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class ShownReview:
    """One review with its conversation, personal details hidden."""

    line: ReviewLine
    note: Markup
    messages: Sequence[tuple[str, str, Markup]]  # sender, who and when, words
    tags: frozenset[str]


class Reviews:
    """What supervisors do with low ratings. `now` may be turned in tests."""

    def __init__(self, case_locks: CaseLocks, council: Council, clock: Callable[[], datetime] = now) -> None:
        self._case_locks, self._council, self._clock = case_locks, council, clock

    async def listing(self, member: Member, *, done: bool, page: int = 1) -> tuple[Sequence[ReviewLine], bool]:
        """The page of the list, oldest first while they wait, else newest first; and whether there are more."""
        _refuse(member, Permission.SEE_REPORTS)
        state = Review.reviewed_at.is_not(None) if done else Review.reviewed_at.is_(None)
        order = Review.reviewed_at.desc() if done else Review.opened_at
        query = select(Review, Rating).join(Rating, Rating.conversation_id == Review.conversation_id).where(state)
        async with self._case_locks.database.transaction() as session:
            rows = (await session.execute(one_page(query.order_by(order, Review.id), page, PAGE))).all()
        return [self._line(review, rating) for review, rating in rows[:PAGE]], len(rows) > PAGE

    async def show(self, member: Member, review_id: int) -> ShownReview:
        """One review. Raises NotFound."""
        _refuse(member, Permission.SEE_REPORTS)
        async with self._case_locks.database.transaction() as session:
            review, rating = await _found(session, review_id)
            if rating.reference is not None:
                await reading.record(session, member, rating.reference, self._clock())
            said = await ChatRepository(session).messages(review.conversation_id)
            tags = await tags_of(session, rating.reference) if rating.reference else frozenset()
            return ShownReview(
                self._line(review, rating), hidden.chips(review.note), [shown(each) for each in said], tags
            )

    async def mark(self, member: Member, review_id: int, note: str, tags: Collection[str]) -> None:
        """Marks a review as done, with a note (redacted) and quality tags on the case: all of it or nothing.

        Raises FormProblem or Conflict.
        """
        _refuse(member, Permission.OVERRULE)
        if len(note) > NOTE_LIMIT or "\x00" in note:
            raise FormProblem("note", say("reviews.note", most=f"{NOTE_LIMIT:,}"))
        safe = self._case_locks.without_details(message(note, "note"), "note") if note.strip() else ""
        async with self._case_locks.database.transaction() as session:
            review, rating = await _found(session, review_id, lock=True)
            if review.reviewed_at is not None:
                raise Conflict(say("reviews.reviewed_already", name=review.reviewed_by))
            review.reviewed_at, review.reviewed_by, review.note = self._clock(), member.username, str(safe)
            subject = audit.case(rating.reference) if rating.reference else f"review {review_id}"
            details: dict[str, audit.Detail] = {"score": rating.score}
            audit.record(session, member.username, audit.Action.RATING_REVIEWED, subject, details, member.address)
            if rating.reference is not None and set(tags) & set(TAGS):
                await put_tags(session, member, rating.reference, tags)

    def _line(self, review: Review, rating: Rating) -> ReviewLine:
        team = self._council.teams.get(rating.team or "")
        service = self._council.services.get(rating.service or "")
        return ReviewLine(
            id=review.id,
            score=rating.score,
            team=team.name if team else say("reviews.assistant_alone"),
            about=service.name if service else say("reviews.no_service"),
            reference=rating.reference,
            comment=hidden.chips(rating.comment),
            opened=moment(review.opened_at),
            reviewed=moment(review.reviewed_at) if review.reviewed_at else "",
            reviewed_by=review.reviewed_by or "",
        )


def shown(said: MessageRecord) -> tuple[str, str, Markup]:
    """A message for a page that only reads: sender, who and when, words."""
    who = SENDERS.get(said.sender) or said.sender_name or say("case.staff")
    words = hidden.chips(said.text) if said.sender == "resident" else hidden.chips_in_html(present.html(said.text))
    return said.sender, f"{who}, {moment(said.created_at)}", words


def _refuse(member: Member, permission: Permission) -> None:
    if not member.may(permission):
        raise NotAllowed()


async def _found(session: AsyncSession, review_id: int, *, lock: bool = False) -> tuple[Review, Rating]:
    query = select(Review).where(Review.id == review_id)
    review = await session.scalar(query.with_for_update() if lock else query)
    if review is None:
        raise NotFound()
    conversation_id: UUID = review.conversation_id
    return review, await session.get_one(Rating, conversation_id)
