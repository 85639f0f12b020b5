"""Comes to a verdict on a message in its conversation: a correction, a follow-up, one need or two."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.dialogue.memory import Aside
from bot.policy import Policy
from bot.ports import Library
from bot.turn import RankedService
from bot.understanding.analysis import Analyser, Analysis
from bot.understanding.clauses import splits
from bot.understanding.corrections import correction
from bot.understanding.decide import (
    Act,
    Answer,
    Clarify,
    NoCouncilBusiness,
    OtherBodysBusiness,
    Verdict,
    WantsPerson,
    as_pinned,
    decide,
)
from bot.understanding.evidence import Knows, evidence, grounded
from bot.understanding.follow_up import first, follow_up_features, names_another, staying
from bot.understanding.needs import may_be_one_of_two, second_share, two_needs
from bot.understanding.scores import Scores, score_services
from bot.understanding.taught import Taught


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A verdict, and the analysis that it rests on: `follows` when the message is a follow-up."""

    verdict: Verdict
    analysis: Analysis
    follows: bool = False
    aside: Aside | None = None


class Interpreter:
    """Interprets messages. Only one that may hold two needs, or corrects the bot, is analysed more than once."""

    def __init__(
        self, analyser: Analyser, library: Library, policy: Policy, services: frozenset[str], taught: Taught
    ) -> None:
        self._analyser, self._library = analyser, library
        self._policy, self._services, self._taught = policy, services, taught

    async def interpret(self, text: str, parsed: Mapping[str, Any], in_hand: str | None) -> Interpretation:
        """The interpretation of one redacted message, as Rasa has parsed it, with the service in hand."""
        analysis = self._analyser.analyse(text, parsed, self._library.searcher())
        if parsed.get("choice"):
            return Interpretation(self._decide(analysis, in_hand, pressed=True), analysis)
        meant = correction(text)
        if meant is not None:
            return await self._corrected(meant, analysis, in_hand)
        verdict = self._decide(analysis, in_hand)
        return self._followed(analysis, verdict, in_hand) or await self._divided(analysis, verdict)

    async def _corrected(self, meant: str, analysis: Analysis, in_hand: str | None) -> Interpretation:
        """The interpretation of a correction: of what is meant instead, and not of the service in hand."""
        if not meant:
            return Interpretation(Verdict(Act("deny"), (), 1.0), analysis)
        (instead,) = await self._analyser.analyse_parts([meant], analysis.searcher)
        rejected = frozenset({in_hand} if in_hand else ())
        return Interpretation(self._decide(instead, None, rejected), instead)

    def _followed(self, analysis: Analysis, verdict: Verdict, in_hand: str | None) -> Interpretation | None:
        """The verdict that the service in hand is still meant, where the message says too little to mean another."""
        if in_hand is None or analysis.found.pinned or isinstance(verdict.decision, Act | WantsPerson):
            return None
        found = analysis.searcher.search(analysis.query, k=3, service=in_hand)
        scores = self._scores(analysis)
        sureness = staying(
            follow_up_features(analysis.query, analysis.seen, scores, found, in_hand, self._policy), self._policy
        )
        thresholds = self._policy.thresholds
        against = isinstance(verdict.decision, NoCouncilBusiness | OtherBodysBusiness) or _is_about_another(
            verdict, in_hand
        )
        if sureness <= (thresholds.follow_up_against if against else thresholds.follow_up):
            return None
        if names_another(analysis.query, found, in_hand):
            return None
        ranking = first(in_hand, sureness, verdict.services)
        return Interpretation(Verdict(Answer(in_hand), ranking, ranking[0].score), analysis, follows=True)

    async def _divided(self, analysis: Analysis, verdict: Verdict) -> Interpretation:
        """The verdict on the first of two needs with the second beside it; the verdict as it is on a single need."""
        if not isinstance(verdict.decision, Answer | Clarify):
            return Interpretation(verdict, analysis)
        ways = await self._ways(analysis, verdict.services)
        said = [(self._scores(first), self._scores(second)) for first, second in ways]
        needs = two_needs(verdict.services, said, self._policy)
        if needs is None:
            return Interpretation(verdict, analysis)
        one, other = ways[needs.split]
        decided = dataclasses.replace(verdict, decision=Answer(needs.first))
        return Interpretation(decided, one, aside=Aside(needs.second, other.text))

    async def _ways(self, analysis: Analysis, whole: Sequence[RankedService]) -> list[tuple[Analysis, Analysis]]:
        """The ways to cut a message that may give two needs. The shorter parts are analysed first: they are cheap, and
        seldom leave the longer ones worth it."""
        ways = splits(analysis.text, second_share(whole))
        shorter = await self._analyser.analyse_parts([min(way, key=len) for way in ways], analysis.searcher)
        open_ways = [
            (way, part)
            for way, part in zip(ways, shorter, strict=True)
            if may_be_one_of_two(whole, self._scores(part), self._policy)
        ]
        longer = await self._analyser.analyse_parts(
            [_other(way, part.text) for way, part in open_ways], analysis.searcher
        )
        return [
            (part, rest) if way[0] == part.text else (rest, part)
            for (way, part), rest in zip(open_ways, longer, strict=True)
        ]

    def _scores(self, analysis: Analysis) -> dict[str, Scores]:
        return score_services(analysis.seen, analysis.found, self._services)

    def _decide(
        self,
        analysis: Analysis,
        in_hand: str | None,
        rejected: frozenset[str] = frozenset(),
        pressed: bool = False,
    ) -> Verdict:
        seen, found = analysis.seen, analysis.found
        verdict = decide(seen, found, self._policy, self._services, in_hand, analysis.likeness, rejected)
        if not pressed:  # a button says what it stands for, in whatever words
            verdict = grounded(verdict, evidence(analysis.query, self._knows(analysis)), self._policy)
        return as_pinned(verdict, found.pinned)

    def _knows(self, analysis: Analysis) -> Knows:
        return lambda word: word in self._taught.words or analysis.searcher.knows(word)


def _other(way: tuple[str, str], part: str) -> str:
    return way[1] if way[0] == part else way[0]


def _is_about_another(verdict: Verdict, in_hand: str) -> bool:
    return isinstance(verdict.decision, Answer) and verdict.decision.service != in_hand
