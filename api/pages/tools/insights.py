"""What the pages lack: pages that nobody was answered from, and questions that no page answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from api.db.base import now
from api.db.session import Database
from api.pages.publication.live import LivePages
from api.pages.tools.insights_repository import AskedQuestion, InsightRepository
from bot.understanding.model_words import without_placeholders
from knowledge.pack.page import Page
from knowledge.search.curated import normal
from knowledge.search.encoder import Encoder, Vectors

ALIKE = 0.75  # cosine from which two questions are about the same
SHOWN_WORDINGS = 5
LONGEST_TITLE = 70
NOTHING_YET = np.zeros(1, dtype=np.float32)  # like nothing


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions alike: how often, when last, how they were put, newest first; and a title for a page."""

    times: int
    last: datetime
    wordings: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class MissingAnswers:
    """Questions that no page answers, and those that were answered with little confidence."""

    unread: tuple[Page, ...]
    questions: tuple[QuestionGroup, ...]


@dataclass(frozen=True)
class Insights:
    """Looks for questions without a good answer over some days."""

    database: Database
    live: LivePages
    encoder: Encoder
    clock: Callable[[], datetime] = now

    async def lacking(self, days: int) -> MissingAnswers:
        """What the pages lacked in the last days."""
        since = self.clock() - timedelta(days=days)
        async with self.database.transaction() as session:
            found = InsightRepository(session)
            read, asked = await found.answered_from(since), await found.unanswered(since)
        unread = tuple(page for page in self.live.edition.pages.values() if page.url not in read)
        return MissingAnswers(unread, await asyncio.to_thread(grouped, asked, self.encoder))


def grouped(asked: Sequence[AskedQuestion], encoder: Encoder) -> tuple[QuestionGroup, ...]:
    """Questions by nearest meaning. The newest of a group speaks for it, and groups keep the order of their newest."""
    same: dict[str, list[AskedQuestion]] = {}
    for each in asked:
        if words := normal(without_placeholders(each.text)):
            same.setdefault(words, []).append(each)
    if not same:
        return ()
    groups = _alike(encoder.encode(list(same)))
    wordings = list(same.values())
    return tuple(_question([each for place in group for each in wordings[place]]) for group in groups)


def _alike(vectors: Vectors) -> list[list[int]]:
    """Places of vectors, each with the first one that it is like."""
    groups: list[list[int]] = []
    for place, vector in enumerate(vectors):
        likeness = vectors[[group[0] for group in groups]] @ vector if groups else NOTHING_YET
        best = int(likeness.argmax())
        if likeness[best] >= ALIKE:
            groups[best].append(place)
        else:
            groups.append([place])
    return groups


def _question(asked: Sequence[AskedQuestion]) -> QuestionGroup:
    wordings = tuple(dict.fromkeys(each.text for each in asked))[:SHOWN_WORDINGS]
    plain = without_placeholders(asked[0].text)
    title = (plain[:1].upper() + plain[1:])[:LONGEST_TITLE].strip()
    return QuestionGroup(len(asked), max(each.at for each in asked), wordings, title)
