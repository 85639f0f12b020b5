"""Measures and fits what happens beyond one message: follow-ups, new topics, two needs in one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, cast

from api.assistant import Assistant
from api.measuring.golden_sets import turns
from bot.policy import load_policy
from bot.training.evaluate import GOLDEN, Row, fitting, follow_ups, read_rows, two_needs
from bot.training.fit import Split, fit_follow_up, fit_two_needs
from bot.turn import Enquiry, State, Turn
from bot.understanding.analysis import Analyser, Analysis, Parse
from bot.understanding.clauses import splits
from bot.understanding.decide import rank
from bot.understanding.follow_up import Leaning, leaning
from bot.understanding.needs import features, second_share
from bot.understanding.scores import Scores, score_services


def conversation_report(assistant: Assistant, rows: Sequence[Row]) -> dict[str, Any]:
    """What comes of a second message, of two needs in one, and of a new topic with another service in hand."""
    folder = GOLDEN / "triage"
    second, double = read_rows(folder / "follow_ups.jsonl"), read_rows(folder / "multi_need.jsonl")
    return {
        "follow_ups": follow_ups(second, [_last_turn(assistant, row["turns"]) for row in second]),
        "two_needs": two_needs(double, turns(assistant, double)),
        "new_topic": new_topics(assistant, rows),
    }


def new_topics(assistant: Assistant, rows: Sequence[Row]) -> dict[str, Any]:
    """Enquiries that come when another service is in hand: they must not stay with it."""
    paired = _with_others(rows)
    return follow_ups(
        [row for row, _ in paired], [_last_turn(assistant, [row["text"]], other) for row, other in paired]
    )


def _with_others(rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """Each row with the service of a row far away, as if the conversation had been about that."""
    services = [row["service"] for row in rows]
    shifted = services[len(rows) // 2 :] + services[: len(rows) // 2]
    return [(row, other) for row, other in zip(rows, shifted, strict=True) if row["service"] != other]


def fit_conversation(
    assistant: Assistant, rows: Sequence[Row], strangers: Sequence[Row]
) -> dict[str, dict[str, float]]:
    """The numbers for follow-ups and for two needs."""
    ear = Ear(assistant)
    talks = read_rows(GOLDEN / "triage" / "follow_ups_fit.jsonl")
    pairs = [(talk["turns"][1], talk["service"], ear.service(talk["turns"][0])) for talk in talks]
    staying = [ear.leaning(text, in_hand) for text, service, in_hand in pairs if service == in_hand]
    leaving = [ear.leaning(text, in_hand) for text, service, in_hand in pairs if service != in_hand]
    leaving += [ear.leaning(row["text"], other) for row, other in _with_others(rows)]
    leaving += [ear.leaning(row["text"], rows[place]["service"]) for place, row in enumerate(strangers)]
    double = fitting(read_rows(GOLDEN / "triage" / "multi_need.jsonl"))
    right = [way for row in double for way, services in ear.ways(row["text"]) if services == set(row["services"])]
    single = [[way for way, _ in ear.ways(row["text"])] for row in rows]
    ear.close()
    names = ("base", *(field.name for field in fields(Leaning)))
    return {
        "follow_up": rounded(names, fit_follow_up(staying, leaving)),
        "two_needs": rounded(("base", "confidence", "strength", "share"), fit_two_needs(right, single)),
    }


class Ear:
    """Hears golden messages one by one, as the actions do."""

    def __init__(self, assistant: Assistant) -> None:
        self._mind, self._policy = assistant, load_policy()
        self._listener = Analyser(cast(Parse, assistant.engine.parse), assistant.other_bodies, assistant.encoder)
        self._loop = asyncio.new_event_loop()

    def close(self) -> None:
        """Ends its event loop."""
        self._loop.close()

    def service(self, text: str) -> str:
        """The likeliest service of a first message."""
        return rank(self._witnesses(self._hear(text)), self._policy)[0].slug

    def leaning(self, text: str, in_hand: str) -> Leaning:
        """How a message leans on a service in hand."""
        heard = self._hear(text)
        found = self._mind.searcher.search(heard.query, k=3, service=in_hand)
        return leaning(heard.query, heard.seen, self._witnesses(heard), found, in_hand, self._policy)

    def ways(self, text: str) -> list[tuple[Split, set[str]]]:
        """Each way to cut a message in two services, with what is said of it."""
        whole = rank(self._witnesses(self._hear(text)), self._policy)
        made = []
        for way in splits(str(self._mind.redactor.redact(text).text), second_share(whole)):
            first, second = (self._witnesses(self._hear(part)) for part in way)
            found = features(whole, first, second, self._policy)
            if found is not None:
                made.append((found, {rank(each, self._policy)[0].slug for each in (first, second)}))
        return made

    def _hear(self, text: str) -> Analysis:
        safe = str(self._mind.redactor.redact(text).text)
        return self._loop.run_until_complete(self._listener.hear_parts([safe], self._mind.searcher))[0]

    def _witnesses(self, heard: Analysis) -> dict[str, Scores]:
        return score_services(heard.seen, heard.found, self._mind.council.slugs)


def rounded(names: Sequence[str], values: Iterable[float]) -> dict[str, float]:
    """Fitted numbers by name, with two decimals."""
    return {name: round(float(value), 2) for name, value in zip(names, values, strict=True)}


def _last_turn(assistant: Assistant, texts: Sequence[str], in_hand: str | None = None) -> Turn:
    """The last turn of a conversation, which may have a service in hand from the start."""
    state: State = [{"event": "slot", "name": "service", "value": in_hand, "timestamp": 0.0}] if in_hand else []
    loop = asyncio.new_event_loop()
    for text in texts:
        turn = loop.run_until_complete(assistant.reception.receive(Enquiry(text, state=state)))
        state = turn.state
    loop.close()
    return turn
