"""Why a page was found: which passage, synonym or question was nearest, and which words it shares with the question."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.answer.wording import plain
from knowledge.pack.page import Page
from knowledge.search.encoder import Vectors
from knowledge.search.lexical import GRAM, telling_words
from knowledge.search.search import Hit, Searcher


@dataclass(frozen=True, slots=True)
class Reason:
    """Of one hit. `synonym` is the nearest synonym or question, if any; `by_synonym` whether it beats the text."""

    heading: str
    synonym: str | None
    by_synonym: bool
    shared: tuple[str, ...]


def explain(searcher: Searcher, query: str, hits: tuple[Hit, ...]) -> tuple[Reason, ...]:
    """The reason for each hit, in their order."""
    if not hits:
        return ()
    asked = searcher.encoder.encode([query])[0]
    return tuple(_reason(searcher, asked, query, hit) for hit in hits)


def _reason(searcher: Searcher, asked: Vectors, query: str, hit: Hit) -> Reason:
    synonym = _nearest(searcher, asked, hit.page)
    by_synonym = hit.named is not None and hit.named > hit.cosine
    return Reason(hit.passage.headings[-1], synonym, by_synonym, _shared(query, hit.page))


def _nearest(searcher: Searcher, asked: Vectors, page: Page) -> str | None:
    if not page.names:
        return None
    likeness = searcher.encoder.encode(list(page.names)) @ asked
    return page.names[int(likeness.argmax())]


def _shared(query: str, page: Page) -> tuple[str, ...]:
    """The question's telling words that stand on the page, in this form or one that begins alike."""
    words = set(telling_words(" ".join((page.title, page.summary, *page.synonyms, plain(page.body)))))
    beginnings = {word[:GRAM] for word in words if len(word) >= GRAM}
    asked = dict.fromkeys(telling_words(query))
    return tuple(word for word in asked if word in words or (len(word) >= GRAM and word[:GRAM] in beginnings))
