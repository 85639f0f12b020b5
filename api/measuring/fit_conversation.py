"""Fits what policy.yml says of more than one message: when a follow-up stays, and when a message has two needs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import cast

from api.assistant import Assistant
from api.measuring.golden_sets import with_others
from bot.policy import load_policy
from bot.training.evaluate import GOLDEN, Row, fitting, read_rows
from bot.training.fit import Split, fit_follow_up, fit_two_needs
from bot.understanding.analysis import Analyser, Analysis, Parse
from bot.understanding.clauses import splits
from bot.understanding.decide import rank
from bot.understanding.follow_up import FollowUpFeatures, follow_up_features
from bot.understanding.needs import features, second_share
from bot.understanding.scores import Scores, score_services


def fit_conversation(
    assistant: Assistant, rows: Sequence[Row], strangers: Sequence[Row]
) -> dict[str, dict[str, float]]:
    """The numbers for follow-ups and for two needs."""
    reader = MessageReader(assistant)
    talks = read_rows(GOLDEN / "triage" / "follow_ups_fit.jsonl")
    pairs = [(talk["turns"][1], talk["service"], reader.service(talk["turns"][0])) for talk in talks]
    staying = [reader.follow_up_features(text, in_hand) for text, service, in_hand in pairs if service == in_hand]
    leaving = [reader.follow_up_features(text, in_hand) for text, service, in_hand in pairs if service != in_hand]
    leaving += [reader.follow_up_features(row["text"], other) for row, other in with_others(rows)]
    leaving += [reader.follow_up_features(row["text"], rows[place]["service"]) for place, row in enumerate(strangers)]
    double = fitting(read_rows(GOLDEN / "triage" / "multi_need.jsonl"))
    right = [way for row in double for way, services in reader.ways(row["text"]) if services == set(row["services"])]
    single = [[way for way, _ in reader.ways(row["text"])] for row in rows]
    reader.close()
    names = ("base", *(field.name for field in fields(FollowUpFeatures)))
    return {
        "follow_up": rounded(names, fit_follow_up(staying, leaving)),
        "two_needs": rounded(("base", "confidence", "strength", "share"), fit_two_needs(right, single)),
    }


class MessageReader:
    """Understands golden messages one by one, as the actions do."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant, self._policy = assistant, load_policy()
        self._analyser = Analyser(
            cast(Parse, assistant.engine.parse), assistant.other_bodies, assistant.encoder, assistant.taught.intents
        )
        self._loop = asyncio.new_event_loop()

    def close(self) -> None:
        """Ends its event loop."""
        self._loop.close()

    def service(self, text: str) -> str:
        """The likeliest service of a first message."""
        return rank(self._scores(self._analyse(text)), self._policy)[0].slug

    def follow_up_features(self, text: str, in_hand: str) -> FollowUpFeatures:
        """How a message leans on a service in hand."""
        analysis = self._analyse(text)
        found = self._assistant.searcher.search(analysis.query, k=3, service=in_hand)
        return follow_up_features(analysis.query, analysis.seen, self._scores(analysis), found, in_hand, self._policy)

    def ways(self, text: str) -> list[tuple[Split, set[str]]]:
        """Each way to cut a message in two services, with what is said of it."""
        whole = rank(self._scores(self._analyse(text)), self._policy)
        made = []
        for way in splits(self._safe(text), second_share(whole)):
            first, second = (self._scores(self._analyse_safe(part)) for part in way)
            found = features(whole, first, second, self._policy)
            if found is not None:
                made.append((found, {rank(each, self._policy)[0].slug for each in (first, second)}))
        return made

    def _analyse(self, text: str) -> Analysis:
        return self._analyse_safe(self._safe(text))

    def _safe(self, text: str) -> str:
        return str(self._assistant.redactor.redact(text).text)

    def _analyse_safe(self, safe: str) -> Analysis:
        return self._loop.run_until_complete(self._analyser.analyse_parts([safe], self._assistant.searcher))[0]

    def _scores(self, analysis: Analysis) -> dict[str, Scores]:
        return score_services(analysis.seen, analysis.found, self._assistant.council.slugs)


def rounded(names: Sequence[str], values: Iterable[float]) -> dict[str, float]:
    """Fitted numbers by name, with two decimals."""
    return {name: round(float(value), 2) for name, value in zip(names, values, strict=True)}
