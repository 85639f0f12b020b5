"""What a case is about: the guess with its confidence, a person's verdict, and what to train from corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.life.locked_case import CaseLocks
from api.casework.wording import say
from api.conversation import hidden_words as hidden
from api.db.tables.case_tools import GuessVerdict
from api.db.tables.cases import Case
from api.kernel import audit
from api.kernel.errors import NotAllowed
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member, Permission
from api.kernel.times import moment

WORDS, SHOWN, EXPORTED = 300, 200, 5000  # characters of the resident's words; lines of a page and of an export


@dataclass(frozen=True, slots=True)
class ServiceCandidate:
    """A service that it may be; `percent` says how sure the assistant was, None where it did not say."""

    slug: str
    name: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class CaseGuess:
    """The first candidate is the guess. `judged` is what a person said, or nothing."""

    candidates: tuple[ServiceCandidate, ...]
    judged: str
    services: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TrainingSuggestion:
    """A line to train from: the resident's words without personal details, and the right service."""

    reference: str
    words: str
    guessed: str
    service: str
    by: str
    at: str


class Guesses:
    """Reads the guess, takes the verdict, and lists what was corrected."""

    def __init__(self, case_locks: CaseLocks) -> None:
        self._case_locks = case_locks
        services = case_locks.council.services
        self._names = dict(sorted(((slug, each.name) for slug, each in services.items()), key=lambda item: item[1]))

    async def of(self, session: AsyncSession, case: Case) -> CaseGuess:
        """The guess that a case's page shows, with what a person has said of it."""
        verdict = await session.get(GuessVerdict, case.reference)
        judged = ""
        if verdict is not None:
            word = say("guess.confirmed") if verdict.guessed == verdict.service else say("guess.corrected")
            judged = f"{word} by {verdict.said_by} on {moment(verdict.said_at)}"
        return CaseGuess(self._candidates(case), judged, self._names)

    async def judge(self, member: Member, reference: str, service: str) -> None:
        """The case is about this service. Raises FormProblem for one that the council does not have."""
        if service not in self._names:
            raise FormProblem("service", say("guess.service"))
        async with self._case_locks.open(member, reference) as work:
            case = work.case
            known = await work.session.get(GuessVerdict, reference)
            first = next(iter(self._candidates(case)), None)
            values = {
                "reference": reference,
                "words": _words(case),
                "guessed": known.guessed if known else first.slug if first else None,
                "confidence": known.confidence if known else _score(case, first.slug) if first else None,
                "service": service,
                "said_by": member.display_name,
                "said_at": self._case_locks.clock(),
            }
            row = insert(GuessVerdict).values(**values)
            await work.session.execute(row.on_conflict_do_update(index_elements=["reference"], set_=values))
            case.service = service
            work.record(audit.Action.SERVICE_JUDGED, service=service)

    async def corrections(self, member: Member, most: int = SHOWN) -> Sequence[TrainingSuggestion]:
        """What people corrected, the newest first, for those who decide what the assistant knows."""
        if not member.may(Permission.PUBLISH_PAGES):
            raise NotAllowed()
        wrong = GuessVerdict.guessed.is_distinct_from(GuessVerdict.service), GuessVerdict.words != ""
        query = select(GuessVerdict).where(*wrong).order_by(GuessVerdict.said_at.desc()).limit(most)
        async with self._case_locks.database.transaction() as session:
            rows = (await session.scalars(query)).all()
        return [
            TrainingSuggestion(r.reference, r.words, r.guessed or "", r.service, r.said_by, moment(r.said_at))
            for r in rows
        ]

    def name(self, slug: str) -> str:
        """The council's name of a service."""
        return self._names.get(slug, slug)

    def _candidates(self, case: Case) -> tuple[ServiceCandidate, ...]:
        scored = [str(each["slug"]) for each in case.handover.get("services", [])]
        slugs = dict.fromkeys([*([case.service] if case.service else []), *scored])
        return tuple(ServiceCandidate(slug, self.name(slug), _percent(_score(case, slug))) for slug in slugs)


def nlu_rows(suggestions: Sequence[TrainingSuggestion]) -> str:
    """Lines of NLU training data in the form of bot/data/nlu, by intent; a person reads them before they go there."""
    by_intent: dict[str, list[str]] = {}
    for each in suggestions:
        by_intent.setdefault(each.service.replace("-", "_"), []).append(" ".join(each.words.split()))
    lines = ['version: "3.1"', "nlu:"]
    for intent, examples in sorted(by_intent.items()):
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in dict.fromkeys(examples))]
    return "\n".join(lines) + "\n"


def plain(words: str) -> str:
    """The words for a page: placeholders said as words."""
    return hidden.plain(words)


def _words(case: Case) -> str:
    said = [str(line) for line in case.handover.get("summary", [])] or [case.summary]
    return said[0].strip()[:WORDS]


def _score(case: Case, slug: str) -> float | None:
    scores = {str(each["slug"]): float(each["score"]) for each in case.handover.get("services", [])}
    return scores.get(slug)


def _percent(score: float | None) -> int | None:
    return None if score is None else round(100 * max(0.0, min(1.0, score)))
