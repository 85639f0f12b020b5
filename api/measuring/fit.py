"""`reeve fit`: the numbers of policy.yml and of search.yml, fitted on the golden rows that do not judge."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict

from api.assistant import Assistant, Progress, make_assistant, make_council, make_encoder
from api.measuring.fit_conversation import fit_conversation, rounded
from api.measuring.golden_sets import queries
from api.settings import Settings
from bot.training.evaluate import GOLDEN, Row, fitting, read_rows
from bot.training.fit import ScoredMessage, fit_elsewhere, fit_scope, fit_weights
from bot.understanding.model_words import as_words, without_placeholders
from bot.understanding.scores import score_services, understanding
from knowledge.measuring.fit_search import fit_search
from knowledge.pack.page import Page
from knowledge.search.index import build_index
from knowledge.search.search_settings import search_settings

SEARCHED = 20
KINDS = ("nobody", "other_body")  # of what is out of scope


def fit(settings: Settings, say: Progress) -> str:
    """The numbers for policy.yml, fitted on the golden rows that do not judge."""
    assistant = make_assistant(settings, say)
    folder = GOLDEN / "triage"
    rows = fitting(read_rows(folder / "enquiries.jsonl"))
    inside = _scored(assistant, rows)
    strangers = fitting(read_rows(folder / "out_of_scope.jsonl"))
    conversation = fit_conversation(assistant, rows, strangers)
    nobody, others = (_scored(assistant, [row for row in strangers if row["kind"] == kind]) for kind in KINDS)
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


def search_queries(pages: Sequence[Page], rows: Sequence[Row]) -> list[Row]:
    """Queries for which each page of the right service is right."""
    return [
        {"query": row["query"], "relevant": [page.id for page in pages if page.service == row["service"]]}
        for row in rows
    ]


def _scored(assistant: Assistant, rows: Sequence[Row]) -> list[ScoredMessage]:
    loop = asyncio.new_event_loop()
    scored = []
    for row in rows:
        text = assistant.redactor.redact(row["text"]).text
        seen = understanding(loop.run_until_complete(assistant.engine.parse([text]))[0])
        found = assistant.searcher.search(without_placeholders(text) or as_words(text), k=SEARCHED)
        likeness = assistant.other_bodies.likeness(as_words(text))
        if likeness is None:
            raise ValueError("No page about another body is known, so there is nothing to fit.")
        scored.append(ScoredMessage(seen, score_services(seen, found, assistant.council.slugs), likeness))
    loop.close()
    return scored
