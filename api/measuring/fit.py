"""`reeve fit`: the numbers of policy.yml and of search.yml, fitted on the golden rows that do not judge."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields

from api.assistant import Assistant, Progress, make_assistant, make_council, make_encoder
from api.measuring.fit_conversation import fit_conversation, rounded
from api.measuring.golden_sets import queries
from api.measuring.heard import HeardMessage, hear
from api.settings import Settings
from bot.training.evaluate import GOLDEN, Row, fitting, read_rows
from bot.training.fit import Floats, ScoredMessage, fit_elsewhere, fit_scope, fit_weights
from bot.training.left_out import lessons, own_words
from bot.understanding.scores import Scores, intent_of
from knowledge.measuring.fit_search import fit_search
from knowledge.pack.page import Page
from knowledge.search.index import build_index
from knowledge.search.search_settings import search_settings

KINDS = ("nobody", "other_body")  # of what is out of scope


def fit(settings: Settings, say: Progress) -> str:
    """The numbers for policy.yml, fitted on the golden rows that do not judge."""
    assistant = make_assistant(settings, say)
    folder = GOLDEN / "triage"
    rows = fitting(read_rows(folder / "enquiries.jsonl"))
    strangers = fitting(read_rows(folder / "out_of_scope.jsonl"))
    heard = hear(assistant, [row["text"] for row in rows])
    weights = _weights(assistant, heard, [row["service"] for row in rows])
    inside = [each.scored() for each in heard]
    nobody, others = (_of_kind(assistant, strangers, kind) for kind in KINDS)
    conversation = fit_conversation(assistant, rows, strangers)
    assistant.engine.close()
    scope = fit_scope(inside, nobody, weights)
    elsewhere = fit_elsewhere(inside, others, weights)
    fitted = {
        "weights": rounded([field.name for field in fields(Scores)], weights),
        "scope": rounded(("base", "best", "stranger"), scope),
        "elsewhere": rounded(("base", "similarity", "council", "confidence"), elsewhere),
        **conversation,
    }
    return json.dumps(fitted, indent=1)


def _weights(assistant: Assistant, heard: Sequence[HeardMessage], right: Sequence[str]) -> Floats:
    """The weights of the witnesses, fitted with services left out (see bot/training/left_out.py)."""
    taught = [slug for slug in assistant.council.slugs if intent_of(slug) in assistant.taught.intents]
    written = [(page.questions[0], page.service) for page in assistant.searcher.index.pages if page.questions]
    asked, owners = [question for question, _ in written], [service for _, service in written]
    read = hear(assistant, asked)
    by_enquiries, by_pages = lessons(right, taught), own_words(owners, taught, len(right))
    messages = [heard[each.row].scored(each.hidden) for each in by_enquiries]
    messages += [read[each.row].scored(each.hidden) for each in by_pages]
    services = [right[each.row] for each in by_enquiries] + [owners[each.row] for each in by_pages]
    return fit_weights(messages, services, [each.count for each in (*by_enquiries, *by_pages)])


def _of_kind(assistant: Assistant, rows: Sequence[Row], kind: str) -> list[ScoredMessage]:
    return [each.scored() for each in hear(assistant, [row["text"] for row in rows if row["kind"] == kind])]


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
