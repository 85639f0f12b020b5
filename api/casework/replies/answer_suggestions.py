"""Answers from the live pages, suggested replies, and solved cases like this one: read on demand, nothing is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

import numpy as np
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.cases import case_words as words
from api.casework.life.locked_case import CaseLocks
from api.casework.wording import say
from api.conversation import hidden_words as hidden
from api.db.tables.cases import Case
from api.db.tables.conversations import MessageRecord
from api.kernel.form_problems import FormProblem, one_line
from api.kernel.permissions import Member, teams_visible
from bot.ports import Encodes
from knowledge.search.search import Hit, Searcher

FEW, LONGEST_QUERY, LONGEST_ANSWER = 3, 300, 1500
MOST_SOLVED, ALIKE = 100, 0.5  # closed cases looked at, and the cosine from which one is like another


@dataclass(frozen=True, slots=True)
class SuggestedPage:
    """A page that may answer: its best passage with the page's link, ready to be sent."""

    page_id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class SolvedCase:
    """A case like this one that was dealt with, and the last thing that its resident was told."""

    reference: str
    about: Markup
    outcome: str
    told: str


@dataclass(frozen=True, slots=True)
class CaseSuggestions:
    """What may help with a case."""

    answers: tuple[SuggestedPage, ...]
    solved: tuple[SolvedCase, ...]


@dataclass(frozen=True, slots=True)
class ShownSuggestions:
    """What the page shows besides: answers that were looked for, suggestions, or neither."""

    found: tuple[SuggestedPage, ...] | None = None
    suggested: CaseSuggestions | None = None


class AnswerSuggestions:
    """Searches the pages as they are now. The encoder runs beside the event loop."""

    def __init__(
        self, case_locks: CaseLocks, searcher: Callable[[], Searcher], encoder: Encodes, site: str = ""
    ) -> None:
        self._case_locks, self._searcher, self._encoder, self._site = case_locks, searcher, encoder, site

    async def find(self, query: str) -> tuple[SuggestedPage, ...]:
        """The best pages for a question. Personal details are taken out of it first. Raises FormProblem."""
        asked = one_line(query)
        if not 0 < len(asked) <= LONGEST_QUERY:
            raise FormProblem("find", say("suggestions.query", most=LONGEST_QUERY))
        return await self._search(self._case_locks.to_search(asked, "find"))

    async def suggested(self, session: AsyncSession, member: Member, case: Case) -> CaseSuggestions:
        """Answers to the resident's last words, and solved cases like this one that the member may see."""
        asked = await _last_words(session, case)
        answers = await self._search(asked) if asked else ()
        return CaseSuggestions(answers, await self._solved(session, member, case, asked or case.summary))

    async def _search(self, query: str) -> tuple[SuggestedPage, ...]:
        found = await asyncio.to_thread(self._searcher().search, query[:LONGEST_QUERY], FEW)
        return tuple(_answer(hit, self._site) for hit in (found.accepted or found.ranked)[:FEW])

    async def _solved(self, session: AsyncSession, member: Member, case: Case, about: str) -> tuple[SolvedCase, ...]:
        teams = teams_visible(member)
        query = (
            select(Case)
            .where(Case.status == "closed", Case.close_reason == words.RESOLVED, Case.summary != "")
            .where(Case.reference != case.reference, Case.conversation_id != case.conversation_id)
            .order_by(Case.closed_at.desc().nulls_last())
            .limit(MOST_SOLVED)
        )
        found = (await session.scalars(query if teams is None else query.where(Case.team.in_(teams)))).all()
        if not found or not about.strip():
            return ()
        texts = [about, *(each.summary for each in found)]
        vectors = await asyncio.to_thread(self._encoder.encode, texts)
        alike = vectors[1:] @ vectors[0]
        best = [int(at) for at in np.argsort(-alike)[:FEW] if alike[at] >= ALIKE]
        return tuple([await _solved(session, found[at]) for at in best])


async def _last_words(session: AsyncSession, case: Case) -> str:
    query = (
        select(MessageRecord.text)
        .where(MessageRecord.conversation_id == case.conversation_id, MessageRecord.sender == "resident")
        .order_by(MessageRecord.id.desc())
        .limit(1)
    )
    return await session.scalar(query) or ""


async def _solved(session: AsyncSession, case: Case) -> SolvedCase:
    query = (
        select(MessageRecord.text)
        .where(MessageRecord.conversation_id == case.conversation_id, MessageRecord.sender == "staff")
        .order_by(MessageRecord.id.desc())
        .limit(1)
    )
    told = hidden.plain(await session.scalar(query) or "")
    outcome = words.CLOSE_OUTCOMES.get(case.close_outcome or "", say("suggestions.dealt_with"))
    return SolvedCase(case.reference, hidden.chips(case.summary[:LONGEST_QUERY]), outcome, told[:LONGEST_ANSWER])


def _answer(hit: Hit, site: str) -> SuggestedPage:
    return SuggestedPage(
        hit.page.id, hit.page.title, _ready(hit.passage.text, hit.page.title, urljoin(site, hit.page.url))
    )


def _ready(text: str, title: str, url: str) -> str:
    return f"{text.strip()[:LONGEST_ANSWER]}\n\n[{title}]({url})"
