"""`reeve evaluate` and `reeve fit`: quality from golden sets, printed as JSON."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Any, assert_never

from api.assistant import Assistant, Progress, make_assistant, make_council, make_encoder
from api.measuring.dialogue import conversation_report, fit_conversation, rounded
from api.measuring.golden_sets import queries, turns
from api.measuring.redaction import redaction_report
from api.measuring.retrieval import retrieval_page, retrieval_report
from api.measuring.triage import intents_page, triage_page
from api.settings import Settings
from bot.training.classify import Classifier
from bot.training.evaluate import (
    GOLDEN,
    Row,
    Share,
    bodies_named,
    enquiries,
    fitting,
    judging,
    offered,
    outcomes,
    read_rows,
)
from bot.training.fit import Heard, fit_elsewhere, fit_scope, fit_weights
from bot.turn import Outcome
from bot.understanding.model_words import as_words, without_placeholders
from bot.understanding.scores import score_services, understanding
from knowledge.measuring.evaluate import evaluate_folder
from knowledge.measuring.fit_search import fit_search
from knowledge.pack.page import Page
from knowledge.search.index import build_index
from knowledge.search.search_settings import search_settings

SEARCHED = 20
KINDS = ("nobody", "other_body")  # of what is out of scope


SAID_BESIDES = ", 14 Mill Lane NB2 4QP, my number is 07700 900123"


def triage_report(assistant: Assistant) -> dict[str, Any]:
    """The bot on every second golden row: the rows that fitting has not seen."""
    folder = GOLDEN / "triage"
    rows = judging(read_rows(folder / "enquiries.jsonl"))
    talk = judging(read_rows(folder / "small_talk.jsonl"))
    strangers = judging(read_rows(folder / "out_of_scope.jsonl"))
    made = turns(assistant, rows)
    good_talk = (Outcome.SMALL_TALK, Outcome.ROUTED)
    return {
        "enquiries": enquiries(rows, made),
        "with_details": with_details(assistant, rows),
        "split_falsely": Share.of(offered(turn) is not None for turn in made).as_dict(),
        **conversation_report(assistant, rows),
        "small_talk": outcomes(talk, turns(assistant, talk), "act", good_talk),
        **strangers_report(assistant, strangers),
        "elsewhere": elsewhere_report(assistant),
        "crisis": crisis_report(assistant),
    }


def with_details(assistant: Assistant, rows: Sequence[Row]) -> dict[str, Any]:
    """Every third enquiry once more, by someone who also says who they are and where: that must change nothing."""
    some = [{**row, "text": f"{row['text'].rstrip(' .!?')}{SAID_BESIDES}"} for row in rows[::3]]
    return enquiries(some, turns(assistant, some))


def strangers_report(assistant: Assistant, rows: Sequence[Row]) -> dict[str, Any]:
    """What is out of scope: the share caught by kind, and how often the right body is named."""
    made = turns(assistant, rows)
    return {
        "out_of_scope_caught": outcomes(rows, made, "kind", [Outcome.OUT_OF_SCOPE]),
        "body_named": bodies_named(rows, made),
    }


def elsewhere_report(assistant: Assistant) -> dict[str, Any]:
    """Enquiries about other bodies, and enquiries of ours that only sound like them. Nothing was fitted on these."""
    folder = GOLDEN / "triage"
    others, near = (read_rows(folder / f"{name}.jsonl") for name in ("elsewhere", "elsewhere_near"))
    made = turns(assistant, others)
    return {
        "caught": Share.of(turn.outcome is Outcome.OUT_OF_SCOPE for turn in made).as_dict(),
        "body_named": bodies_named(others, made),
        "near": enquiries(near, turns(assistant, near)),
    }


def crisis_report(assistant: Assistant) -> dict[str, Any]:
    """The crisis gate on golden messages, look-alikes and ordinary enquiries."""
    folder = GOLDEN / "crisis"
    crises = read_rows(folder / "crisis.jsonl")
    cards = [assistant.crisis.screen(row["text"]) for row in crises]
    pairs = list(zip(crises, cards, strict=True))
    return {
        "recall": Share.of(card is not None for card in cards).as_dict(),
        "right_card": Share.of(card is not None and card.kind == row["kind"] for row, card in pairs).as_dict(),
        "false_alarms": {
            name: _alarms(assistant, read_rows(folder / f"{name}.jsonl")) for name in ("lookalikes", "ordinary")
        },
    }


def _alarms(assistant: Assistant, rows: Sequence[Row]) -> dict[str, Any]:
    return Share.of(assistant.crisis.screen(row["text"]) is not None for row in rows).as_dict()


def search_queries(pages: Sequence[Page], rows: Sequence[Row]) -> list[Row]:
    """Queries for which each page of the right service is right."""
    return [
        {"query": row["query"], "relevant": [page.id for page in pages if page.service == row["service"]]}
        for row in rows
    ]


class Part(StrEnum):
    """What can be measured by itself."""

    REDACTION = "redaction"
    TRIAGE = "triage"
    INTENTS = "intents"
    RETRIEVAL = "retrieval"


def evaluate(settings: Settings, public: Path | None, say: Progress, part: Part | None = None) -> str:
    """Everything that can be measured with what is in the repository, or one part of it, and with a folder of public
    data; as JSON."""
    match part:
        case Part.REDACTION:
            return json.dumps({"redaction": redaction_report(settings, public, say)}, indent=1)
        case Part.TRIAGE:
            return json.dumps({"triage": triage_page(settings, say)}, indent=1)
        case Part.INTENTS:
            return json.dumps({"intents": intents_page(settings, say)}, indent=1)
        case Part.RETRIEVAL:
            return json.dumps({"retrieval": retrieval_page(settings, say)}, indent=1)
        case None:
            return json.dumps(_everything(settings, public, say), indent=1)
        case _:
            assert_never(part)


def _everything(settings: Settings, public: Path | None, say: Progress) -> dict[str, Any]:
    assistant = make_assistant(settings, say)
    say("Measuring on the golden sets")
    report: dict[str, Any] = {"triage": triage_report(assistant), "search": retrieval_report(assistant.searcher)}
    assistant.engine.close()
    if public is not None:
        report["public"] = public_report(assistant, settings, public, say)
    return report | {"redaction": redaction_report(settings, public, say)}


def public_report(assistant: Assistant, settings: Settings, folder: Path, say: Progress) -> dict[str, Any]:
    """The search and the understanding on data that others wrote."""
    say("Measuring the search on public data")
    report: dict[str, Any] = {"retrieval": evaluate_folder(folder / "retrieval", assistant.encoder), "intents": {}}
    for file in sorted((folder / "intents").glob("*.jsonl")):
        say(f"Training and measuring the understanding on {file.stem}")
        report["intents"][file.stem] = understanding_report(read_rows(file), settings.encoder_model)
    return report


def understanding_report(rows: Sequence[Row], encoder_model: str) -> dict[str, Any]:
    """In-scope accuracy, and how much of out-of-scope falls below what keeps 95% of in-scope."""
    taught = [row for row in rows if row["split"] in ("train", "train_10")]
    asked = [row for row in rows if row["split"].endswith("test")]
    classifier = Classifier(taught, encoder_model)
    found = [(row["intent"], classifier.classify(row["text"])) for row in asked]
    inside = [(intent, each) for intent, each in found if intent != "oos"]
    outside = [each.confidence for intent, each in found if intent == "oos"]
    bound = sorted(each.confidence for _, each in inside)[len(inside) // 20]
    return {
        "in_scope_right": Share.of(each.intent == intent for intent, each in inside).as_dict(),
        "in_scope_accepted": Share.of(each.accepted for _, each in inside).as_dict(),
        "out_of_scope_caught_at_95": Share.of(confidence < bound for confidence in outside).as_dict(),
    }


def fit(settings: Settings, say: Progress) -> str:
    """The numbers for policy.yml, fitted on the golden rows that do not judge."""
    assistant = make_assistant(settings, say)
    folder = GOLDEN / "triage"
    rows = fitting(read_rows(folder / "enquiries.jsonl"))
    inside = _heard(assistant, rows)
    strangers = fitting(read_rows(folder / "out_of_scope.jsonl"))
    conversation = fit_conversation(assistant, rows, strangers)
    nobody, others = (_heard(assistant, [row for row in strangers if row["kind"] == kind]) for kind in KINDS)
    assistant.engine.close()
    weights = fit_weights(inside, [row["service"] for row in rows])
    scope = fit_scope(inside, nobody, weights)
    elsewhere = fit_elsewhere(inside, others, weights)
    names = ("intent", "spelling", "nearest", "closest", "dense", "lexical")
    fitted = {
        "weights": rounded(names, weights),
        "scope": rounded(("base", "best", "stranger"), scope),
        "elsewhere": rounded(("base", "similarity", "council", "confidence"), elsewhere),
        **conversation,
    }
    return json.dumps(fitted, indent=1)


def fit_the_search(settings: Settings, say: Progress) -> str:
    """The numbers for knowledge/search/search.yml, fitted on every second golden query."""
    council = make_council(settings)
    say("Fitting the search on golden queries")
    encoder = make_encoder(settings)
    index = build_index(council.pack.pages, encoder, settings.index_dir)
    rows = [row for rows in queries().values() for row in fitting(rows)]
    fitted = fit_search(index, encoder, search_queries(index.pages, rows), search_settings())
    return json.dumps(asdict(fitted), indent=1)


def _heard(assistant: Assistant, rows: Sequence[Row]) -> list[Heard]:
    loop = asyncio.new_event_loop()
    heard = []
    for row in rows:
        text = assistant.redactor.redact(row["text"]).text
        seen = understanding(loop.run_until_complete(assistant.engine.parse([text]))[0])
        found = assistant.searcher.search(without_placeholders(text) or as_words(text), k=SEARCHED)
        likeness = assistant.other_bodies.likeness(as_words(text))
        if likeness is None:
            raise ValueError("No page about another body is known, so there is nothing to fit.")
        heard.append(Heard(seen, score_services(seen, found, assistant.council.slugs), likeness))
    loop.close()
    return heard
